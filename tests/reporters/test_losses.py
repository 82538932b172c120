"""What the bullets lost: which lines are shown, in which score, and what has to be known to read them."""

from __future__ import annotations

import pytest

from tests.reporters.conftest import aggregate, loss, score_rows
from toolkit.reporters._boards import board
from toolkit.reporters._losses import losses
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown

WITHOUT = {f"{way}_{side}": None for way in ("translation", "summary") for side in ("low", "high")}


def test_real_summarizers_are_shown_with_every_translation_they_read(run, make_run) -> None:
    """A baseline summarizer stays in the table; a baseline translation, as another person's, is shown for measure."""
    assert [row[0] for row in losses(run).rows] == ["extractive on apertium-es"]
    measured = make_run(
        losses=[loss(), loss(system="reference a", baseline=True), loss(summarizer="lead", baseline=True)]
    )
    assert [row[0] for row in losses(measured).rows] == ["extractive on apertium-es", "extractive on reference a"]


def test_losses_stand_with_their_sign_and_their_interval(run) -> None:
    """What was lost is above 0; the interval says how sure."""
    found = losses(run)
    assert found.heads == (
        "", "score", "from reference b", "ceiling", "translation loss", "interval", "summary loss", "interval",
    )  # fmt: skip
    (row,) = found.rows
    assert row[1:] == ("0.310", "0.400", "0.550", "+0.090", "-0.020 … +0.200", "+0.150", "+0.100 … +0.250")
    assert "Over 12 articles; interval: 95%, of 1,000 resamples; seed 7." in found.notes


def test_lines_with_fewer_articles_are_counted_in(make_run) -> None:
    """A translation that failed has fewer articles than the others."""
    notes = losses(make_run(losses=[loss(), loss(system="deepl", articles=9)])).notes
    assert any(note.startswith("Over 9 to 12 articles;") for note in notes)


def test_a_single_article_says_that_it_has_no_interval(make_run) -> None:
    """The columns go, and a note says why."""
    found = losses(make_run(losses=[loss(articles=1, **WITHOUT)]))
    assert "interval" not in found.heads
    assert len(found.rows[0]) == len(found.heads)
    assert found.notes[-1] == "Over 1 article: no interval, which takes several."


def test_the_notes_say_what_the_ceiling_is(make_run) -> None:
    """People's own where there are several sets, else only what cannot be exceeded."""
    assert any("each of the 2 sets" in note for note in losses(make_run(losses=[loss()])).notes)
    assert any("a second set" in note for note in losses(make_run(losses=[loss(sets=1, ceiling=1)])).notes)


def test_what_could_not_be_split_is_named_with_its_reason(run) -> None:
    """It has no row, but a line."""
    assert losses(run).notes[-1] == "extractive on deepl: not split: no article has bullets of both."


def test_they_are_told_in_the_score_that_gives_the_order(make_run) -> None:
    """ROUGE-1 where it was scored, else what there is."""
    rouge = {"metric": "rouge", "output": "rouge1", "title": "ROUGE-1"}
    ranked = aggregate(
        task="summary", system="apertium-es", summarizer="extractive", score=0.3, ranked=True, rank=1, **rouge
    )
    both = [loss(), loss(**rouge)]
    assert losses(make_run(losses=both, aggregates=[ranked])).title == "What the bullets lost, in ROUGE-1"
    assert losses(make_run(losses=both)).title == "What the bullets lost, in bullet F1"


@pytest.mark.parametrize("reporter", [Console(), Markdown()], ids=lambda reporter: reporter.name)
def test_both_reports_show_them_between_the_bullets_and_the_verdicts(reporter, run, make_run) -> None:
    """Nothing is shown where nothing was split."""
    text = " ".join(reporter.render(run, 140).replace("\\", "").split())
    assert text.index("reopens on 12") < text.index("What the bullets lost, in bullet F1") < text.index("How sure")
    assert "+0.090" in text
    assert "What the bullets lost" not in reporter.render(make_run(losses=[]))
    assert losses(make_run(losses=[])) is None


def test_a_board_leaves_the_recalls_of_rouge_to_the_tables(make_run) -> None:
    """The score that gives the order leads, its metric's others follow."""
    rows = [
        aggregate(task="summary", system="x", summarizer="lead", metric=metric, output=output, title=output, score=0.5)
        for metric, output in (
            ("bullet_f1", "bullet_f1"), ("rouge", "rouge1"), ("rouge", "rouge1_recall"), ("rouge", "rouge2"),
        )
    ]  # fmt: skip
    assert board(make_run(aggregates=rows, scores=score_rows()), "summary").heads == ("rouge1", "rouge2", "bullet_f1")
