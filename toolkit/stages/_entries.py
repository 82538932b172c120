"""Lines of a leaderboard, metric by metric, as comparisons need them: from a run under way, or from its tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from toolkit.errors import InputError
from toolkit.examples import Example
from toolkit.jsonl import clean
from toolkit.metrics._base import Column, Metric, Rows
from toolkit.records import Task, digest
from toolkit.stages._line import Line
from toolkit.tables import Row, Run, counts
from toolkit.tables.counts import CountedLine, Counts


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """What stands on a line of a leaderboard.

    Attributes:
        system: its name.
        summarizer: its name, `""` for a translation.
    """

    system: str
    summarizer: str = ""

    def __str__(self) -> str:
        """Name it as the leaderboards do.

        >>> print(Who("deepl"), Who("deepl", "lead"), sep=", ")
        deepl, lead on deepl
        """
        return f"{self.summarizer} on {self.system}" if self.summarizer else self.system


@dataclass(frozen=True, slots=True)
class Entry:
    """One line under one metric.

    Attributes:
        who: system and summarizer.
        frame: whether it is a baseline of the leaderboard: shown, not ranked.
        metric: what was counted.
        places: (article, segment) of each row.
        rows: float64 (n, k) of sufficient statistics.
        hypotheses: digest of what was scored, one a row.
        references: digest of what it was scored against, one a row.
        asked: how many rows there would be, had everything been answered.
        sets: how many references each row was scored against.
        signature: all that can change the metric's number.
    """

    who: Who
    frame: bool
    metric: Metric
    places: tuple[tuple[str, str], ...]
    rows: Rows
    hypotheses: tuple[str, ...]
    references: tuple[str, ...]
    asked: int
    sets: int
    signature: str

    @property
    def task(self) -> Task:
        """Give what is scored."""
        return self.metric.task

    def counted(self) -> dict[tuple[str, str], int]:
        """Give the number of the row of each place where everything could be counted."""
        finite = np.isfinite(self.rows.sum(axis=1)).tolist()
        return {place: number for number, place in enumerate(self.places) if finite[number]}


def hypothesis_digest(example: Example) -> str:
    """Name what was scored by its content.

    >>> hypothesis_digest(Example("art-1", "seg-1", ("Oui",), ("Yes",), (("Yes",),), ("a",)))[:15]
    'sha256:eafee54d'
    """
    return _digest(example.hypothesis)


def references_digest(example: Example) -> str:
    """Name what an example was scored against by its content: its references, or else its source, or its article."""
    return _digest(example.references or tuple(block.source for block in example.blocks) or example.source)


def lines_digest(lines: Sequence[str] | Sequence[Sequence[str]]) -> str:
    """Name texts by their content as tables hold it, so that it can be checked against them."""
    return digest(clean(json.dumps(lines, ensure_ascii=False, separators=(",", ":"))).encode())


_digest = lru_cache(maxsize=4096)(lines_digest)  # every metric, and its table, asks for those of the same texts


def entries_of_lines(lines: Iterable[Line]) -> Iterator[Entry]:
    """Go through what a run has scored."""
    for line in lines:
        for column in line.columns:
            if column.measurement is not None:
                yield _entry(line, column, column.measurement.rows)


def _entry(line: Line, column: Column, rows: Rows) -> Entry:
    return Entry(
        who=Who(line.system.name, line.summarizer),
        frame=line.baseline,
        metric=column.metric,
        places=tuple((example.article, example.segment) for example in column.examples),
        rows=rows,
        hypotheses=tuple(map(hypothesis_digest, column.examples)),
        references=tuple(map(references_digest, column.examples)),
        asked=column.asked,
        sets=len(column.references),
        signature=column.metric.signature(len(column.references)),
    )


def entries_of_run(run: Run, metric_of: Callable[[str], Metric]) -> Iterator[Entry]:
    """Go through what a run's tables hold, lines and rows in the order in which the run made them.

    Args:
        run: as it was read.
        metric_of: build a metric by its name; it only adds up, and needs no encoder.

    Raises:
        InputError: a statistics file has columns that this version's metric has not.
    """
    heads = {(row["metric"], row["system"], row["summarizer"]): row for row in run.rows("aggregates")}
    for name in run.statistics:
        metric = metric_of(name)
        kept = run.counts[name] if name in run.counts else counts_of_lines(run, name)
        if len(kept.codes) and not {*metric.columns} <= {*kept.columns}:
            raise _other_columns(run, name)
        for line in kept.lines():
            yield _read(metric, kept.columns, line, heads[name, line.system, line.summarizer])


def counts_of_lines(run: Run, name: str) -> Counts:
    """Count from a statistics file's lines what its arrays hold.

    Raises:
        InputError: the digests are missing: a toolkit wrote them that had none.
    """
    rows = run.statistics[name]
    if rows and not {*counts.DIGESTS} <= rows[0].keys():
        raise _other_columns(run, name)
    return counts.of_rows(sorted(rows, key=_order(run)))


def _other_columns(run: Run, name: str) -> InputError:
    what = f"statistics/{name}.jsonl has other columns than this toolkit's {name}"
    return InputError(f"{run.folder}: {what}; make the run again")


def _order(run: Run) -> Callable[[Row], tuple[int, ...]]:
    """Give the key that puts rows back in order: tables show rows without nulls first, and resampling goes by place."""
    config = json.loads(run.rows("runs")[0]["config_json"])
    systems = _numbered(system["name"] for system in config["systems"])
    summarizers = _numbered(["", *config["summary"]["summarizers"]])
    articles = _numbered(row["article_id"] for row in run.rows("articles"))
    segments = {(row["article_id"], row["segment_id"]): row["position"] for row in run.rows("segments")}

    def key(row: Row) -> tuple[int, ...]:
        return (
            systems.get(row["system"], len(systems)),
            summarizers.get(row["summarizer"], len(summarizers)),
            articles.get(row["article_id"], len(articles)),
            segments.get((row["article_id"], row["segment_id"]), 0),
        )

    return key


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _read(metric: Metric, columns: Sequence[str], line: CountedLine, head: Row) -> Entry:
    return Entry(
        who=Who(line.system, line.summarizer),
        frame=head["baseline"],
        metric=metric,
        places=line.places,
        rows=line.counts[:, [columns.index(name) for name in metric.columns]],
        hypotheses=line.hypotheses,
        references=line.references,
        asked=head["examples"],
        sets=head["references"],
        signature=head["signature"],
    )
