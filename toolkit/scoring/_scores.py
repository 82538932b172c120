"""What plain lines are scored by, and what came of it: frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from toolkit.metrics._base import Column, Metric
from toolkit.metrics._options import BleuOptions, ChrfOptions, TerOptions
from toolkit.parallel import Parallel
from toolkit.stages._compared import Comparisons
from toolkit.statistics.resampling import PeerResult, Plan

Test = Literal["", "confidence", "paired-bs", "paired-ar"]

USUAL = ("bleu", "chrf", "similarity")
"""The metrics that a verdict on translations rests on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the lines.

    Attributes:
        metrics: plug-in names of segment metrics.
        bleu: options of BLEU.
        chrf: options of chrF, and of chrF++ but for the order of its words.
        ter: options of TER.
        test: which of sacrebleu's own tests, `""` for none.
        confidence: resamples of each system's interval, where the test is that.
        plan: draws of both bootstraps, shuffles of both randomizations, seed and level.
        judged: whether systems are compared and judged.
        all_pairs: compare every two, and not only the first with each other.
        by_line: whether every line is scored by itself, which takes one system and one metric.
        target: BCP 47 code of the lines' language.
        detokenized: whether the lines are known not to be cut into words, whatever they look like.
    """

    metrics: tuple[str, ...] = USUAL
    bleu: BleuOptions = field(default_factory=BleuOptions)
    chrf: ChrfOptions = field(default_factory=ChrfOptions)
    ter: TerOptions = field(default_factory=TerOptions)
    test: Test = ""
    confidence: int = 1000
    plan: Plan = field(default_factory=Plan)
    judged: bool = True
    all_pairs: bool = False
    by_line: bool = False
    target: str = "en"
    detokenized: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """One number of one metric, for every system.

    Attributes:
        metric: the metric.
        place: of the number among the metric's outputs.
        signature: all that can change the number, as sacrebleu writes it, its test included.
        columns: what was measured, one a system.
        results: score, p, mean and interval, one a system; p is None where there is no test.
    """

    metric: Metric
    place: int
    signature: str
    columns: tuple[Column, ...]
    results: tuple[PeerResult, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What came of it.

    Attributes:
        asked: what was wanted.
        lines: what was scored.
        scored: by metric and output, in the order of their names, as sacrebleu's.
        made: comparisons and verdicts; None for a single system, or where none were wanted.
    """

    asked: Wanted
    lines: Parallel
    scored: tuple[Scored, ...]
    made: Comparisons | None
