"""Who was compared with whom on the page: verdicts, differences and their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit.reporters._charts import Mark, Scale, around_zero, mark
from toolkit.reporters._numbers import NONE, plain
from toolkit.reporters._verdicts import Sure, p_value, pair, verdicts
from toolkit.tables import Row, Run


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair under one output.

    Attributes:
        sure: the cells that the other reporters show too, in the order of their heads.
        needed: articles it would take to show the difference, `–` where that cannot be said.
        agree: share of such pairs that people order alike, `–` where nobody studied it.
        peers: sacrebleu's own two p, `–` each where it has none.
        mark: the difference drawn.
        blind: places between which a difference could not be shown, None where that cannot be said.
        upward: whether more is good.
    """

    sure: tuple[str, ...]
    needed: str
    agree: str
    peers: tuple[str, str]
    mark: Mark | None
    blind: tuple[float, float] | None
    upward: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of a family.

    Attributes:
        title: who is compared with whom.
        verdict: in a word.
        sentence: the same in a sentence.
        rows: one an output.
        notes: what has to be known to read them.
    """

    title: str
    verdict: str
    sentence: str
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
        yield Group(plain(family), tuple(_pair(run, row, sure, scales) for row, sure in some))


def _scales(rows: Sequence[Row]) -> dict[str, Scale | None]:
    """Give all pairs of a family one scale an output, so that their pictures can be compared."""
    return {
        output: around_zero(row[name] for row in rows if row["output"] == output for name in _DRAWN)
        for output in {row["output"] for row in rows}
    }


_DRAWN = ("low", "difference", "high")


def _pair(run: Run, verdict: Row, sure: Sure, scales: dict[str, Scale | None]) -> Pair:
    rows = [row for row in run.rows("comparisons") if pair(row) == pair(verdict) and row["scored"]]
    rests = verdict["outputs"].split()
    rows.sort(key=lambda row: row["output"] not in rests)
    return Pair(
        title=sure.title,
        verdict=verdict["verdict"],
        sentence=sure.sentence,
        rows=tuple(_difference(row, cells, scales[row["output"]]) for row, cells in zip(rows, sure.rows, strict=True)),
        notes=sure.notes,
    )


def _difference(row: Row, cells: tuple[str, ...], scale: Scale | None) -> Difference:
    visible = row["detectable"]
    return Difference(
        sure=cells,
        needed=NONE if row["articles_needed"] is None else f"{row['articles_needed']:,}",
        agree=NONE if row["people_agree"] is None else f"{row['people_agree']:.0%}",
        peers=(p_value(row["sacrebleu_bootstrap_p"]), p_value(row["sacrebleu_randomization_p"])),
        mark=mark(scale, row["difference"], row["low"], row["high"]),
        blind=(scale.place(-visible), scale.place(visible)) if scale and visible else None,
        upward=row["higher_is_better"],
    )
