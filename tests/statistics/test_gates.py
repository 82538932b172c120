"""The rules of a gate, by table, and what must hold of them whatever the numbers."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gate import TRIALS, share
from toolkit.statistics.gates import STATUSES, Bounds, Change, interval, judge, judge_drop, judge_floor, worst

# 20 units with standard error 0.5: t(0.975; 19) = 2.093 of any table of Student's distribution, so ± 1.0465.
SEEN = Change(gain=0.0, error=0.5, units=20, articles=20, p=0.5, reachable=0.0001, identical=False)
LIMIT = 1.5


@pytest.mark.parametrize(
    ("changed", "adjusted_p", "status", "reason"),
    [
        ({"identical": True, "p": 1.0}, None, "pass", "identical"),
        ({"identical": True, "articles": 1, "p": None}, None, "pass", "identical"),
        ({"gain": -9.0, "articles": 1}, 0.001, "inconclusive", "one article"),
        ({"gain": 9.0, "articles": 1}, 0.001, "inconclusive", "one article"),
        ({"gain": -9.0, "reachable": 0.0625}, 0.0625, "inconclusive", "too few"),
        ({"gain": 9.0, "reachable": 0.25}, 0.25, "inconclusive", "too few"),
        ({"p": None}, None, "inconclusive", "too few"),
        ({"gain": -2.0}, 0.001, "fail", "shown"),
        ({"gain": -2.0}, 0.05, "fail", "shown"),
        ({"gain": -2.0}, 0.0501, "inconclusive", "allowed"),
        ({"gain": -1.4}, 0.001, "inconclusive", "allowed"),  # shown, and it may be as much as 2.4
        ({"gain": -0.5}, 0.6, "inconclusive", "allowed"),  # -0.5 - 1.05 is below -1.5
        ({"gain": -0.4}, 0.6, "pass", "excluded"),  # -0.4 - 1.05 is not
        ({"gain": -0.4}, 0.001, "warn", "small"),
        ({"gain": 0.0}, 0.9, "pass", "excluded"),
        ({"gain": 3.0}, 0.001, "pass", "gained"),
        ({"gain": 0.1, "error": 5.0}, 0.05, "pass", "gained"),  # shown to be better, however wide the interval
        ({"gain": 3.0}, 0.6, "pass", "excluded"),
        ({"error": math.nan, "units": 20}, 0.9, "inconclusive", "allowed"),
    ],
)
def test_each_rule(changed: dict[str, float], adjusted_p: float | None, status: str, reason: str) -> None:
    """The first that applies decides, in the order of the module's words."""
    made = judge_drop(dataclasses.replace(SEEN, **changed), LIMIT, adjusted_p, 1, 0.05)  # type: ignore[arg-type]
    assert (made.status, made.reason) == (status, reason)


def test_how_many_articles_would_settle_it() -> None:
    """A loss of 0.5, where 1.5 matter: the distance of 1.0 must be found at 80 % power.

    By hand, over 20 articles a distance of (2.093 + 0.861) × 0.5 = 1.477 is found (t(0.8; 19) = 0.861); s shrinks with
    the root of the articles, s = 2.236 / √U, so at U = 42: (2.020 + 0.850) × 0.345 = 0.990, at U = 41: 1.003.
    """
    made = judge_drop(dataclasses.replace(SEEN, gain=-0.5), LIMIT, 0.4, 1, 0.05)
    assert made.detectable == pytest.approx(1.477, abs=0.001)
    assert made.more == 42 - 20


def test_a_loss_beyond_the_limit_must_be_shown_after_correction() -> None:
    """There the distance is the loss itself, at a level divided by the family: more comparisons, more articles."""
    alone, one_of_ten = (
        judge_drop(dataclasses.replace(SEEN, gain=-1.6, error=1.0), LIMIT, 0.2, family, 0.05) for family in (1, 10)
    )
    assert alone.more is not None
    assert one_of_ten.more is not None
    assert 0 < alone.more < one_of_ten.more


def test_nothing_settles_what_lies_on_the_limit() -> None:
    """A loss of exactly what matters stays neither less nor more, whatever the number of articles."""
    made = judge_drop(dataclasses.replace(SEEN, gain=-LIMIT), LIMIT, 0.2, 1, 0.05)
    assert (made.status, made.more) == ("inconclusive", None)


def test_all_tested_are_corrected_together() -> None:
    """Holm by hand: 0.01 × 3, 0.02 × 2, 0.04 × 1; equal texts are no test, and what has no p is none."""
    changes = [
        *(dataclasses.replace(SEEN, gain=-2.0, p=p) for p in (0.02, 0.01, 0.04)),
        dataclasses.replace(SEEN, identical=True, p=1.0),
        dataclasses.replace(SEEN, p=None),
    ]
    made = judge(changes, [LIMIT] * 5, 0.05)
    assert [each.adjusted_p for each in made] == [
        pytest.approx(0.04),
        pytest.approx(0.03),
        pytest.approx(0.04),
        None,
        None,
    ]
    assert [each.status for each in made] == ["fail", "fail", "fail", "pass", "inconclusive"]
    assert made[0].reachable == pytest.approx(3 * 0.0001)


