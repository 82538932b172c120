"""The extractive summarizer: what it takes, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from toolkit.documents import Document
from toolkit.encoders._base import Encoder
from toolkit.summarizers._rank import Weights
from toolkit.summarizers._signs import FITTED
from toolkit.summarizers.extractive import WEIGHTS, Extractive

Make = Callable[..., Document]

STORY = (
    "The council of Arles closed the old bridge on Tuesday.",
    "He also called for calm in the town.",
    "Will the ferry come back? The mayor said:",
    "“We will not wait for the old bridge any longer.”",
    "Engineers found deep cracks in two pillars of the old bridge.",
    "The ferry of Arles carries 200 people an hour to the old town.",
)


def test_it_takes_what_stands_by_itself(encoder: Encoder, document: Make) -> None:
    """Pronouns, questions, dangling colons and quotes without a speaker are left where others are to be had."""
    made = Extractive(encoder).summarize(document(*STORY), 3, 20)
    assert {bullet.segment for bullet in made} == {"seg-001", "seg-005", "seg-006"}


def test_what_cannot_be_printed_stays_out_even_where_bullets_are_short(encoder: Encoder, document: Make) -> None:
    """Six are asked for and three can be printed: three come."""
    assert len(Extractive(encoder).summarize(document(*STORY), 6, 20)) == 3


def test_what_cannot_be_shortened_stays_out_even_where_bullets_are_short(encoder: Encoder, document: Make) -> None:
    """One of two sentences keeps to the bound."""
    long = "The council of Arles closed the old bridge and the new bridge and the ferry and the road to the old town."
    made = Extractive(encoder).summarize(document(long, "The council of Arles closed the old bridge."), 3, 10)
    assert [bullet.segment for bullet in made] == ["seg-002"]


def test_what_ties_a_whole_sentence_to_an_earlier_one_goes(encoder: Encoder, document: Make) -> None:
    """Nothing else does: without a bound no sentence is shortened."""
    tied = document("However, the port, which is old, was closed on Friday.")
    [bullet] = Extractive(encoder).summarize(tied, 3, None)
    assert bullet.text == "The port, which is old, was closed on Friday."
    assert bullet.edits == ("opening 'however' dropped",)


def test_somebody_only_pointed_at_is_left(encoder: Encoder, document: Make) -> None:
    """Which driver, the reader of a bullet cannot know."""
    made = Extractive(encoder).summarize(
        document("Renata Voss helped the driver.", "Engineers of Arles closed a bridge."), 2, 20
    )
    assert [bullet.segment for bullet in made] == ["seg-002"]


def test_weights_of_ones_own_change_what_is_taken_and_the_signature(encoder: Encoder, document: Make) -> None:
    """Where only the place counts, the first sentence is taken, and the signature tells the two apart."""
    text = document(
        "Renata Voss rode two ponies home.", "Engineers of Arles closed a bridge.", "The bridge of Arles was closed."
    )
    first = Weights(position=1.0)
    assert [bullet.segment for bullet in Extractive(encoder, first).summarize(text, 1, 20)] == ["seg-001"]
    assert [bullet.segment for bullet in Extractive(encoder).summarize(text, 1, 20)] != ["seg-001"]
    assert Extractive(encoder, first).signature() != Extractive(encoder).signature()


def test_of_two_that_say_the_same_one_is_taken(encoder: Encoder, document: Make) -> None:
    """`toolkit checks` would call the second a repetition."""
    one, other = (
        "Engineers of Arles found deep cracks in pillars.",
        "Pillars have deep cracks, engineers of Arles found.",
    )
    assert len(Extractive(encoder).summarize(document(one, other), 3, 20)) == 1


def test_where_nothing_can_be_printed_the_soundest_line_is_taken(encoder: Encoder, document: Make) -> None:
    """One fault is better than three."""
    broken = document("Who will pay for it, he asked", "She closed the old bridge.")
    [bullet] = Extractive(encoder).summarize(broken, 3, 20)
    assert bullet.segment == "seg-002"


def test_what_only_points_is_sounder_than_what_is_broken(encoder: Encoder, document: Make) -> None:
    """Where one of the two has to be taken."""
    [bullet] = Extractive(encoder).summarize(document("The plan calls for more trams and buses.", "He left."), 3, 20)
    assert bullet.segment == "seg-001"


def test_one_that_fits_is_taken_before_one_that_is_too_long(encoder: Encoder, document: Make) -> None:
    """Of two that say the same, the short one is printed."""
    long = "The council of Arles closed the old bridge and the new bridge and the ferry and the road to the old town."
    made = Extractive(encoder).summarize(document(long, "The council of Arles closed the old bridge."), 1, 10)
    assert [bullet.segment for bullet in made] == ["seg-002"]


def test_the_long_one_is_kept_whole_where_nothing_fits(encoder: Encoder, document: Make) -> None:
    """It is not broken, and its edits say why it is long."""
    long = "The council of Arles did not close the old bridge because of the deep cracks in its pillars."
    [bullet] = Extractive(encoder).summarize(document(long), 3, 10)
    assert bullet.text == long
    assert bullet.edits == ("longer than 10 words: no safe cut",)


def test_the_signature_names_weights_rules_and_encoder(encoder: Encoder) -> None:
    """All that can change a bullet stands in it."""
    signature = Extractive(encoder).signature()
    assert "extractive|version:7|nearest=1,position=0.2," in signature
    assert "shorten-7" in signature
    assert "checks-6" in signature
    assert signature.endswith("words|version:1")


def test_without_its_encoder_it_says_so(document: Make) -> None:
    """It is a bug of the caller, not of the user."""
    with pytest.raises(TypeError, match="built without the encoder"):
        Extractive().summarize(document(*STORY), 3, 20)


STRANGER = (
    "The council of Arles closed the old bridge.",
    "Engineers of Arles found deep cracks in two pillars.",
    "The ferry of Arles carries 200 people an hour.",
    "He asked Karen Riley of the council for a bridge.",
    "Riley saw 14 ships in Arles.",
)


def test_nobody_is_called_by_a_surname_that_only_the_middle_explains(encoder: Encoder, document: Make) -> None:
    """Rather than print "Riley saw", three bullets come where five are asked for."""
    made = Extractive(encoder).summarize(document(*STRANGER), 5, 20)
    assert {bullet.segment for bullet in made} == {"seg-001", "seg-002", "seg-003"}


def test_a_bullet_may_introduce_who_the_next_one_calls_by_the_surname(encoder: Encoder, document: Make) -> None:
    """Bullets come in reading order: "Karen Riley of the council came" stands above "Riley saw"."""
    told = (*STRANGER[:3], "Karen Riley of the council came to Arles in May.", STRANGER[4])
    made = Extractive(encoder).summarize(document(*told), 5, 20)
    assert [bullet.segment for bullet in made] == ["seg-001", "seg-002", "seg-003", "seg-004", "seg-005"]


def test_what_the_headline_tells_of_may_be_called_by_its_noun(encoder: Encoder, document: Make) -> None:
    """Nobody asks which glacier, where the lead is about one; a sentence does not explain its own."""
    lead = "A glacier in the south of Chile lost 14 meters of ice in 2018."
    line = "The glacier lost a meter of its ice in the spring."
    assert len(Extractive(encoder).summarize(document(lead, line), 3, 20)) == 2
    other = "A tram in the south of Chile lost 14 passengers in 2018."
    assert len(Extractive(encoder).summarize(document(other, line), 3, 20)) == 1


def test_what_a_reader_would_hardly_print_is_left(encoder: Encoder, document: Make) -> None:
    """Rather fewer bullets: which stay out is a matter of the chance that is asked for; one comes anyway.

    Of whole sentences none is asked for.
    """
    text = document(
        "The council of Arles closed the old bridge.",
        *["It rained."] * 9,
        "Both the council, and the port, met it in Arles.",
    )
    taken = [
        [bullet.segment for bullet in Extractive(encoder, replace(WEIGHTS, least=least)).summarize(text, 3, 20)]
        for least in (0.0, WEIGHTS.least, 1.0)
    ]
    assert taken == [["seg-001", "seg-011"], ["seg-001"], ["seg-001"]]
    whole = Extractive(encoder, replace(WEIGHTS, least=1.0)).summarize(text, 3, None)
    assert [bullet.segment for bullet in whole] == taken[0]


def test_what_readers_said_of_the_signs_can_be_given(encoder: Encoder, document: Make) -> None:
    """Where commas alone count, the line with most of them is the likeliest; the signature tells the two apart."""
    text = document("The council closed a bridge in Arles.", "In May, Arles, a town in France, closed a bridge.")
    commas = Extractive(encoder, fitted={**dict.fromkeys(FITTED, 0.0), "commas": 1.0})
    assert [bullet.segment for bullet in commas.summarize(text, 3, 20)] == ["seg-002"]
    assert commas.signature() != Extractive(encoder).signature()


@pytest.mark.parametrize(("rise", "count"), [(0.0, 3), (0.3, 2), (0.6, 1)])
def test_each_further_bullet_needs_a_higher_chance(encoder: Encoder, document: Make, rise: float, count: int) -> None:
    """Three lines of the same chance, 0.5: the first needs 0.1; with a rise of 0.3 the second 0.4 and the third 0.7."""
    even = dict.fromkeys(FITTED, 0.0)
    text = document(*(f"The council of {town} closed a bridge." for town in ("Arles", "Lyon", "Marsa")))
    made = Extractive(encoder, replace(WEIGHTS, least=0.1, rise=rise), even)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("toolkit.summarizers.extractive.repeats", lambda one, other: False)
        assert len(made.summarize(text, 3, 20)) == count


def test_what_is_likelier_to_be_printed_is_taken_first(encoder: Encoder, document: Make) -> None:
    """Where nothing else counts: of two lines the one with more commas, and commas are what readers look at here."""
    ease = Weights(ease=1.0)
    text = document("The council closed a bridge in Arles.", "In May, Arles, a town in France, closed a ferry.")
    commas = Extractive(encoder, ease, {**dict.fromkeys(FITTED, 0.0), "commas": 1.0})
    assert [bullet.segment for bullet in commas.summarize(text, 1, 20)] == ["seg-002"]


def test_of_two_broken_lines_the_likelier_is_taken(encoder: Encoder, document: Make) -> None:
    """As many faults, and what is too long is worse than a fault; what a line tells counts for nothing then."""
    commas = Extractive(encoder, replace(WEIGHTS, position=9.0), {**dict.fromkeys(FITTED, 0.0), "commas": 1.0})
    text = document("She closed a bridge in Arles.", "In May, she closed a bridge, too, in Arles.")
    assert [bullet.segment for bullet in commas.summarize(text, 1, 20)] == ["seg-002"]
    long = "The council of Arles, which met in May, did not close the old bridge because of the cracks in its pillars."
    either = document(long, "She closed a bridge in Arles.")
    assert [bullet.segment for bullet in commas.summarize(either, 1, 10)] == ["seg-002"]


def test_a_text_of_nothing_gives_nothing(encoder: Encoder, document: Make) -> None:
    """Of no sentences none is taken."""
    assert Extractive(encoder).summarize(document(), 3, 20) == []
