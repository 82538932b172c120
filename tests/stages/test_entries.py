"""What is compared, from a run under way and from its tables: the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from tests.stages.scored import GOOD, POOR, articles, bullets, entries, line
from toolkit import pipeline, plugins
from toolkit.encoders.hashing import Hashing
from toolkit.errors import InputError
from toolkit.examples import Example
from toolkit.metrics._base import Metric
from toolkit.settings import CompareSettings, EncoderSettings, Settings, SystemSettings
from toolkit.stages._comparison_rows import comparison_rows, verdict_rows
from toolkit.stages._entries import Who, entries_of_run, hypothesis_digest, references_digest
from toolkit.stages._families import families
from toolkit.stages.compare import compare
from toolkit.statistics.resampling import Plan
from toolkit.tables import Run, load_run, typed_first
from toolkit.tables._run_files import Lazy

FRENCH = "Un pont ouvre\n\n• Deux ans de travaux\n\nLe pont ouvre le 12 mai.\n\nLes travaux ont coûté cher.\n"
ENGLISH = "A bridge opens\n\n• Two years of work\n\nThe bridge opens on May 12.\n\nThe work was expensive.\n"
OTHERS = {
    "first": "One bridge opens\n\n• Two year work\n\nThe bridge is opening May 12.\n\nWorks have cost dear.\n",
    "second": "A bridge opens\n\n• Two years of work\n\nThe bridge opens on May 12.\n\nWorks have been expensive.\n",
}
COMPARE = CompareSettings(all_pairs=True, resamples=50, trials=200)


@pytest.fixture
def finished(tmp_path: Path) -> Run:
    """Run two systems over three articles, and read the folder."""
    for name in ("one", "two", "three"):
        folder = tmp_path / "texts" / name
        folder.mkdir(parents=True)
        (folder / "article.fr.txt").write_text(FRENCH, encoding="utf-8")
        (folder / "translation.a.en.txt").write_text(ENGLISH, encoding="utf-8")
        (folder / "bullets.a.en.txt").write_text("• The bridge opens on May 12.\n", encoding="utf-8")
    systems = []
    for name, text in OTHERS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        systems.append(SystemSettings(name, "file", {"path": str(tmp_path / f"{name}.txt")}))
    made = Settings(
        articles=(tmp_path / "texts",), systems=tuple(systems), encoder=EncoderSettings("hashing"), compare=COMPARE,
        out=tmp_path / "runs", recordings=tmp_path / "recordings", cache=tmp_path / "cache",
    )  # fmt: skip
    return load_run(pipeline.run(made).folder)


def metric_of(name: str) -> Metric:
    plugin: type[Metric] = plugins.load("metrics", name)
    return plugin(Hashing()) if plugin.needs_encoder else plugin()


def test_a_runs_tables_give_the_comparisons_that_the_run_made(finished: Run) -> None:
    """Row by row and digit by digit, through the statistics that stand on the disk."""
    every = list(entries_of_run(finished, metric_of))
    plan = Plan(COMPARE.resamples, COMPARE.trials, COMPARE.seed, COMPARE.level)
    again = compare(every, families(every, all_pairs=True), plan)
    rows = typed_first(list(comparison_rows(finished.run_id, again)))
    key = ("family", "output", "baseline", "candidate")
    assert sorted(rows, key=lambda row: [row[name] for name in key]) == sorted(
        finished.rows("comparisons"), key=lambda row: [row[name] for name in key]
    )
    assert list(verdict_rows(finished.run_id, again)) == list(finished.rows("verdicts"))
    assert {row["family"] for row in rows} == {"translations", "bullets by extractive"}
    assert all(row["scored"] for row in rows)


def unread() -> NoReturn:
    raise AssertionError("this table is not needed")


def test_arrays_and_lines_give_the_same_entries(finished: Run) -> None:
    """Line by line, row by row and bit by bit; with the arrays, neither texts nor lines of counts are read."""
    bare = replace(
        finished,
        tables={"aggregates": finished.rows("aggregates")},
        statistics=Lazy(dict.fromkeys(finished.statistics, unread)),
    )
    kept = list(entries_of_run(bare, metric_of))
    parsed = list(entries_of_run(replace(finished, counts={}), metric_of))
    assert kept
    nothing = {"metric": None, "rows": None}
    for one, other in zip(kept, parsed, strict=True):
        assert one.metric.name == other.metric.name
        assert np.array_equal(one.rows, other.rows, equal_nan=True)
        assert replace(one, **nothing) == replace(other, **nothing)


def test_a_runs_tables_know_who_competes_and_how_much_was_asked(finished: Run) -> None:
    """Baselines are told from the others, and a line from its coverage."""
    frames = {str(entry.who): (entry.frame, entry.asked) for entry in entries_of_run(finished, metric_of)}
    assert frames["first"] == (False, 12)
    assert frames["untranslated"] == (True, 12)
    assert frames["lead on first"] == (True, 3)


@pytest.mark.parametrize("lacking", ["match_1", "hypothesis_digest", "references_digest"])
def test_statistics_with_other_columns_are_refused_by_name(finished: Run, lacking: str) -> None:
    """An older toolkit's counts do not become another formula's scores."""
    rows = finished.statistics["bleu"]
    cut = tuple({name: cell for name, cell in row.items() if name != lacking} for row in rows)
    assert cut != rows
    old = replace(finished, statistics={**finished.statistics, "bleu": cut}, counts={})
    with pytest.raises(InputError, match=r"statistics/bleu.jsonl has other columns .*; make the run again"):
        list(entries_of_run(old, metric_of))


def test_an_entry_holds_one_row_an_example_with_its_place() -> None:
    """Failed segments are asked for and have no row."""
    found = entries(line("one", {"art-0": [*GOOD[:7], None]}))
    assert [entry.metric.name for entry in found] == ["bleu", "chrf"]
    assert (len(found[0].rows), len(found[0].places), found[0].asked) == (7, 7, 8)
    assert found[0].places[6] == ("art-0", "seg-006")
    (summary,) = entries(bullets("extractive", "one", GOOD[:2], POOR[:2]))
    assert (summary.who, summary.task, summary.places) == (
        Who("one", "extractive"),
        "summary",
        (("art-0", ""), ("art-1", "")),
    )


def test_a_row_that_could_not_be_counted_is_left_out() -> None:
    """Its place is not one that two lines have in common."""
    entry = entries(line("one", articles(GOOD, 1)))[0]
    rows = entry.rows.copy()
    rows[2, 0] = np.nan
    kept = replace(entry, rows=rows).counted()
    assert list(kept.values()) == [0, 1, 3, 4, 5, 6, 7]
    assert ("art-0", "seg-002") not in kept


def test_digests_name_the_content_alone() -> None:
    """Where a text stands is not in them; how it is cut is; without references the source takes their place."""
    one = Example("art-1", "seg-1", ("Oui",), ("Yes",), (("Yes.",),), ("a",))
    moved = replace(one, article="art-2", segment="seg-2")
    assert (hypothesis_digest(one), references_digest(one)) == (hypothesis_digest(moved), references_digest(moved))
    assert hypothesis_digest(replace(one, hypothesis=("Ye", "s"))) != hypothesis_digest(one)
    assert references_digest(replace(one, references=(("No.",),))) != references_digest(one)
    bare = replace(one, references=(), reference_names=())
    assert references_digest(bare) != references_digest(replace(bare, source=("Non",)))
