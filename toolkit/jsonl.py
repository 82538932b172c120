"""JSON Lines: read with the line named when it is broken, write each line in one piece, repair a torn tail.

A line is UTF-8 with LF, its keys in the order given. U+2028, U+2029 and U+0085 are escaped, because readers outside
take them for the end of a line; lone surrogates, which no UTF-8 can carry, become U+FFFD. A float always has a point or
an exponent, so that no reader takes its column for integers.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import jsonlines

from toolkit import files
from toolkit.errors import InputError, OutputError

_NEVER_RAW = re.compile("[\x85\u2028\u2029\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK = 1 << 16  # bytes read at a time while looking back for the last line's beginning


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read a file of objects, one a line; blank lines are passed over.

    Yields:
        The line's number, from 1, and its object.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object; the message names both.
    """
    try:
        with path.open("rb") as file:
            yield from parse_lines(file, path)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check the path") from error


def parse_lines(lines: Iterable[bytes], path: Path, first: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    r"""Read lines that are at hand already, as `read_lines` reads a file.

    Args:
        lines: each with or without its newline.
        path: the file they come from, for the message.
        first: number of the first of them in that file.

    >>> list(parse_lines([b'{"a": 1.0}\n', b'\n', b'{}'], Path("x.jsonl")))
    [(1, {'a': 1.0}), (3, {})]
    """
    number = first - 1

    def counted() -> Iterator[bytes]:
        nonlocal number
        for number, line in enumerate(lines, first):  # noqa: B007 - read by the loop below
            yield line

    try:
        for row in jsonlines.Reader(counted(), loads=_loads).iter(type=dict, skip_empty=True):
            yield number, row
    except (jsonlines.InvalidLineError, RecursionError) as error:
        parsed = isinstance(error, jsonlines.InvalidLineError) and error.__cause__ is None
        what = "not a JSON object" if parsed else "broken JSON"
        raise InputError(f"{path}:{number}: {what}; mend or remove this line") from error


def dump(row: Mapping[str, Any]) -> bytes:
    r"""Encode one line, newline included.

    Raises:
        ValueError: a number is not finite: whoever made the row has to say what it means.

    >>> dump({"b": 1.0, "a": "é\u2028"})
    b'{"b": 1.0, "a": "\xc3\xa9\\u2028"}\n'
    """
    return next(dump_all([row]))


def dump_all(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Encode one line a row, as `dump` does, each when it is asked for.

    Raises:
        ValueError: a number is not finite.
    """
    line = io.BytesIO()
    writer = jsonlines.Writer(line, dumps=_dumps)
    for row in rows:
        writer.write(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def clean(text: str) -> str:
    r"""Replace what no UTF-8 file can carry, so that what is read back is what was written.

    >>> clean("a\ud800b") == "a\ufffdb"
    True
    """
    return _SURROGATE.sub("\ufffd", text)


def append_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add lines to a file, each in one write, and have them on disk before returning.

    Raises:
        OutputError: it cannot be written.
    """
    lines = list(dump_all(rows))
    new = not path.exists()
    for line in lines:
        files.append(path, line)
    if lines:
        files.sync(path)
    if lines and new:
        files.sync_folder(path.parent)


def repair_tail(path: Path) -> int:
    """Make the last line whole: add the newline it lacks, or cut it off where it was torn.

    Returns:
        How many bytes were cut off; 0 where nothing was lost, or there is no such file.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        with path.open("r+b") as file:
            tail = torn_tail(file)
            whole = object_of(tail) is not None
            if whole:
                file.write(b"\n")
            elif tail:
                file.truncate(file.tell() - len(tail))
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}; change its permissions") from error
    if tail:
        files.sync(path)
    return 0 if whole else len(tail)


def torn_tail(file: BinaryIO) -> bytes:
    """Read what stands after the last newline, and leave the file at its end."""
    position = file.seek(0, io.SEEK_END)
    tail = b""
    while position and b"\n" not in tail:
        step = min(_BLOCK, position)
        position = file.seek(position - step)
        tail = file.read(step) + tail
    file.seek(0, io.SEEK_END)
    return tail.rpartition(b"\n")[2]


def object_of(line: bytes) -> dict[str, Any] | None:
    """Read one line by itself, None where it is not a whole JSON object.

    >>> object_of(b'{"a": 1}'), object_of(b'{"a": 1'), object_of(b"1")
    ({'a': 1}, None, None)
    """
    try:
        row = _loads(line.decode())
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _dumps(row: object) -> bytes:
    line = _ENCODER.encode(row)
    return (line if line.isascii() else _NEVER_RAW.sub(_escaped, line)).encode()


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"  # noqa: PLR2004 - the surrogates


def _loads(line: str | bytes) -> Any:
    return _DECODER.decode(line if isinstance(line, str) else line.decode())


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


# Made once, as json.loads makes one anew at every call with an option; and named, so that no faster parser that happens
# to be installed reads numbers differently.
_DECODER = json.JSONDecoder(parse_constant=_refuse)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
