"""ROUGE-1, ROUGE-2 and ROUGE-L of bullets against the reference bullets, as rouge-score computes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._left_out import left_out
from toolkit.metrics._rouge import KINDS, Overlap, overlaps, tokens

Cut = tuple[tuple[str, ...], ...]
"""The words of each line."""

_TITLES = {"rouge1": "ROUGE-1", "rouge2": "ROUGE-2", "rougeL": "ROUGE-L"}
_KEPT = 4096
"""Summaries whose words are kept: every reference of some thousand articles is cut once."""


class Rouge(Metric):
    """Count the words, pairs of words and longest sequences that bullets share with the reference bullets."""

    name = "rouge"
    task = "summary"
    unit = "article"
    judges = True
    columns = (
        *(f"{kind}{part}" for kind in KINDS for part in ("", "_recall")),
        *(f"{kind}_left_out" for kind in KINDS),
        *(f"{kind}_ceiling" for kind in KINDS),
        "articles",
    )
    outputs = tuple(
        Output(f"{kind}{part}", 0.0, 1.0, higher_is_better=True, title=f"{_TITLES[kind]}{word}")
        for kind in KINDS
        for part, word in (("", ""), ("_recall", " recall"))
    )
    losses = KINDS

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Score each summary by itself; of several sets of reference bullets the one with the best F1 counts."""
        rows = [_row(_cut(each.hypothesis), tuple(map(_cut, each.references))) for each in examples]
        return Measurement(self.as_rows(rows))

    def combine(self, totals: Rows) -> Rows:
        """Average over articles."""
        return ratio(totals[..., : len(self.outputs)], totals[..., -1:])

    def left_out(self, totals: Rows) -> Rows:
        """Average over articles."""
        parts = totals[..., len(self.outputs) : -1]
        return ratio(parts, totals[..., -1:]).reshape(*totals.shape[:-1], 2, len(self.losses))

    def signature(self, references: int) -> str:
        """Name the package whose numbers these are, and what is handed to it."""
        return (
            f"rouge|nrefs:{references}|L:rougeLsum, a bullet a line|stem:no|tok:lower, letters and digits|best set|"
            "macro-averaged|as rouge-score:0.1.2"
        )


@lru_cache(_KEPT)
def _cut(lines: tuple[str, ...]) -> Cut:
    return tuple(tuple(tokens(line)) for line in lines)


def _row(candidate: Cut, references: tuple[Cut, ...]) -> list[float]:
    if not references:
        raise ValueError("a summary cannot be scored by ROUGE without reference bullets")
    found = [overlaps(candidate, reference) for reference in references]
    best = _best(found)
    whole = [number for overlap in best for number in (overlap.f1, overlap.recall)]
    apart = [_best([found[place] for place in others]) for _, others in left_out(len(references))]
    return [*whole, *_f1s(apart), *_ceiling(references), 1.0]


@lru_cache(_KEPT)
def _ceiling(references: tuple[Cut, ...]) -> tuple[float, ...]:
    """Score each set against the others; a single one against itself."""
    return _f1s(
        [
            _best([overlaps(references[out or 0], references[place]) for place in others])
            for out, others in left_out(len(references))
        ]
    )


def _best(found: Sequence[Sequence[Overlap]]) -> list[Overlap]:
    """Take for each kind the set with the best F1, the first of equal ones."""
    return [max(kind, key=lambda overlap: overlap.f1) for kind in zip(*found, strict=True)]


def _f1s(apart: Sequence[Sequence[Overlap]]) -> tuple[float, ...]:
    return tuple(sum(overlap.f1 for overlap in kind) / len(kind) for kind in zip(*apart, strict=True))


plugin = Rouge
