"""The leaderboards of the page: each number with its interval and the picture of both, drawn from `aggregates`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit._written import NONE, number
from toolkit.records import Task
from toolkit.reporters._boards import Board, Entry, boards
from toolkit.reporters._charts import Mark, Scale, focused, mark, spanning
from toolkit.reporters._costs import latencies
from toolkit.reporters._groups import FEWEST
from toolkit.tables import Row, Run

_FRAMES = 4
"""Baselines that are drawn into every line's picture; more would hide what they frame, and have their own lines."""


@dataclass(frozen=True, slots=True)
class Column:
    """One output of a leaderboard.

    Attributes:
        title: as a person reads it.
        upward: whether more is good.
        ends: what stands at the left and the right end of its pictures, `""` where nothing can be drawn.
        frames: places of the baselines on them, empty where there are too many.
    """

    title: str
    upward: bool
    ends: tuple[str, str]
    frames: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a leaderboard.

    Attributes:
        score: written.
        interval: written, `""` without.
        mark: drawn, None where it cannot be.
    """

    score: str
    interval: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """One line of a leaderboard.

    Attributes:
        place: `1` …, `–` where it is not ranked.
        group: of lines that nothing tells apart, `–` without.
        name: system, or summarizer and system.
        baseline: whether it frames the others.
        cells: one an output.
        answered: scored examples of all.
        cost: when the translations were made, `""` on a board without costs.
        latency: median of the calls in ms, `""` on a board without.
    """

    place: str
    group: str
    name: str
    baseline: bool
    cells: tuple[Cell, ...]
    answered: str
    cost: str
    latency: str


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """One leaderboard.

    Attributes:
        task: what is compared.
        title: with its order.
        columns: one an output.
        rows: ranked ones, the others, the baselines; each group in order.
        currency: of the costs, `""` without.
        timed: whether there are latencies.
        grouped: whether there are rank groups that say more than a verdict does.
        confidence: of the intervals, `""` where there are none.
        notes: what has to be known to read it, a sentence each.
    """

    task: Task
    title: str
    columns: tuple[Column, ...]
    rows: tuple[LeaderRow, ...]
    currency: str
    timed: bool
    grouped: bool
    confidence: str
    notes: tuple[str, ...]


def leaderboards(run: Run) -> Iterator[Leaderboard]:
    """Go through the leaderboards there are."""
    for found, title in boards(run):
        scales = [_scale(found, place) for place in range(len(found.heads))]
        times = latencies(run) if found.task == "translation" else {}
        grouped = sum(bool(row and row["rank_group"]) for entry in found.entries for row in entry.rows[:1]) >= FEWEST
        yield Leaderboard(
            task=found.task,
            title=title,
            columns=tuple(_column(found, place, scale) for place, scale in enumerate(scales)),
            rows=tuple(_row(entry, scales, times) for entry in found.entries),
            currency=found.currency,
            timed=bool(times),
            grouped=grouped,
            confidence=_confidence(run, found),
            notes=found.notes,
        )


def leaders(run: Run) -> tuple[str, str]:
    """Name the first translation and the first bullets, each with its score; `""` where nothing is ranked."""
    firsts = {found.task: (found, found.entries[0]) for found, _ in boards(run) if found.entries[0].rows[0]}
    ranked = {task: (found, entry) for task, (found, entry) in firsts.items() if entry.place != NONE}
    written = {task: f"{entry.name}, {found.heads[0]} {entry.cells[0]}" for task, (found, entry) in ranked.items()}
    return written.get("translation", ""), written.get("summary", "")


def _scale(found: Board, place: int) -> Scale | None:
    """Make a column's scale for those that compete: a baseline far away would leave no room for their intervals."""
    parts: dict[bool, list[float | None]] = {False: [], True: []}
    for entry in found.entries:
        row = entry.rows[place]
        if row is not None:
            parts[entry.baseline] += [row.get(name) for name in ("low", "score", "high")]
    intervals = any(low is not None for low in parts[False][::3])
    return focused(parts[False], parts[True]) if intervals else spanning([*parts[False], *parts[True]])


def _column(found: Board, place: int, scale: Scale | None) -> Column:
    rows = [(entry.baseline, entry.rows[place]) for entry in found.entries]
    known = [(baseline, row) for baseline, row in rows if row is not None]
    output = known[0][1]["output"]
    scores = [row["score"] for baseline, row in known if baseline and row["score"] is not None]
    frames = [score for score in scores if scale and scale.low <= score <= scale.high and len(scores) <= _FRAMES]
    return Column(
        title=found.heads[place],
        upward=known[0][1]["higher_is_better"],
        ends=(number(output, scale.low), number(output, scale.high)) if scale else ("", ""),
        frames=tuple(sorted({scale.place(score) for score in frames})) if scale else (),
    )


def _row(entry: Entry, scales: Sequence[Scale | None], times: dict[str, str]) -> LeaderRow:
    first = entry.rows[0]
    group = first["rank_group"] if first else None
    return LeaderRow(
        place=entry.place,
        group=str(group) if group else NONE,
        name=entry.name,
        baseline=entry.baseline,
        cells=tuple(map(_cell, entry.cells, entry.rows, scales)),
        answered=entry.answered,
        cost=entry.cost,
        latency=times.get(first["system"], NONE) if first and times else "",
    )


def _cell(score: str, row: Row | None, scale: Scale | None) -> Cell:
    if row is None:
        return Cell(score, "", None)
    low, high = row.get("low"), row.get("high")
    interval = "" if low is None else f"{number(row['output'], low)} to {number(row['output'], high)}"
    return Cell(score, interval, mark(scale, row["score"], low, high))


def _confidence(run: Run, found: Board) -> str:
    """Give the confidence of the intervals, as the run's settings say it."""
    drawn = any(row and row.get("low") is not None for entry in found.entries for row in entry.rows)
    level = json.loads(run.rows("runs")[0]["config_json"]).get("compare", {}).get("level")
    return f"{1 - level:.0%}" if drawn and level else ""
