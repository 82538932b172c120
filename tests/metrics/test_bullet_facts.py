"""Facts of bullets: what is held against the text they were drawn from, and what against the article."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from toolkit.examples import Block, Example, Origin
from toolkit.metrics.bullet_facts import BulletFacts

FRENCH = "Le maire n’a pas vu Blinken à Pékin en cinq ans. Il aurait vendu 40 navires."
RIGHT = "The mayor has not seen Blinken in Beijing in five years. He allegedly sold 40 ships."
WRONG = "The mayor has seen Kerry in Beijing in six years. He sold 40 ships."
NEXT = Block(
    "seg-002", "Ada Brun a dit lundi : « Nous ne vendrons rien du tout. »", "Ada Brun said: “We will sell nothing.”"
)

KERRY = ("invented", "name", "article", "Blinken", "Kerry")
SIX = ("invented", "number", "article", "cinq ans", "six years")

Found = list[tuple[str, str, str, str, str]]


def drawn(text: str, start: int = 0, end: int | None = None, segment: str = "seg-001") -> Origin:
    """Say that a bullet was drawn from a stretch of the translation, by default its first sentence."""
    return Origin(segment, start, text.index(".") + 1 if end is None else end)


def found(
    bullet: str, translation: str, origin: Origin | None = None, language: str = "fr", more: tuple[Block, ...] = ()
) -> Found:
    """Give what is not kept: state, kind, against what, and the words on both sides."""
    blocks = (Block("seg-001", FRENCH, translation), NEXT, *more)
    made = Example(
        "art-1", "", (), (bullet,), (), (), blocks, (drawn(translation) if origin is None else origin,), language
    )
    (facts,) = BulletFacts().measure([made]).bullet_facts
    return [
        (each.finding.state, each.finding.kind, each.against, each.finding.source, each.finding.target)
        for each in facts
        if each.finding.state != "kept"
    ]


@pytest.mark.parametrize(
    ("bullet", "wrong"),
    [
        ("The mayor has not seen Blinken in Beijing in five years.", []),
        ("The mayor has not seen Blinken.", []),  # what a bullet leaves out is no loss
        ("He has not seen Blinken in 6 years.", [("invented", "number", "translation", "five years", "6 years")]),
        ("The mayor has not seen Sarkozy in five years.", [("invented", "name", "translation", "Blinken", "Sarkozy")]),
        ("The mayor has not seen Blinken in Tokyo.", [("invented", "place", "translation", "Beijing", "Tokyo")]),
        ("The mayor has seen Blinken in five years.", [("lost", "negation", "translation", "not", "")]),
    ],
)  # fmt: skip
def test_what_a_bullet_states_stands_in_its_sentence(bullet: str, wrong: Found) -> None:
    """A number, name, place or negation that is another's; the words in its place beside it."""
    assert found(bullet, RIGHT) == wrong


def test_a_negation_that_was_put_in_is_invented() -> None:
    """The second sentence denies nothing, and no other negation of the article is of what the bullet tells."""
    second = drawn(RIGHT, RIGHT.index("He"), len(RIGHT))
    assert found("He allegedly did not sell 40 ships.", RIGHT, second) == [
        ("invented", "negation", "translation", "", "not")
    ]


def test_a_hedge_may_be_added_but_not_dropped() -> None:
    """`allegedly` sold, told as sold, is a claim that nobody made; the other way round nothing wrong is said."""
    second = drawn(RIGHT, RIGHT.index("He"), len(RIGHT))
    assert found("He sold 40 ships.", RIGHT, second) == [("lost", "hedge", "translation", "allegedly", "")]
    plain = RIGHT.replace("allegedly ", "")
    assert found("He allegedly sold 40 ships.", plain, drawn(plain, plain.index("He"), len(plain)), "") == []


def test_what_another_sentence_states_is_unsure() -> None:
    """A bullet that was written anew may have it from there."""
    assert found("The mayor has not sold 40 ships in five years.", RIGHT) == [
        ("unsure", "number", "translation", "", "40")
    ]


@pytest.mark.parametrize(
    ("bullet", "wrong"),
    [
        ("The mayor has seen Kerry in Beijing in six years.", [KERRY, SIX, ("lost", "negation", "article", "pas", "")]),
        ("Six years in Beijing.", [("invented", "number", "article", "cinq ans", "Six years")]),
        ("The mayor went to Beijing.", []),
    ],
)  # fmt: skip
def test_a_translators_error_that_a_bullet_repeats_is_told_with_the_articles_words(bullet: str, wrong: Found) -> None:
    """The French is the truth; a bullet that leaves the error out has none."""
    assert found(bullet, WRONG) == wrong


def test_without_a_segment_the_whole_article_is_what_a_bullet_was_drawn_from() -> None:
    """Facts of several sentences may stand together, errors of the translation are told, and strangers too."""
    assert found("Ada Brun and the mayor sold 40 ships to Blinken.", RIGHT, Origin()) == []
    assert found("Ada Brun sold 14 ships.", RIGHT, Origin()) == [("invented", "number", "translation", "", "14")]
    assert found("Kerry, six years later.", WRONG, Origin()) == [KERRY, SIX]


def test_what_is_wrong_in_one_place_and_right_in_another_is_not_held_against_a_bullet_without_a_segment() -> None:
    """It may have it from where it is right."""
    once = Block("seg-003", "Il a attendu six ans.", "He waited for six years.")
    assert found("Ada Brun, six years later.", WRONG, Origin(), more=(once,)) == []


