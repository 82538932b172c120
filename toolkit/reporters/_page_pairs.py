"""Who was compared with whom on the page: verdicts, differences and their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit._written import NONE, plain
from toolkit.reporters._charts import Mark, Scale, around_zero, mark
from toolkit.reporters._verdicts import HEADS, Sure, verdicts
from toolkit.tables import Row, Run


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair under one output.

    Attributes:
        title: of the output.
        upward: whether more is good.
        cells: written, in the order of the pair's heads.
        mark: the difference drawn; None where it has no interval, since a dot alone would show chance as a finding.
        blind: places between which a difference could not be shown, None where that cannot be said.
    """

    title: str
    upward: bool
    cells: tuple[str, ...]
    mark: Mark | None
    blind: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of a family.

    Attributes:
        title: who is compared with whom.
        verdict: in a word.
        sentence: the same in a sentence.
        heads: of the cells; one that no row has anything under is left out.
        rows: one an output.
        notes: what has to be known to read them.
    """

    title: str
    verdict: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[Difference, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs that were corrected together.

    Attributes:
        family: its name.
        pairs: of it.
    """

    family: str
    pairs: tuple[Pair, ...]


def groups(run: Run) -> Iterator[Group]:
    """Go through the families of a run."""
    told = list(zip(run.rows("verdicts"), verdicts(run), strict=True))
    for family, some in groupby(told, key=lambda each: each[0]["family"]):
        scales = _scales([row for row in run.rows("comparisons") if row["family"] == family])
        yield Group(plain(family), tuple(_pair(row, sure, scales) for row, sure in some))


def _scales(rows: Sequence[Row]) -> dict[str, Scale | None]:
    """Give all pairs of a family one scale an output, so that their pictures can be compared."""
    return {
        output: around_zero(row[name] for row in rows if row["output"] == output for name in _DRAWN)
        for output in {row["output"] for row in rows}
    }


_DRAWN = ("low", "difference", "high")


def _pair(verdict: Row, sure: Sure, scales: dict[str, Scale | None]) -> Pair:
    kept = [place for place in range(1, len(HEADS)) if any(cells[place] != NONE for cells in sure.rows)]
    return Pair(
        title=sure.title,
        verdict=verdict["verdict"],
        sentence=sure.sentence,
        heads=tuple(HEADS[place] for place in kept),
        rows=tuple(
            _difference(row, tuple(own[place] for place in kept), scales[row["output"]])
            for row, own in zip(sure.numbers, sure.rows, strict=True)
        ),
        notes=sure.notes,
    )


def _difference(row: Row, cells: tuple[str, ...], scale: Scale | None) -> Difference:
    visible = row["detectable"]
    return Difference(
        title=plain(row["title"]),
        upward=row["higher_is_better"],
        cells=cells,
        mark=mark(scale, row["difference"], row["low"], row["high"]) if row["low"] is not None else None,
        blind=(scale.place(-visible), scale.place(visible)) if scale and visible else None,
    )
