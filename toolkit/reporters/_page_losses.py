"""What the bullets lost to the translation beside what they lost to the summarizer, drawn from `losses`."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.reporters._boards import headline, name
from toolkit.reporters._charts import Mark, Scale, around_zero, mark
from toolkit.reporters._numbers import NONE, counted, number, plain, signed
from toolkit.tables import Row, Run

WAYS = ("translation", "summary")
_DRAWN = ("loss", "low", "high")


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss of one line.

    Attributes:
        amount: written.
        interval: written, `""` without.
        mark: drawn, None where every loss is zero.
    """

    amount: str
    interval: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class LossRow:
    """What one summarizer lost on one translation.

    Attributes:
        name: summarizer and system.
        baseline: whether it frames the others.
        score: of its bullets, written.
        reference_score: of the same summarizer's on the reference translation, written.
        ceiling: what reference bullets reach, written.
        losses: to the translation, to the summarizer.
    """

    name: str
    baseline: bool
    score: str
    reference_score: str
    ceiling: str
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """The losses in one output.

    Attributes:
        title: of the output.
        reference: the translation that is the measure.
        rows: one a summarizer and system.
        over: on how much material.
        unsplit: why the others could not be split, a line each.
    """

    title: str
    reference: str
    rows: tuple[LossRow, ...]
    over: str
    unsplit: tuple[str, ...]


def losses(run: Run) -> Losses | None:
    """Gather the losses in the bullets' headline output, None where nothing was split."""
    known = [row["output"] for row in run.rows("losses") if row["scored"]]
    output = next((each for each in (headline(run, "summary"), *known) if each in known), "")
    rows = [row for row in run.rows("losses") if row["output"] == output]
    scored = [row for row in rows if row["scored"]]
    if not scored:
        return None
    scale = around_zero(row[f"{way}_{part}"] for row in scored for way in WAYS for part in _DRAWN)
    return Losses(
        title=plain(scored[0]["title"]),
        reference=plain(scored[0]["reference_system"]),
        rows=tuple(_row(row, scale) for row in scored),
        over=counted(scored[0]["articles"], "article"),
        unsplit=tuple(f"{name(row)}: {plain(row['reason'])}" for row in rows if not row["scored"]),
    )


def _row(row: Row, scale: Scale | None) -> LossRow:
    score, reference_score, ceiling = (
        number(row["output"], row[each]) for each in ("score", "reference_score", "ceiling")
    )
    found = tuple(_loss(row, way, scale) for way in WAYS)
    return LossRow(name(row), row["baseline"], score, reference_score, ceiling, found)


def _loss(row: Row, way: str, scale: Scale | None) -> Loss:
    output = row["output"]
    amount, low, high = (row[f"{way}_{part}"] for part in _DRAWN)
    interval = "" if low is None else f"{signed(output, low)} to {signed(output, high)}"
    return Loss(NONE if amount is None else signed(output, amount), interval, mark(scale, amount, low, high))
