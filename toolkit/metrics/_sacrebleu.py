"""sacrebleu's own metrics: what it alone can say, its signatures and the edits of TER."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np

from toolkit.errors import NotReadyError, UsageError
from toolkit.metrics._base import Rows
from toolkit.metrics._options import BleuOptions, ChrfOptions, TerOptions

USUAL_TOKENIZER = "13a"
"""The tokenizer whose words are counted here; sacrebleu counts those of the others."""

_YES = {True: "yes", False: "no"}
_PACKAGES = {"ja-mecab": "sacrebleu[ja]", "ko-mecab": "sacrebleu[ko]"}
"""What a tokenizer needs; the others that need anything need sentencepiece."""


class Counter(Protocol):
    """The part of a sacrebleu metric that is used here."""

    num_refs: int

    def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Any: ...

    def get_signature(self) -> Any:
        """Give the metric's signature, for `num_refs` references."""


def bleu(options: BleuOptions | None = None, *, effective_order: bool = False) -> Counter:
    """Build sacrebleu's BLEU, with its defaults where no options are given.

    Raises:
        UsageError: there is no such tokenizer, or its model cannot be had.
        NotReadyError: the tokenizer's package is missing.
    """
    from sacrebleu.metrics.bleu import BLEU

    options = options or BleuOptions()
    name = options.tokenize
    if name not in BLEU.TOKENIZERS:
        raise UsageError(f"no tokenizer {name!r}; there are: {', '.join(BLEU.TOKENIZERS)}")
    try:
        made: Counter = BLEU(**asdict(options), effective_order=effective_order, force=True)
    except (ImportError, RuntimeError) as error:
        package = _PACKAGES.get(name, "sentencepiece")
        raise NotReadyError(f"tokenizer {name} needs a package; get it with: pip install '{package}'") from error
    except OSError as error:
        raise UsageError(f"tokenizer {name} needs a model that sacrebleu cannot download: {error}") from error
    return made


def bleu_parts(options: BleuOptions, totals: Sequence[float]) -> dict[str, Any]:
    """Take corpus BLEU to pieces, as sacrebleu's `verbose_score` does.

    Args:
        options: of BLEU.
        totals: summed counts, in the order of `_arithmetic.BLEU_COLUMNS`.
    """
    from sacrebleu.metrics.bleu import BLEU

    whole = [int(count) for count in totals]
    correct, total = whole[2 : 2 + len(whole[2:]) // 2], whole[2 + len(whole[2:]) // 2 :]
    found = BLEU.compute_bleu(correct, total, whole[0], whole[1], options.smooth_method, options.smooth_value)
    return {
        "precisions": [float(precision) for precision in found.precisions],
        "brevity_penalty": float(found.bp),
        "hypothesis_length": whole[0],
        "reference_length": whole[1],
    }


def chrf(options: ChrfOptions) -> Counter:
    """Build sacrebleu's chrF."""
    from sacrebleu.metrics.chrf import CHRF

    made: Counter = CHRF(**asdict(options))
    return made


def ter(options: TerOptions) -> Counter:
    """Build sacrebleu's TER."""
    from sacrebleu.metrics.ter import TER

    made: Counter = TER(**asdict(options))
    return made


def count(metric: Counter, hypotheses: Sequence[str], references: Sequence[Sequence[str]], columns: int) -> Rows:
    """Count lines against streams of references, each as long as the hypotheses: float64 (n, columns)."""
    if not hypotheses:
        return np.empty((0, columns))
    # Its own significance tests take the counts from here; there is no public way to them.
    return np.asarray(metric._extract_corpus_statistics(hypotheses, references), dtype=np.float64)


def signature(metric: Counter, references: int) -> str:
    """Give sacrebleu's own signature for that many references."""
    metric.num_refs = references
    return str(metric.get_signature().format())


def bleu_signature(options: BleuOptions, references: int, *, effective_order: bool = False) -> str:
    """Give sacrebleu's signature of BLEU; only where sacrebleu cuts the words is it asked.

    Raises:
        UsageError: there is no such tokenizer, or its model cannot be had.
        NotReadyError: the tokenizer's package is missing.
    """
    if options.tokenize != USUAL_TOKENIZER:
        return signature(bleu(options, effective_order=effective_order), references)
    valued = f"[{options.smoothing:.2f}]" if options.smooth_method in {"floor", "add-k"} else ""
    return _signed(
        nrefs=references,
        case="lc" if options.lowercase else "mixed",
        eff=_YES[effective_order],
        tok=options.tokenize,
        smooth=options.smooth_method + valued,
    )


def chrf_signature(options: ChrfOptions, references: int) -> str:
    """Give sacrebleu's signature of chrF."""
    return _signed(
        nrefs=references,
        case="lc" if options.lowercase else "mixed",
        eff=_YES[not options.eps_smoothing],
        nc=options.char_order,
        nw=options.word_order,
        space=_YES[options.whitespace],
    )


def _signed(**told: object) -> str:
    """Write a signature as sacrebleu does, the same by test; to import it for that takes 20 ms."""
    return "|".join(f"{name}:{value}" for name, value in {**told, "version": _version()}.items())


@functools.cache
def _version() -> str:
    return version("sacrebleu")
