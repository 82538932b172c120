"""Nearness of meaning of segments, token by token: what is missing, what does not belong, what is out of order.

Token embeddings are matched as in BERTScore (Zhang et al. 2020, https://arxiv.org/abs/1904.09675); broken order counts
against a translation as in METEOR (Banerjee and Lavie 2005, https://aclanthology.org/W05-0909); chrF beside them sees
case, endings and punctuation. How layers and weights were chosen stands in docs/decisions/meaning.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from toolkit.encoders._tokens import MATCHING
from toolkit.examples import Example
from toolkit.metrics import _arithmetic, _counts, _sacrebleu
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._options import ChrfOptions

LAYERS = (4, 6)  # for recall and breaks, and for the error
RECALL, CHRF, ERROR, BREAKS = 0.8, 0.2, -0.4, -0.1
CHUNK = 4096  # pairs a crossing to the encoder

Pair = tuple[str, str]
"""(hypothesis, reference)."""


class Meaning(Metric):
    """Match the tokens of each segment, by their embeddings, and its characters with the best of its references."""

    name = "meaning"
    task = "translation"
    unit = "segment"
    columns = ("recall", "chrf", "error", "breaks", "segments")
    outputs = (Output("meaning", 2 * ERROR + BREAKS - RECALL, 1.0, higher_is_better=True, title="meaning"),)
    needs_encoder = True
    needs_tokens = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Match each segment with the reference that it scores highest with; a reference is encoded once for all."""
        asked = [_pairs(example) for example in examples]
        known = self._matched({pair for pairs in asked for pair in pairs})
        chosen = [max((known[pair] for pair in pairs), key=_score) for pairs in asked]
        return Measurement(self.as_rows(chosen))

    def combine(self, totals: Rows) -> Rows:
        """Weigh the means over the segments."""
        means = ratio(totals, totals[..., -1:])
        return np.asarray(_score(tuple(np.moveaxis(means, -1, 0))))[..., None]

    def signature(self, references: int) -> str:
        """Name formula, matching, chrF and encoder, and how several references are met."""
        formula = f"{RECALL}*R{LAYERS[0]}+{CHRF}*chrF{ERROR}*E{LAYERS[1]}{BREAKS}*frag{LAYERS[0]}"
        chrf = _sacrebleu.chrf_signature(ChrfOptions(), 1)
        return (
            f"meaning|nrefs:{references}|best of references|{formula}|{MATCHING}|chrF:({chrf})|mean over segments"
            f"|{self.encoder.signature()}"
        )

    def _matched(self, pairs: AbstractSet[Pair]) -> dict[Pair, list[float]]:
        """Give the columns of each pair; pairs that share a reference reach the encoder together."""
        ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
        known: dict[Pair, list[float]] = {}
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            found = self.encoder.matches(chunk, LAYERS)
            columns = (found[:, 0, 0], _chrf(chunk), found[:, 1, 1], found[:, 0, 2], np.ones(len(chunk)))
            known.update(zip(chunk, np.stack(columns, axis=1).astype(np.float64).tolist(), strict=True))
        return known


def _pairs(example: Example) -> list[Pair]:
    if not example.references:
        raise ValueError("a segment has no reference to be compared with")
    own = " ".join(example.hypothesis)
    return [(own, " ".join(lines)) for lines in example.references]


def _chrf(pairs: Sequence[Pair]) -> Rows:
    """Compute chrF2 of each pair by itself, 0 to 1; 1 for equal texts without any letter, too."""
    hypotheses, references = zip(*pairs, strict=True)
    scores = _arithmetic.chrf(_counts.chrf(hypotheses, (references,), word_order=0)) / 100
    return np.where([one == other for one, other in pairs], 1.0, scores)


def _score(columns: Sequence[Any]) -> Any:
    """Weigh the columns of one segment, or arrays of their means."""
    recall, chrf, error, breaks, _ = columns
    return RECALL * recall + CHRF * chrf + ERROR * error + BREAKS * breaks


plugin = Meaning
