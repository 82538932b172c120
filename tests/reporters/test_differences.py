"""Which words of a translation are not its reference's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.reporters._differences import LONGEST, marked

TEXTS = st.lists(st.sampled_from(["the", "The", "cat", "l’an", "3.4", ",", "«", " ", "漢字", "é"]), max_size=12).map(
    " ".join
)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_parts_give_the_text_again_and_what_is_not_marked_are_the_references_words(text: str, other: str) -> None:
    """Unmarked words stand in the reference in this order; with the missing ones they are all of its words."""
    found = marked(text, other)
    assert "".join(found.parts) == text
    assert not other.strip() or all(part for part in found.parts[1:-1])
    common = sum(len(_words(part)) for part in found.parts[::2])
    if _words(other):
        assert common + sum(len(_words(run)) for run in found.missing) == len(_words(other))


def _words(text: str) -> list[str]:
    return [word for piece in text.split() for word in ([*piece] if piece == "漢字" else [piece]) if word not in ",«"]


@pytest.mark.parametrize(
    ("text", "reference"),
    [("The cat.", "the CAT"), ("L'an 2000", "l’an 2000"), ("same", "same"), ("no reference", "")],
)
def test_case_apostrophes_and_points_are_no_difference_and_without_a_reference_there_is_none(
    text: str, reference: str
) -> None:
    assert marked(text, reference).parts == (text,)
    assert marked(text, reference).missing == ()


def test_a_number_is_one_word_with_its_points() -> None:
    assert marked("3.4 million", "34 million").parts == ("", "3.4", " million")


def test_words_without_spaces_are_compared_character_by_character() -> None:
    assert marked("漢字文", "漢学文").parts == ("漢", "字", "文")


def test_a_text_too_long_to_compare_is_left_as_it_is() -> None:
    long = "word " * (LONGEST + 1)
    assert marked(long, "other").parts == (long,)
    assert marked("other", long).parts == ("other",)
