"""Progress on stderr."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import redirect_stderr

import pytest

from toolkit.cli import _progress
from toolkit.cli._progress import Bars
from toolkit.cli.main import _stderr_handler


class Screen(io.StringIO):
    """What a terminal is sent."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Stand for a terminal of 80 columns."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Screen()


def test_a_terminal_shows_one_bar_a_system_at_the_same_time(screen: Screen) -> None:
    """Names are no markup, long ones are cut, and the bars are gone when the result comes."""
    with redirect_stderr(screen), Bars(quiet=False) as bars:
        bars("DeepL [red]", 0, 8)
        bars("a system with a name longer than any column", 3, 8)
        bars("DeepL [red]", 5, 8)
        bars._progress.refresh()  # type: ignore[union-attr]
        shown = screen.getvalue()
    last = shown[shown.rindex("DeepL [red]") :]
    assert "5/8" in last
    assert "a system with a name longer tha…" in last
    assert "3/8" in last
    assert screen.getvalue().endswith("\x1b[2K")  # the last line of the bars is erased


def test_no_color_is_honored(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves the bar and takes the colors: no code sets one (SGR 30-37, 90-97 or 38)."""
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stderr(screen), Bars(quiet=False) as bars:
        bars("DeepL", 3, 8)
        bars._progress.refresh()  # type: ignore[union-attr]
    assert "3/8" in screen.getvalue()
    assert not any(code in screen.getvalue() for code in ("[3", "[9", ";3", ";9"))


def test_what_is_recorded_already_draws_no_bar(screen: Screen) -> None:
    """A bar would be gone in one blink."""
    with redirect_stderr(screen), Bars(quiet=False) as bars:
        bars("DeepL", 8, 8)
    assert screen.getvalue() == ""


def test_a_line_of_the_log_stands_whole_above_the_bars(screen: Screen) -> None:
    """The log finds the terminal as the bars have it."""
    handler = _stderr_handler()
    with redirect_stderr(screen), Bars(quiet=False) as bars:
        bars("DeepL", 3, 8)
        handler.handle(logging.LogRecord("toolkit", logging.INFO, "", 1, "asking again in 2 s", None, None))
    assert any(line.endswith("asking again in 2 s") for line in screen.getvalue().splitlines())


@pytest.mark.parametrize("term", ["dumb", ""])
def test_elsewhere_a_line_now_and_then_tells_all_systems(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    """In a log of a build, or on a terminal that cannot draw: whole lines, at most one in five seconds."""
    if term:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("TERM", term)
    now = [0.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    with Bars(quiet=False) as bars:
        bars("a", 1, 8)
        now[0] = 6.0
        bars("b", 2, 8)
        bars("a", 3, 8)
    assert capsys.readouterr().err == "a: 1 of 8 · b: 2 of 8\n"


def test_quiet_says_nothing(screen: Screen) -> None:
    """No bar and no line."""
    with redirect_stderr(screen), Bars(quiet=True) as bars:
        bars("a", 1, 8)
    assert screen.getvalue() == ""