NUMBERS = st.floats(-50, 50)
CHANGES = st.builds(
    Change,
    gain=NUMBERS,
    error=st.floats(0, 20),
    units=st.integers(1, 200),
    articles=st.integers(1, 200),
    p=st.one_of(st.none(), st.floats(0.0001, 1)),
    reachable=st.floats(0.0001, 1),
    identical=st.just(value=False),
)


@given(CHANGES, st.floats(0, 100), st.floats(0.01, 20), st.floats(0.0001, 1), st.integers(1, 30))
@settings(deadline=None)
def test_a_worse_candidate_never_fares_better(
    change: Change, further: float, limit: float, adjusted_p: float, family: int
) -> None:
    """With all else as it is, losing more makes the status worse or leaves it; so does a smaller p of a loss."""
    worse = dataclasses.replace(change, gain=change.gain - further)
    before, after = (judge_drop(each, limit, adjusted_p, family, 0.05) for each in (change, worse))
    assert STATUSES.index(after.status) >= STATUSES.index(before.status)
    surer = judge_drop(worse, limit, adjusted_p / 10, family, 0.05)
    if worse.gain < 0:
        assert STATUSES.index(surer.status) >= STATUSES.index(after.status)


@given(CHANGES, st.floats(0.01, 20), st.floats(0.01, 20))
@settings(deadline=None)
def test_a_stricter_gate_never_passes_more(change: Change, limit: float, stricter: float) -> None:
    """Allowing less loss makes the status worse or leaves it."""
    strict, lenient = sorted((limit, stricter))
    first, second = (judge_drop(change, each, change.p, 1, 0.05) for each in (lenient, strict))
    assert STATUSES.index(second.status) >= STATUSES.index(first.status)


@given(st.lists(CHANGES, max_size=5), st.floats(0.01, 20))
@settings(deadline=None)
def test_a_copy_always_passes_and_burdens_nobody(changes: list[Change], limit: float) -> None:
    """Equal texts pass, and the others are judged as if they were not there."""
    copies = [dataclasses.replace(each, gain=0.0, p=1.0, identical=True) for each in changes]
    both = judge([*changes, *copies], [limit] * 2 * len(changes), 0.05)
    assert [each.status for each in both[len(changes) :]] == ["pass"] * len(changes)
    assert both[: len(changes)] == judge(changes, [limit] * len(changes), 0.05)


@given(NUMBERS, st.floats(0, 20), st.integers(2, 100), NUMBERS, st.booleans(), st.floats(0, 50))
@settings(deadline=None)
def test_a_worse_score_never_fares_better_at_its_floor(
    score: float, error: float, units: int, floor: float, higher: bool, further: float
) -> None:
    """Whatever way the metric points."""
    worse = score - further if higher else score + further
    found = [
        judge_floor(each, interval(each, error, units, 0.05), floor, higher_is_better=higher) for each in (score, worse)
    ]
    assert STATUSES.index(found[1]) >= STATUSES.index(found[0])


@pytest.mark.parametrize(
    ("score", "higher", "status"),
    [(18.9, True, "fail"), (19.0, True, "warn"), (20.9, True, "warn"), (21.1, True, "pass"),
     (19.1, False, "fail"), (19.0, False, "warn"), (17.1, False, "warn"), (16.9, False, "pass")],
)  # fmt: skip
def test_a_floor_fails_below_and_warns_near(score: float, higher: bool, status: str) -> None:
    """Two to either side are its interval, 19 is the floor; for a metric where lower is better, the ceiling."""
    assert judge_floor(score, Bounds(score - 2, score + 2), 19.0, higher_is_better=higher) == status


def test_what_is_not_known_warns_of_nothing() -> None:
    """A single unit has no interval: the score alone decides."""
    assert interval(20.0, math.nan, 1, 0.05) == Bounds(-math.inf, math.inf)
    assert judge_floor(20.0, Bounds(-math.inf, math.inf), 19.0, higher_is_better=True) == "pass"


def test_the_worst_of_all_counts() -> None:
    """In the order pass, warn, inconclusive, fail; what was skipped says nothing."""
    assert worst(["pass", "skipped"]) == "pass"
    assert worst(["pass", "warn", "inconclusive"]) == "inconclusive"
    assert worst(["inconclusive", "fail", "pass"]) == "fail"
    assert worst([]) == "pass"


def test_it_errs_as_seldom_as_it_says() -> None:
    """Few draws of the experiment behind docs/gate.md: few gates fail by chance, few pass what lost too much.

    Of 100 draws with the share 0.025, 8 or more come in 0.4 % (binomial); the seed is fixed.
    """
    chance, passing = (TRIALS[name] for name in ("fails, nothing lost", "passes, just too much lost"))
    assert share(100, 10, chance) <= 0.07
    assert share(100, 10, passing) <= 0.07
    assert share(30, 20, dataclasses.replace(chance, checks=1, lost=1.5)) >= 0.9  # what lost much does fail
