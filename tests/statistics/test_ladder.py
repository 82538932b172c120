from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.statistics._ladder import holm, rank_groups


def test_holm_on_the_worked_example() -> None:
    """Holm 1979: .01, .02, .03, .05 become 4 x .01, 3 x .02, 2 x .03 and, as no smaller is allowed, .06 again."""
    assert holm([0.03, 0.01, 0.05, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


@given(st.lists(st.floats(0, 1), max_size=8), st.floats(0.001, 0.999))
def test_holm_rejects_what_stepping_down_rejects(p: list[float], level: float) -> None:
    """Adjusted p at most the level: exactly those the step-down procedure rejects, as Holm states it."""
    rejected = set()
    for step, index in enumerate(sorted(range(len(p)), key=lambda index: p[index])):
        if (len(p) - step) * p[index] > level:
            break
        rejected.add(index)
    assert {index for index, value in enumerate(holm(p)) if value <= level} == rejected


def test_a_family_of_one_is_not_corrected() -> None:
    """Alone, p stays; of none, there is none."""
    assert holm([0.04]) == [0.04]
    assert holm([]) == []


def matrix(text: str) -> np.ndarray:
    return np.array([[character == "x" for character in line] for line in text.split()])


@pytest.mark.parametrize(
    ("beats", "groups"),
    [
        (".xx ..x ...", [1, 2, 3]),
        ("... ... ...", [1, 1, 1]),
        ("... x.. x..", [2, 1, 1]),
        # The first is shown to beat the third only: the second ties with both, and no line can be drawn.
        ("..x ... ...", [1, 1, 1]),
        # Two pairs: each of the upper pair beats each of the lower one.
        ("..xx ..xx .... ....", [1, 1, 2, 2]),
        (".", [1]),
    ],
)
def test_groups_by_hand(beats: str, groups: list[int]) -> None:
    """A line is drawn where every system above beats every one below."""
    assert rank_groups(matrix(beats)) == groups


@given(
    st.integers(0, 6).flatmap(
        lambda n: st.tuples(st.permutations(range(n)), st.lists(st.booleans(), min_size=36, max_size=36))
    )
)
def test_groups_do_not_depend_on_the_order_of_systems(given_: tuple[list[int], list[bool]]) -> None:
    """Systems named in another order fall into the same groups, and every line drawn is a right one."""
    order, flags = given_
    n = len(order)
    beats = np.triu(np.array(flags).reshape(6, 6)[:n, :n], 1)
    groups = rank_groups(beats)
    assert rank_groups(beats[np.ix_(order, order)]) == [groups[system] for system in order]
    for one in range(n):
        for other in range(n):
            assert groups[one] >= groups[other] or beats[one, other]
