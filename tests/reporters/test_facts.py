"""Facts lost or invented stand first where a run fails."""

from __future__ import annotations

import re

import pytest

from toolkit.reporters._facts import fact_lines
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown
from toolkit.tables import row


def fact(**cells: object) -> dict[str, object]:
    return row("facts", **{
        "run_id": "run-0a1b2c3d4e5f", "article_id": "art-pont", "segment_id": "seg-002", "system": "apertium-es",
        "unit": "segment", "summarizer": "", "bullet": None, "against": "article",
        "baseline": False, "position": 1, "kind": "number", "state": "lost", "value": "2", "source_words": "deux ans",
        "source_start": 22, "translation_words": "three years", "translation_start": 20,
    } | cells)  # fmt: skip


NOTHING = {"translation_words": "", "translation_start": None}
MADE_UP = {"state": "invented", "source_words": "", "source_start": None}
ROWS = [
    fact(),
    fact(position=2, kind="name", value="Anne Dupont", source_words="Anne Dupont", source_start=80, **NOTHING),
    fact(position=3, state="kept", value="12"),
    fact(segment_id="seg-003", state="unsure"),
    fact(segment_id="seg-003", position=2, kind="negation", value="not", translation_words="not", **MADE_UP),
    fact(system="untranslated", baseline=True),
]


def test_a_line_names_the_segment_and_the_words_on_both_sides(make_run) -> None:
    """Segments with more of it first, then the counts of each system, and of all baselines."""
    assert fact_lines(make_run(facts=ROWS), most=5) == (
        "art-pont seg-002 · apertium-es: lost number: deux ans → three years; lost name: Anne Dupont",
        "art-pont seg-003 · apertium-es: invented negation: not",
        "apertium-es: 2 of 3 facts lost, 1 invented; 1 unsure, which count as neither",
        "baselines, listed in facts.jsonl: 1 of 1 fact lost, 0 invented; 0 unsure, which count as neither",
    )


BULLET = {"unit": "bullet", "summarizer": "extractive", "bullet": 2}
BULLETS = [
    fact(**BULLET, position=1, state="kept"),
    fact(**BULLET, position=2, state="invented", against="article"),
    fact(**BULLET, position=3, **MADE_UP, kind="name", value="Kerry", translation_words="Kerry", against="translation"),
    fact(**BULLET, position=4, state="unsure"),
    fact(**BULLET | {"bullet": 1}, **NOTHING, against="original", kind="negation", source_words="ne pas"),
    fact(**BULLET | {"summarizer": "lead"}, baseline=True, state="invented"),
]


def test_a_bullet_is_named_by_summarizer_system_and_place(make_run) -> None:
    """Each fact says what it was held against; one line counts all, and one those of baselines."""
    assert fact_lines(make_run(facts=BULLETS), most=5) == (
        "art-pont · extractive on apertium-es, bullet 2: invented number: deux ans → three years (against the article);"
        " invented name: Kerry (against the translation)",
        "art-pont · extractive on apertium-es, bullet 1: lost negation: ne pas (against the bullet before it was"
        " translated)",
        "bullets: 3 of 4 facts wrong; 1 unsure",
        "bullets of baselines, listed in facts.jsonl: 1 of 1 fact wrong; 0 unsure",
    )
    assert fact_lines(make_run(facts=[*ROWS, *BULLETS]), most=1)[1:4] == (
        "and 1 more segment in facts.jsonl",
        fact_lines(make_run(facts=BULLETS), most=1)[0],
        "and 1 more bullet in facts.jsonl",
    )


@pytest.mark.parametrize("render", [lambda run: Console().render(run, 160), Markdown().render])
def test_a_wrong_bullet_says_so_where_the_bullets_stand(render, make_run) -> None:
    """Beside its other faults; the words stand at the top."""
    text = render(make_run(facts=BULLETS))
    assert "wrong number, wrong name, says 1 again, unsupported" in text
    assert text.count("wrong negation") == 1


def test_the_facts_of_an_older_run_are_those_of_segments(make_run) -> None:
    """Its rows have no unit."""
    rows = [{key: cell for key, cell in each.items() if key not in {"unit", "bullet", "against"}} for each in ROWS]
    assert fact_lines(make_run(facts=rows), most=5) == fact_lines(make_run(facts=ROWS), most=5)


@pytest.mark.parametrize("render", [lambda run: Console().render(run, 160), Markdown().render])
def test_every_fact_is_in_a_count(render, make_run) -> None:
    """What the tables and the page have, baselines included, is on the terminal and in report.md too."""
    rows = [*ROWS, *BULLETS]
    counts = re.findall(r"(\d+) of (\d+) facts? \w+(?:, (\d+) invented)?; (\d+) unsure", render(make_run(facts=rows)))
    told = sum(int(sure) + int(invented or 0) + int(unsure) for _, sure, invented, unsure in counts)
    assert told == len(rows)


def test_what_does_not_fit_is_counted(make_run) -> None:
    assert fact_lines(make_run(facts=ROWS), most=1)[1] == "and 1 more segment in facts.jsonl"


@pytest.mark.parametrize("render", [lambda run: Console().render(run, 120), Markdown().render])
def test_facts_come_before_the_segments_with_the_lowest_scores(render, make_run) -> None:
    text = render(make_run(facts=ROWS))
    heads = ("Where it fails: facts lost or invented", "Where it fails: the segments with the lowest similarity")
    assert -1 < text.index(heads[0]) < text.index(heads[1])
    assert "deux ans → three years" in text


def test_a_run_without_facts_shows_no_heading(run) -> None:
    assert "facts lost" not in Markdown().render(run)
