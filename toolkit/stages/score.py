"""Examples and metrics -> measurements, each with its coverage, or the reason why there is none."""

from __future__ import annotations

import numpy as np

from toolkit.examples import Paired
from toolkit.metrics._base import Column, Metric


def score(metric: Metric, paired: Paired, language: str) -> Column:
    """Score one system's examples, or say why not.

    Args:
        metric: built with its encoder, if it needs one.
        paired: what is scored.
        language: BCP 47 code of the hypotheses' language.
    """
    outputs = len(metric.outputs)
    reason = _reason(metric, paired, language)
    if reason:
        nothing = np.full(outputs, np.nan)
        return Column(metric, (), None, nothing, np.empty((0, outputs)), paired.asked, paired.references, reason)
    measurement = metric.measure(paired.examples)
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


def _reason(metric: Metric, paired: Paired, language: str) -> str:
    known = metric.languages
    if known is not None and language.partition("-")[0].lower() not in known:
        return f"{metric.encoder.name} knows {', '.join(sorted(known))}, not {language}"
    if metric.needs_reference and not paired.references:
        return "no reference"
    if not paired.examples:
        return "nothing to score"
    return ""
