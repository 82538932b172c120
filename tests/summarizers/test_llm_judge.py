"""Answers of a model, of any shape, held against the article."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.summarizers.desk import GOOD, SENTENCES, bullets
from toolkit.documents import Document
from toolkit.summarizers._llm_judge import judge
from toolkit.summarizers._llm_prompt import Task, task

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["bullets", "text", "sentence", "quote", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def marsa(document: Callable[..., Document]) -> Task:
    return task(document(" ".join(SENTENCES[:2]), " ".join(SENTENCES[2:])), 2, 20)


@given(content=ANYTHING.map(json.dumps) | st.text())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_is_too_odd_to_be_judged(content: str, marsa: Task) -> None:
    """Whatever comes, it is either printable or has a fault, and never more bullets than wanted."""
    judged = judge(content, marsa)
    assert bool(judged.bullets) or bool(judged.faults)
    assert len(judged.bullets) <= 2
    assert all("\n" not in fault for fault in judged.faults)


def test_typography_is_no_fault(marsa: Task) -> None:
    """A quote counts whatever its quotation marks, apostrophes, dashes, spaces and capitals."""
    judged = judge(
        bullets(GOOD[0], ('"We lost nine days", said Ada Brun of Marsa.', 4, '"WE LOST  nine days," said')), marsa
    )
    assert judged.faults == ()


def test_more_bullets_than_wanted_are_cut_and_said_to_be(marsa: Task) -> None:
    """The first ones are kept; the model is told how many it gave."""
    third = ("Thirty-one ships are still waiting outside Marsa.", 3, "ships are still waiting")
    judged = judge(bullets(*GOOD, third), marsa)
    assert [bullet.text for bullet in judged.bullets] == [text for text, _, _ in GOOD]
    assert judged.faults == ("3 bullets where 2 were asked for",)


def test_a_number_the_article_has_not_stays_beside_its_bullet(marsa: Task) -> None:
    """What the checks find is told the model, and kept among the edits where it stays so."""
    judged = judge(
        bullets(GOOD[0], ("The dockers of Marsa accepted a raise of 7%.", 2, "accepted a raise of 4%")), marsa
    )
    assert judged.bullets[1].edits == ("reworded", "gives a number the article does not give (7%)")
    assert judged.faults == ("bullet 2: gives a number the article does not give (7%)",)


@pytest.mark.parametrize("marks", ["“{}”", "«{}»", '"{}"', "„{}“"])
def test_an_invented_quotation_is_found_in_any_marks(marks: str, marsa: Task) -> None:
    """Words that the article has not may not stand between quotation marks; those it has may."""
    said = marks.format("we are ruined")
    judged = judge(bullets(GOOD[0], (f"Ada Brun of Marsa said {said} on Tuesday.", 4, "said Ada Brun")), marsa)
    assert judged.bullets == ()
    assert any("does not say 'we are ruined'" in fault for fault in judged.faults)
    kept = marks.format("we lost nine days")
    assert judge(bullets(GOOD[0], (f"Ada Brun of Marsa said {kept} on Tuesday.", 4, "said Ada Brun")), marsa).bullets


def test_there_are_no_more_bullets_than_sentences(document: Callable[..., Document]) -> None:
    """Of a text of one sentence one bullet is asked for."""
    assert task(document("Prices fell in May."), 3, 20).bullets == 1
