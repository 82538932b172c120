from __future__ import annotations

import math
import statistics
from dataclasses import astuple, replace
from itertools import pairwise

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toolkit.metrics.chrf import Chrf
from toolkit.statistics import _draws
from toolkit.statistics.resampling import (
    Difference,
    Outcomes,
    Panel,
    Plan,
    band,
    compare,
    errors,
    outcomes,
    smallest_p,
    sum_by_unit,
)

Rows = np.ndarray


def mean(totals: Rows) -> Rows:
    """Average: statistics are a value and a count, as those of similarity."""
    return (totals[..., :1]) / totals[..., 1:]


def rows(values: list[float] | Rows) -> Rows:
    return np.stack([np.asarray(values, dtype=np.float64), np.ones(len(values))], axis=1)


def differ(first: Rows, second: Rows, plan: Plan | None = None) -> Difference:
    return compare([Panel((first, second), mean)], [(0, 1)], plan)[0][0][0]


VALUES = st.integers(2, 9).flatmap(
    lambda units: st.tuples(*[arrays(np.int64, units, elements=st.integers(-50, 50)).map(lambda each: each / 64)] * 2)
)


@settings(deadline=None, max_examples=60)
@given(values=VALUES)
def test_few_units_are_enumerated_as_scipy_does(values: tuple[Rows, Rows]) -> None:
    """Where all shuffles are tried, p is that of scipy's exact paired permutation test of the difference of means."""

    def statistic(first: Rows, second: Rows, axis: int) -> Rows:
        return np.abs(np.mean(first - second, axis=axis))

    found = differ(*map(rows, values))
    expected = scipy.stats.permutation_test(
        values, statistic, permutation_type="samples", alternative="greater", vectorized=True, n_resamples=np.inf
    )
    assert found.exact
    assert found.p == pytest.approx(expected.pvalue, abs=1e-12)
    assert found.p >= found.smallest_p


def test_the_hand_computed_case() -> None:
    """Three units with gaps 3, 2 and -1: of the 8 ways to swap, 4 reach |4| or more (±6 and ±4), so p = 1/2."""
    found = differ(rows([5, 4, 1]), rows([2, 2, 2]))
    assert (found.first, found.second, found.difference) == (10 / 3, 2, 10 / 3 - 2)
    assert (found.p, found.exact, found.trials, found.units, found.differing) == (0.5, True, 4, 3, 3)


def test_many_units_are_sampled_near_the_exact_p() -> None:
    """With 12 units, 1,000 sampled shuffles estimate the exact p of 2,048 within 5 standard errors."""
    values = np.random.default_rng(3).normal(0.3, 0.6, (2, 12))
    exact = differ(rows(values[0]), rows(values[1]))
    sampled = differ(rows(values[0]), rows(values[1]), Plan(trials=1000))
    assert (exact.exact, sampled.exact, sampled.trials) == (True, False, 1000)
    assert 0 < exact.p < 1
    assert abs(sampled.p - exact.p) < 5 * math.sqrt(exact.p * (1 - exact.p) / 1000)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000), units=st.integers(1, 40))
def test_swapping_the_systems_turns_every_number(seed: int, units: int) -> None:
    """The same p and error, the opposite difference and interval, bit for bit."""
    first, second = map(rows, np.random.default_rng(seed).normal(size=(2, units)))
    one, other = differ(first, second), differ(second, first)
    assert (one.difference, one.p, one.smallest_p) == (-other.difference, other.p, other.smallest_p)
    if units > 1:
        assert (one.low, one.high) == (-other.high, -other.low)
        assert one.error == pytest.approx(other.error, rel=1e-12)
    else:
        assert math.isnan(one.low) and math.isnan(other.error)


@pytest.mark.parametrize("units", [1, 5, 100])
def test_identical_systems_have_p_1(units: int) -> None:
    """A system against its copy: p is 1, no unit differs, and no smaller p was within reach."""
    values = rows(np.random.default_rng(1).random(units))
    found = differ(values, values.copy())
    assert (found.p, found.differing, found.smallest_p, found.difference) == (1.0, 0, 1.0, 0.0)


def test_units_that_are_equal_cannot_lower_p() -> None:
    """Of 30 units 3 differ: swapping the others changes nothing, so p cannot fall below 2 of 2^3 shuffles."""
    first = np.zeros(30)
    first[:3] = 1
    found = differ(rows(first), rows(np.zeros(30)))
    assert (found.p, found.smallest_p, found.differing, found.units, found.exact) == (0.25, 0.25, 3, 30, True)


