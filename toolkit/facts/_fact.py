"""What is found in a text, and what became of it: frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactKind = Literal[
    "number", "money", "percent", "time", "month", "weekday", "place", "name", "acronym", "negation", "hedge",
    "quotation", "speaker",
]  # fmt: skip
State = Literal["kept", "lost", "invented", "unsure"]
Weight = Literal["firm", "loose", "licence"]
"""`firm`: missing it is an error; `loose`: it may go without one; `licence`: only explains a fact of the other text."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a text states that its translation must state too.

    Attributes:
        kind: what it is.
        value: it in one form for both languages: `1500000000 euro`, `month 9`, `US`; of a name its words.
        text: as it stands there.
        start: of it in the text, in code points.
        readings: all that it may stand for; a fact that shares one of them is the same.
        weight: what it means that it is missing.
        unit: what a number counts, as `duration year` or `currency euro`; `""` without.
    """

    kind: FactKind
    value: str
    text: str
    start: int
    readings: frozenset[str]
    weight: Weight = "firm"
    unit: str = ""

    @property
    def end(self) -> int:
        """Give the place after it, in code points."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one fact.

    Attributes:
        state: `kept`; `lost`, with what stands in its place, if anything does; `invented`, where only the translation
            states it; `unsure`, where it may be either.
        kind: what the fact is.
        value: as the source states it, or the translation what it made up.
        source: the words of the source, `""` of an invented fact.
        source_start: of them in the source, in code points; None of an invented fact.
        target: the words of the translation, `""` where nothing stands for it.
        target_start: of them in the translation, in code points; None where there are none.
    """

    state: State
    kind: FactKind
    value: str
    source: str
    source_start: int | None
    target: str
    target_start: int | None
