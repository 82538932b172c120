"""The same lines over several runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit._written import NONE, number, plain
from toolkit.records import Task
from toolkit.reporters._boards import headline, name
from toolkit.reporters._charts import Scale, spanning
from toolkit.tables import Row, Run


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One line of a leaderboard over the runs.

    Attributes:
        name: system, or summarizer and system.
        baseline: whether it frames the others.
        scores: one a run, written; `–` where the run has none.
        points: pieces of a line, each a list of places `x,y` as SVG takes them; it is broken where a run has no score,
            or one that cannot be compared.
    """

    name: str
    baseline: bool
    scores: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One output over the runs.

    Attributes:
        title: of the output.
        runs: their ids, the oldest first.
        times: when each was made.
        rows: one a line of the last run's leaderboard.
        breaks: what differs from the run before, by run; `""` where their numbers can be compared.
    """

    title: str
    runs: tuple[str, ...]
    times: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    breaks: tuple[str, ...]


HEIGHT = 32
"""Units of a drawing from top to bottom."""

_EDGE, _STEP = 4, 24


def trends(runs: Sequence[Run]) -> Iterator[Trend]:
    """Go through the tasks of several runs, the output of the last run's order in each; none for a single run."""
    if len(runs) < 2:  # noqa: PLR2004 - one run has no trend
        return
    tasks: tuple[Task, ...] = ("translation", "summary")
    for task in tasks:
        output = headline(runs[-1], task)
        if output:
            yield _trend(runs, task, output)


def _trend(runs: Sequence[Run], task: Task, output: str) -> Trend:
    by_run = [_rows(run, task, output) for run in runs]
    breaks = ["", *(_break(before, after, output) for before, after in pairwise(runs))]
    last = sorted(by_run[-1].values(), key=lambda row: (row["baseline"], row["rank"] or len(by_run[-1]), name(row)))
    scale = spanning(row["score"] for rows in by_run for row in rows.values())
    return Trend(
        title=plain(last[0]["title"]),
        runs=tuple(plain(run.run_id) for run in runs),
        times=tuple(plain(run.rows("runs")[0]["created_at"]) for run in runs),
        rows=tuple(_row(row, [rows.get(name(row)) for rows in by_run], breaks, scale) for row in last),
        breaks=tuple(breaks),
    )


def _rows(run: Run, task: Task, output: str) -> dict[str, Row]:
    return {name(row): row for row in run.rows("aggregates") if row["task"] == task and row["output"] == output}


def _break(before: Run, after: Run, output: str) -> str:
    """Say why the scores of two runs cannot stand on one line."""
    ours, theirs = ({row["article_id"]: row["digest"] for row in run.rows("articles")} for run in (before, after))
    if ours != theirs:
        return "other articles"
    signs = [{row["signature"] for row in run.rows("aggregates") if row["output"] == output} for run in (before, after)]
    if signs[0] != signs[1]:
        return "another signature"
    names = [
        {name(row): row["reference_names"] for row in run.rows("aggregates") if row["output"] == output}
        for run in (before, after)
    ]
    shared = names[0].keys() & names[1].keys()
    return "other references" if any(names[0][each] != names[1][each] for each in shared) else ""


def _row(row: Row, found: Sequence[Row | None], breaks: Sequence[str], scale: Scale | None) -> TrendRow:
    scores = [None if each is None else each["score"] for each in found]
    return TrendRow(
        name=name(row),
        baseline=row["baseline"],
        scores=tuple(NONE if score is None else number(row["output"], score) for score in scores),
        points=tuple(_points(scores, breaks, scale)) if scale else (),
    )


def _points(scores: Sequence[float | None], breaks: Sequence[str], scale: Scale) -> Iterator[str]:
    piece: list[str] = []
    for place, score in enumerate(scores):
        if piece and (score is None or breaks[place]):
            yield " ".join(piece)
            piece = []
        if score is not None:
            share = (score - scale.low) / (scale.high - scale.low)
            piece.append(f"{_EDGE + place * _STEP},{round(HEIGHT - _EDGE - share * (HEIGHT - 2 * _EDGE), 1)}")
    if piece:
        yield " ".join(piece)
