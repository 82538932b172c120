from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.statistics.verdicts import WORDS, Comparison, decide, judge

COMPARISON = Comparison(
    baseline="apertium",
    candidate="deepl",
    metric="bleu",
    title="BLEU",
    higher_is_better=True,
    difference=2.0,
    low=1.0,
    high=3.0,
    p=0.001,
    adjusted_p=0.003,
    smallest_p=1e-4,
    family=3,
    unit="article",
    units=24,
    articles=24,
    wins=20,
    losses=4,
    ties=0,
    detectable=1.5,
    identical=False,
)
TITLES = ("BLEU", "chrF", "similarity", "TER")


def compared(*found: tuple[float, float | None], **fields: object) -> list[Comparison]:
    """Make one comparison a metric from pairs (difference, adjusted p)."""
    return [
        replace(COMPARISON, title=title, metric=title.lower(), difference=difference, adjusted_p=p, p=p, **fields)
        for title, (difference, p) in zip(TITLES, found, strict=False)
    ]


@pytest.mark.parametrize(
    ("found", "word"),
    [
        ([(2.0, 0.003), (1.0, 0.01), (0.01, 0.04)], "better"),
        ([(-2.0, 0.003), (-1.0, 0.01), (-0.01, 0.04)], "worse"),
        ([(2.0, 0.003), (1.0, 0.01), (0.01, 0.4)], "better"),
        ([(2.0, 0.003), (1.0, 0.01), (-0.01, 0.9)], "metrics disagree"),
        ([(2.0, 0.003), (1.0, 0.01), (-0.01, 0.01)], "metrics disagree"),
        ([(2.0, 0.003), (1.0, 0.2), (0.01, 0.4)], "metrics disagree"),
        ([(2.0, 0.003), (1.0, 0.01), (0.0, 1.0)], "better"),
        ([(2.0, 0.06), (-1.0, 0.2), (0.01, 0.4)], "no difference shown"),
        ([(2.0, 0.05)], "better"),
        ([(2.0, 0.003), (1.0, 0.2)], "metrics disagree"),
        ([(2.0, 0.003), (1.0, 0.003)], "better"),
        ([(2.0, 0.003), (1.0, 0.003), (0.1, 0.2), (0.1, 0.3)], "metrics disagree"),
    ],
)
def test_most_metrics_must_show_it_and_none_point_the_other_way(found: list[tuple[float, float]], word: str) -> None:
    """More than half of the metrics decide, unless one points the other way; with one metric, that one decides."""
    assert decide(compared(*found)) == word


def test_where_lower_is_better_a_fall_is_a_gain() -> None:
    """Fewer edits and more shared words agree."""
    bleu, ter = compared((2.0, 0.003), (-3.0, 0.003))
    assert decide([bleu, ter]) == "metrics disagree"
    assert decide([bleu, replace(ter, higher_is_better=False)]) == "better"


@pytest.mark.parametrize(
    ("units", "family", "word"),
    [(2, 1, "too little material"), (5, 1, "too little material"), (6, 1, "no difference shown"),
     (6, 3, "too little material"), (8, 3, "no difference shown")],
)  # fmt: skip
def test_few_articles_can_show_nothing(units: int, family: int, word: str) -> None:
    """Of 2^n ways to swap labels two are as extreme as can be: 2 / 2^5 is above 0.05, and so is 3 × 2 / 2^6."""
    smallest = 2 / 2**units
    assert decide(compared((2.0, 1.0), (1.0, 1.0), units=units, smallest_p=smallest, family=family)) == word


def test_one_metric_that_could_show_something_is_not_enough_material() -> None:
    """Where two of three metrics see hardly any article differ, they could not have shown anything together."""
    bleu, chrf, similarity = compared((2.0, 0.4), (1.0, 1.0), (0.1, 1.0))
    few = {"smallest_p": 0.5}
    assert decide([bleu, replace(chrf, **few), replace(similarity, **few)]) == "too little material"
    assert decide([bleu, chrf, replace(similarity, **few)]) == "no difference shown"


def test_one_article_says_nothing_of_others() -> None:
    """With segments of one article as units, the strongest verdict is about this article."""
    one = {"unit": "segment", "units": 31, "articles": 1}
    assert decide(compared((2.0, 0.003), (1.0, 0.01), **one)) == "better on this article"
    assert decide(compared((-2.0, 0.003), (-1.0, 0.01), **one)) == "worse on this article"
    assert decide(compared((2.0, 0.3), (1.0, 0.1), **one)) == "no difference shown"