@pytest.mark.parametrize(("units", "smallest"), [(0, 1), (1, 1), (2, 1 / 2), (5, 1 / 16), (6, 1 / 32), (14, 2**-13)])
def test_the_smallest_p_is_two_shuffles_of_all(units: int, smallest: float) -> None:
    """Up to 14 units all 2^units shuffles are tried; beyond, p stops at 1 / (trials + 1)."""
    assert smallest_p(units) == smallest
    assert smallest_p(15) == smallest_p(10**6) == 1 / 10_001


def test_p_is_uniform_where_nothing_differs_but_chance() -> None:
    """Under the null hypothesis p <= a in no more than a of the draws, for every a, up to 4 standard errors."""
    draw = np.random.default_rng(5)
    plan = Plan(resamples=10, trials=199)
    found = np.array([differ(*map(rows, draw.normal(size=(2, 20))), plan).p for _ in range(400)])
    for share in (0.05, 0.2, 0.5, 0.8):
        assert abs(np.mean(found <= share) - share) < 4 * math.sqrt(share * (1 - share) / len(found))


def test_the_interval_covers_the_true_difference() -> None:
    """Of 95 % intervals over 40 units at least 90 % and at most 98 % hold the true difference, here 0.5."""
    draw = np.random.default_rng(7)
    plan = Plan(resamples=400, trials=1)
    held = [
        found.low <= 0.5 <= found.high
        for found in (differ(rows(draw.normal(0.5, 1, 40)), rows(draw.normal(size=40)), plan) for _ in range(300))
    ]
    assert 0.90 <= np.mean(held) <= 0.98


def test_the_standard_error_is_that_of_a_mean() -> None:
    """For a mean the bootstrap's error is the textbook's s / sqrt(n), within the noise of 20,000 resamples (2 %)."""
    first, second = np.random.default_rng(2).normal(size=(2, 6))
    gaps = first - second
    found = differ(rows(first), rows(second), Plan(resamples=20_000))
    assert found.error == pytest.approx(gaps.std(ddof=1) / math.sqrt(6), rel=0.02)


def test_systems_and_metrics_do_not_touch_each_other() -> None:
    """A pair has the same numbers alone and among other systems and metrics, whose draws it shares."""
    draw = np.random.default_rng(11)
    systems = tuple(rows(draw.normal(size=30)) for _ in range(4))
    counts = tuple(draw.integers(1, 9, (30, 18)).astype(np.float64) for _ in range(4))
    chrf = Chrf()
    together = compare([Panel(systems, mean), Panel(counts, chrf.combine)], [(0, 1), (2, 3)])
    apart = compare([Panel(systems[2:], mean)], [(0, 1)])[0][0][0]
    assert together[0][1][0].p == apart.p
    assert astuple(together[0][1][0]) == pytest.approx(astuple(apart), rel=1e-12)  # the grid is that of all systems
    assert together[1][0] == compare([Panel(counts[:2], chrf.combine)], [(0, 1)])[0][0]


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws, sums and numbers are the same in however small pieces they are made."""
    systems = tuple(rows(each) for each in np.random.default_rng(4).normal(size=(2, 50)))
    whole = differ(*systems)
    for size in (1, 5000, 70_000):
        monkeypatch.setattr(_draws, "CHUNK_BYTES", size)
        assert differ(*systems) == whole


def test_the_plan_decides() -> None:
    """Another seed gives other draws, a higher level a narrower interval, and the same plan the same numbers."""
    first, second = map(rows, np.random.default_rng(9).normal(size=(2, 40)))
    plan = Plan()
    found = differ(first, second, plan)
    assert differ(first, second, plan) == found
    assert differ(first, second, replace(plan, seed=1)).p != found.p
    narrow = differ(first, second, replace(plan, level=0.2))
    assert found.low < narrow.low < narrow.high < found.high


def test_every_output_of_a_metric_is_compared() -> None:
    """A metric with two scores gives two differences on the same shuffles."""
    first, second = map(rows, np.random.default_rng(6).normal(size=(2, 20)))

    def both(totals: Rows) -> Rows:
        return np.concatenate([mean(totals), -10 * mean(totals)], axis=-1)

    plain, scaled = compare([Panel((first, second), both)], [(0, 1)])[0][0]
    assert plain == differ(first, second)
    assert (scaled.p, scaled.difference) == (plain.p, pytest.approx(-10 * plain.difference))


def test_statistics_must_be_finite() -> None:
    """A row that could not be counted has to be taken out before."""
    with pytest.raises(ValueError, match="must be finite"):
        differ(rows([1.0, math.nan]), rows([1.0, 2.0]))


def test_without_a_score_there_is_no_p() -> None:
    """A corpus in which nothing was counted has neither difference nor p."""
    with np.errstate(invalid="ignore"):
        found = differ(np.zeros((3, 2)), np.zeros((3, 2)))
    assert math.isnan(found.difference) and math.isnan(found.p) and math.isnan(found.low)


def test_rows_are_summed_by_unit() -> None:
    """Each unit's rows are added, wherever they stand."""
    table = np.arange(8.0).reshape(4, 2)
    assert sum_by_unit(table, np.array([1, 0, 1, 2])).tolist() == [[2, 3], [4, 6], [6, 7]]
    assert sum_by_unit(np.empty((0, 2)), np.empty(0, dtype=np.int64)).shape == (0, 2)


