"""The first and the last word are those of the whole list of words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checks._ends import first_word, last_word
from toolkit.checks._english import words

TEXTS = st.text(st.sampled_from("ab N3é_$€%.,-’'“”()—… \u00a0\n"), max_size=30) | st.text(max_size=30)


@given(TEXTS)
@settings(deadline=None)
def test_both_ends_are_those_of_the_list(text: str) -> None:
    """Whatever marks and spaces stand around them; without a word, nothing."""
    found = words(text) or ("",)
    assert (first_word(text), last_word(text)) == (found[0], found[-1])