def test_a_bullet_that_was_translated_must_keep_the_facts_of_the_bullet_it_was() -> None:
    """Nothing was left out on purpose there: what is lost is lost. Then the French is held against the article."""
    original = "Le maire n’a pas vu Blinken en cinq ans."
    assert found("The mayor has not seen Blinken.", WRONG, Origin("seg-001", 0, 47, original)) == [
        ("lost", "number", "original", "cinq ans", "")
    ]
    made_up = "Le maire n’a pas vu Blinken en sept ans."
    assert found("The mayor has not seen Blinken in seven years.", WRONG, Origin("seg-001", 0, 47, made_up)) == [
        ("invented", "number", "article", "cinq ans", "seven years")
    ]


@pytest.mark.parametrize("quote", ["We will sell nothing", "we will sell everything"])
def test_a_quotation_must_be_one(quote: str) -> None:
    """Words between marks are somebody's: where the sentence has none, another must have these very words."""
    state = "unsure" if quote.startswith("We") else "invented"
    assert (state, "quotation", "translation", "", f"“{quote}”") in found(f"The mayor said “{quote}”.", RIGHT)


numbers = st.integers(3, 999)
towns = st.sampled_from(("Lyon", "Nantes", "Brest", "Metz", "Dijon"))


@settings(deadline=None, max_examples=40)
@given(number=numbers, other=numbers, town=towns, away=towns)
def test_a_bullet_passes_exactly_where_number_and_town_are_those_of_its_sentence(
    number: int, other: int, town: str, away: str
) -> None:
    """Whatever they are; the day is left out, which is no loss."""
    block = Block(
        "seg-001",
        f"Le port de {town} a vendu {number} bateaux lundi.",
        f"The port of {town} sold {number} boats on Monday.",
    )
    bullet = f"The port of {away} sold {other} boats."
    made = Example("art-1", "", (), (bullet,), (), (), (block,), (Origin("seg-001", 0, len(block.text)),), "fr")
    (facts,) = BulletFacts().measure([made]).bullet_facts
    wrong = [each.finding.target for each in facts if each.finding.state == "invented"]
    assert wrong == [*([away] if away != town else []), *([str(other)] if other != number else [])]
    assert {each.finding.state for each in facts} <= {"kept", "invented"}


def test_an_article_in_a_language_that_is_not_read_leaves_the_translation_to_compare_with() -> None:
    """The translator's errors cannot be seen then, the summarizer's can."""
    assert found("Seven years in Beijing.", WRONG, language="de") == [
        ("invented", "number", "translation", "six years", "Seven years")
    ]
    assert found("Six years in Beijing.", WRONG, language="de") == []


def test_a_translated_bullet_whose_first_form_is_not_read_is_held_against_the_whole_translation() -> None:
    """Its place in the article says nothing of the translation's."""
    origin = Origin("seg-001", 3, 9, "Sechs Jahre lang verkaufte er 40 Schiffe.")
    assert found("In six years he sold 40 ships.", WRONG, origin, language="de") == []
    assert found("In seven years he sold 40 ships.", WRONG, origin, language="de") == [
        ("invented", "number", "translation", "", "seven years")
    ]


def test_places_are_those_of_the_segment() -> None:
    """A finding of the second sentence counts from the segment's beginning."""
    start = RIGHT.index("He")
    blocks, origins = (Block("seg-001", FRENCH, RIGHT),), (drawn(RIGHT, start, len(RIGHT)),)
    made = Example("art-1", "", (), ("He sold 40 ships.",), (), (), blocks, origins, "fr")
    (facts,) = BulletFacts().measure([made]).bullet_facts
    starts = [(each.segment, each.finding.source_start, each.finding.target_start) for each in facts]
    assert starts == [("seg-001", RIGHT.index("40"), 8), ("seg-001", RIGHT.index("allegedly"), None)]


def test_a_segment_that_the_article_has_not_is_no_segment() -> None:
    """Then the whole article is looked at."""
    assert found("Ada Brun sold 40 ships.", RIGHT, Origin("seg-009", 3, 9)) == []


def test_wrong_facts_are_counted_per_hundred_bullets() -> None:
    """(1 lost + 2 invented) in 4 + 8 bullets: 25 per 100; what is unsure counts as neither."""
    metric = BulletFacts()
    assert metric.combine(np.array([[3.0, 1, 2, 5, 4], [9, 0, 0, 0, 8]]).sum(axis=0)).tolist() == [25.0]
    assert np.isnan(metric.combine(np.zeros(5))).all()


def test_the_counts_are_those_of_the_findings(example) -> None:
    """Kept, lost, invented, unsure and bullets; where no origin is known, the document's sentences are the text."""
    made = example(["Six men met in Lyon.", "It rained."], source=["Five men met in Lyon.", "It rained."])
    assert BulletFacts().measure([made]).rows.tolist() == [[1, 0, 1, 0, 2]]


def test_the_signature_names_the_rules_and_the_release_of_the_names() -> None:
    """Both may change a count; references are not read."""
    signature = BulletFacts().signature(2)
    assert signature == BulletFacts().signature(0)
    assert all(part in signature for part in ("bullets-", "rules:", "babel:"))
