"""Shortening never breaks a sentence's sense."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checks._english import signs, words
from toolkit.checks._marks import balanced
from toolkit.sentences import words as count_words
from toolkit.summarizers._shorten import shorten

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))

OPENINGS = ("", "However, ", "But ", "Last week, ", "In 2019, ", "After weeks of rain in the hills, ", "If it rains, ")
SUBJECTS = ("The harbor authority", "Renata Voss", "The mayor of Arles", "At least 31 ships", "Nobody in the town")
ASIDES = (
    "",
    ", 52,",
    ", which was built in 1932,",
    ", who allegedly slept on duty,",
    ", a public company with 300 workers,",
    " (the largest on the coast)",
    " -- not the oldest one --",
    " — with 40 cranes —",
)
VERBS = ("has also closed", "did not close", "may close", "closed", "said on Monday it had closed", "refused to close")
OBJECTS = (
    "the old bridge",
    "2.5 million tonnes of freight",
    "“a very old, and unsafe, bridge”",
    "12 cranes and a pier",
)
TAILS = (
    "",
    " on Friday",
    " last month",
    " after nine days of talks",
    ", which may be too late",
    ", leaving 200 workers without pay",
    ", including 9 pilots, 4 guards and a cook",
    " and thanked the engineers",
    ", and the port stayed shut",
    ", while prices rose by 3%",
)
SPEAKERS = ("", ", police said", ", according to a report published on Friday", ", said Ada Brun, head of the union")
SENTENCES = st.builds(
    lambda *parts: "".join(parts) + ".",
    st.sampled_from(OPENINGS),
    st.sampled_from(SUBJECTS),
    st.sampled_from(ASIDES),
    st.sampled_from([f" {verb} " for verb in VERBS]),
    st.sampled_from(OBJECTS),
    st.sampled_from(TAILS),
    st.sampled_from(TAILS),
    st.sampled_from(SPEAKERS),
)
BOUNDS = st.integers(3, 25)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['sentence'][:40]}" for case in CASES])
def test_each_rule_cuts_what_it_may_and_refuses_the_rest(case: dict[str, Any]) -> None:
    """What comes out, and what is said of it, is what an editor wrote down."""
    made = shorten(case["sentence"], case["max_words"])
    assert (made.text, list(made.edits)) == (case["bullet"], case["edits"])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['sentence'][:40]}" for case in CASES])
def test_the_cases_say_what_they_show(case: dict[str, Any]) -> None:
    """A cut case has an edit that cuts; a refused or kept one has the words of its sentence."""
    cutting = [edit for edit in case["edits"] if not edit.startswith("longer")]
    assert bool(cutting) == (case["outcome"] == "cut") == (case["bullet"] != case["sentence"])


def subsequence(part: list[str], whole: list[str]) -> bool:
    """Tell whether the words of the one stand in the other, in order."""
    left = iter(whole)
    return all(word in left for word in part)


@settings(deadline=None, max_examples=400)
@given(SENTENCES, BOUNDS)
def test_words_stay_in_order(sentence: str, bound: int) -> None:
    """Nothing is added or moved: a bullet's words are a subsequence of its sentence's."""
    assert subsequence(words(shorten(sentence, bound).text), words(sentence))


@settings(deadline=None, max_examples=400)
@given(SENTENCES, BOUNDS)
def test_negations_hedges_and_speakers_survive(sentence: str, bound: int) -> None:
    """A bullet has every negation and hedge of its sentence, and its claim keeps its speaker."""
    text = shorten(sentence, bound).text
    assert signs(text) == signs(sentence)
    for speaker in ("police said", "according to a report", "said Ada Brun"):
        assert (speaker in text) == (speaker in sentence)


@settings(deadline=None, max_examples=400)
@given(SENTENCES, BOUNDS)
def test_numbers_keep_their_units(sentence: str, bound: int) -> None:
    """The word behind each number that stays is the word that stood behind it."""
    text = shorten(sentence, bound).text
    for number, unit in re.findall(r"(\d[\d.]*%?) (\w+)", text):
        assert f"{number} {unit}" in sentence


@settings(deadline=None, max_examples=400)
@given(SENTENCES, BOUNDS)
def test_a_bullet_is_whole(sentence: str, bound: int) -> None:
    """It begins with a capital or a figure, ends with a full stop, closes its quotes and says whether it fits."""
    made = shorten(sentence, bound)
    assert re.match(r"[A-Z0-9“]", made.text)
    assert made.text.endswith(".")
    assert balanced(made.text)
    assert not re.search(r"\s[,.]|,[,.]|\s{2}", made.text)
    assert words(made.text)[-1] not in {"and", "or", "the", "a", "of", "to", "with", "including", "which"}
    assert made.fits == (count_words(made.text) <= bound)
    assert made.fits == (not any(edit.startswith("longer than") for edit in made.edits))


@settings(deadline=None)
@given(st.text(max_size=120), BOUNDS)
def test_any_text_comes_back(text: str, bound: int) -> None:
    """No text, however odd, makes a rule fail or loop; without a bound it is untouched."""
    assert shorten(text, None).text == text
    assert subsequence(words(shorten(text, bound).text), words(text)) or not text.isascii()
