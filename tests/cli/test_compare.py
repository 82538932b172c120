"""toolkit compare: a run's own verdicts again, other questions to it, and one run against another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Toolkit
from tests.cli.six import make_project, make_run, rewrite
from toolkit import jsonl, plugins
from toolkit.tables import Row, load_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the project."""
    made = tmp_path_factory.mktemp("six")
    make_project(made)
    return made


@pytest.fixture(scope="module")
def run(folder: Path) -> Path:
    """Make the run that is asked."""
    return make_run(folder)


def other(tmp_path: Path, **words: str) -> Path:
    """Make a run of another project."""
    make_project(tmp_path / "other", **words)
    return make_run(tmp_path / "other")


def sign(rows: list[Row]) -> None:
    """Say that BLEU counted other tokens."""
    for row in rows:
        if row["metric"] == "bleu":
            row["signature"] = "tok:intl"


def tables(text: str) -> dict[str, list[dict[str, Any]]]:
    """Read the JSON form."""
    found: dict[str, list[dict[str, Any]]] = json.loads(text)
    return found


def test_one_run_gives_its_own_verdicts_again(run: Path, toolkit: Toolkit) -> None:
    """With nothing said otherwise the rows are those of the run's tables, in JSON and in JSONL."""
    made = load_run(run)
    result = toolkit("compare", run, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert tables(result.out) == {name: list(made.rows(name)) for name in ("comparisons", "verdicts")}
    lines = [json.loads(line) for line in toolkit("compare", run, "--format", "jsonl").out.splitlines()]
    assert lines == [*made.rows("comparisons"), *made.rows("verdicts")]


def test_the_text_is_that_of_the_report(run: Path, toolkit: Toolkit) -> None:
    """The terminal and Markdown show the part on how sure it is as the run itself did."""
    made = load_run(run)
    whole = plugins.load("reporters", "console")().render(made, width=100)
    text = toolkit("compare", run).out
    assert text.startswith("How sure\n")
    assert text.rstrip("\n") in whole
    assert toolkit("compare", run, "--format", "md").out.rstrip("\n") in (run / "report.md").read_text(encoding="utf-8")


def test_a_run_is_named_by_folder_id_or_latest(run: Path, toolkit: Toolkit) -> None:
    """All names of one run mean the same."""
    run_id = load_run(run).run_id
    names = (str(run), run.name, run_id, run_id.removeprefix("run-"), "latest")
    assert len({toolkit("compare", name, "--out", run.parent).out for name in names}) == 1


def test_options_change_the_question(run: Path, toolkit: Toolkit) -> None:
    """Baseline, metric, draws, seed and level are as asked, and stand on the rows."""
    options = ["--baseline", "broken", "-m", "chrf", "--resamples", 20, "--trials", 7, "--seed", 3, "--level", 0.2]
    found = tables(toolkit("compare", run, *options, "--format", "json").out)
    (row,) = (row for row in found["comparisons"] if row["task"] == "translation")
    assert (row["baseline"], row["candidate"], row["metric"]) == ("broken", "plain", "chrf")
    assert (row["resamples"], row["trials"], row["exact"]) == (20, 7, False)
    assert (row["seed"], row["level"]) == (3, 0.2)
    assert isinstance(row["p"], float)


def test_the_two_ways_round_are_the_same_difference(run: Path, toolkit: Toolkit) -> None:
    """The baseline asked for turns the sign, and nothing else of the test."""
    one, two = (
        tables(toolkit("compare", run, "--baseline", name, "-m", "bleu", "--format", "json").out)["comparisons"][0]
        for name in ("plain", "broken")
    )
    assert one["difference"] == -two["difference"]
    assert one["p"] == two["p"]
    assert (one["wins"], one["losses"]) == (two["losses"], two["wins"])


def test_a_candidate_leaves_out_the_others(here: Path, toolkit: Toolkit) -> None:
    """Of three that are compared with the source, one is asked for; alone it is corrected with nothing."""
    assert here.exists()
    assert toolkit("run", "--offline", "--quiet").code == 0
    options = ["--baseline", "untranslated", "--candidate", "apertium via Catalan", "-m", "chrf", "--format", "json"]
    found = tables(toolkit("compare", "latest", *options).out)
    assert [(row["baseline"], row["candidate"]) for row in found["verdicts"]] == [
        ("untranslated", "apertium via Catalan")
    ]
    assert found["comparisons"][0]["family_size"] == 1


def test_all_pairs_are_corrected_together(here: Path, toolkit: Toolkit) -> None:
    """Two that compete and the baseline asked for make three pairs: the smallest p is adjusted by three."""
    assert here.exists()
    assert toolkit("run", "--offline", "--quiet").code == 0
    options = ["--all-pairs", "--baseline", "untranslated", "-m", "chrf", "--format", "json"]
    found = tables(toolkit("compare", "latest", *options).out)["comparisons"]
    assert {row["family_size"] for row in found} == {3}
    lowest = min(found, key=lambda row: row["p"])
    assert lowest["adjusted_p"] == pytest.approx(3 * lowest["p"], abs=2e-6)


def test_a_run_against_itself_is_identical(run: Path, toolkit: Toolkit) -> None:
    """Each line meets itself: p is 1, and the two sides are told apart."""
    found = tables(toolkit("compare", run, run, "--format", "json").out)
    assert {row["verdict"] for row in found["verdicts"]} == {"identical"}
    assert {row["p"] for row in found["comparisons"]} == {1.0}
    assert {row["difference"] for row in found["comparisons"]} == {0.0}
    run_id = load_run(run).run_id
    assert found["verdicts"][0]["baseline"] == f"plain ({run_id}, first)"
    assert found["verdicts"][0]["candidate"] == f"plain ({run_id}, second)"


def test_two_runs_meet_name_by_name(folder: Path, run: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """The first run holds the baselines, the second the candidates; here `plain` of the second is what `broken` was."""
    swapped = tmp_path / "swapped"
    shutil.copytree(folder, swapped, ignore=shutil.ignore_patterns("runs"))
    (swapped / "plain").rename(swapped / "kept")
    (swapped / "broken").rename(swapped / "plain")
    (swapped / "kept").rename(swapped / "broken")
    second = make_run(swapped)
    found = tables(toolkit("compare", run, second, "--format", "json").out)
    ids = load_run(run).run_id, load_run(second).run_id
    sides = [(row["baseline"], row["candidate"]) for row in found["verdicts"] if row["task"] == "translation"]
    assert sides == [(f"{name} ({ids[0]})", f"{name} ({ids[1]})") for name in ("plain", "broken")]
    within = next(row for row in load_run(run).rows("comparisons") if row["output"] == "bleu")
    between = next(row for row in found["comparisons"] if row["output"] == "bleu")
    for column in ("difference", "low", "high", "p", "wins", "losses", "ties", "articles"):
        assert between[column] == within[column]
    assert between["family_size"] == 2


def test_names_may_differ_between_runs(run: Path, toolkit: Toolkit) -> None:
    """`--baseline` of the first and `--candidate` of the second: the difference within the one run again."""
    options = ["--baseline", "plain", "--candidate", "broken", "-m", "chrf", "--format", "json"]
    found = tables(toolkit("compare", run, run, *options).out)
    within = next(row for row in load_run(run).rows("comparisons") if row["output"] == "chrf")
    (between,) = found["comparisons"]
    assert (between["difference"], between["p"]) == (within["difference"], within["p"])


def test_a_metric_with_another_signature_is_left_out(run: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """The others are compared; what differs is said on stderr."""
    copy = Path(shutil.copytree(run, tmp_path / "copy"))
    rewrite(copy, "aggregates.jsonl", sign)
    result = toolkit("compare", run, copy, "--format", "json")
    assert result.code == 0
    assert {row["metric"] for row in tables(result.out)["comparisons"]} == {"chrf", "facts", "bullet_f1", "support"}
    assert "bleu is not compared: its signature differs: nrefs:1|" in result.err
    assert "tok:intl" in result.err
    alone = toolkit("compare", run, copy, "-m", "bleu")
    assert alone.code == 2
    assert "cannot be compared: bleu: its signature differs" in alone.err


def test_other_references_are_refused(run: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """The first place that was scored against something else is named; bullets had the same references."""
    changed = other(tmp_path, references="put his name to")
    result = toolkit("compare", run, changed, "-m", "bleu", "-m", "chrf")
    assert result.code == 2
    assert "bleu: art-town-1 seg-002 was scored against other references" in result.err
    assert result.err.count("\n") == 1
    assert toolkit("compare", run, changed, "-m", "bullet_f1").code == 0


def test_another_source_text_is_refused(run: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """The same id with another text is another article."""
    result = toolkit("compare", run, other(tmp_path, text="a rejeté"))
    assert result.code == 2
    assert "the text of art-town-1 differs" in result.err


def test_other_segments_are_refused(run: Path, tmp_path: Path, toolkit: Toolkit) -> None:
    """Segment metrics count by segment: an article that was cut otherwise is named; bullets do not mind."""
    copy = Path(shutil.copytree(run, tmp_path / "copy"))
    rewrite(
        copy,
        "segments.jsonl",
        lambda rows: rows.__setitem__(slice(None), [row for row in rows if row["segment_id"] != "seg-003"]),
    )
    result = toolkit("compare", run, copy, "--format", "json")
    assert result.code == 0
    assert {row["task"] for row in tables(result.out)["comparisons"]} == {"summary"}
    assert "chrf is not compared: art-town-1 was cut into other segments: 3 segments and 2" in result.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--baseline", "deepl"], "nothing named 'deepl' was scored; there are: broken, extractive, plain"),
        (["--candidate", "deepl"], "nothing named 'deepl' was scored; there are: broken, extractive, plain"),
        (["-m", "ter"], "metric 'ter' was not scored; there are: bleu, bullet_f1, chrf, facts, support"),
        (["--candidate", "plain"], "nothing to compare: name what 'plain' is compared with, by --baseline; there are"),
        (["--level", "1"], "level"),
        (["--level", "nan"], "level"),
        (["--seed", "0"], "seed"),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments: list[str], told: str, run: Path, toolkit: Toolkit) -> None:
    """Each names what there is, or what to do."""
    result = toolkit("compare", run, *arguments)
    assert result.code == 2
    assert told in result.err


def test_a_run_without_scores_says_so(tmp_path: Path, toolkit: Toolkit) -> None:
    """Without references BLEU scores nothing: alone or beside another run there is nothing to compare."""
    make_project(tmp_path)
    rows = [{"id": row["id"], "text": row["text"]} for _, row in jsonl.read_lines(tmp_path / "articles.jsonl")]
    (tmp_path / "articles.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    config = tmp_path / "six.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(', "chrf", "facts", "bullet_f1", "support"', ""), encoding="utf-8"
    )
    made = make_run(tmp_path)
    for runs in ([made], [made, made]):
        result = toolkit("compare", *runs)
        assert result.code == 2
        assert f"{load_run(made).run_id} has no scores to compare" in result.err


def test_without_a_reference_there_is_no_verdict(
    tmp_path: Path, toolkit: Toolkit, capsys: pytest.CaptureFixture[str]
) -> None:
    """What reads no reference shows where to look: its differences are in the table, and no system is called better."""
    make_project(tmp_path)
    rows = [{"id": row["id"], "text": row["text"]} for _, row in jsonl.read_lines(tmp_path / "articles.jsonl")]
    (tmp_path / "articles.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    made = make_run(tmp_path)
    told = " ".join(capsys.readouterr().out.split())
    assert "No verdict: without a reference the scores tell where to look, not which is better." in told
    assert "BLEU, chrF not scored: no reference" in told
    found = load_run(made)
    assert found.rows("verdicts") == ()
    assert "facts" in {row["metric"] for row in found.rows("comparisons") if row["scored"]}
    result = toolkit("compare", made)
    assert (result.code, result.out) == (2, "")
    told = "error: no verdict: facts and support read no reference, so they show where to look, not which is better"
    assert result.err.startswith(told)
    alone = toolkit("compare", made, "-m", "facts").err
    assert alone.startswith("error: no verdict: facts reads no reference, so it shows where to look")
    assert toolkit("verify", made).code == 0


def test_one_run_or_two(run: Path, toolkit: Toolkit) -> None:
    """Three runs, every two of two runs, or a run that does not exist: nothing is guessed."""
    assert "one run or two, not 3" in toolkit("compare", run, run, run).err
    assert "within one run" in toolkit("compare", run, run, "--all-pairs").err
    result = toolkit("compare", "run-000", "--out", run.parent)
    assert result.code == 2
    assert "no finished run 'run-000'" in result.err