def test_what_may_not_be_tested_is_too_little() -> None:
    """Bullets of a single article have no p, however far apart the scores."""
    (bullets,) = compared((0.5, None), units=1, articles=1)
    verdict = judge("summary", [bullets])
    assert verdict.word == "too little material"
    assert (
        verdict.sentence == "1 article is too little to tell deepl from apertium: nothing can be tested on so little."
    )


def test_a_copy_is_identical() -> None:
    """The same texts are neither better nor too little."""
    same = compared((0.0, 1.0), (0.0, 1.0), identical=True, smallest_p=1.0)
    verdict = judge("translation", same)
    assert verdict.word == "identical"
    assert verdict.sentence == "deepl and apertium are identical: the same text throughout 24 articles."


def test_texts_that_differ_where_no_metric_looks_are_not_identical() -> None:
    """Equal scores of different texts are no copy, and no more material would tell them apart."""
    assert decide(compared((0.0, 1.0), smallest_p=1.0)) == "no difference shown"


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.0001, 1.0)), min_size=1, max_size=4))
def test_swapping_the_systems_swaps_the_verdict(found: list[tuple[float, float]]) -> None:
    """`better` one way is `worse` the other way, all other words stay; and the order of the metrics is nothing."""
    swapped = {"better": "worse", "worse": "better"}
    word = decide(compared(*found))
    assert decide(compared(*((-difference, p) for difference, p in found))) == swapped.get(word, word)
    assert {decide(some) for some in itertools.permutations(compared(*found))} == {word}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), st.sampled_from([0.001, 0.2, 1.0])), min_size=1, max_size=4)
)
def test_every_sentence_is_one_that_names_both(found: list[tuple[float, float]]) -> None:
    """Whatever the metrics say, one sentence comes of it, with both names and the amount of material."""
    verdict = judge("translation", compared(*found))
    assert verdict.word in WORDS
    assert "deepl" in verdict.sentence
    assert "apertium" in verdict.sentence
    assert "24 articles" in verdict.sentence
    assert verdict.sentence.endswith(".")
    assert ". " not in verdict.sentence
    assert len(verdict.comparisons) == len(found)


@pytest.mark.parametrize(
    ("found", "fields", "sentence"),
    [
        (
            [(2.0, 0.003), (1.0, 0.001), (0.01, 0.0003)],
            {},
            "deepl is better than apertium over 24 articles: BLEU, chrF and similarity agree, and chance alone would"
            " come this far in at most 1 of 330 cases (adjusted p at most 0.003).",
        ),
        (
            [(-2.0, 0.0201), (-1.0, 0.2), (-0.01, 0.0003)],
            {},
            "deepl is worse than apertium over 24 articles: BLEU and similarity agree, chrF points the same way, and"
            " chance alone would come this far in at most 1 of 49 cases (adjusted p at most 0.021).",
        ),
        (
            [(2.0, 0.05)],
            {"unit": "segment", "units": 31, "articles": 1},
            "deepl is better than apertium on this article, over 31 segments: BLEU shows it, and chance alone would"
            " come this far in at most 1 of 20 cases (adjusted p 0.05); other articles may differ.",
        ),
        (
            [(2.0, 0.003), (1.0, 0.2), (-0.01, 0.04)],
            {},
            "The metrics disagree on deepl and apertium over 24 articles: BLEU shows deepl ahead (adjusted p 0.003),"
            " chrF points to deepl without showing it and similarity shows apertium ahead (adjusted p 0.04).",
        ),
        (
            [(2.0, 0.003), (1.0, 0.2), (0.0, 1.0)],
            {},
            "Too few metrics show a difference between deepl and apertium over 24 articles: BLEU shows deepl ahead"
            " (adjusted p 0.003), chrF points to deepl without showing it and similarity sees no difference.",
        ),
        (
            [(2.0, 0.0504), (0.0, 1.0)],
            {},
            "No difference between deepl and apertium is shown over 24 articles, which does not make them equal: the"
            " smallest adjusted p is 0.051, of BLEU, and the limit is 0.05.",
        ),
        (
            [(2.0, 0.375)],
            {"units": 4, "articles": 4, "smallest_p": 0.125},
            "4 articles are too little to tell deepl from apertium: the smallest adjusted p they can give is 0.38, and"
            " the limit is 0.05.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_reads_well(found: list[tuple[float, float]], fields: dict[str, object], sentence: str) -> None:
    """It names the systems, what each metric says, how sure that is, and on how much it rests."""
    assert judge("translation", compared(*found, **fields)).sentence == sentence
