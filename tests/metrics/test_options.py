"""The options of BLEU, chrF and TER against sacrebleu itself, given the same ones: counts, scores and signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

from tests.corpus import REFERENCE, SYSTEMS
from toolkit.errors import NotReadyError, UsageError
from toolkit.examples import Example
from toolkit.metrics._base import Metric
from toolkit.metrics._options import BleuOptions, ChrfOptions, TerOptions
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.chrfpp import ChrfPlusPlus
from toolkit.metrics.ter import Ter
from toolkit.statistics.resampling import PeerPanel, PeerResult, paired_bootstrap, paired_randomization

Options = BleuOptions | ChrfOptions | TerOptions
OURS: dict[type, Callable[..., Metric]] = {BleuOptions: Bleu, ChrfOptions: Chrf, TerOptions: Ter}
THEIRS: dict[type, Callable[..., Any]] = {BleuOptions: BLEU, ChrfOptions: CHRF, TerOptions: TER}

CASES: list[Options] = [
    BleuOptions(lowercase=True),
    *(BleuOptions(tokenize=name) for name in ("none", "intl", "char", "zh")),
    BleuOptions(smooth_method="none"),
    BleuOptions(smooth_method="floor"),
    BleuOptions(smooth_method="floor", smooth_value=0.03, lowercase=True, tokenize="intl"),
    BleuOptions(smooth_method="add-k"),
    BleuOptions(smooth_method="add-k", smooth_value=3),
    ChrfOptions(word_order=1),
    ChrfOptions(word_order=2, lowercase=True),
    ChrfOptions(char_order=4),
    ChrfOptions(char_order=0, word_order=3),
    ChrfOptions(beta=1),
    ChrfOptions(beta=3, whitespace=True),
    ChrfOptions(eps_smoothing=True),
    ChrfOptions(eps_smoothing=True, word_order=4, beta=3),
    TerOptions(case_sensitive=True),
    TerOptions(normalized=True),
    TerOptions(no_punct=True, asian_support=True),
]
STREAMS = [REFERENCE, SYSTEMS["faithful"]]
# Lines with no match in some order, shorter than four words, and of nothing at all: what smoothing is about.
SHORT = ["The council met", "", "Prices of BREAD fell by 4.5%.", *["so it is"] * 22]
TRIED = {**SYSTEMS, "short": SHORT}


@pytest.fixture(autouse=True)
def _no_seed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)


def examples(lines: list[str]) -> list[Example]:
    return [
        Example("", str(n), ("",), (own,), tuple((stream[n],) for stream in STREAMS), ("a", "b"))
        for n, own in enumerate(lines)
    ]


@pytest.mark.parametrize("options", CASES, ids=str)
def test_counts_scores_and_signatures_are_sacrebleus(options: Options) -> None:
    """Every count, the corpus score and the signature are those of sacrebleu's metric with the same options."""
    ours = OURS[type(options)](options=options)
    theirs = THEIRS[type(options)](**asdict(options))
    for lines in TRIED.values():
        rows = ours.measure(examples(lines)).rows
        assert rows.tolist() == theirs._extract_corpus_statistics(lines, STREAMS)
        assert rows.shape[1] == len(ours.columns)
        assert ours.peer is not None
        assert float(ours.peer(rows.sum(axis=0))) == theirs.corpus_score(lines, STREAMS).score
    assert ours.signature(2) == theirs.get_signature().format()


@pytest.mark.parametrize("options", CASES, ids=str)
def test_segment_scores_are_sacrebleus(options: Options) -> None:
    """Each line by itself has the score that sacrebleu gives it with the same options."""
    ours = OURS[type(options)](options=options)
    more = {"effective_order": True} if isinstance(options, BleuOptions) else {}
    theirs = THEIRS[type(options)](**asdict(options), **more)
    lines = [line for line in SHORT if line]
    scores = ours.example_scores(ours.measure(examples(lines))).ravel().tolist()
    expected = [theirs.sentence_score(own, [s[n] for s in STREAMS]).score for n, own in enumerate(lines)]
    assert scores == expected
    assert ours.example_signature(2) == theirs.get_signature().format()


@pytest.mark.parametrize("kind", ["bs", "ar"])
@pytest.mark.parametrize("options", CASES, ids=str)
def test_paired_tests_are_sacrebleus(options: Options, kind: str) -> None:
    """Resamples are scored in its precision, with the same options: p, mean and interval are met to the last bit."""
    ours = OURS[type(options)](options=options)
    theirs = THEIRS[type(options)](**asdict(options))
    assert ours.peer is not None
    panel = PeerPanel(tuple(ours.measure(examples(lines)).rows for lines in TRIED.values()), ours.peer)
    found = (paired_bootstrap if kind == "bs" else paired_randomization)([panel], 60)[0]
    _, scores = PairedTest(list(TRIED.items()), {"one": theirs}, STREAMS, kind, 60)()
    column = next(values for name, values in scores.items() if name != "System")
    assert found == [
        PeerResult(*(v if v is None else float(v) for v in (r.score, r.p_value, r.mean, r.ci))) for r in column
    ]


def test_chrfpp_takes_the_options_of_chrf() -> None:
    """chrF++ without case is sacrebleu's, and is named as what it is."""
    metric = ChrfPlusPlus(options=ChrfOptions(word_order=2, lowercase=True))
    theirs = CHRF(word_order=2, lowercase=True)
    rows = metric.measure(examples(SYSTEMS["loose"])).rows
    assert metric.combine(rows.sum(axis=0)).tolist() == [theirs.corpus_score(SYSTEMS["loose"], STREAMS).score]
    assert [output.title for output in metric.outputs] == ["chrF++"]
    assert [output.title for output in Chrf(options=ChrfOptions(word_order=2)).outputs] == ["chrF++"]


def test_a_tokenizer_that_is_not_there_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """ja-mecab without its packages is one line with the command; a name that nobody knows is one with all names."""
    from sacrebleu.tokenizers import tokenizer_ja_mecab

    monkeypatch.setattr(tokenizer_ja_mecab, "MeCab", None)
    with pytest.raises(NotReadyError, match=r"tokenizer ja-mecab needs a package; .* pip install 'sacrebleu\[ja\]'"):
        Bleu(options=BleuOptions(tokenize="ja-mecab")).signature(1)
    with pytest.raises(UsageError, match=r"no tokenizer 'japanese'; there are: .*ja-mecab"):
        Bleu(options=BleuOptions(tokenize="japanese")).signature(1)


def test_options_reach_other_processes() -> None:
    """A metric keeps its options when it is sent to another process."""
    import pickle

    metric = Bleu(options=BleuOptions(lowercase=True))
    sent: Bleu = pickle.loads(pickle.dumps(metric))
    lines = [line.upper() for line in SYSTEMS["loose"]]
    assert np.array_equal(sent.measure(examples(lines)).rows, metric.measure(examples(lines)).rows)
    assert not np.array_equal(sent.measure(examples(lines)).rows, Bleu().measure(examples(lines)).rows)
