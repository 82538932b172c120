"""How often people agree with a difference of that size: the fit of Kocmi et al. 2024, for BLEU and chrF.

Kocmi, Zouhar, Federmann and Post, "Navigating the Metrics Maze: Reconciling Score Magnitudes and Accuracies", ACL 2024,
https://aclanthology.org/2024.acl-long.110, compared 6,530 pairs of systems, in many languages, with the judgment of
people, and fitted to each metric a curve: the share of pairs that a difference of so many points orders as people do.
It is about pairs of systems like theirs, and no test of the pair at hand: a verdict never rests on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CHANCE = 0.5  # the share a coin reaches; the fitted curve goes below it for the smallest differences


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve ceiling / (1 + exp(-steepness × difference)).

    Attributes:
        ceiling: share of pairs, 0 to 1, that the curve nears for large differences.
        steepness: per point of the metric.
    """

    ceiling: float
    steepness: float


# The authors' parameters: python-tool/mt_thresholds.py in https://github.com/kocmitom/MT-Thresholds, at commit 396f332.
FITS: Mapping[str, Fit] = MappingProxyType({"bleu": Fit(0.8833, 0.9664), "chrf": Fit(0.9300, 1.1143)})


def share(metric: str, difference: float) -> float | None:
    """Estimate the share of system pairs so far apart that a metric orders as people do.

    Args:
        metric: name of the metric's output.
        difference: points between two systems' corpus scores, of 100; its sign does not matter.

    Returns:
        0.5 to 1, None for a metric the study has not.

    >>> f"{share('bleu', 1.0):.2f} {share('chrf', -2.0):.2f} {share('bleu', 0.1):.2f}"
    '0.64 0.84 0.50'
    >>> share("similarity", 0.01)
    """
    fit = FITS.get(metric)
    if fit is None:
        return None
    return max(CHANCE, fit.ceiling / (1.0 + math.exp(-fit.steepness * abs(difference))))
