"""What the bullets lost to the translation beside what they lost to the summarizer, drawn."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.reporters._charts import Mark, Scale, around_zero, mark
from toolkit.reporters._losses import Losses, losses
from toolkit.tables import Row, Run

_WAYS = {"translation loss": "translation", "summary loss": "summary"}
_DRAWN = ("loss", "low", "high")


@dataclass(frozen=True, slots=True)
class LossRow:
    """What one summarizer lost on one translation.

    Attributes:
        cells: as the other reporters show them, under their heads.
        marks: by cell its picture, None where there is none.
        baseline: whether it frames the others.
    """

    cells: tuple[str, ...]
    marks: tuple[Mark | None, ...]
    baseline: bool


@dataclass(frozen=True, slots=True)
class DrawnLosses:
    """The losses of a run's bullets, with pictures.

    Attributes:
        found: as the other reporters show them.
        rows: one a summarizer and system.
    """

    found: Losses
    rows: tuple[LossRow, ...]


def drawn_losses(run: Run) -> DrawnLosses | None:
    """Gather the losses, all on one scale; None where nothing was split."""
    found = losses(run)
    if found is None:
        return None
    scale = around_zero(row[f"{way}_{part}"] for row in found.numbers for way in _WAYS.values() for part in _DRAWN)
    rows = (
        LossRow(cells, tuple(_mark(row, head, scale) for head in found.heads), row["baseline"])
        for cells, row in zip(found.rows, found.numbers, strict=True)
    )
    return DrawnLosses(found, tuple(rows))


def _mark(row: Row, head: str, scale: Scale | None) -> Mark | None:
    if head not in _WAYS:
        return None
    loss, low, high = (row[f"{_WAYS[head]}_{part}"] for part in _DRAWN)
    return mark(scale, loss, low, high)
