"""A translation memory of another tool -> recordings of the backend `memory`, under the name it is given here.

A segment is written as articles are read (see `text.normalize`) and on one line, so that an article's block is found
where the memory has it letter for letter. Of `fr-FR` and `fr-CA` both serve where `fr` is wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from toolkit.recordings._recording import row_of
from toolkit.recordings._tmx_read import Unit, Variant
from toolkit.records import JSON, Identity, Rendering, Request
from toolkit.text import normalize

BACKEND = "memory"
"""Name of the plug-in that replays them."""

_DIGITS = 15  # hex digits of a key that tell texts apart for counting: a string of each would take 100 MB a million


@dataclass(frozen=True, slots=True)
class Memory:
    """What a file of another tool is to become here.

    Attributes:
        name: of the memory; its recordings are found by it.
        source: BCP 47 code that articles will have.
        target: BCP 47 code that is wanted.
    """

    name: str
    source: str = "fr"
    target: str = "en"

    @property
    def identity(self) -> Identity:
        """Give the identity of the plug-in `memory` with this name as its option."""
        return Identity(BACKEND, options={"name": self.name})


@dataclass(slots=True)
class Told:
    """What became of the units read so far.

    Attributes:
        units: how many there were.
        texts: the distinct ones that gave a recording, each by 60 bits of its key.
        left_out: why some gave no recording, and how many.
        coded: those whose codes were left out.
        sentences: whether the file says that its units are sentences.
        languages: those of the units, in order of appearance.
    """

    units: int = 0
    texts: set[int] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    coded: int = 0
    sentences: bool = False
    languages: dict[str, None] = field(default_factory=dict)


def recordings_of(units: Iterable[Unit], memory: Memory, undated: str, told: Told) -> Iterator[dict[str, JSON]]:
    """Make one line a unit, of those that have both languages.

    Args:
        units: as they are read.
        memory: what they become.
        undated: time of a unit that does not say when it was made, RFC 3339 UTC.
        told: counts, added to.
    """
    for unit in units:
        told.units += 1
        told.sentences = unit.kind == "sentence"
        told.languages.update(dict.fromkeys(variant.language for variant in unit.variants if variant.language))
        source, target = (_side(unit, wanted) for wanted in (memory.source, memory.target))
        if source is None or target is None:
            told.left_out[f"without {memory.source} or {memory.target}"] += 1
            continue
        text, translation = _line(source.text), _line(target.text)
        if not text or not translation:
            told.left_out["empty"] += 1
            continue
        told.coded += unit.coded
        request = Request(text, memory.source, memory.target)
        rendering = Rendering(translation, created_at=_time(target.date) or _time(unit.date) or undated)
        row = row_of(memory.identity, request, rendering, {"source": source.language, "target": target.language})
        told.texts.add(int(str(row["key"])[-_DIGITS:], 16))
        yield row


def _side(unit: Unit, wanted: str) -> Variant | None:
    """Find the variant in the language wanted, the one of its very region before others."""
    fitting = [variant for variant in unit.variants if _fits(variant.language, wanted)]
    exact = [variant for variant in fitting if _code(variant.language) == _code(wanted)]
    return next(iter([*exact, *fitting]), None)


def _fits(language: str, wanted: str) -> bool:
    """Tell whether a variant serves: a region is no hindrance where only one of the two names one.

    >>> _fits("FR_fr", "fr"), _fits("fr", "fr-CA"), _fits("fr-FR", "fr-CA"), _fits("fra", "fr")
    (True, True, False, False)
    """
    ours, theirs = _code(wanted), _code(language)
    return theirs == ours or theirs.partition("-")[0] == ours or ours.partition("-")[0] == theirs


def _code(language: str) -> str:
    return language.replace("_", "-").casefold()


def _line(text: str) -> str:
    return " ".join(filter(None, (line.strip() for line in normalize(text).split("\n"))))


def _time(date: str) -> str:
    """Write a time of TMX as recordings hold it, `""` where it is none.

    >>> _time("20260131T120000Z"), _time("31.1.2026")
    ('2026-01-31T12:00:00Z', '')
    """
    if not date:
        return ""
    try:
        return f"{datetime.strptime(date, '%Y%m%dT%H%M%SZ'):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        return ""
