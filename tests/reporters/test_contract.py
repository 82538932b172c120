"""What every reporter must do, whoever wrote it."""

from __future__ import annotations

import pytest

from toolkit import plugins
from toolkit.reporters._base import Reporter

NAMES = plugins.available("reporters")
CLAIMS = ("better", "best", "significan", "winner")


@pytest.fixture(params=NAMES)
def reporter(request: pytest.FixtureRequest) -> Reporter:
    made = plugins.load("reporters", request.param)()
    assert made.name == request.param
    return made


FAILURE, WORST, BULLETS, LOSSES, PAIRS = (
    "the allowance is used up",
    "lowest similarity",
    "reopens on 12",
    "What the bullets lost",
    "interval: 95",
)
BOARDS = ("highest similarity", "highest bullet F1")
# What is read from the top shows first where a run fails; in a page one looks around, and the result stands first.
ORDERS = {"html": [*BOARDS, PAIRS, WORST, LOSSES, BULLETS, FAILURE]}


def test_a_reporter_shows_failures_worst_segments_leaderboards_and_bullets_in_its_order(reporter, run) -> None:
    text = reporter.render(run)
    places = [text.index(mark) for mark in ORDERS.get(reporter.name, [FAILURE, WORST, *BOARDS, BULLETS, LOSSES, PAIRS])]
    assert places == sorted(places)


def test_a_reporter_gives_the_same_text_for_the_same_tables_and_ends_with_one_newline(reporter, run) -> None:
    first = reporter.render(run, 90)
    assert reporter.render(run, 90) == first
    assert first.endswith("\n")
    assert not first.endswith("\n\n")


def test_a_reporter_without_color_writes_no_escape_and_no_control_character(reporter, hostile_run) -> None:
    text = reporter.render(hostile_run)
    assert not {char for char in text if ord(char) < 32 or char == "\u202e"} - {"\n"}
    assert r"\x1b" in text


def test_a_reporter_claims_of_better_or_significance_what_a_verdict_says_and_no_more(reporter, run) -> None:
    text = " ".join(reporter.render(run).lower().split())
    sentence, verdict = (run.rows("verdicts")[0][name].lower() for name in ("sentence", "verdict"))
    assert sentence in text
    rest = text.replace(sentence, "").replace(verdict, "")
    assert not [word for word in CLAIMS if word in rest]
    assert "not tested" not in text


def test_a_reporter_claims_nothing_of_better_or_significance_without_a_verdict(reporter, make_run) -> None:
    text = reporter.render(make_run(verdicts=[], comparisons=[])).lower()
    assert not [word for word in CLAIMS if word in text]
    assert "not tested" in text


@pytest.mark.parametrize(
    "missing", ["segments", "bullets", "scores", "aggregates", "failures", "comparisons", "verdicts"]
)
def test_a_reporter_shows_a_run_that_lacks_a_table(reporter, make_run, missing) -> None:
    assert reporter.render(make_run(**{missing: []}))


def test_a_reporter_says_that_without_references_nothing_can_be_shown(reporter, make_run) -> None:
    text = reporter.render(make_run(scores=[], aggregates=[]))
    assert "no reference translation" in text
    assert "highest" not in text
