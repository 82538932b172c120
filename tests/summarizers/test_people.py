"""Whom a line tells of as if its reader knew them."""

from __future__ import annotations

import pytest

from toolkit.checks._beginning import LEAD
from toolkit.summarizers import _people as people

RAIN = ["Rain fell on Arles."] * LEAD
DRY = ["rain fell on arles."] * LEAD


def strangers(text: list[str]) -> list[set[int]]:
    """Ask of every line of a text that is printed as it stands."""
    return [set(places) for places in people.strangers(text, text, [True] * len(text))]


@pytest.mark.parametrize(
    ("introduced", "line"),
    [
        ("Karen Riley, of the harbor office, was told first.", "Riley said the ferry was safe."),
        ("The harbor was closed by Mayor Riley.", "The ferry will sail again, and Riley has paid for it."),
        ("Haider al-Sayed asked for a ferry.", "On March 1, al-Sayed ordered a second ferry."),
        ("“It is safe,” said Karen B. Riley.", "Riley's deputy said the ferry was safe."),
        ("“It is safe,” said Karen Riley, the mayor.", "“The ferry was old,” Riley said."),
        ("Karen Riley, 21, was on the ferry.", "Karen had a good heart."),
        ("Seo Min-ji steers the ferry.", "Seo has steered it for years."),
    ],
)
def test_who_came_up_behind_the_lead_is_a_stranger(introduced: str, line: str) -> None:
    """The line that introduces somebody is none itself; where they are introduced is told."""
    assert strangers([*RAIN, introduced, line])[-2:] == [set(), {LEAD}]


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


def test_a_first_name_told_earlier_is_no_surname() -> None:
    """ "Riley" of "Riley Brown" is somebody else than Bruce Riley, who is a stranger still."""
    text = [*RAIN, "Riley Brown left Arles.", "Pastor Bruce Riley came.", "“We stay,” Riley said."]
    assert strangers(text)[-1]


@pytest.mark.parametrize(
    "line", ["Riley said it was late.", "it was late, miss riley said.", "'it was late,' riley said."]
)
def test_without_capitals_who_speaks_is_found(line: str) -> None:
    """One word that no article stands before is a name there."""
    assert strangers([*DRY, "karen riley came.", line])[-1] == {LEAD}


@pytest.mark.parametrize(
    "line", ["the mayor said it was late.", "police said it was late.", "residents said it was late.", "she said no."]
)
def test_without_capitals_other_words_are_let_be(line: str) -> None:
    """What has an article, is several, or is police names nobody."""
    text = [*DRY, "the mayor, police and residents came, and she left.", line]
    assert not strangers(text)[-1]


def test_only_what_is_asked_of_is_told() -> None:
    """A line that cannot be printed anyway is not looked at, but its sentence still introduces."""
    text = [*RAIN, "Ann Lee and Bo Ray came.", "Ray left.", "Ray left."]
    asked = [place != LEAD + 1 for place in range(len(text))]
    assert [bool(each) for each in people.strangers(text, text, asked)] == [False] * 5 + [True]
    assert people.strangers(text, text, [False] * len(text)) == [frozenset()] * len(text)
    assert people.strangers([], [], []) == []


def test_who_was_cut_from_the_line_that_would_introduce_them_is_never_introduced() -> None:
    """Riley came up in a clause that is not printed: the line waits for itself."""
    sentences = [*RAIN, "The ferry sails after Karen Riley paid.", "Riley left."]
    lines = [*RAIN, "The ferry sails.", "Riley left."]
    assert people.strangers(lines, sentences, [True] * len(lines))[-1] == {LEAD + 1}


@pytest.mark.parametrize(
    ("introduced", "line"),
    [
        ("Ministers of Saudi Arabia met in Arles.", "Saudi officials closed the border."),
        ("Fans of Manchester United came to Arles.", "Manchester is far away."),
    ],
)
def test_the_first_word_of_a_place_or_a_house_is_no_first_name(introduced: str, line: str) -> None:
    """Only beside an age it is somebody's, or before a given name with a hyphen."""
    assert not strangers([*RAIN, introduced, line])[-1]


def test_a_text_with_few_names_still_has_capitals() -> None:
    """Where somebody has a first name and a surname in capitals, "Research suggests" speaks of nobody."""
    text = ["Naps help.", "Sleep is good.", "Rest is good.", "Ask Karen Riley of Arles.", "Research helps.", "Yes."]
    assert not any(strangers([*text, *["Naps are good for most."] * 20, "Research suggests that naps help people."]))
