"""Quantities in other units: what they are worth comes from the international yard and pound of 1959."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.facts import check
from toolkit.facts._conversions import converted
from toolkit.facts._reading import read

UNITS = (
    ("km", "miles", 0.621371), ("mètres", "feet", 3.28084), ("kilos", "pounds", 2.20462),
    ("hectares", "acres", 2.47105), ("jours", "hours", 24), ("mois", "years", 1 / 12), ("siècles", "years", 100),
)  # fmt: skip


@settings(deadline=None)
@given(unit=st.sampled_from(UNITS), number=st.integers(40, 900), factor=st.sampled_from([0.5, 0.8, 1.25, 2]))
def test_a_right_conversion_is_kept_and_a_wrong_one_lost(
    unit: tuple[str, str, float], number: int, factor: float
) -> None:
    """Rounded to the whole; a fifth off and more is wrong."""
    french, english, worth = unit
    source = f"On en a mesuré {number} {french}."
    right, wrong = round(number * worth), round(number * worth * factor)
    if number in {right, wrong} or abs(wrong / (number * worth) - factor) > factor / 20:
        return  # the same figure in another unit is another case, and so is what rounding makes right
    assert [each.state for each in check(source, f"They measured {right:,} {english}.")] in (["kept"], ["unsure"])
    assert [each.state for each in check(source, f"They measured {wrong:,} {english}.")] == ["lost"]


@pytest.mark.parametrize(
    ("french", "english", "worth"),
    [
        ("80 km", "50 miles", "same"),
        ("10 mètres", "30 feet", "about"),
        ("80 km", "80 miles", "other"),
        ("20 °C", "68 °F", "same"),
        ("20 °C", "86 °F", "other"),
        ("100 km/h", "62 mph", "same"),
        ("12 kilos", "26 pounds", "same"),
        ("50 km²", "19 square miles", "same"),
    ],
)
def test_a_quantity_is_compared_with_that_of_its_sort(french: str, english: str, worth: str) -> None:
    """Lengths, speeds, masses, areas and temperatures; pounds beside a mass are no money."""
    (fact,), others = read(french, "fr").facts, read(english, "en").facts
    found = converted(fact, others)
    assert found is not None
    assert found[1] == worth


@pytest.mark.parametrize(
    ("french", "english"), [("80 km", "50 years"), ("80 km", "50 km"), ("80", "50"), ("8 €", "5 £")]
)
def test_other_sorts_and_the_same_unit_are_no_conversion(french: str, english: str) -> None:
    (fact,), others = read(french, "fr").facts, read(english, "en").facts
    assert converted(fact, others) is None
