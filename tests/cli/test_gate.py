"""toolkit gate: what passes, what fails, what cannot be told, and what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Result, Toolkit
from tests.cli.six import rewrite
from tests.gate_runs import Rendered, close, halved, loose, make_run
from toolkit.tables import Row, load_run

GATE = """
level = 0.05
[drops]
bleu = 2.0
chrf = 1.5
bullet_f1 = 0.05
"""
NO_COVERAGE = "min_coverage = { translation = 0.0, summary = 0.0 }\n"
OTHER = "A bridge.\n\nTractors on a road.\n\nBread is dearer.\n\nThe harbor stays."
SYSTEMS: dict[str, Rendered] = {"one": close, "two": loose}

Gate = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run that the others are held to: 20 articles, two systems."""
    return make_run(tmp_path_factory.mktemp("baseline"), SYSTEMS)


@pytest.fixture(scope="module")
def worse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run in which one of the two systems has lost every second word."""
    return make_run(tmp_path_factory.mktemp("worse"), {**SYSTEMS, "one": halved})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a baseline of three articles, and a run that has lost every second word."""
    folder = tmp_path_factory.mktemp("small")
    return make_run(folder / "a", SYSTEMS, articles=3), make_run(folder / "b", {**SYSTEMS, "one": halved}, articles=3)


@pytest.fixture
def hold(tmp_path: Path, toolkit: Toolkit) -> Callable[..., Result]:
    """Hold one run to another by a gate that is given as text."""

    def held(run: Path, to: Path, *options: object, gate: str = GATE) -> Result:
        return toolkit("gate", run, "--baseline", to, "--config", written(tmp_path, gate), *options)

    return held


@pytest.fixture
def found(hold: Callable[..., Result]) -> Gate:
    """Hold one run to another and read what was found, with the exit code."""

    def held(run: Path, to: Path, *options: object, gate: str = GATE) -> dict[str, Any]:
        result = hold(run, to, *options, "--format", "json", gate=gate)
        assert result.err == ""
        made: dict[str, Any] = json.loads(result.out)
        return {**made, "code": result.code}

    return held


def statuses(told: dict[str, Any], kind: str = "drop") -> dict[tuple[str, str], str]:
    """Give the status of each check of a kind, by line and output."""
    return {(check["line"], check["output"]): check["status"] for check in told["checks"] if check["kind"] == kind}


def check(told: dict[str, Any], kind: str, line: str, output: str = "") -> dict[str, Any]:
    """Find one check."""
    wanted = (kind, line, output)
    found: list[dict[str, Any]] = [c for c in told["checks"] if (c["kind"], c["line"], c["output"]) == wanted]
    assert len(found) == 1, wanted
    return found[0]


