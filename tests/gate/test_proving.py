"""A gate tried on a copy of a run and on a damaged one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate_runs import close, loose, make_run
from toolkit.comparing import metric_of
from toolkit.errors import UsageError
from toolkit.gate._damaged import damaged
from toolkit.gate.proving import prove, told
from toolkit.gate_settings import GateSettings
from toolkit.stages._entries import entries_of_run
from toolkit.tables import Run, load_run
from toolkit.verifying import verify

DROPS = {"bleu": 2.0, "chrf": 1.5, "bullet_f1": 0.05}
SYSTEMS = {"one": close, "two": loose}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run of 20 articles."""
    return load_run(make_run(tmp_path_factory.mktemp("many"), SYSTEMS))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run of three articles."""
    return load_run(make_run(tmp_path_factory.mktemp("few"), SYSTEMS, articles=3))


def test_the_damaged_run_is_a_whole_run_of_damaged_texts(run: Run, tmp_path: Path) -> None:
    """Its texts are every second word; sources, references and articles are those of the run; verify finds it sound."""
    made = damaged(run, list(run.statistics), tmp_path)
    assert not made.unscored
    assert not verify(made.run.folder).problems
    before, after = ({(r["article_id"], r["segment_id"], r["system"]): r for r in each.rows("segments")}
                     for each in (run, made.run))  # fmt: skip
    assert before.keys() == after.keys()
    for place, row in before.items():
        assert after[place]["translation"].split() == row["translation"].split()[::2]
        assert (after[place]["source_text"], after[place]["reference_text"]) == (
            row["source_text"],
            row["reference_text"],
        )
    digests = [{row["article_id"]: row["digest"] for row in each.rows("articles")} for each in (run, made.run)]
    assert digests[0] == digests[1]


def test_undamaged_texts_would_score_as_they_did(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read back from the tables and scored again, every statistic is what it was: only the damage differs."""
    monkeypatch.setattr("toolkit.gate._damaged.damage", str)
    again = damaged(run, list(run.statistics), tmp_path).run
    first, second = (list(entries_of_run(each, metric_of)) for each in (run, again))
    assert [(e.who, e.places, e.hypotheses, e.references, e.signature, e.asked) for e in first] == [
        (e.who, e.places, e.hypotheses, e.references, e.signature, e.asked) for e in second
    ]
    for one, other in zip(first, second, strict=True):
        assert one.rows.tolist() == other.rows.tolist()


def test_a_gate_that_works_says_so(run: Run) -> None:
    """The copy passes throughout, every damaged line is caught, and it says how it was damaged."""
    proof = prove(run, GateSettings(drops=DROPS))
    assert proof.word == "caught"
    assert {check.status for check in proof.copy.checks} == {"pass"}
    assert [(line.name, line.word) for line in proof.lines] == [
        (name, "caught") for name in ("one", "two", "extractive on one", "extractive on two")
    ]
    text = told(proof, 200)
    assert text.endswith("\nworks: the copy passes, and what was damaged fails\n")
    assert "every second word of each translation and bullet dropped" in text


def test_on_three_articles_it_cannot_tell(small: Run) -> None:
    """No loss can fail there, so neither does the damaged copy, and that is no success."""
    proof = prove(small, GateSettings(drops=DROPS))
    assert proof.word == "cannot tell"
    assert {line.word for line in proof.lines} == {"cannot tell"}
    assert proof.damaged.status == "inconclusive"
    assert "cannot tell: on this material a loss cannot fail; add articles, or set floors" in told(proof)


def test_with_a_floor_it_can(small: Run) -> None:
    """A floor needs no second run: what falls below it fails on any number of articles."""
    rows = small.rows("aggregates")
    lowest = {name: min(row["score"] for row in rows if row["output"] == name) for name in ("bleu", "bullet_f1")}
    proof = prove(small, GateSettings(drops=DROPS, floors={name: score - 0.001 for name, score in lowest.items()}))
    assert proof.word == "caught", told(proof)


def test_a_gate_that_lets_damage_pass_does_not_work(run: Run) -> None:
    """99 points of BLEU may be lost: the damaged copy passes, and the gate is told to ask for more."""
    proof = prove(run, GateSettings(drops={"bleu": 99.0}))
    assert proof.word == "missed"
    assert "does not work: what was damaged passes" in told(proof)


def test_a_baseline_that_fails_its_own_gate_is_found(run: Run) -> None:
    """A floor above the baseline's own score fails the copy."""
    proof = prove(run, GateSettings(floors={"bleu": 99.0}))
    assert proof.word == "missed"
    assert proof.copy.status == "fail"
    assert "the baseline does not pass its own gate" in told(proof)
    assert "one: floor of bleu: BLEU " in told(proof)


def test_what_cannot_be_counted_again_is_said(tmp_path: Path) -> None:
    """The tables hold one of two references: translations are left out, bullets are tried, and may get far worse.

    That the damaged copy has no BLEU is then no damage that the gate has caught.
    """
    run = load_run(make_run(tmp_path, SYSTEMS, references=2))
    proof = prove(run, GateSettings(drops={**DROPS, "bullet_f1": 0.99}))
    assert {line.name for line in proof.lines} == {"extractive on one", "extractive on two"}
    assert "fail" not in {check.status for check in proof.damaged.checks}
    assert "not counted: bleu: the run's tables hold the first of its 2 references alone" in told(proof, 200)


def test_a_gate_that_asks_nothing_of_scores_cannot_be_tried(small: Run) -> None:
    """Coverage alone, or a metric that was not scored: worse texts have nothing to fail on."""
    for asked in (GateSettings(), GateSettings(drops={"ter": 1.0})):
        with pytest.raises(UsageError, match="worse texts cannot fail"):
            prove(small, asked)
