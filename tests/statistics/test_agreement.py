from __future__ import annotations

import pytest

from toolkit.statistics.agreement import FITS, share

# Points of difference at which the fitted curve reaches a share of pairs: the rows BLEU and ChrF of the paper's table
# of thresholds, appendix/main_thresholds.tex in https://github.com/kocmitom/MT-Thresholds.
PUBLISHED = {
    "bleu": {0.50: 0.27, 0.55: 0.52, 0.60: 0.78, 0.65: 1.06, 0.70: 1.39, 0.75: 1.79, 0.80: 2.34, 0.85: 3.35},
    "chrf": {
        0.50: 0.14, 0.55: 0.33, 0.60: 0.54, 0.65: 0.76, 0.70: 1.00, 0.75: 1.28, 0.80: 1.63, 0.85: 2.12, 0.90: 3.05,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "expected", "points"),
    [(metric, expected, points) for metric, row in PUBLISHED.items() for expected, points in row.items()],
)
def test_the_curve_meets_the_published_thresholds(metric: str, expected: float, points: float) -> None:
    """A difference the paper prints, to two decimals, has the share it prints: the next ones lie on either side."""
    below, above = share(metric, points - 0.0051), share(metric, points + 0.0051)
    assert below is not None
    assert above is not None
    assert below <= expected <= above


def test_one_point_of_bleu_is_what_the_authors_tool_says() -> None:
    """Its README prints 63.989 % for a difference of 1.00 BLEU; the parameters here have four decimals."""
    assert share("bleu", 1.0) == pytest.approx(0.63989, abs=5e-5)


@pytest.mark.parametrize("metric", sorted(FITS))
def test_no_difference_is_a_coin(metric: str) -> None:
    """Where the curve falls below one half, one half is said; and the sign of a difference does not matter."""
    assert share(metric, 0.0) == 0.5
    assert share(metric, -3.0) == share(metric, 3.0)


def test_a_metric_outside_the_study_has_no_share() -> None:
    """Nothing is guessed for similarity, nor for chrF++, whose points are others."""
    assert share("similarity", 0.5) is None
    assert share("chrfpp", 3.0) is None