def test_a_copy_passes(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """Every check of it: nothing is tested where the texts are the same."""
    copy = Path(shutil.copytree(baseline, tmp_path / "copy"))
    told = found(copy, baseline)
    assert (told["code"], told["status"], told["corrected"]) == (0, "pass", 0)
    assert {each["status"] for each in told["checks"]} == {"pass"}
    assert [each["kind"] for each in told["checks"]] == ["comparability", *["coverage"] * 4, *["drop"] * 6]
    assert "Both runs have one id: nothing has changed." in check(told, "comparability", "")["sentence"]


def test_a_damaged_run_fails(baseline: Path, worse: Path, found: Gate) -> None:
    """Exit code 3; only the system that has lost fails, and its sentence has both scores and the p."""
    told = found(worse, baseline)
    assert (told["code"], told["status"]) == (3, "fail")
    assert "one id" not in check(told, "comparability", "")["sentence"]
    found_ = statuses(told)
    assert found_["one", "bleu"] == found_["one", "chrf"] == "fail"
    assert {status for (line, _), status in found_.items() if line.endswith("two")} == {"pass"}
    drop = check(told, "drop", "one", "bleu")
    numbers = drop["numbers"]
    scores = {row["run_id"]: row["score"] for run in (baseline, worse) for row in load_run(run).rows("aggregates")
              if (row["system"], row["summarizer"], row["output"]) == ("one", "", "bleu")}  # fmt: skip
    assert numbers["score"] == pytest.approx(scores[told["candidate"]], abs=1e-6)
    assert numbers["baseline_score"] == pytest.approx(scores[told["baseline"]], abs=1e-6)
    assert numbers["gain"] == pytest.approx(numbers["score"] - numbers["baseline_score"])
    assert f"BLEU {numbers['score']:.2f} is {-numbers['gain']:.2f} worse than the baseline's" in drop["sentence"]
    # 1,000 shuffles, none as large: p is 1/1001. One system has changed, under three outputs: Holm multiplies by three.
    assert told["corrected"] == 3
    assert numbers["p"] == pytest.approx(1 / 1001)
    assert numbers["adjusted_p"] == pytest.approx(3 / 1001)


def test_a_better_run_passes(baseline: Path, worse: Path, found: Gate) -> None:
    """The same two the other way round: a gain is no drop."""
    told = found(baseline, worse)
    assert told["code"] == 0
    assert statuses(told)["one", "bleu"] == statuses(told)["one", "chrf"] == "pass"
    assert "better than the baseline's" in check(told, "drop", "one", "bleu")["sentence"]


def test_three_articles_are_too_few(small: tuple[Path, Path], found: Gate, hold: Callable[..., Result]) -> None:
    """However large the loss: 2 of 8 shuffles are as large, so p is 1/4 at best; `--strict` and the file stop on it."""
    told = found(small[1], small[0])
    assert (told["code"], told["status"]) == (0, "inconclusive")
    drop = check(told, "drop", "one", "bleu")
    assert drop["numbers"]["p"] == 0.25
    assert "3 articles are too few: the smallest adjusted p they can give is 0.75" in drop["sentence"]
    assert hold(small[1], small[0], "--strict").code == 4
    assert hold(small[1], small[0], gate=f'inconclusive = "fail"\n{GATE}').code == 4
    assert hold(small[0], small[0], "--strict").code == 0


def test_one_article_says_nothing_of_others(tmp_path: Path, found: Gate) -> None:
    """Neither a loss nor a gain is more than that of the article; equal texts pass."""
    runs = [make_run(tmp_path / str(n), {"one": way}, articles=1) for n, way in enumerate((close, halved))]
    told = found(runs[1], runs[0])
    assert (told["code"], set(statuses(told).values())) == (0, {"inconclusive"})
    assert check(told, "drop", "one", "bleu")["sentence"].endswith("; one article says nothing of others.")
    assert set(statuses(found(runs[0], runs[1])).values()) == {"inconclusive"}
    assert set(statuses(found(runs[0], runs[0])).values()) == {"pass"}


def test_a_loss_that_is_shown_and_does_not_matter_warns(baseline: Path, worse: Path, found: Gate) -> None:
    """The same damage by a gate that lets 99 points go: more than chance, and said so, but nothing stops."""
    told = found(worse, baseline, "--strict", gate="[drops]\nbleu = 99.0\n")
    assert (told["code"], told["status"]) == (0, "warn")
    assert "a loss is shown, but none of more than 99" in check(told, "drop", "one", "bleu")["sentence"]


def test_what_is_neither_shown_nor_excluded_is_inconclusive(tmp_path: Path, found: Gate) -> None:
    """The bullets of ten articles are few: the sentence says what these can show, and how many more it takes."""
    ten = [make_run(tmp_path / str(n), {**SYSTEMS, "one": way}, articles=10) for n, way in enumerate((close, halved))]
    told = found(ten[1], ten[0])
    drop = check(told, "drop", "extractive on one", "bullet_f1")
    assert drop["status"] == "inconclusive"
    numbers = drop["numbers"]
    assert numbers["low"] < -0.05 < numbers["gain"] or numbers["adjusted_p"] > 0.05
    assert f"show changes from {numbers['detectable']:.4f} on" in drop["sentence"]
    assert f"{numbers['more_articles']:,} more articles would settle this one" in drop["sentence"]


def test_bullets_are_held_to_it_too(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """Translations that say nothing leave bullets that say nothing."""
    empty = make_run(
        tmp_path / "empty", {**SYSTEMS, "one": lambda text, number: "Purple yaks juggle seven lemons daily."}
    )
    told = found(empty, baseline)
    assert statuses(told)["extractive on one", "bullet_f1"] == "fail"


def sign(rows: list[Row]) -> None:
    """Say that BLEU counted other tokens."""
    for row in rows:
        if row["metric"] == "bleu":
            row["signature"] = "tok:intl"


def test_another_signature_is_refused(baseline: Path, tmp_path: Path, hold: Callable[..., Result]) -> None:
    """Exit code 2, one line with both signatures; a gate that does not ask about that metric does not mind."""
    copy = Path(shutil.copytree(baseline, tmp_path / "copy"))
    rewrite(copy, "aggregates.jsonl", sign)
    result = hold(copy, baseline)
    assert (result.code, result.out) == (2, "")
    assert "cannot be held to the baseline (run-" in result.err
    assert "bleu: its signature differs: nrefs:1|" in result.err
    assert "tok:intl" in result.err
    assert result.err.count("\n") == 1
    assert hold(copy, baseline, gate="[drops]\nchrf = 1.0\n").code == 0


def test_another_reference_is_refused(baseline: Path, tmp_path: Path, hold: Callable[..., Result]) -> None:
    """The first place that was scored against something else is named."""
    other = make_run(tmp_path, SYSTEMS, change=lambda rows: rows[0]["references"].__setitem__(0, OTHER))
    result = hold(other, baseline)
    assert result.code == 2
    assert "bleu: art-t0 seg-001 was scored against other references" in result.err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows.pop(), "without the article art-t19"),
        (lambda rows: rows[3].update(digest="sha256:" + "0" * 64), "the text of art-t3 differs"),
    ],
)
def test_other_articles_are_refused(
    change: Callable[[list[Row]], None], told: str, baseline: Path, tmp_path: Path, hold: Callable[..., Result]
) -> None:
    """A run of fewer articles, or of other ones under the same names, is another question."""
    copy = Path(shutil.copytree(baseline, tmp_path / "copy"))
    rewrite(copy, "articles.jsonl", change)
    for pair in ((copy, baseline), (baseline, copy)):
        result = hold(*pair)
        assert result.code == 2
        assert told in result.err
        assert result.err.count("\n") == 1


