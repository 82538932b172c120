"""What the reports say of the differences."""

from __future__ import annotations

import pytest

from tests.reporters.conftest import SENTENCE, comparison, verdict
from toolkit.reporters._verdicts import HEADS, verdicts
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown

CANDIDATE = "a-system-with-a-name-longer-than-any-column"


def test_the_outputs_a_verdict_rests_on_come_first(run) -> None:
    (found,) = verdicts(run)
    assert found.title == f"{CANDIDATE} against apertium-es"
    assert found.sentence == SENTENCE
    assert [dict(zip(HEADS, cells, strict=True)) for cells in found.rows] == [
        {
            "metric": "BLEU", "difference": "+18.7", "interval": "+7.2 … +30.5", "p": "0.0300", "adjusted p": "0.0300",
            "won/lost/tied": "2/0/1", "shown from": "–",
        },
        {
            "metric": "similarity", "difference": "-0.010", "interval": "-0.250 … +0.125", "p": "0.5000",
            "adjusted p": "0.5000", "won/lost/tied": "1/2/0", "shown from": "–",
        },
    ]  # fmt: skip


def test_the_notes_say_how_it_was_tested_and_what_was_not_compared(run) -> None:
    (found,) = verdicts(run)
    assert found.notes == (
        "Over 3 segments. p: all 4 shuffles, corrected over 1 comparison; interval: 95%, of 1,000 resamples; "
        "seed 12345.",
        "chrF: not compared: scored against other references.",
    )


def test_what_can_be_shown_is_in_the_metrics_own_unit(make_run) -> None:
    rows = [comparison(unit="article", units=20, detectable=3.14159, exact=False, trials=10_000, adjusted_p=0.09,
                       family_size=3, level=0.01)]  # fmt: skip
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict()]))
    assert found.rows[0][-3:] == ("0.0900", "2/0/1", "3.1")
    assert found.notes == (
        "Over 20 articles. p: 10,000 shuffles, corrected over 3 comparisons; interval: 99%, of 1,000 resamples; "
        "seed 12345.",
    )


def test_without_a_test_there_is_no_p_and_no_interval(make_run) -> None:
    rows = [comparison(unit="article", units=1, p=None, adjusted_p=None, low=None, high=None, family_size=0)]
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict(verdict="too little material")]))
    assert found.rows[0][1:6] == ("+18.7", "–", "–", "–", "2/0/1")
    assert found.notes == ("Over 1 article: no p, no interval.",)


def test_rows_of_another_pair_and_family_stay_out(make_run) -> None:
    """Bullets by two summarizers on the same two systems are four lines, not two."""
    others = [
        comparison(candidate="deepl"),
        comparison(family="bullets by lead", baseline_summarizer="lead", candidate_summarizer="lead"),
    ]
    bullets = verdict(family="bullets by lead", baseline_summarizer="lead", candidate_summarizer="lead")
    first, second = verdicts(make_run(comparisons=[comparison(), *others], verdicts=[verdict(), bullets]))
    assert (len(first.rows), len(second.rows)) == (1, 1)
    assert second.title == f"lead on {CANDIDATE} against lead on apertium-es"


@pytest.mark.parametrize("reporter", [Console(), Markdown()], ids=["console", "markdown"])
def test_both_reports_show_sentence_numbers_and_notes_under_one_head(reporter, run) -> None:
    text = " ".join(reporter.render(run, 160).split())
    assert text.count("How sure") == 1
    assert text.index("How sure") < text.index(SENTENCE) < text.index("+7.2 … +30.5") < text.index("seed 12345")
    assert "chrF: not compared: scored against other references." in text
    assert text.index("highest similarity first") < text.index("How sure")


@pytest.mark.parametrize("reporter", [Console(), Markdown()], ids=["console", "markdown"])
def test_a_run_that_compares_nothing_has_no_such_section(reporter, make_run) -> None:
    assert "How sure" not in reporter.render(make_run(comparisons=[], verdicts=[]))
