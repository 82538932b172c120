"""What a line tells of as if its reader knew it."""

from __future__ import annotations

import pytest

from toolkit.summarizers import _introduced as introduced
from toolkit.summarizers._introduced import LEAD

RAIN = ["Rain fell on Arles."] * LEAD


def strangers(lines: list[str]) -> list[bool]:
    """Ask of every line."""
    return introduced.strangers(lines, [True] * len(lines))


def givens(lines: list[str]) -> list[bool]:
    """Ask of every line."""
    return introduced.givens(lines, [True] * len(lines))


@pytest.mark.parametrize(
    ("introduced", "line"),
    [
        ("Karen Riley, of the harbor office, was told first.", "Riley said the ferry was safe."),
        ("The harbor was closed by Mayor Riley.", "The ferry will sail again, and Riley has paid for it."),
        ("Haider al-Sayed asked for a ferry.", "On March 1, al-Sayed ordered a second ferry."),
        ("“It is safe,” said Karen B. Riley.", "Riley's deputy said the ferry was safe."),
        ("“It is safe,” said Karen Riley, the mayor.", "“The ferry was old,” Riley said."),
    ],
)
def test_a_surname_that_came_up_behind_the_lead_is_a_strangers(introduced: str, line: str) -> None:
    """The line that introduces somebody is none itself."""
    assert strangers([*RAIN, introduced, line])[-2:] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "Karen Riley said the ferry was safe.",
        "Mr. Riley said the ferry was safe.",
        "Riley College closed on Friday.",
        "The Riley was closed on Friday.",
        "Monday was a holiday.",
        "Police closed the ferry.",
        "riley said the ferry was safe.",
    ],
)
def test_who_is_introduced_is_none(line: str) -> None:
    """A full name, a title, the name of a house, a day and a body of people are let be."""
    assert not strangers([*RAIN, "Karen Riley called City Police on Easter Monday.", line])[-1]


def test_the_lead_introduces() -> None:
    """Its readers know whom it names: the headline is about the same."""
    assert not any(strangers(["Karen Riley closed the ferry.", *RAIN, "Riley said it was old."]))


def test_without_capitals_nobody_is_found() -> None:
    """In a text that has none, a surname looks like any word."""
    assert not any(strangers([*map(str.lower, RAIN), "karen riley came.", "riley left."]))


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


def test_a_text_of_nothing_has_neither() -> None:
    """No line, no answer."""
    assert strangers([]) == givens([]) == []


def test_only_what_is_asked_of_is_told() -> None:
    """A line that cannot be printed anyway is not looked at, but still brings things up."""
    text = [*RAIN, "Ann Lee and Bo Ray sent letters.", "Ray kept the letters.", "Ray kept the letters."]
    asked = [place != LEAD + 1 for place in range(len(text))]
    assert introduced.strangers(text, asked) == introduced.givens(text, asked)
    assert introduced.strangers(text, asked) == [place == LEAD + 2 for place in range(len(text))]


def test_half_a_word_is_no_noun() -> None:
    """What stands before a full stop within a word came up nowhere."""
    assert not any(givens([*RAIN, "Lee wrote.", "Lee saw the change.org page."]))
