"""Failures cannot flatter: a system that failed on its hardest articles gains nothing by it, in a run and at a gate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from tests.gate_runs import Rendered, close, loose, make_run
from toolkit.tables import Row, Run, load_run

HARD = frozenset(range(0, 12, 3))
"""Articles of which `uneven` makes little: every third of twelve."""


def uneven(text: str, number: int) -> str:
    """Render as the reference, but make nothing of the hard articles."""
    return f"Zzz {len(text)} xyz qqq kkk jjj vvv www." if number in HARD else text


def gaps(text: str, number: int) -> str | None:
    """Render as `uneven` does, and fail on the hard articles."""
    return None if number in HARD else uneven(text, number)


SYSTEMS: Mapping[str, Rendered] = {"whole": uneven, "gaps": gaps, "other": loose}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a system beside one that is the same but for its failures; failures are exit code 1."""
    return load_run(make_run(tmp_path_factory.mktemp("gaps"), SYSTEMS, 1, articles=12))


def lines(run: Run, output: str) -> dict[str, Row]:
    """Give the lines of one leaderboard by system."""
    return {row["system"]: row for row in run.rows("aggregates") if row["output"] == output}


@pytest.mark.parametrize(("output", "scored", "asked"), [("bleu", 32, 48), ("chrf", 32, 48), ("bullet_f1", 8, 12)])
def test_its_score_is_higher_and_it_is_not_ranked(run: Run, output: str, scored: int, asked: int) -> None:
    """On what it answered it scores more than the same system on all; so coverage stands beside, and no rank."""
    whole, partial = lines(run, output)["whole"], lines(run, output)["gaps"]
    assert partial["score"] > whole["score"]
    assert (partial["scored_examples"], partial["examples"]) == (scored, asked)
    assert partial["coverage"] == pytest.approx(2 / 3, abs=1e-6)
    assert (partial["ranked"], partial["rank"], partial["rank_group"]) == (False, None, None)
    assert sorted(row["rank"] for row in lines(run, output).values() if row["ranked"]) == [1, 2]


def test_it_is_compared_on_what_both_have(run: Run) -> None:
    """Of twelve articles eight: there the two are the same text, and no metric says better; n is on the row."""
    verdicts = {(row["task"], row["baseline"], row["candidate"]): row for row in run.rows("verdicts")}
    for task in ("translation", "summary"):
        verdict = verdicts[task, "whole", "gaps"]
        assert (verdict["verdict"], verdict["articles"]) == ("identical", 8)
    compared = [row for row in run.rows("comparisons") if row["candidate"] == "gaps"]
    assert {(row["task"], row["articles"], row["examples"], row["difference"], row["p"]) for row in compared} == {
        ("translation", 8, 32, 0.0, 1.0),
        ("summary", 8, 8, 0.0, 1.0),
    }
    other = next(r for r in run.rows("comparisons") if (r["candidate"], r["output"]) == ("other", "bleu"))
    assert (other["articles"], other["examples"]) == (12, 48)


def test_the_reports_say_so(run: Run) -> None:
    """The line stands in the leaderboard without a rank and with what was scored, and the failures are listed."""
    text = (run.folder / "report.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("|") and " gaps " in line and "32/48" in line)
    assert line.split("|")[1].strip() == "–"
    assert "the same text throughout 8 articles" in text
    assert {row["system"] for row in run.rows("failures") if row["stage"] == "translate"} == {"gaps"}


def test_a_gate_is_not_passed_by_failing(tmp_path: Path, toolkit: Toolkit) -> None:
    """A candidate that leaves out what it is bad at: its score is up, its coverage fails, its loss is measured on n."""
    before = make_run(tmp_path / "a", {"one": uneven}, articles=12)
    after = make_run(tmp_path / "b", {"one": gaps}, 1, articles=12)
    assert lines(load_run(after), "bleu")["one"]["score"] > lines(load_run(before), "bleu")["one"]["score"]
    gate = tmp_path / "gate.toml"
    gate.write_text("[drops]\nbleu = 1.0\n", encoding="utf-8")
    result = toolkit("gate", after, "--baseline", before, "--config", gate, "--format", "json")
    assert result.code == 3
    checks = {(check["kind"], check["line"]): check for check in json.loads(result.out)["checks"]}
    assert checks["coverage", "one"]["sentence"] == "32 of 48 segments answered; all must be."
    assert checks["drop", "one"]["numbers"]["gain"] == 0.0
    assert "over the 32 segments that both have, of 8 articles" in checks["drop", "one"]["sentence"]


def test_a_worse_text_is_found_behind_failures(tmp_path: Path, toolkit: Toolkit) -> None:
    """What it answers is worse, what it left out was its worst: over all it scores more, on what both have it loses."""

    def sly(text: str, number: int) -> str | None:
        return None if number in HARD else close(loose(text, number), number)

    before = make_run(tmp_path / "a", {"one": uneven}, articles=12)
    after = make_run(tmp_path / "b", {"one": sly}, 1, articles=12)
    gate = tmp_path / "gate.toml"
    gate.write_text("min_coverage = { translation = 0.5, summary = 0.5 }\n[drops]\nchrf = 1.0\n", encoding="utf-8")
    scores = [lines(load_run(made), "chrf")["one"]["score"] for made in (before, after)]
    assert scores[1] > scores[0]
    result = toolkit("gate", after, "--baseline", before, "--config", gate, "--format", "json")
    assert result.code == 3
    drop = next(check for check in json.loads(result.out)["checks"] if check["kind"] == "drop")
    assert drop["status"] == "fail"
    assert drop["numbers"]["gain"] < -1.0
