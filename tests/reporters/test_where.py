"""Where a run fails: summaries that are shorter than was asked for."""

from __future__ import annotations

import json

import pytest

from tests.reporters.conftest import bullet, runs_row
from toolkit.reporters._where import short_lines, troubles
from toolkit.reporters.console import Console
from toolkit.reporters.html import Html
from toolkit.reporters.markdown import Markdown

SUMMARY = {"summary": {"bullets": 3}}
REASON = "the rest only repeats them"


def made(summarizer: str, bullets: int, article: str = "art-pont", **cells: object) -> list[dict[str, object]]:
    cells = {"role": "candidate", "reference": "", "baseline": False, "system": "deepl", "text": "Yes."} | cells
    return [
        bullet(**cells, article_id=article, summarizer=summarizer, position=place) for place in range(1, bullets + 1)
    ]


@pytest.fixture
def short_run(make_run):
    """Give a run of which three bullets a summary were wanted."""
    rows = [
        *made("mine", 2),
        *made("mine", 3, "art-quai"),
        *made("llm", 1),
        *made("llm", 2, "art-quai"),
        *made("lead", 1, baseline=True),
        bullet(text="Yes."),
    ]
    config = json.dumps(SUMMARY | {"why_fewer": {"mine": REASON}})
    return make_run(runs=[runs_row(config_json=config)], bullets=rows)


def test_each_summarizer_that_gave_too_few_has_a_line(short_run) -> None:
    """With the first article, and the reason where the run recorded one."""
    assert short_lines(short_run, most=5) == (
        "mine on deepl: 2 of 3 bullets for art-pont; the rest only repeats them",
        "llm on deepl: 1 of 3 bullets for art-pont, first of 2 articles",
    )
    assert short_lines(short_run, most=1)[1] == "and 1 more summaries; bullets.jsonl"


def test_only_what_went_wrong_has_a_title_and_what_failed_stands_first(short_run) -> None:
    """The run of these tests has a failure, no fact, and short summaries."""
    found = troubles(short_run, most=1, most_facts=1)
    assert list(found) == ["What failed", "Where it fails: fewer bullets than asked for"]
    assert found["Where it fails: fewer bullets than asked for"] == short_lines(short_run, most=1)


@pytest.mark.parametrize("render", [lambda run: Console().render(run, 160), Markdown().render, Html().render])
def test_every_reporter_says_so(render, short_run) -> None:
    """Before the leaderboards; on the page among what to be wary of."""
    text = render(short_run)
    assert "mine on deepl: 2 of 3 bullets for art-pont" in text
    assert text.index("2 of 3 bullets") < text.index("highest similarity")


def test_a_run_that_recorded_no_reason_shows_the_count_alone(make_run) -> None:
    """An older toolkit recorded none, whatever made the bullets."""
    signatures = json.dumps({"summarizers": {"extractive": "extractive|version:2"}})
    row = runs_row(config_json=json.dumps(SUMMARY), signatures_json=signatures)
    older = make_run(runs=[row], bullets=made("extractive", 2))
    assert short_lines(older, most=5) == ("extractive on deepl: 2 of 3 bullets for art-pont",)


def test_a_run_that_does_not_say_how_many_were_wanted_has_none(run) -> None:
    """An older toolkit did not write it down."""
    assert short_lines(run, most=5) == ()
