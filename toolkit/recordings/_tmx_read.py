"""TMX 1.1 to 1.4 -> units, streamed: one unit is held at a time, and hostile XML is refused with its line.

Files come from anywhere. No entity is declared and none is fetched: a plain `<!DOCTYPE tmx SYSTEM "tmx14.dtd">`, which
most files have, is passed over unread. What is bounded: the file, how deep it is nested, one tag, and one unit.

Codes inside a segment (`bpt` `ept` `it` `ph` `ut`: another format's markup) are left out, a line break among them is
a space, and the text that `hi` marks stays. What stands in a code (`sub`: a footnote) is no part of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from toolkit.errors import InputError

LIMIT_BYTES = 1_000_000_000
"""Bytes of the largest file: some 2,000,000 sentence pairs."""
DEPTH = 32
"""Elements inside one another; TMX itself needs seven, and one more for each level of marks in marks."""
UNIT = 1_000_000
"""Characters of one unit, with 50 counted for each of its tags."""
TAG_BYTES = 1_000_000
"""Bytes of one tag or comment, which the parser has to hold whole."""

_CHUNK = 1 << 16
_TAG_COST = 50
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Variant:
    """One language's side of a unit.

    Attributes:
        language: as the file has it, `""` where it says none.
        text: the segment without its codes.
        date: when it was last changed or made, as the file has it, `""` where it says none.
    """

    language: str
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One translation unit.

    Attributes:
        line: where it begins, from 1.
        properties: text of each property of the unit itself, by type, in order.
        variants: its languages, in order.
        date: when it was last changed or made, as the file has it, `""` where it says none.
        coded: whether codes were left out of its segments.
        kind: what its segments are, as the file says: `sentence`, `paragraph` …, `""` where it does not.
    """

    line: int
    properties: Mapping[str, str]
    variants: tuple[Variant, ...]
    date: str
    coded: bool
    kind: str


def read_units(path: Path) -> Iterator[Unit]:
    """Read a file unit by unit.

    Raises:
        InputError: it cannot be read, is no TMX, or is hostile; the message names the line.
    """
    try:
        with path.open("rb") as file:
            if path.stat().st_size > LIMIT_BYTES:
                raise InputError(f"{path} is larger than {LIMIT_BYTES:,} bytes; split it into several files")
            yield from _parsed(path, file)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check the path") from error


def _parsed(path: Path, file: BinaryIO) -> Iterator[Unit]:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped] # it ships no type information
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]

    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    target.parser = expat = parser.parser
    fed = 0
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            fed += len(chunk)
            if fed - expat.CurrentByteIndex > TAG_BYTES:
                raise _Refused(f"a tag or comment of more than {TAG_BYTES:,} bytes")
            yield from target.taken()
        parser.close()
        yield from target.taken()
    except _Refused as error:
        raise InputError(f"{path}:{expat.CurrentLineNumber}: {error}; export it anew from the tool it is of") from error
    except DefusedXmlException as error:
        message = "it declares entities, which TMX does not need and an attack does; remove the declarations"
        raise InputError(f"{path}:{expat.CurrentLineNumber}: {message}") from error
    except ParseError as error:
        reason = str(error).partition(": line")[0]
        raise InputError(f"{path}:{error.position[0]}: not XML: {reason}; export it anew as TMX 1.4") from error
    except (ValueError, LookupError) as error:  # what the parser says of an encoding that is unknown or not of one byte
        raise InputError(f"{path}:1: cannot decode it: {error}; save it as UTF-8") from error


class _Refused(Exception):  # noqa: N818 - it is caught where it is raised from
    """Why a file is not read on."""


@dataclass(slots=True)
class _Building:
    """A unit whose end was not seen yet."""

    line: int
    date: str
    properties: dict[str, str] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    coded: bool = False
    size: int = 0


class _Target:
    """Take the parser's events and put units together.

    Attributes:
        parser: whose events they are; it knows the line.
    """

    def __init__(self) -> None:
        self.parser: Any = None
        self._finished: list[Unit] = []
        self._open: list[str] = []
        self._kind = ""
        self._unit: _Building | None = None
        self._side: Mapping[str, str] = {}
        self._property = ""
        self._text: list[str] = []
        self._codes = 0

    def taken(self) -> list[Unit]:
        """Hand over what is finished."""
        finished, self._finished = self._finished, []
        return finished

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element; the parser's own name for it."""
        name = tag.rpartition("}")[2]
        if not self._open and name != "tmx":
            raise _Refused(f"not a TMX file: its first element is <{name[:40]}>")
        if len(self._open) == DEPTH:
            raise _Refused(f"elements are nested more than {DEPTH} deep")
        self._open.append(name)
        if name == "header":
            self._kind = attributes.get("segtype", "")
        elif name == "tu":
            self._unit = _Building(self.parser.CurrentLineNumber, _date(attributes))
            self._side = {}
        elif self._unit is not None:
            self._grow(self._unit, _TAG_COST)
            self._inside(self._unit, name, attributes)

    def end(self, tag: str) -> None:
        """End an element; the parser's own name for it."""
        name = tag.rpartition("}")[2]
        self._open.pop()
        if self._unit is None:
            return
        if "seg" in self._open:
            self._codes -= name in _CODES
        elif name == "seg":
            language = self._side.get(_LANGUAGE) or self._side.get("lang", "")
            self._unit.variants.append(Variant(language, "".join(self._text), _date(self._side)))
        elif name == "prop" and self._open[-1] == "tu":
            self._unit.properties.setdefault(self._property, "".join(self._text))
        elif name == "tu":
            self._finish(self._unit)

    def data(self, text: str) -> None:
        """Take text; the parser's own name for it."""
        if self._unit is not None:
            self._grow(self._unit, len(text))
            if not self._codes:
                self._text.append(text)

    def _inside(self, unit: _Building, name: str, attributes: Mapping[str, str]) -> None:
        if "seg" in self._open[:-1]:
            self._codes += name in _CODES
            unit.coded = unit.coded or name in _CODES
            if attributes.get("type") == "lb":
                self._text.append(" ")
            return
        self._text = []
        if name == "tuv":
            self._side = dict(attributes)
        elif name == "prop":
            self._property = attributes.get("type", "")

    def _finish(self, unit: _Building) -> None:
        self._finished.append(
            Unit(
                line=unit.line,
                properties=unit.properties,
                variants=tuple(unit.variants),
                date=unit.date,
                coded=unit.coded,
                kind=self._kind,
            )
        )
        self._unit = None

    def _grow(self, unit: _Building, by: int) -> None:
        unit.size += by
        if unit.size > UNIT:
            raise _Refused(f"a unit of more than {UNIT:,} characters")


def _date(attributes: Mapping[str, str]) -> str:
    return attributes.get("changedate") or attributes.get("creationdate", "")
