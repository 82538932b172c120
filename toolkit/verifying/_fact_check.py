"""Whether the facts of a run are those that its texts state: they are read again from the segments and the bullets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.examples import Block, Example, Origin
from toolkit.metrics._base import Measurement, Metric
from toolkit.records import Task
from toolkit.stages._fact_rows import bullet_cells, segment_cells
from toolkit.tables import Run
from toolkit.tables.rows import STATISTICS, Row
from toolkit.verifying._found_rows import Key, Mismatch, differences, key

Cells = Callable[[Measurement, int, Row], Iterator[Row]]
"""(what was measured, number of the example, its line of statistics) -> the cells of its facts."""


def facts(run: Run, metrics: Sequence[Metric]) -> Iterator[Mismatch]:
    """Derive the table `facts` and what the metrics that find facts counted from the run's texts.

    Args:
        run: its rows have the columns of their tables, and every line of statistics has its segment or its bullets.
        metrics: those of the run that find facts.
    """
    texts = _Texts.of(run)
    expected: dict[Key, Row] = {}
    counted: list[Mismatch] = []
    for metric in metrics:
        rows = run.statistics[metric.name]
        measured = metric.measure([_EXAMPLES[metric.task](texts, row) for row in rows])
        for place, row in enumerate(rows):
            for cells in _CELLS[metric.task](measured, place, row):
                made = {**{name: row[name] for name in ("article_id", "system", "summarizer")}, **cells}
                made["baseline"] = texts.baseline(row)
                expected[key("facts", made)] = made
        counted += _counts(metric, rows, measured)
    yield from differences("facts", run.rows("facts"), expected)
    yield from counted


def _counts(metric: Metric, rows: Sequence[Row], measured: Measurement) -> Iterator[Mismatch]:
    totals = {
        key("statistics", row): dict(zip(metric.columns, counts, strict=True))
        for row, counts in zip(rows, measured.rows.tolist(), strict=True)
    }
    for each in differences("statistics", rows, totals):
        yield Mismatch(f"{STATISTICS}/{metric.name}.jsonl", each.row, each.column, each.expected, each.found)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a run.

    Attributes:
        segments: rows by article, system and segment, in reading order.
        bullets: rows by article, system and summarizer, in order.
        languages: BCP 47 code of each article.
    """

    segments: Mapping[tuple[str, str], Mapping[str, Row]]
    bullets: Mapping[tuple[str, str, str], Sequence[Row]]
    languages: Mapping[str, str]

    @classmethod
    def of(cls, run: Run) -> _Texts:
        segments: dict[tuple[str, str], dict[str, Row]] = {}
        for row in sorted(run.rows("segments"), key=lambda row: row["position"]):
            segments.setdefault((row["article_id"], row["system"]), {})[row["segment_id"]] = row
        bullets: dict[tuple[str, str, str], list[Row]] = {}
        for row in sorted(run.rows("bullets"), key=lambda row: row["position"]):
            bullets.setdefault((row["article_id"], row["system"], row["summarizer"]), []).append(row)
        return cls(segments, bullets, {row["article_id"]: row["source_language"] for row in run.rows("articles")})

    def baseline(self, line: Row) -> bool:
        """Tell whether a line of statistics is a baseline's, as its texts say."""
        article, system, summarizer = line["article_id"], line["system"], line["summarizer"]
        rows = self.bullets[article, system, summarizer] if summarizer else [*self.segments[article, system].values()]
        return bool(rows[0]["baseline"])

    def segment(self, line: Row) -> Example:
        row = self.segments[line["article_id"], line["system"]][line["segment_id"]]
        return Example(row["article_id"], row["segment_id"], (row["source_text"],), (row["translation"],), (), ())

    def summary(self, line: Row) -> Example:
        article = line["article_id"]
        rows = self.bullets[article, line["system"], line["summarizer"]]
        read = self.segments.get((article, rows[0]["translator"]), {}).values()
        return Example(
            article=article,
            segment="",
            source=(),
            hypothesis=tuple(row["text"] for row in rows),
            references=(),
            reference_names=(),
            blocks=tuple(Block(row["segment_id"], row["source_text"], row["translation"]) for row in read),
            origins=tuple(Origin(row["segment_id"], row["start"], row["end"], row["original"]) for row in rows),
            language=self.languages[article],
        )


def _of_segment(measured: Measurement, place: int, line: Row) -> Iterator[Row]:
    return segment_cells(line["segment_id"], measured.facts[place])


def _of_bullets(measured: Measurement, place: int, line: Row) -> Iterator[Row]:  # noqa: ARG001 - the other's shape
    return bullet_cells(measured.bullet_facts[place])


_EXAMPLES: Mapping[Task, Callable[[_Texts, Row], Example]] = {
    "translation": _Texts.segment,
    "summary": _Texts.summary,
}
_CELLS: Mapping[Task, Cells] = {"translation": _of_segment, "summary": _of_bullets}
