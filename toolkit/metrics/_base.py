"""The contract of a metric: examples in, rows of sufficient statistics out; summed rows give the corpus score."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from toolkit.encoders._base import Encoder
from toolkit.examples import BulletMatch, Example
from toolkit.facts import Finding
from toolkit.metrics._bullet_facts import BulletFact
from toolkit.records import Task, Unit

Rows = NDArray[np.float64]

Peer = Callable[[NDArray[Any]], NDArray[Any]]
"""Summed rows (…, k) -> sacrebleu's scores (…), in the precision in which it computes with such numbers."""


@dataclass(frozen=True, slots=True)
class Output:
    """One number a metric gives.

    Attributes:
        name: unique over all metrics, as in the report tables (`bleu`, `bullet_f1`, `bullet_precision`).
        low: smallest value it can take.
        high: largest value it can take, None without bound.
        higher_is_better: which way is good.
        title: as a person reads it in a table's head.
    """

    name: str
    low: float
    high: float | None
    higher_is_better: bool
    title: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a metric saw.

    Attributes:
        rows: float64 (n examples, k columns) of sufficient statistics; a column that cannot be counted is NaN.
        matches: one tuple an example, one match a bullet; empty for metrics that match none.
        faults: one tuple an example, one a bullet: what keeps it from being printed, a few words each; empty for
            metrics that look for none.
        facts: one tuple an example, one finding a fact; empty for metrics that look for none.
        bullet_facts: the same of the bullets of each example; empty likewise.
    """

    rows: Rows
    matches: tuple[tuple[BulletMatch, ...], ...] = ()
    faults: tuple[tuple[tuple[str, ...], ...], ...] = ()
    facts: tuple[tuple[Finding, ...], ...] = ()
    bullet_facts: tuple[tuple[BulletFact, ...], ...] = ()


class Metric(ABC):
    """Score hypotheses.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        task: what it scores.
        unit: what one row stands for.
        columns: names of the k statistics.
        outputs: the m numbers; the first is the headline.
        needs_reference: whether examples without references are left out.
        needs_encoder: whether it is built with an encoder.
        needs_tokens: whether that encoder has to give vectors of tokens; with another one nothing is scored.
        needs_bound: whether it is built with the bound of words bullets were asked to keep to.
        example_us: about what one example costs, in microseconds; tells when a second process pays.
        usual: whether it is taken where no metric is named; False for what is slow and adds little.
        judges: whether its headline takes part in the joint verdict (docs/agreement.md says which earn it).
        losses: names of the outputs whose loss can be split between translation and summary, in the order of
            `left_out`; empty for most.
        finds_facts: whether what it measures are the rows of the table `facts`.
        sources: primary subtags of the sources it can read, None where it reads none or any.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
    """

    name: ClassVar[str]
    task: ClassVar[Task]
    unit: ClassVar[Unit]
    columns: tuple[str, ...]  # these two and the cost are the class's, unless an instance with other options says so
    outputs: tuple[Output, ...]
    needs_reference: ClassVar[bool] = True
    needs_encoder: ClassVar[bool] = False
    needs_tokens: ClassVar[bool] = False
    needs_bound: ClassVar[bool] = False
    example_us: float = 0.0
    usual: ClassVar[bool] = True
    judges: ClassVar[bool] = False
    losses: ClassVar[tuple[str, ...]] = ()
    finds_facts: ClassVar[bool] = False
    sources: ClassVar[frozenset[str] | None] = None
    extra: ClassVar[str] = ""

    def __init__(self, encoder: Encoder | None = None, max_words: int | None = None) -> None:
        """Keep the encoder and the bound, given exactly where `needs_encoder` and `needs_bound` are set."""
        self._encoder = encoder
        self._max_words = max_words

    @property
    def encoder(self) -> Encoder:
        """Give the encoder it was built with."""
        if self._encoder is None:
            raise TypeError(f"metric {self.name} was built without the encoder it needs")
        return self._encoder

    @property
    def languages(self) -> frozenset[str] | None:
        """Give the primary subtags it can score, None for any: those of its encoder, if it has one."""
        return self._encoder.languages if self._encoder is not None else None

    @property
    def reader(self) -> str:
        """Name what limits the languages: its encoder, if it has one, or itself."""
        return self._encoder.name if self._encoder is not None else self.name

    def as_rows(self, counted: Sequence[Sequence[float]]) -> Rows:
        """Make an array of what was counted, one tuple an example: (n, k), also where n is 0."""
        return np.array(counted, dtype=np.float64).reshape(-1, len(self.columns))

    @abstractmethod
    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Count, one row an example, in order."""

    @abstractmethod
    def combine(self, totals: Rows) -> Rows:
        """Turn summed rows into scores.

        Args:
            totals: float64 (…, k): any leading shape, so that many resamples are one call.

        Returns:
            float64 (…, m), NaN where nothing was counted.
        """

    def example_scores(self, measurement: Measurement) -> Rows:
        """Score each example by itself: float64 (n, m); by default what its own row combines to."""
        return self.combine(measurement.rows)

    def left_out(self, totals: Rows) -> Rows:  # noqa: ARG002 - a contract
        """Score summaries, and the references themselves, with one reference left out at a time.

        Args:
            totals: float64 (…, k), as for `combine`.

        Returns:
            float64 (…, 2, m) for the m names of `losses`: first the summaries' scores against the references that
            remain, then those of the reference that is left out; NaN where nothing was counted. A single reference is
            not left out, and scores best against itself.
        """
        raise TypeError(f"metric {self.name} names no losses, and splits none")

    @property
    def peer(self) -> Peer | None:
        """Give sacrebleu's own arithmetic, for its own tests; None where the metric is none of sacrebleu's."""
        return None

    @abstractmethod
    def signature(self, references: int) -> str:
        """Name all that can change the corpus score, as sacrebleu does.

        Args:
            references: how many references each hypothesis was scored against; it is part of the signature.
        """

    def example_signature(self, references: int) -> str:
        """Name all that can change an example's own score, where that is computed otherwise."""
        return self.signature(references)


def ratio(part: Rows, whole: Rows) -> Rows:
    """Divide sums by sums, NaN where nothing was counted.

    Args:
        part: float64, any shape.
        whole: float64, the same shape, or with one column for all of the part's.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0])).tolist()
    [0.25, nan]
    """
    divided: Rows = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return divided


@dataclass(frozen=True, slots=True)
class Column:
    """What one metric says of one row of a leaderboard.

    Attributes:
        metric: the metric.
        examples: what was scored, one a row of the measurement.
        measurement: rows of statistics, None where nothing could be scored.
        corpus: float64 (m,), one number an output; NaN where nothing was counted.
        single: float64 (n, m), each example by itself.
        asked: how many examples there would be, had everything been answered.
        references: names of the references.
        reason: why there is no score, `""` where there is one.
    """

    metric: Metric
    examples: tuple[Example, ...]
    measurement: Measurement | None
    corpus: Rows
    single: Rows
    asked: int
    references: tuple[str, ...]
    reason: str
