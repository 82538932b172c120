"""What the reader of a headline knows."""

from __future__ import annotations

import pytest

from toolkit.checks import _beginning as beginning
from toolkit.checks import check
from toolkit.checks._beginning import LEAD

GLACIER = "A glacier in the south of Chile melts faster than others."
RAIN = "Rain fell on Arles all day."
LINE = "The glacier has lost a meter since the spring."


def faults(bullet: str, *article: str) -> set[str]:
    """Name the rules a bullet breaks beside an article."""
    return {fault.rule for one in check([bullet], article) for fault in one.faults}


@pytest.mark.parametrize(
    "bullet",
    [LINE, "The glaciers have lost a meter since the spring.", "The glacier’s ice has lost a meter."],
)
def test_what_the_beginning_tells_of_needs_no_name(bullet: str) -> None:
    """Nobody asks which glacier: the headline is about it."""
    assert "subject" not in faults(bullet, GLACIER, RAIN, RAIN, "Ice is lost.")


@pytest.mark.parametrize("article", [(), (RAIN, RAIN, RAIN, GLACIER)], ids=["no article", "told of too late"])
def test_without_it_the_reader_asks_which(article: tuple[str, ...]) -> None:
    """So does the reader of a line whose glacier only the middle of the article brings up."""
    assert "subject" in faults(LINE, *article)


def test_an_incident_of_the_beginning_is_no_connective() -> None:
    """The same holds for "the attack"."""
    line = "The attack was over within an hour."
    assert "connective" in faults(line)
    assert "connective" not in faults(line, "An attack on a bank in Arles failed.")


def test_a_sentence_does_not_explain_itself() -> None:
    """What a line was cut from says no more than the line: "the glacier" stays open."""
    assert "subject" in faults(LINE, LINE, RAIN, RAIN)
    assert "subject" not in faults(LINE, LINE, GLACIER, RAIN)


@pytest.mark.parametrize(
    "shown",
    [
        "the note said",
        "the most important thing is",
        "the ones that",
        "the other woman",
        "the other",
        "The two",
        "these plans",
        "it",
        "the first",
        "the",
    ],
)
def test_what_counts_or_points_is_never_told(shown: str) -> None:
    """ "The other" leans on what stands before it, whatever the article tells."""
    assert not beginning.told(
        shown, frozenset({"other", "two", "plan", "it", "first", "the", "said", "is", "that", "woman", "note", "thing"})
    )


def test_the_noun_is_what_stands_before_the_first_preposition() -> None:
    """Of "the end of the war" the end is asked for."""
    assert beginning.told("the end of the war", frozenset({"end"}))
    assert not beginning.told("the end of the war", frozenset({"war"}))


def test_no_more_than_the_lead_is_known() -> None:
    """Its words are listed once, without the s of a plural or an owner; a sentence may be left out."""
    told = beginning.beginning((*["Rain fell."] * (LEAD - 1), "Voss’s pilots left.", "Lee came."))
    assert told == {"rain", "fell", "vos", "pilot", "left"}
    assert beginning.beginning(("Rain fell.", "Lee came."), "Rain fell.") == {"lee", "came"}
