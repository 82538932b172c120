"""BLEU, chrF, chrF++ and TER against sacrebleu itself, bit for bit."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF, TER

from toolkit.examples import Example
from toolkit.metrics import _counts
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.chrfpp import ChrfPlusPlus
from toolkit.metrics.ter import Ter

PAIRS: list[tuple[Any, Any]] = [
    (Bleu(), BLEU()),
    (Chrf(), CHRF()),
    (ChrfPlusPlus(), CHRF(word_order=2)),
    (Ter(), TER()),
]
IDS = ["bleu", "chrf", "chrfpp", "ter"]

# Few words, so that n-grams of all orders meet; every reference holds a word, as in any real corpus.
WORD = st.sampled_from(["the", "sea", "was", "calm,", "calm", "U.S.", "3.5%", "été", "–", '"so"', "(he)", "a"])
LINE = st.lists(WORD, max_size=12).map(" ".join)
REFERENCE = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
# Any characters at all, and those often that are cut in a way of their own.
TEXT = st.text(st.sampled_from("ab1 .,-&()'<>%\n\t\u00a0\u2028é") | st.characters(exclude_categories=()), max_size=30)
TEXTS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6)
CORPUS = st.integers(1, 3).flatmap(
    lambda references: st.lists(
        st.tuples(LINE, st.tuples(*[REFERENCE] * references)), min_size=1, max_size=8
    )
)  # fmt: skip


def examples(corpus: list[tuple[str, tuple[str, ...]]]) -> list[Example]:
    return [
        Example(
            "art-1", f"seg-{n}", ("",), (own,), tuple((line,) for line in references), tuple("abc"[: len(references)])
        )
        for n, (own, references) in enumerate(corpus)
    ]


def streams(corpus: list[tuple[str, tuple[str, ...]]]) -> tuple[list[str], list[list[str]]]:
    return [own for own, _ in corpus], [list(stream) for stream in zip(*(refs for _, refs in corpus), strict=True)]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
@settings(deadline=None)
@given(corpus=CORPUS)
def test_corpus_scores_are_sacrebleus(ours: Any, theirs: Any, corpus: list[tuple[str, tuple[str, ...]]]) -> None:
    """Summed rows combine to sacrebleu's corpus score, and the signature is its own, to the last bit."""
    rows = ours.measure(examples(corpus)).rows
    expected = theirs.corpus_score(*streams(corpus))
    assert ours.combine(rows.sum(axis=0)).tolist() == [expected.score]
    assert ours.signature(len(corpus[0][1])) == theirs.get_signature().format()


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
@settings(deadline=None)
@given(texts=TEXTS)
def test_counts_are_sacrebleus(ours: Any, theirs: Any, texts: list[tuple[str, str, str]]) -> None:
    """Every statistic of every segment is the one sacrebleu counts, whatever the characters and the empty lines."""
    corpus = [(own, (first, second)) for own, first, second in texts]
    expected = theirs._extract_corpus_statistics(*streams(corpus))
    assert ours.measure(examples(corpus)).rows.tolist() == expected


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
def test_counts_do_not_depend_on_the_chunk(monkeypatch: pytest.MonkeyPatch, ours: Any, theirs: Any) -> None:
    """More segments than a chunk holds are counted as one by one, and a reference met again is the same."""
    monkeypatch.setattr(_counts, "CHUNK", 2)
    corpus = [(f"the sea {n} was calm", (f"the sea was {n % 3} calm", "a sea")) for n in range(5)]
    expected = theirs._extract_corpus_statistics(*streams(corpus))
    assert ours.measure(examples(corpus)).rows.tolist() == expected
    assert ours.measure(examples(corpus)).rows.tolist() == expected


@pytest.mark.parametrize(("ours", "theirs"), [(Bleu(), BLEU(effective_order=True)), *PAIRS[1:]], ids=IDS)
@settings(deadline=None)
@given(corpus=CORPUS)
def test_segment_scores_are_sacrebleus(ours: Any, theirs: Any, corpus: list[tuple[str, tuple[str, ...]]]) -> None:
    """Each example by itself has sacrebleu's sentence score, and its signature."""
    expected = [theirs.sentence_score(own, list(references)) for own, references in corpus]
    scores = ours.example_scores(ours.measure(examples(corpus)))
    assert scores.ravel().tolist() == [each.score for each in expected]
    assert ours.example_signature(len(corpus[0][1])) == theirs.get_signature().format()


def test_usual_signatures_are_written_without_sacrebleu() -> None:
    """A run that counts by itself does not wait for sacrebleu to be imported."""
    code = (
        "import sys\n"
        "from toolkit.metrics.bleu import Bleu\n"
        "from toolkit.metrics.chrf import Chrf\n"
        "assert Bleu().signature(1) and Chrf().signature(1)\n"
        "print('sacrebleu' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=IDS)
def test_resamples_are_scored_at_once(ours: Any, theirs: Any) -> None:
    """Many resampled totals in one call give what sacrebleu gives one by one."""
    corpus = [
        ("the sea was calm", ("the sea was very calm", "a calm sea")),
        ("so he left, they said", ("he left", "so")),
    ]
    rows = ours.measure(examples(corpus)).rows
    picks = np.random.default_rng(1).integers(0, 2, size=(4, 5, 6))
    scores = ours.combine(rows[picks].sum(axis=2))
    for place in np.ndindex(4, 5):
        chosen = [corpus[pick] for pick in picks[place].tolist()]
        assert scores[place].tolist() == [theirs.corpus_score(*streams(chosen)).score]


@pytest.mark.parametrize("ours", [pair[0] for pair in PAIRS], ids=IDS)
def test_counts_of_references_must_agree(ours: Any) -> None:
    """Examples with differing numbers of references are a mistake of the caller."""
    with pytest.raises(ValueError, match=r"same number of references, got \[1, 2\]"):
        ours.measure([*examples([("a", ("a",))]), *examples([("a", ("a", "b"))])])
    with pytest.raises(ValueError, match="same number of references"):
        ours.measure(examples([("a", ())]))
