"""Parallel files: what is a line, and what is said of files that do not belong together."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.utils import smart_open

from toolkit import parallel
from toolkit.errors import InputError, UsageError
from toolkit.parallel import STDIN, Files, Parallel, read, read_lines, require_alike

NOTHING = io.BytesIO()
# What str.splitlines, editors and sacrebleu do not agree on.
ODD = st.text(st.sampled_from("ab \t\r\n\x0b\x0c\x1c\x85\u2028\u3000é"), max_size=12)


@settings(deadline=None)
@given(text=ODD.filter(lambda text: "\r\n" in text or text.strip()))
def test_lines_are_sacrebleus(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Only LF ends a line, and white space at its end does not count, whatever else there is."""
    path = tmp_path_factory.mktemp("odd") / "text.txt"
    path.write_bytes(text.encode())
    with smart_open(str(path)) as file:
        theirs = tuple(line.rstrip() for line in file)
    assert read_lines(path, NOTHING) == theirs


@pytest.mark.parametrize("data", [b"\n", b"\n\n\n", b" \n\t\n", b" "])
def test_a_system_that_said_nothing_has_lines(tmp_path: Path, data: bytes) -> None:
    """A file of empty lines is no mistake: each is an empty segment, as in sacrebleu."""
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    with smart_open(str(path)) as file:
        assert read_lines(path, NOTHING) == tuple(line.rstrip() for line in file)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """sacrebleu would count it as a character."""
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbfone\ntwo")
    assert read_lines(path, NOTHING) == ("one", "two")


def test_what_is_packed_is_bounded_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a large one is refused before it fills the memory; so is a long stdin."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"a\n" * 10_000))
    assert len(read_lines(path, NOTHING)) == 10_000
    monkeypatch.setattr(parallel, "LIMIT", 1000)
    with pytest.raises(InputError, match=r"bomb\.gz holds more than 1,000 bytes; score it in parts"):
        read_lines(path, NOTHING)
    with pytest.raises(InputError, match="stdin holds more than 1,000 bytes"):
        read_lines(STDIN, io.BytesIO(b"a" * 1001))


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(b"one\n" * 500, mtime=0)[:-9], b""], ids=["other", "cut", "empty"]
)
def test_a_broken_gz_file_is_named(tmp_path: Path, data: bytes) -> None:
    """A file that is no gzip file, one that was cut, and one of no bytes."""
    path = tmp_path / "text.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"text\.gz is (not a whole gzip file|empty)"):
        read_lines(path, NOTHING)


def test_stdin_may_be_any_one_file(tmp_path: Path) -> None:
    """As a reference, as a system, or as systems side by side."""
    path = tmp_path / "text.txt"
    path.write_text("one\ntwo\n", encoding="utf-8")
    both = io.BytesIO(b"eins\tuno\nzwei\tdos\n")
    assert read(Files((path,)), both).systems == {"System 1": ("eins", "zwei"), "System 2": ("uno", "dos")}
    assert read(Files((STDIN,), (path,)), io.BytesIO(b"a\nb\n")).references == (("a", "b"),)
    assert read(Files((path,), (STDIN, path)), io.BytesIO(b"a\nb\n")).systems == {
        "stdin": ("a", "b"),
        str(path): ("one", "two"),
    }
    for wanted in (Files((STDIN, STDIN), (path,)), Files((STDIN,)), Files((path,), (STDIN,), documents=STDIN)):
        with pytest.raises(UsageError, match="stdin can be read once"):
            read(wanted, io.BytesIO(b"a\nb\n"))


def test_the_last_reference_of_a_line_keeps_its_tabs(tmp_path: Path) -> None:
    """As many tabs as it takes part references; the rest is text."""
    path = tmp_path / "refs.txt"
    path.write_text("a\tb\tc\nd\te\tf g\n", encoding="utf-8")
    made = read(Files((path,), split=2), io.BytesIO(b"x\ny\n"))
    assert made.references == (("a", "d"), ("b\tc", "e\tf g"))


def test_the_first_that_differs_is_named() -> None:
    """Documents, too, are counted."""
    lines = Parallel(("r",), (("a", "b"),), {"one": ("a", "b"), "two": ("a",)})
    with pytest.raises(InputError, match="two has 1 line, r has 2; give one line a segment in every file"):
        require_alike(lines)
    with pytest.raises(InputError, match="documents has 3 lines, r has 2"):
        require_alike(Parallel(("r",), (("a", "b"),), {"one": ("a", "b")}, ("x", "x", "y")))
