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
            "won, lost, tied": "2/0/1", "shown from": "–",
        },
        {
            "metric": "similarity", "difference": "-0.010", "interval": "-0.250 … +0.125", "p": "0.5000",
            "adjusted p": "0.5000", "won, lost, tied": "1/2/0", "shown from": "–",
        },
    ]  # fmt: skip


PEERS = "sacrebleu's own p, over segments, not corrected (--paired-bs and --paired-ar): BLEU 0.0200 and 0.0300."
PEOPLE = "People rank pairs of systems so far apart in 88% of cases as BLEU does (Kocmi et al. 2024, on other systems)."
SHOWN_FROM = "shown from: so large a difference is found in four of five cases (80% power), a smaller one less often."


def how(shuffles: str, comparisons: str, level: str = "0.05", interval: str = "95%") -> str:
    """Write how something was tested."""
    return (
        f"p: paired approximate randomization, two-sided, {shuffles}, corrected (Holm) over {comparisons}, level "
        f"{level}; interval: {interval}, paired bootstrap, 1,000 resamples; seed 12345."
    )


def test_the_notes_say_what_a_difference_is_how_it_was_tested_and_what_was_not_compared(run) -> None:
    """Without the first of them nobody can tell which of the two a plus is for."""
    (found,) = verdicts(run)
    assert found.notes == (
        f"Each difference is {CANDIDATE} less apertium-es, over 3 segments.",
        PEOPLE,
        how("all 4 shuffles", "1 comparison"),
        PEERS,
        "chrF: not compared: scored against other references.",
    )


def test_what_can_be_shown_is_in_the_metrics_own_unit(make_run) -> None:
    rows = [comparison(unit="article", units=20, detectable=3.14159, exact=False, trials=10_000, adjusted_p=0.009,
                       family_size=3, level=0.01)]  # fmt: skip
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict()]))
    assert found.rows[0][-3:] == ("0.0090", "2/0/1", "3.1")
    assert found.notes == (
        f"Each difference is {CANDIDATE} less apertium-es, over 20 articles.",
        PEOPLE,
        how("10,000 shuffles", "3 comparisons", "0.01", "99%"),
        SHOWN_FROM,
        PEERS,
    )


def test_what_is_not_shown_says_how_much_more_material_would_show_it(make_run) -> None:
    """34 articles needed and 20 there make 14 more; a metric that shows its difference, or for which no number of
    articles is known, is left out."""
    words = {"unit": "article", "units": 20, "adjusted_p": 0.3, "detectable": 3.0}
    rows = [
        comparison(**words, articles_needed=34),
        comparison(**words | {"adjusted_p": 0.01}, articles_needed=25, output="chrf", metric="chrf", title="chrF"),
        comparison(**words, articles_needed=1230, output="similarity", metric="similarity", title="similarity"),
        comparison(**words, articles_needed=None, output="ter", metric="ter", title="TER"),
    ]
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict()]))
    assert (
        "To show a difference as large as this takes more articles (80% power): 14 by BLEU and 1,210 by similarity."
        in found.notes
    )


def test_where_less_is_better_that_is_said(make_run) -> None:
    rows = [comparison(), comparison(metric="ter", output="ter", title="TER", higher_is_better=False)]
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict()]))
    assert found.notes[0].endswith(" less apertium-es, over 3 segments; of TER lower is better.")


def test_metrics_that_see_other_units_differ_have_other_shuffles(make_run) -> None:
    rows = [comparison(trials=8), comparison(metric="chrf", output="chrf", title="chrF", trials=10_000, exact=False)]
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict()]))
    assert how("8 to 10,000 shuffles", "1 comparison") in found.notes
    (found,) = verdicts(make_run(comparisons=[comparison(trials=1)], verdicts=[verdict()]))
    assert how("the only shuffle there is", "1 comparison") in found.notes


def test_how_all_was_tested_is_said_once_and_again_where_it_changes(make_run) -> None:
    pairs = [{}, {"candidate": "deepl"}, {"candidate": "google"}]
    rows = [comparison(**pair, trials=4 if place < 2 else 2) for place, pair in enumerate(pairs)]
    found = list(verdicts(make_run(comparisons=rows, verdicts=[verdict(**pair) for pair in pairs])))
    told = [[note.split(",")[2] for note in one.notes if note.startswith("p: ")] for one in found]
    assert told == [[" all 4 shuffles"], [], [" all 2 shuffles"]]


def test_without_a_test_there_is_no_p_and_no_interval(make_run) -> None:
    rows = [comparison(unit="article", units=1, p=None, adjusted_p=None, low=None, high=None, family_size=0,
                       people_agree=None, sacrebleu_bootstrap_p=None, sacrebleu_randomization_p=None)]  # fmt: skip
    (found,) = verdicts(make_run(comparisons=rows, verdicts=[verdict(verdict="too little material")]))
    assert found.rows[0][1:6] == ("+18.7", "–", "–", "–", "2/0/1")
    assert found.notes == (
        f"Each difference is {CANDIDATE} less apertium-es, over 1 article.",
        "No p and no interval: a single article is nothing to draw from.",
    )


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