def test_outcomes_follow_the_good_direction() -> None:
    """Where lower is better, the lower one wins; equal scores are ties."""
    first, second = np.array([1.0, 2.0, 3.0, 3.0]), np.array([2.0, 1.0, 1.0, 3.0])
    assert outcomes(first, second, higher_is_better=True) == Outcomes(wins=2, losses=1, ties=1)
    assert outcomes(first, second, higher_is_better=False) == Outcomes(wins=1, losses=2, ties=1)


@pytest.mark.parametrize("units", [7, 64, 1000])
def test_draws_come_as_one_call_of_numpy_gives_them(monkeypatch: pytest.MonkeyPatch, units: int) -> None:
    """In chunks of any size the draws are those of the whole matrix."""
    monkeypatch.setattr(_draws, "CHUNK_BYTES", 20_000)
    drawn = list(_draws.indices(units, 100, 5))
    thrown = list(_draws.coins(units, 100, 5))
    assert np.concatenate(drawn).tolist() == np.random.default_rng(5).choice(units, (100, units)).tolist()
    expected = np.random.default_rng(5).integers(2, size=(100, units), dtype=bool)
    assert np.concatenate(thrown).tolist() == expected.tolist()
    assert all(len(one) >= len(other) for one, other in pairwise(drawn))


def test_the_standard_error_of_a_mean_is_the_textbooks() -> None:
    """The sample's standard deviation over the root of n, by the standard library; each output has its own."""
    values = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0, 1.0, 3.0, 6.0, 9.0]
    expected = statistics.stdev(values) / math.sqrt(len(values))
    found = errors(
        rows(values), lambda totals: np.concatenate([mean(totals), 10 * mean(totals)], axis=-1), Plan(20_000)
    )
    assert found == pytest.approx([expected, 10 * expected], rel=0.02)


def test_a_single_unit_has_no_standard_error() -> None:
    """Nothing varies."""
    assert all(map(math.isnan, errors(rows([1.0]), mean)))


def test_a_band_is_the_percentiles_of_numbers_of_resampled_sums() -> None:
    """Beside NumPy's own draws, sums and sorting: 2.5 % of 400 draws on either side; any shape of numbers is kept."""
    rows = np.random.default_rng(5).random((2, 9, 3))

    def score(first: Rows, second: Rows) -> Rows:
        return np.stack([first[..., 0] - second[..., 0], first[..., 1] / second[..., 2]], axis=-1)[..., None]

    found = band(list(rows), score, Plan(resamples=400, seed=11))
    drawn = np.random.default_rng(11).choice(9, size=(400, 9), replace=True)
    sums = rows[:, drawn].sum(axis=2)
    expected = np.sort(score(sums[0], sums[1]), axis=0)
    assert found.value == pytest.approx(score(*rows.sum(axis=1)))
    assert found.low == pytest.approx(expected[10])
    assert found.high == pytest.approx(expected[-11])
    assert found.low.shape == (2, 1)


def test_a_single_unit_has_a_value_and_no_band() -> None:
    """Nothing varies where there is one."""
    found = band([np.array([[2.0]])], lambda total: total, Plan())
    assert found.value.tolist() == [2.0]
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()
