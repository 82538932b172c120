"""Jobs side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from toolkit.steps._together import Halt, together

Tell = Callable[[str], None]


def test_results_stand_in_the_order_of_the_jobs_whoever_ends_first() -> None:
    """The second ends before the first, which waits for it; both run at the same time."""
    second_ended = threading.Event()

    def first(tell: Tell) -> str:
        assert second_ended.wait(5)
        return "first"

    def second(tell: Tell) -> str:
        second_ended.set()
        return "second"

    assert together([first, second], Halt(), lambda told: None) == ["first", "second"]


def test_what_jobs_tell_is_heard_in_the_callers_thread() -> None:
    """A progress bar or a notebook need not know of threads; all is heard before the results are there."""
    heard: list[tuple[str, bool]] = []

    def job(tell: Tell) -> None:
        for word in ("a", "b"):
            tell(word)

    together([job], Halt(), lambda told: heard.append((told, threading.current_thread() is threading.main_thread())))
    assert heard == [("a", True), ("b", True)]


def test_a_bug_in_one_job_ends_the_others_early_and_is_raised_with_its_traceback() -> None:
    """Of two, that of the first job."""
    halt = Halt()

    def careful(tell: Tell) -> bool:
        halt.sleep(30)
        return halt.halted()

    def broken(tell: Tell) -> bool:
        raise ZeroDivisionError("bug")

    begun = time.monotonic()
    with pytest.raises(ZeroDivisionError, match="bug") as caught:
        together([careful, broken], halt, lambda told: None)
    assert time.monotonic() - begun < 10
    assert "broken" in {entry.name for entry in caught.traceback}


def test_an_interrupt_lets_the_call_under_way_end_and_no_other_begin() -> None:
    """What is being answered is waited for a moment; jobs see that they are to end."""
    halt, done = Halt(), []

    def job(tell: Tell) -> None:
        for number in range(100):
            if halt.halted():
                return
            tell("next")
            time.sleep(0.05)
            done.append(number)

    def interrupt(told: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together([job], halt, interrupt)
    assert done == [0]


def test_an_interrupt_does_not_wait_for_a_service_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the grace the caller goes on; the thread cannot keep the program from ending."""
    monkeypatch.setattr("toolkit.steps._together.GRACE_S", 0.05)
    answer = threading.Event()

    def hanging(tell: Tell) -> None:
        tell("sent")
        answer.wait(30)

    def interrupt(told: str) -> None:
        raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        together([hanging], Halt(), interrupt)
    assert time.monotonic() - begun < 5
    [left] = [thread for thread in threading.enumerate() if thread.name == "job-0"]
    assert left.daemon
    answer.set()
    left.join(5)
