"""toolkit verify, on what is said of bullets: losses, and how each bullet fared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from tests.cli.six import CONFIG, make_project, make_run, rewrite, without_arrays
from tests.cli.test_verify import drop, put
from toolkit import jsonl
from toolkit.tables import Row, load_run
from toolkit.verifying._fared import bullets

Change = Callable[[list[Row]], None]

HERE = {"article_id": "art-town-3", "system": "plain", "summarizer": "extractive", "position": 2}
LINE = {"system": "broken", "summarizer": "extractive", "output": "rouge1"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run with baselines, so that there are bullets from the reference translation."""
    folder = tmp_path_factory.mktemp("six")
    make_project(folder)
    config = CONFIG.replace('"bleu", "chrf"', '"rouge", "bullet_facts"').replace("bullets = 1", "bullets = 2")
    (folder / "six.toml").write_text(config.replace("baselines = false", "baselines = true"), encoding="utf-8")
    return make_run(folder)


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    """Copy the run."""
    return Path(shutil.copytree(original, tmp_path / "run"))


FACT = {"article_id": "art-town-3", "system": "plain", "summarizer": "extractive", "bullet": 2}

CHANGES: dict[str, tuple[str, Change, str]] = {
    "what became of a bullet's fact": (
        "facts.jsonl",
        put("state", "invented", **FACT),
        "facts.jsonl: art-town-3, seg-003, plain, extractive, 2, 1: state: expected kept, found invented",
    ),
    "what a bullet's fact was held against": (
        "facts.jsonl",
        put("against", "article", **FACT),
        "facts.jsonl: art-town-3, seg-003, plain, extractive, 2, 1: against: expected translation, found article",
    ),
    "a missing fact of a bullet": (
        "facts.jsonl",
        drop(**FACT),
        "facts.jsonl: art-town-3, seg-003, plain, extractive, 2, 1: expected a line, found none",
    ),
    "a fact that no bullet has": (
        "facts.jsonl",
        lambda rows: rows.append({**rows[-1], "position": 9}),
        "facts.jsonl: art-town-6, seg-003, reference a, lead, 2, 9: expected no such line, found a line",
    ),
    "a count of wrong facts": (
        "statistics/bullet_facts.jsonl",
        put("invented", 3.0, article_id="art-town-3", system="plain"),
        "statistics/bullet_facts.npz: art-town-3, plain, extractive, bullet_facts: invented: expected 3.0, found 0.0",
    ),
    "where a bullet comes from": (
        "bullets.jsonl",
        put("segment_id", "seg-001", **HERE),
        "facts.jsonl: art-town-3, seg-001, plain, extractive, 2, 1: expected a line, found none",
    ),
    "a loss": (
        "losses.jsonl",
        put("translation_loss", 0.5, **LINE),
        "losses.jsonl: broken, extractive, rouge1: translation_loss: expected ",
    ),
    "a bound of its interval": (
        "losses.jsonl",
        put("summary_high", 0.99, **LINE),
        "losses.jsonl: broken, extractive, rouge1: summary_high: expected ",
    ),
    "a ceiling": (
        "losses.jsonl",
        put("ceiling", 0.9, **LINE),
        "losses.jsonl: broken, extractive, rouge1: ceiling: expected 1.0, found 0.9",
    ),
    "a loss taken out": (
        "losses.jsonl",
        lambda rows: rows.pop(0) and None,
        "losses.jsonl: plain, extractive, rouge1: expected a line, found none",
    ),
    "what was counted": (
        "statistics/rouge.jsonl",
        put("rouge1_left_out", 0.99, article_id="art-town-3", system="broken", summarizer="extractive"),
        "statistics/rouge.npz: art-town-3, broken, extractive, rouge: rouge1_left_out: expected 0.99, found 0.347826",
    ),
    "a bullet that is not supported": (
        "bullets.jsonl",
        put("unsupported", True, **HERE),
        "bullets.jsonl: art-town-3, plain, extractive, 2: unsupported: expected False, found True",
    ),
    "a support": (
        "bullets.jsonl",
        put("support", 0.5, **HERE),
        "bullets.jsonl: art-town-3, plain, extractive: support: expected numbers that add up to 2.0, found ",
    ),
    "a similarity": (
        "bullets.jsonl",
        put("similarity", 0.123, article_id="art-town-3", system="plain", status="matched"),
        "bullets.jsonl: art-town-3, plain, extractive: similarity: expected numbers that add up to ",
    ),
    "the text it was matched with": (
        "bullets.jsonl",
        put("matched_text", "The mayor signed it.", article_id="art-town-3", system="plain", status="matched"),
        "bullets.jsonl: art-town-3, plain, extractive, 1: matched_text: expected The mayor of Brest signed the deal",
    ),
    "a repetition that is none": (
        "bullets.jsonl",
        put("repeats", 1, **HERE),
        "bullets.jsonl: art-town-3, plain, extractive, 2: ",
    ),
    "a repetition whose words are others": (
        "bullets.jsonl",
        lambda rows: next(row for row in rows if all(row[name] == cell for name, cell in HERE.items())).update(
            repeats=1, repeat_similarity=0.9, repeat_overlap=0.9
        ),
        "bullets.jsonl: art-town-3, plain, extractive, 2: repeat_overlap: expected ",
    ),
}