def test_other_segments_are_refused(baseline: Path, tmp_path: Path, hold: Callable[..., Result]) -> None:
    """An article that was cut otherwise is named."""
    copy = Path(shutil.copytree(baseline, tmp_path / "copy"))

    def cut(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if (row["article_id"], row["segment_id"]) != ("art-t4", "seg-004")]

    rewrite(copy, "segments.jsonl", cut)
    result = hold(copy, baseline)
    assert result.code == 2
    assert "art-t4 was cut into other segments: 4 segments and 3" in result.err


def test_lost_references_are_refused(tmp_path: Path, baseline: Path, hold: Callable[..., Result]) -> None:
    """An article without its reference is not scored: on the others alone the candidate might look better."""
    less = make_run(tmp_path, SYSTEMS, change=lambda rows: rows[5].pop("references"))
    result = hold(less, baseline)
    assert result.code == 2
    assert "bleu: 80 segments have references in the one, 76 in the other" in result.err


def test_a_system_that_is_gone_fails(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """It is named, its bullets too; what is new has nothing to be held to."""
    told = found(make_run(tmp_path, {"one": close, "three": loose}), baseline)
    assert told["code"] == 3
    assert statuses(told, "system") == {
        ("two", ""): "fail",
        ("extractive on two", ""): "fail",
        ("three", ""): "skipped",
        ("extractive on three", ""): "skipped",
    }
    assert "It is in the baseline (run-" in check(told, "system", "two")["sentence"]
    assert check(told, "coverage", "three")["status"] == "pass"
    assert ("three", "bleu") not in statuses(told)


def test_only_the_systems_that_are_named_are_held_to_it(baseline: Path, worse: Path, found: Gate) -> None:
    """`one` has lost and is not asked about."""
    told = found(worse, baseline, gate=f'systems = ["two"]\n{GATE}')
    assert (told["code"], told["status"]) == (0, "pass")
    assert {line for line, _ in statuses(told)} == {"two", "extractive on two"}


@pytest.mark.parametrize("key", ['systems = ["deepl"]', '[[overrides]]\nsystem = "deepl"'])
def test_a_system_that_is_nowhere_is_a_mistake(key: str, baseline: Path, hold: Callable[..., Result]) -> None:
    """A gate that holds nobody to anything must not pass."""
    gate = f"{key}\n{GATE}" if key.startswith("systems") else f"{GATE}\n{key}"
    result = hold(baseline, baseline, gate=gate)
    assert (result.code, result.out) == (2, "")
    assert "no system named 'deepl' competes in either run; there are: one, two" in result.err


def test_an_override_is_for_its_system_alone(baseline: Path, worse: Path, found: Gate) -> None:
    """`one` may lose 99 points of BLEU; of chrF it may not."""
    told = found(worse, baseline, gate=f'{GATE}\n[[overrides]]\nsystem = "one"\ndrops = {{ bleu = 99.0 }}\n')
    assert statuses(told)["one", "bleu"] == "warn"
    assert statuses(told)["one", "chrf"] == "fail"
    assert check(told, "drop", "two", "bleu")["numbers"]["limit"] == 2.0


def test_what_neither_run_has_scored_is_skipped(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """The reason names the runs; what is new in the candidate has a floor, and nothing to have dropped from."""
    less = make_run(tmp_path, SYSTEMS, metrics=["bleu"])
    told = found(baseline, less, gate="[floors]\nchrf = 50\nter = 99\n[drops]\nbleu = 1\nchrf = 1\nter = 1\n")
    assert told["code"] == 0
    assert statuses(told)["", "chrf"] == statuses(told)["", "ter"] == statuses(told, "floor")["", "ter"] == "skipped"
    assert f"chrF was not scored in the baseline ({told['baseline']})." in check(told, "drop", "", "chrf")["sentence"]
    assert "nor in the baseline" in check(told, "drop", "", "ter")["sentence"]
    assert statuses(told, "floor")["one", "chrf"] == "pass"


@pytest.mark.parametrize(
    "lost",
    [{"metrics": ["bleu"]}, {"change": lambda rows: [row.pop("references") for row in rows]}],
    ids=["another -m", "no references"],
)
def test_a_number_that_the_candidate_has_no_more_fails(
    lost: dict[str, Any], baseline: Path, tmp_path: Path, found: Gate
) -> None:
    """The baseline shows that it can be scored: leaving it out is no way through the gate, nor past its floor."""
    told = found(make_run(tmp_path, SYSTEMS, **lost), baseline, gate="[floors]\nchrf = 50\n[drops]\nchrf = 1\n")
    assert told["code"] == 3
    assert (statuses(told)["", "chrf"], statuses(told, "floor")["", "chrf"]) == ("fail", "fail")
    gone = f"chrF was scored in the baseline ({told['baseline']}) and not in the candidate ({told['candidate']})"
    assert gone in check(told, "drop", "", "chrf")["sentence"]


def test_what_failed_counts_against_a_system(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """Two of twenty articles were not answered: coverage fails, and what is left is compared, with its number."""
    gaps = make_run(tmp_path, {**SYSTEMS, "one": lambda text, n: None if n in {4, 9} else close(text, n)}, code=1)
    told = found(gaps, baseline)
    assert told["code"] == 3
    assert check(told, "coverage", "one")["sentence"] == "72 of 80 segments answered; all must be."
    assert check(told, "coverage", "extractive on one")["sentence"] == "18 of 20 articles answered; all must be."
    assert check(told, "drop", "one", "bleu")["status"] == "pass"
    assert "over the 72 segments that both have, of 18 articles" in check(told, "drop", "one", "bleu")["sentence"]
    told = found(gaps, baseline, gate=f"min_coverage = {{ translation = 0.9, summary = 0.9 }}\n{GATE}")
    assert (told["code"], told["status"]) == (0, "pass")
    assert check(told, "coverage", "one")["sentence"] == "72 of 80 segments answered; at least 90% must be."


def test_a_system_that_answered_nothing_cannot_pass(baseline: Path, tmp_path: Path, found: Gate) -> None:
    """Even where no coverage is asked for: nothing has shown it to be as good."""
    gone = make_run(tmp_path, {**SYSTEMS, "one": lambda text, n: None}, code=1)
    told = found(
        gone, baseline, gate=f"min_coverage = {{ translation = 0.0, summary = 0.0 }}\nfloors = {{ bleu = 1 }}\n{GATE}"
    )
    assert statuses(told)["one", "bleu"] == "inconclusive"
    assert statuses(told, "floor")["one", "bleu"] == "inconclusive"
    assert "BLEU cannot be compared: not scored." in check(told, "drop", "one", "bleu")["sentence"]
    assert found(gone, baseline)["code"] == 3


def test_floors_fail_warn_and_pass(baseline: Path, found: Gate) -> None:
    """Below its floor a score fails; above it, with an interval that reaches below, it warns; else it passes."""
    scores = {row["system"]: row["score"] for row in load_run(baseline).rows("aggregates") if row["output"] == "bleu"}
    floors = {"fail": scores["two"] + 0.01, "warn": scores["two"] - 0.01, "pass": scores["two"] - 20}
    for status, floor in floors.items():
        told = found(baseline, baseline, gate=f'systems = ["two"]\n[floors]\nbleu = {floor}\n')
        assert (told["status"], told["code"]) == (status, 3 if status == "fail" else 0)
        one = check(told, "floor", "two", "bleu")
        assert one["numbers"]["low"] < one["numbers"]["score"] < one["numbers"]["high"]
    assert f"is not below the floor of {floors['pass']:g}" in one["sentence"]


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make two runs with TER, of which the second has more edits."""
    folder = tmp_path_factory.mktemp("edits")
    first, second = (
        make_run(folder / way.__name__, {"one": way}, articles=12, metrics=["ter"]) for way in (close, loose)
    )
    return first, second


def test_where_lower_is_better_more_is_a_loss(edits: tuple[Path, Path], found: Gate) -> None:
    """TER rises: that fails as a drop, and above its ceiling; the other way round both pass."""
    gate = "[floors]\nter = 10.0\n[drops]\nter = 2.0\n"
    told = found(edits[1], edits[0], gate=gate)
    assert statuses(told)["one", "ter"] == statuses(told, "floor")["one", "ter"] == "fail"
    drop = check(told, "drop", "one", "ter")
    assert drop["numbers"]["score"] > drop["numbers"]["baseline_score"]
    assert drop["numbers"]["gain"] < 0
    assert "worse than the baseline's" in drop["sentence"]
    assert "is above the ceiling of 10." in check(told, "floor", "one", "ter")["sentence"]
    told = found(edits[0], edits[1], gate=gate)
    assert (told["status"], told["code"]) == ("pass", 0)


def test_where_nothing_was_checked_nothing_passes(baseline: Path, tmp_path: Path, hold: Callable[..., Result]) -> None:
    """New systems alone, and nothing asked of them: there was nothing to check."""
    other = make_run(tmp_path, {"three": close})
    result = hold(other, baseline, gate=f'systems = ["three"]\n{NO_COVERAGE}[drops]\nter = 1.0\n')
    assert result.code == 2
    assert "nothing was checked" in result.err


def written(tmp_path: Path, text: str) -> Path:
    """Write a gate."""
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("many", "drop", "options", "outcome"),
    [
        (True, 2.0, [], (0, "works")),
        (False, 2.0, [], (0, "cannot tell")),
        (False, 2.0, ["--strict"], (4, "cannot tell")),
        (True, 99.0, [], (1, "does not work")),
    ],
)
def test_the_exit_codes_of_the_self_test(
    many: bool,
    drop: float,
    options: list[str],
    outcome: tuple[int, str],
    baseline: Path,
    small: tuple[Path, Path],
    tmp_path: Path,
    toolkit: Toolkit,
) -> None:
    """0 where the gate works or cannot tell, 4 for the latter under `--strict`, 1 where it does not work."""
    gate = written(tmp_path, f"[drops]\nbleu = {drop}\n")
    result = toolkit("gate", "--baseline", baseline if many else small[0], "--self-test", "--config", gate, *options)
    assert (result.code, result.out.splitlines()[-1].partition(":")[0]) == outcome
    assert result.err == ""


def test_the_self_test_prints_text_and_tries_the_baseline(baseline: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """Other forms, and a run to be held, belong to the gate itself; nothing is written."""
    gate = written(tmp_path, GATE)
    for extra in (["--format", "json"], ["--junit", tmp_path / "x.xml"], ["--markdown", tmp_path / "x.md"], [baseline]):
        result = toolkit("gate", "--baseline", baseline, "--self-test", "--config", gate, *extra)
        assert result.code == 2
        assert "--self-test tries the baseline alone" in result.err
    assert list(tmp_path.iterdir()) == [gate]


def test_one_call_prints_annotations_and_writes_junit_and_markdown(
    baseline: Path, worse: Path, tmp_path: Path, hold: Callable[..., Result]
) -> None:
    """What a CI wants of one call; each form is the one that stdout would show."""
    files = {"junit": tmp_path / "gate.xml", "markdown": tmp_path / "gate.md"}
    options = [f"--{name}={path}" for name, path in files.items()]
    result = hold(worse, baseline, "--format", "annotations", *options)
    assert result.code == 3
    assert result.out.startswith("::error title=toolkit gate%3A one%3A drop of bleu::BLEU ")
    assert hold(worse, baseline, "--format", "junit").out == files["junit"].read_text(encoding="utf-8")
    assert hold(worse, baseline, "--format", "md").out == files["markdown"].read_text(encoding="utf-8")
    (suite,) = ElementTree.parse(files["junit"]).getroot()
    told = [each["status"] for each in json.loads(hold(worse, baseline, "--format", "json").out)["checks"]]
    assert told.count("fail") >= 2, "BLEU and chrF of the system that has lost"
    assert (suite.get("failures"), suite.get("skipped")) == (str(told.count("fail")), str(told.count("inconclusive")))


def test_a_report_that_cannot_be_written_is_an_error(
    baseline: Path, tmp_path: Path, hold: Callable[..., Result]
) -> None:
    """One line, exit code 1, and no half of a file."""
    result = hold(baseline, baseline, "--junit", tmp_path / "no" / "gate.xml")
    assert result.code == 1
    assert "cannot write" in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gate.toml"]


def test_the_latest_run_is_held_to_a_named_one_by_the_projects_gate(here: Path, toolkit: Toolkit) -> None:
    """With nothing said but the baseline, on the demo: one article, replayed, is the same text."""
    assert toolkit("run", "--offline", "-q").code == 0
    (made,) = (here / "outputs" / "runs").iterdir()
    result = toolkit("gate", "--baseline", load_run(made).run_id)
    assert result.code == 0
    assert result.out.splitlines()[-1] == "pass: 13 checks, 13 pass"
    (here / "config" / "gate.toml").unlink()
    result = toolkit("gate", "--baseline", "latest")
    assert result.code == 2
    assert result.err == "error: no config/gate.toml here, which says what the gate asks; name one with --config FILE\n"
