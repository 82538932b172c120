"""Whether a shorter text tells what stands around a word of a longer one."""

from __future__ import annotations

import pytest

from toolkit.metrics._near import tells_of

TEXT = "The council has not approved the new bridge, and the mayor, who was allegedly bribed, left for Lyon."


@pytest.mark.parametrize(
    ("short", "word", "told"),
    [
        ("The council approves a new bridge.", "not", True),  # other forms of the same words
        ("The mayor left for Lyon.", "not", False),
        ("The mayor was bribed and left.", "allegedly", True),
        ("The council has not approved the new bridge.", "allegedly", False),
        ("", "not", False),
    ],
)
def test_most_of_the_long_words_around_it_must_be_there(short: str, word: str, told: bool) -> None:
    """Five words on each side; short ones say nothing."""
    assert tells_of(short, TEXT, TEXT.index(word)) is told


def test_one_word_in_common_is_chance() -> None:
    """Two at least, however short the text is."""
    assert not tells_of("The bridge.", "No bridge.", 0)