def test_bullets_that_no_metric_tells_of_are_in_order(tmp_path: Path, toolkit: Toolkit) -> None:
    """ROUGE and support say nothing of single bullets where there are references: there is nothing to add up."""
    make_project(tmp_path)
    config = CONFIG.replace('"bleu", "chrf", "bullet_f1"', '"rouge"')
    (tmp_path / "six.toml").write_text(config, encoding="utf-8")
    result = toolkit("verify", make_run(tmp_path))
    assert result.code == 0, result.out


def test_a_repetition_that_is_passed_over_is_named(run: Path, toolkit: Toolkit) -> None:
    """Cosine and words say that the second bullet says the first again, and the row does not."""
    own = next(row for row in load_run(run).rows("bullets") if all(row[name] == cell for name, cell in HERE.items()))
    assert own["repeats"] is None
    rewrite(run, "bullets.jsonl", put("text", "The mayor of Brest has signed the deal.", **HERE))
    rewrite(run, "bullets.jsonl", put("repeat_similarity", 0.9, **HERE))
    rewrite(run, "bullets.jsonl", put("repeat_overlap", 1.0, **HERE))
    found = next(bullets(load_run(run)))
    assert (found.column, found.expected, found.found) == ("repeats", "1", "null")


def test_an_untouched_run_passes(run: Path, toolkit: Toolkit) -> None:
    """Losses are derived again from the statistics, one a system, summarizer and output that splits."""
    result = toolkit("verify", run)
    assert result.code == 0, result.out
    losses = load_run(run).rows("losses")
    assert f"losses {len(losses)}," in result.out
    assert {row["output"] for row in losses} == {"rouge1", "rouge2", "rougeL", "bullet_f1"}
    assert {row["articles"] for row in losses if row["system"] == "broken"} == {5}  # it lacks the last article
    assert all(row["translation_low"] <= row["translation_loss"] <= row["translation_high"] for row in losses)


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_named(what: str, run: Path, toolkit: Toolkit) -> None:
    """The manifest is made to fit, so that only the other rows can give the change away: one line, exit code 1."""
    file, change, told = CHANGES[what]
    rewrite(run, file, change)
    result = toolkit("verify", run)
    assert result.code == 1
    assert result.out.count("\n") == 1
    assert told in result.out


def test_losses_are_held_against_what_was_counted(run: Path, toolkit: Toolkit) -> None:
    """In a run without arrays the table of losses gives a changed count away."""
    without_arrays(run)
    file, change, _ = CHANGES["what was counted"]
    rewrite(run, file, change)
    result = toolkit("verify", run)
    assert result.code == 1
    assert result.out.startswith("mismatch: losses.jsonl: broken, extractive, rouge1: score: expected ")


def test_bullets_without_references_are_held_against_the_article(tmp_path: Path, toolkit: Toolkit) -> None:
    """What it said is part of what was scored, whichever system translated it."""
    make_project(tmp_path)
    rewrite_articles(tmp_path / "articles.jsonl")
    config = CONFIG.replace('"bleu", "chrf", "facts", "bullet_f1", "support"', '"bullet_facts"')
    (tmp_path / "six.toml").write_text(config, encoding="utf-8")
    run = make_run(tmp_path)
    assert toolkit("verify", run).code == 0
    rewrite(run, "segments.jsonl", put("source_text", "Autre chose.", article_id="art-town-3", segment_id="seg-001"))
    told = "segments.jsonl: art-town-3: source_text: expected the texts that bullet_facts scored against (sha256:"
    assert told in toolkit("verify", run).out


def rewrite_articles(path: Path) -> None:
    """Take references and bullets out of the articles."""
    rows = [{"id": row["id"], "text": row["text"]} for _, row in jsonl.read_lines(path)]
    path.write_bytes(b"".join(map(jsonl.dump, rows)))
