"""Pairing hypotheses with references."""

from __future__ import annotations

from tests.builders import ENGLISH, FRENCH, material, summary, translation
from toolkit.documents import Bullet, Summary
from toolkit.examples import Origin
from toolkit.records import Failure
from toolkit.stages.pair import common, pair_summary, pair_translation


def test_each_answered_segment_meets_all_references() -> None:
    """One example a segment, with the source and every reference beside it, in order."""
    paired = pair_translation([material(references=("a", "b"))], {"art-deal": translation()}, ("a", "b"))
    assert [example.hypothesis for example in paired.examples] == [(text,) for text in ENGLISH]
    assert [example.source for example in paired.examples] == [(text,) for text in FRENCH]
    assert paired.examples[2].references == ((ENGLISH[2],), (ENGLISH[2],))
    assert paired.examples[2].reference_names == ("a", "b")
    assert paired.asked == 4


def test_a_failed_segment_is_asked_but_not_scored() -> None:
    """What failed lowers the coverage; it does not vanish."""
    paired = pair_translation([material()], {"art-deal": translation(["A deal", None, "Paul", None])}, ("a",))
    assert [example.segment for example in paired.examples] == ["seg-001", "seg-003"]
    assert paired.asked == 4


def test_an_article_that_lacks_a_reference_is_not_scored() -> None:
    """Every example of a run has the same number of references."""
    materials = [material("art-one", references=("a", "b")), material("art-two", references=("a",))]
    mine = {name: translation(article=name) for name in ("art-one", "art-two")}
    paired = pair_translation(materials, mine, ("a", "b"))
    assert {example.article for example in paired.examples} == {"art-one"}
    assert paired.asked == 4


def test_an_article_nobody_translated_counts_as_unanswered() -> None:
    """A system that skipped an article has not full coverage."""
    paired = pair_translation([material("art-one"), material("art-two")], {"art-one": translation()}, ("a",))
    assert (len(paired.examples), paired.asked) == (4, 8)


def test_bullets_meet_the_reference_bullets_and_the_body_they_came_from() -> None:
    """The document of a summary is the translated body: no headline, no key point."""
    made = summary(["Paul signed the deal."])
    paired = pair_summary([material()], {"art-deal": made}, {"art-deal": translation()}, ("a",))
    assert paired.examples[0].source == ENGLISH[2:]
    assert paired.examples[0].references == (ENGLISH[2:],)
    assert paired.asked == 1


def test_a_bullet_comes_with_what_it_was_drawn_from() -> None:
    """The article beside its translation, block by block, and the place and first form of each bullet."""
    made = Summary("art-deal", "one", "lead", (Bullet("Paul signed.", "seg-003", 0, 9, original="Paul a signé."),))
    paired = pair_summary([material()], {"art-deal": made}, {"art-deal": translation(["A", None, "C", "D"])}, ())
    (example,) = paired.examples
    assert [(block.source, block.text) for block in example.blocks] == list(
        zip(FRENCH, ("A", "", "C", "D"), strict=True)
    )
    assert example.origins == (Origin("seg-003", 0, 9, "Paul a signé."),)
    assert example.language == "fr"


def test_a_failed_summary_is_asked_but_not_scored() -> None:
    """A summary that was not made leaves a hole in the coverage."""
    failed = Summary("art-deal", "one", "lead", (), Failure("summarize", "incomplete", "half a body"))
    paired = pair_summary([material()], {"art-deal": failed}, {"art-deal": translation()}, ("a",))
    assert (len(paired.examples), paired.asked) == (0, 1)


def test_common_references_are_those_every_article_with_any_has() -> None:
    """An article without references does not take them from the others."""
    assert common([("a", "b"), ("b", "a"), ("b",)]) == ("b",)
    assert common([(), ()]) == ()
