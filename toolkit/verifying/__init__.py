"""Whether a run's tables agree: every number that follows from others is derived again, and the texts are digested."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from toolkit.comparing import metric_of, plan_of, settings_of
from toolkit.stages._comparison_rows import comparison_rows, verdict_rows
from toolkit.stages._entries import Entry, entries_of_run
from toolkit.stages._families import families
from toolkit.stages._loss_rows import loss_rows
from toolkit.stages.attribute import attribute, reference_system
from toolkit.stages.compare import compare
from toolkit.tables import Run, open_run
from toolkit.tables.rows import STATISTICS, Row, row
from toolkit.verifying import _counted, _derived, _fact_check, _fared, _texts
from toolkit.verifying._found_rows import KEYS, Key, Mismatch, differences, key, named


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of deriving a run again.

    Attributes:
        run: as far as it could be read.
        problems: what is wrong, a line each: first a file that was changed since, then the first cell or line that does
            not follow from the others; empty where all agrees.
        counts: how many lines were derived again, by table; `texts` counts those that were digested.
    """

    run: Run
    problems: tuple[str, ...]
    counts: Mapping[str, int]


def verify(folder: Path) -> Verified:
    """Derive again what a run's tables say.

    Raises:
        InputError: it is no finished run, or a newer toolkit wrote it.
        UnknownPluginError: one of its metrics is not installed here.
    """
    opened = open_run(folder)
    run = opened.run
    problems = list(opened.problems.values())[:1]
    readable = {*(f"{name}.jsonl" for name in run.tables), *(f"{STATISTICS}/{name}.jsonl" for name in run.statistics)}
    if all(file in readable or not file.endswith(".jsonl") for file in opened.problems):
        first = next(chain.from_iterable(check(run) for check in _CHECKS), None)
        problems += [str(first)] if first else []
    counts = {table: len(run.rows(table)) for table in ("scores", "aggregates", "losses", "comparisons", "verdicts")}
    return Verified(run, tuple(problems), {"texts": sum(map(len, run.statistics.values())), **counts})


def _forms(run: Run) -> Iterator[Mismatch]:
    """Find rows that no toolkit writes; after that every other check may rely on columns and types."""
    for table, rows in run.tables.items():
        for number, each in enumerate(rows, 1):
            yield from _form(run, f"{table}.jsonl", table, number, each)
    for metric, rows in run.statistics.items():
        for number, each in enumerate(rows, 1):
            yield from _form(run, f"{STATISTICS}/{metric}.jsonl", STATISTICS, number, each)
    yield from _settings(run)


def _form(run: Run, file: str, table: str, number: int, cells: Row) -> Iterator[Mismatch]:
    try:
        made = row(table, **{name: cell for name, cell in cells.items() if name not in {"record", "schema_version"}})
    except (ValueError, KeyError, TypeError) as error:
        yield Mismatch(file, f"line {number}", "", "a row of this table", str(error))
        return
    for name, cell in {**made, "run_id": run.run_id}.items():
        if cells.get(name) != cell:
            where = named(key(table, made)) if table in KEYS else f"line {number}"
            yield Mismatch(file, where, name, str(cell), str(cells.get(name)))


def _settings(run: Run) -> Iterator[Mismatch]:
    if len(run.rows("runs")) != 1:
        yield Mismatch("runs.jsonl", "", "", "one line", str(len(run.rows("runs"))))
        return
    try:
        config = json.loads(run.rows("runs")[0]["config_json"])
        settings_of(run)
        _ = [(system["name"], system["reference"]) for system in config["systems"]], config["references"]
        _ = config["summary"]["summarizers"]
    except (ValueError, KeyError, TypeError):
        yield Mismatch("runs.jsonl", "", "config_json", "the settings of a run", "something else")


def _held(run: Run) -> _texts.Held:
    return _texts.held(run, {name: metric_of(name).task for name in run.statistics})


def _lines(run: Run) -> Iterator[Mismatch]:
    yield from _texts.lines(run, _held(run))


def _digests(run: Run) -> Iterator[Mismatch]:
    yield from _texts.texts(_held(run))


def _numbers(run: Run) -> Iterator[Mismatch]:
    """Derive scores, leaderboards, losses, comparisons and verdicts from the statistics."""
    entries = list(entries_of_run(run, metric_of))
    yield from differences("scores", run.rows("scores"), _derived.scores(entries))
    settings = settings_of(run)
    made = compare(entries, families(entries, settings.baseline, all_pairs=settings.all_pairs), plan_of(settings))
    expected = _derived.aggregates(_held(run), _derived.corpora(entries), made, run.rows("aggregates"))
    yield from differences("aggregates", run.rows("aggregates"), expected)
    lost = attribute(_from_translations(run, entries), _reference_system(run), plan_of(settings))
    yield from differences("losses", run.rows("losses"), _keyed(loss_rows(run.run_id, lost)))
    yield from differences("comparisons", run.rows("comparisons"), _keyed(comparison_rows(run.run_id, made)))
    yield from differences("verdicts", run.rows("verdicts"), _keyed(verdict_rows(run.run_id, made)))


def _from_translations(run: Run, entries: Sequence[Entry]) -> list[Entry]:
    """Give what was counted of bullets that were made from a translation."""
    made = {(row["system"], row["summarizer"]) for row in run.rows("aggregates") if row["order"] == "translate-first"}
    return [each for each in entries if each.who.summarizer and (each.who.system, each.who.summarizer) in made]


def _reference_system(run: Run) -> str:
    config = json.loads(run.rows("runs")[0]["config_json"])
    return reference_system({each["name"]: each["reference"] for each in config["systems"]}, config["references"])


def _facts(run: Run) -> Iterator[Mismatch]:
    """Read the facts again from the texts."""
    yield from _fact_check.facts(run, [metric for metric in map(metric_of, run.statistics) if metric.finds_facts])


def _keyed(rows: Iterator[Row]) -> dict[Key, Row]:
    return {key(str(each["record"]), each): each for each in rows}


_CHECKS: tuple[Callable[[Run], Iterator[Mismatch]], ...] = (
    _forms,
    _lines,
    _digests,
    _counted.arrays,
    _facts,
    _fared.bullets,
    _numbers,
)
"""In this order: each may rely on what those before it have seen."""
