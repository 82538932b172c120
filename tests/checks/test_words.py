"""Words, as the rules see them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checks._english import WORD, words


@given(st.text(st.sampled_from("aAbΣσİßK3é_$%.,-’'“ \n"), max_size=30) | st.text(max_size=30))
@settings(deadline=None)
def test_each_word_is_put_in_lower_case_by_itself(text: str) -> None:
    """Whatever stands beside it, also where a letter's lower case depends on that: Σ at the end of a word is ς."""
    assert words(text) == tuple(word.lower().replace("’", "'") for word in WORD.findall(text))
