"""Examples and metrics -> measurements, each with its coverage, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import Paired
from toolkit.metrics._base import Column, Measurement, Metric
from toolkit.stages import _spread
from toolkit.stages._spread import Told, quiet


def score(metric: Metric, paired: Paired, language: str) -> Column:
    """Score one system's examples, or say why not.

    Args:
        metric: built with its encoder, if it needs one.
        paired: what is scored.
        language: BCP 47 code of the hypotheses' language.
    """
    return score_all(metric, [paired], language)[0]


def score_all(
    metric: Metric, systems: Sequence[Paired], language: str, processes: int = 1, told: Told = quiet, source: str = ""
) -> list[Column]:
    """Score several systems, each as `score` does; every reference is cut once.

    Args:
        metric: built with its encoder, if it needs one.
        systems: what is scored.
        language: BCP 47 code of the hypotheses' language.
        processes: how many may share the work where it is long; the numbers are the same for any.
        told: hears how many examples of how many are scored, where that takes long.
        source: BCP 47 code of the sources' language, `""` where it is not known.
    """
    reasons = [_reason(metric, paired, language, source) for paired in systems]
    scored = [paired.examples for paired, reason in zip(systems, reasons, strict=True) if not reason]
    measured = iter(_spread.measure(metric, scored, processes, told))
    return [
        _unscored(metric, paired, reason) if reason else _scored(metric, paired, next(measured))
        for paired, reason in zip(systems, reasons, strict=True)
    ]


def _unscored(metric: Metric, paired: Paired, reason: str) -> Column:
    outputs = len(metric.outputs)
    nothing = np.full(outputs, np.nan)
    return Column(metric, (), None, nothing, np.empty((0, outputs)), paired.asked, paired.references, reason)


def _scored(metric: Metric, paired: Paired, measurement: Measurement) -> Column:
    return Column(
        metric=metric,
        examples=paired.examples,
        measurement=measurement,
        corpus=metric.combine(measurement.rows.sum(axis=0)),
        single=metric.example_scores(measurement),
        asked=paired.asked,
        references=paired.references,
        reason="",
    )


def _reason(metric: Metric, paired: Paired, language: str, source: str) -> str:
    known = metric.languages
    if known is not None and _primary(language) not in known:
        return f"{metric.reader} knows {', '.join(sorted(known))}, not {language}"
    if source and metric.sources is not None and _primary(source) not in metric.sources:
        return f"{metric.name} reads {', '.join(sorted(metric.sources))}, not {source}"
    if metric.needs_tokens and not metric.encoder.gives_tokens:
        return f"{metric.encoder.name} gives no vectors of tokens"
    if metric.needs_reference and not paired.references:
        return "no reference"
    if not paired.examples:
        return "nothing to score"
    return ""


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
