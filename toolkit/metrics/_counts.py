"""The counts behind BLEU and chrF: sacrebleu's to the last one, many segments at once, each reference cut once.

References come in chunks of CHUNK segments. The n-grams of the last KEPT chunks are kept, so that the next system
finds them: up to CHUNK x KEPT segments, a reference is cut once however many systems are scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from toolkit.examples import Example
from toolkit.metrics import _arithmetic
from toolkit.metrics._arithmetic import ORDER
from toolkit.metrics._base import Rows
from toolkit.metrics._ngrams import NgramIndex, Symbols, Whole
from toolkit.metrics._tokens import letters, words_13a, words_chrf

CHUNK = 512
KEPT = 16
CHARACTERS = 6  # orders of chrF: Popović 2015
_UNICODE = 0x110000

References = tuple[tuple[str, ...], ...]
"""Streams of references: one tuple a reference, one line a segment."""


def streams(examples: Sequence[Example], *, lowercase: bool = False) -> tuple[list[str], References]:
    """Give hypotheses and streams of references, each as long as the hypotheses.

    Args:
        examples: what is scored.
        lowercase: whether case is taken away.

    Raises:
        ValueError: not all have the same number of references, at least one.
    """
    numbers = {len(example.references) for example in examples}
    if len(numbers) > 1 or 0 in numbers:
        raise ValueError(f"examples of one measurement need the same number of references, got {sorted(numbers)}")
    hypotheses = [" ".join(example.hypothesis) for example in examples]
    lines = ([" ".join(lines) for lines in example.references] for example in examples)
    references = tuple(zip(*lines, strict=True))
    if not lowercase:
        return hypotheses, references
    return [line.lower() for line in hypotheses], tuple(tuple(map(str.lower, stream)) for stream in references)


def bleu(hypotheses: Sequence[str], references: References) -> Rows:
    """Count words for BLEU: float64 (n, 10), the columns of `_arithmetic.bleu`."""
    return _stacked((_bleu(own, others) for own, others in _chunks(hypotheses, references)), 2 + 2 * ORDER)


def chrf(hypotheses: Sequence[str], references: References, word_order: int) -> Rows:
    """Count characters, and words up to that order, for chrF: float64 (n, 3 (6 + word_order))."""
    columns = 3 * (CHARACTERS + word_order)
    return _stacked((_chrf(own, others, word_order) for own, others in _chunks(hypotheses, references)), columns)


def _chunks(hypotheses: Sequence[str], references: References) -> Iterator[tuple[Sequence[str], References]]:
    for start in range(0, len(hypotheses), CHUNK):
        yield hypotheses[start : start + CHUNK], tuple(each[start : start + CHUNK] for each in references)


def _stacked(chunks: Iterable[Whole], columns: int) -> Rows:
    return np.concatenate([np.empty((0, columns)), *chunks], dtype=np.float64)


class _Words:
    """The word n-grams of a chunk of references, as one index; words get numbers in the order they come."""

    def __init__(self, references: References, cut: Callable[[str], list[str]], order: int) -> None:
        self._cut = cut
        self._numbers: dict[str, int] = {}
        streams = [[cut(line) for line in stream] for stream in references]
        for number, word in enumerate(dict.fromkeys(word for lines in streams for words in lines for word in words)):
            self._numbers[word] = number
        self.references = [self._symbols(lines) for lines in streams]
        self.index = NgramIndex(self.references, order, base=len(self._numbers) + 1)

    def hypotheses(self, lines: Sequence[str]) -> Symbols:
        return self._symbols([self._cut(line) for line in lines])

    def _symbols(self, lines: Sequence[list[str]]) -> Symbols:
        unknown = len(self._numbers)
        numbers = [self._numbers.get(word, unknown) for words in lines for word in words]
        return Symbols(np.array(numbers, dtype=np.int64), np.array([len(words) for words in lines], dtype=np.int64))


class _Characters:
    """The character n-grams of a chunk of lines of one reference."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.reference = _characters(lines)
        self.index = NgramIndex([self.reference], CHARACTERS, base=_UNICODE)


def _characters(lines: Sequence[str]) -> Symbols:
    kept = [letters(line) for line in lines]
    codes = np.frombuffer("".join(kept).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return Symbols(codes.astype(np.int64), np.array([len(line) for line in kept], dtype=np.int64))


@lru_cache(maxsize=KEPT)
def _bleu_words(references: References) -> _Words:
    return _Words(references, words_13a, ORDER)


@lru_cache(maxsize=KEPT)
def _chrf_characters(lines: tuple[str, ...]) -> _Characters:
    return _Characters(lines)


@lru_cache(maxsize=KEPT)
def _chrf_words(lines: tuple[str, ...], order: int) -> _Words:
    return _Words((lines,), words_chrf, order)


def _bleu(hypotheses: Sequence[str], references: References) -> Whole:
    words = _bleu_words(references)
    own = words.hypotheses(hypotheses)
    lengths = np.stack([each.lengths for each in words.references])
    # The nearest length counts, of two as near the shorter one.
    nearest = np.lexsort((lengths, np.abs(lengths - own.lengths)), axis=0)[0]
    reference = np.take_along_axis(lengths, nearest[None, :], axis=0)[0]
    return np.concatenate(
        [np.stack([own.lengths, reference], axis=1), words.index.matches(own), own.totals(ORDER)], axis=1
    )


def _chrf(hypotheses: Sequence[str], references: References, word_order: int) -> Whole:
    own = _characters(hypotheses)
    counted = []
    for lines in references:
        characters = _chrf_characters(lines)
        parts = [_triples(own, characters.reference, characters.index, CHARACTERS)]
        if word_order:
            words = _chrf_words(lines, word_order)
            parts.append(_triples(words.hypotheses(hypotheses), words.references[0], words.index, word_order))
        counted.append(np.concatenate(parts, axis=1))
    every = np.stack(counted)
    best = _arithmetic.chrf(every.astype(np.float64)).argmax(axis=0)  # of equal ones the first
    chosen: Whole = every[best, np.arange(len(hypotheses))]
    return chosen


def _triples(own: Symbols, reference: Symbols, index: NgramIndex, order: int) -> Whole:
    """Give n-grams of the hypothesis, of the reference, and of both, for each order: (segments, 3 order)."""
    there = reference.totals(order)
    counted = np.where(there > 0, own.totals(order), 0)  # where the reference has none, the hypothesis has none either
    return np.stack([counted, there, index.matches(own)], axis=2).reshape(len(own.lengths), 3 * order)
