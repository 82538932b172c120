"""What a line leaves its reader asking."""

from __future__ import annotations

import pytest

from toolkit.summarizers._reader import LITTLE, POINTING, Open, left_open

STORY = ["Ada Brun closed the old bridge in Arles."] * 13


def last(line: str, sentence: str = "", *, asked: bool = True) -> tuple[bool, float]:
    """Tell of a line at the end of a text whether it is never printed, and what it costs."""
    made = left_open([*STORY, line], [*STORY, sentence or line], [asked] * (len(STORY) + 1), bounded=True)
    return bool(made.never[-1]), float(made.cost[-1])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Engineers of Arles will address the issue.", ""),
        ("Bo Ray has 14 cats in Lyon.", ""),
        ("A bridge is a bridge.", ""),
        ("Renata Voss saw the bridge.", "Renata Voss, a pilot, saw the bridge."),
    ],
    ids=["unfilled", "unlinked", "a truism", "undescribed"],
)
def test_what_the_reader_cannot_fill_is_never_printed(line: str, sentence: str) -> None:
    """Which issue, why it is told, what is new, and who that is."""
    assert last(line, sentence)[0]


def test_what_only_the_middle_brought_up_is_never_printed() -> None:
    """Which letter, the headline does not tell."""
    text = [*STORY, "Ada Brun got a letter from Arles.", "Ada Brun read the letter."]
    assert left_open(text, text, [True] * len(text), bounded=True).never.tolist() == [False] * 14 + [True]


def test_a_whole_sentence_may_point() -> None:
    """It costs a little: in more words there is more that says which one."""
    text = [*STORY, "Ada Brun got a letter from Arles.", "Ada Brun read the letter.", "The plan calls for 14 bridges."]
    made = left_open(text, text, [True] * len(text), bounded=False)
    assert not made.never.any()
    assert made.cost[-3:].tolist() == [0.0, LITTLE, LITTLE]


def test_a_line_without_a_name_costs_a_little_at_the_beginning() -> None:
    """Further on it is mostly a truism, and never printed."""
    text = ["Old bridges need care.", *STORY, "Old bridges need more care."]
    made = left_open(text, text, [True] * len(text), bounded=True)
    assert made.cost[[0, 1, -1]].tolist() == [LITTLE, 0.0, LITTLE]
    assert made.never[[0, 1, -1]].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("line", "cost"),
    [
        ("The plan calls for care of 14 bridges.", POINTING),
        ("Ada Brun helped the driver of Arles.", 0.0),
        ("Ada Brun helped the driver.", POINTING),
        ("The bridge calls for care in Arles.", 0.0),
    ],
)
def test_what_only_points_costs_more_than_a_line_is_worth(line: str, cost: float) -> None:
    """Unless it is said which, or the headline tells of it."""
    assert last(line)[1] == cost


def test_of_what_is_not_asked_nothing_is_said() -> None:
    """A line that is too long is not looked at; whether it names anything is told anyway."""
    assert last("Engineers of Arles will address the issue.", asked=False) == (False, 0.0)


def test_who_is_introduced_above_and_what_is_known_are_told_for_each_line() -> None:
    """A sentence of the lead does not explain itself."""
    text = ["A tram stopped.", "It rained.", "Bells rang.", "Ada Brun left.", "Brun came back."]
    made = left_open(text, text, [True] * 5, bounded=True)
    assert made.above == (frozenset(), frozenset(), frozenset(), frozenset(), frozenset({3}))
    assert made.known[0] == {"it", "rained", "bell", "rang"}
    assert made.known[3] == made.known[4] == {"a", "tram", "stopped", "it", "rained", "bell", "rang"}


def test_a_text_of_nothing_leaves_nothing_open() -> None:
    """No line, no answer."""
    made: Open = left_open([], [], [], bounded=True)
    assert (made.never.tolist(), made.cost.tolist(), made.above, made.known) == ([], [], (), ())
