from __future__ import annotations

import math

import pytest
import scipy.stats

from toolkit.statistics._power import detectable, student_quantile, units_needed


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 19, 49, 500, 999])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.975, 0.9995])
def test_quantiles_are_scipys(freedom: int, share: float) -> None:
    """Student's quantile agrees with scipy's."""
    assert student_quantile(share, freedom) == pytest.approx(scipy.stats.t.ppf(share, freedom), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("freedom", [1000, 3002, 10**7])
def test_quantiles_of_many_degrees_are_near_scipys(freedom: int) -> None:
    """Beyond a thousand degrees of freedom a series takes over."""
    assert student_quantile(0.975, freedom) == pytest.approx(scipy.stats.t.ppf(0.975, freedom), abs=5e-6)


def test_the_detectable_difference_is_found_in_four_of_five_draws() -> None:
    """A paired t-test on 20 normal gaps of just that size rejects at 5 % with power 0.8, by scipy's noncentral t."""
    multiplier = detectable(1 / math.sqrt(20), 20) * math.sqrt(20)
    bound = scipy.stats.t.ppf(0.975, 19)
    assert 1 - scipy.stats.nct.cdf(bound, 19, multiplier) == pytest.approx(0.8, abs=0.001)


def test_units_needed_is_where_the_difference_becomes_detectable() -> None:
    """With that many units the difference is detectable, with one less it is not; the error shrinks as 1 / sqrt."""
    needed = units_needed(0.1, 0.2, 10)
    assert needed is not None
    spread = 0.2 * math.sqrt(10)
    assert (
        detectable(spread / math.sqrt(needed), needed) <= 0.1 < detectable(spread / math.sqrt(needed - 1), needed - 1)
    )


def test_what_is_shown_already_needs_no_more() -> None:
    """A difference above the detectable one needs the units there are."""
    assert units_needed(-5.0, 0.1, 12) == 12


@pytest.mark.parametrize("difference", [0.0, 1e-9])
def test_no_number_of_units_shows_next_to_nothing(difference: float) -> None:
    """Where ten million units would not do, none is named."""
    assert units_needed(difference, 0.3, 50) is None


def test_a_stricter_level_needs_more() -> None:
    """What Holm leaves to one of ten comparisons makes the detectable difference larger."""
    assert detectable(0.1, 30, level=0.005) > detectable(0.1, 30)
    assert (units_needed(0.1, 0.1, 30, level=0.005) or 0) > (units_needed(0.1, 0.1, 30) or 0)
