"""Things a line tells of as if its reader knew them, and matters of which the beginning says nothing."""

from __future__ import annotations

import pytest

from toolkit.checks._beginning import LEAD
from toolkit.summarizers import _given as given

RAIN = ["Rain fell on Arles."] * LEAD


def givens(text: list[str]) -> list[bool]:
    """Ask of every line of a text that is printed as it stands."""
    return given.givens(text, text, [True] * len(text))


def unlinked(text: list[str]) -> list[bool]:
    """Ask of every line of a text that is printed as it stands."""
    return given.unlinked(text, text, [True] * len(text))


@pytest.mark.parametrize(
    "line",
    ["Voss read the letter.", "The letter was old.", "Voss has the long letters now.", "Voss read the letter's end."],
)
def test_what_came_up_behind_the_lead_is_given(line: str) -> None:
    """Which letter, a bullet's reader cannot know."""
    assert givens([*RAIN, "Lee sent Voss a letter.", line])[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Voss read the letter of thanks.",
        "Voss read the letter that Lee wrote.",
        "Voss read the letter A.",
        "Voss told the police.",
        "Voss saw the rain.",
        "Voss read a letter.",
        "Voss went to the harbor.",
    ],
)
def test_what_is_described_known_or_new_is_not(line: str) -> None:
    """So is what the lead tells of."""
    assert not givens([*RAIN, "Lee sent the police a letter.", line])[-1]


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("Lee sent Voss a plan.", "Voss backs the plan to build a tram."),
        ("Lee took a new tram.", "Voss welcomed the news."),
        ("Lee has a good tram.", "Voss sold the goods."),
    ],
)
def test_what_says_which_or_is_another_word_is_not(told: str, line: str) -> None:
    """What is planned says which plan; "news" is no plural of "new"."""
    assert not givens([*RAIN, told, line])[-1]


def test_what_is_to_be_done_with_a_letter_does_not_say_which() -> None:
    """ "The letter to Lee" does."""
    text = [*RAIN, "Lee sent Voss a letter."]
    assert givens([*text, "Voss sent the letter to warn Lee."])[-1]
    assert not givens([*text, "Voss read the letter to Lee."])[-1]


def test_half_a_word_is_no_noun() -> None:
    """What stands before a full stop within a word came up nowhere."""
    assert not any(givens([*RAIN, "Lee wrote.", "Lee saw the change.org page."]))


def test_only_what_is_asked_of_is_told() -> None:
    """A line that cannot be printed anyway is not looked at, but its sentence still brings things up."""
    text = [*RAIN, "Lee sent letters.", "Lee kept the letters.", "Lee kept the letters."]
    asked = [place != LEAD + 1 for place in range(len(text))]
    assert given.givens(text, text, asked) == [False] * 5 + [True]
    assert given.givens([], [], []) == given.unlinked([], [], []) == []
    assert not any(given.unlinked([*["Trams ran."] * 5, "It rained."], ["Trams ran."] * 6, [False] * 6))


def test_what_shares_no_word_with_the_beginning_is_unlinked() -> None:
    """A word is the same with the s of a plural or an owner; "said" and "first" tell nothing."""
    text = ["A ferry sailed first, Lee said."] * given.BEGINNING
    lines = ["The ferry's bell rang.", "Two ferries sank.", "Ferrys sank.", "The first tram ran, Voss said."]
    assert unlinked([*text, *lines])[-4:] == [False, True, False, True]


def test_initials_link() -> None:
    """The EU is a word of two letters."""
    text = ["The EU met in Arles."] * given.BEGINNING
    assert not unlinked([*text, "EU courts ruled."])[-1]


def test_the_beginning_is_linked_to_itself() -> None:
    """Whatever it tells of, it is what the text is about."""
    text = ["Rain fell.", "Trams ran.", "Bells rang."]
    assert not any(unlinked(text))
