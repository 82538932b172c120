"""Say on which line of a TOML text each key stands: tomllib gives values, but not their places."""

from __future__ import annotations

import re
import tomllib

Trail = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_MULTILINE = re.compile(r'"""|' + "'''")


def lines_of(text: str) -> dict[Trail, int]:
    r"""Map each key's trail to the line it stands on, from 1; elements of arrays of tables are numbered from 0.

    Keys inside inline tables are not looked for: their table's line is near enough.

    >>> lines_of('a = 1\n[[s]]\nb = 2\n[[s]]\n[s.o]\nc = 3')[("s", 1, "o", "c")]
    6
    """
    lines: dict[Trail, int] = {}
    counts: dict[Trail, int] = {}
    table: Trail = ()
    quoted = False
    for number, line in enumerate(text.splitlines(), 1):
        opens = len(_MULTILINE.findall(line)) % 2 == 1
        if quoted:
            quoted = not opens
            continue
        quoted = opens
        if head := _TABLE.match(line):
            trail = _resolve(_parts(head[2]), counts)
            if head[1] == "[[":
                trail = _parent(trail, counts)
                counts[trail] = counts.get(trail, -1) + 1
                trail = (*trail, counts[trail])
            table = trail
            lines.setdefault(table, number)
        elif key := _ASSIGNMENT.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def line_of_error(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Give the line on which a text stops being TOML."""
    place = re.search(r"at line (\d+)", str(error))
    return int(place[1]) if place else len(text.splitlines())  # else it is "at end of document"


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(_KEY, dotted))


def _resolve(parts: tuple[str, ...], counts: dict[Trail, int]) -> Trail:
    """Put the current place into each array of tables on the way."""
    trail: Trail = ()
    for part in parts:
        trail = (*trail, part)
        if trail in counts:
            trail = (*trail, counts[trail])
    return trail


def _parent(trail: Trail, counts: dict[Trail, int]) -> Trail:
    """Take the last place off again, for a header that opens the next element of the same array."""
    return trail[:-1] if trail and isinstance(trail[-1], int) and trail[:-1] in counts else trail
