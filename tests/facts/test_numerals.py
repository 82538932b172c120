"""Numbers in words are read as num2words spells them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from num2words import num2words

from toolkit.facts._numerals import digits, english, french, roman
from toolkit.facts._tokens import tokens

BILLION = 10**9


@settings(deadline=None)
@pytest.mark.parametrize("spelling", ["fr", "fr_BE", "fr_CH"])
@given(number=st.integers(0, BILLION))
@example(number=71)
@example(number=80)
@example(number=80_000)
@example(number=97)
@example(number=200)
@example(number=1_001_000)
@example(number=BILLION)
def test_french_words_are_read_as_num2words_spells_them(spelling: str, number: int) -> None:
    """Soixante-dix, septante, quatre-vingts, huitante, nonante: up to a billion, to the last word."""
    found = tokens(num2words(number, lang=spelling))
    read = french(found, 0)
    assert read is not None
    assert read.values == (number,)
    assert read.length == len(found)


@settings(deadline=None)
@given(number=st.integers(0, BILLION))
@example(number=105)
@example(number=1_000_001)
def test_english_words_are_read_as_num2words_spells_them(number: int) -> None:
    """With `and` after the hundreds; the commas that num2words puts between thousands are left out."""
    found = tokens(num2words(number, lang="en").replace(",", ""))
    read = english(found, 0)
    assert read is not None
    assert read.values == (number,)
    assert read.length == len(found)


@pytest.mark.parametrize(
    ("text", "value", "length"),
    [
        ("vingt et un ans", 21, 3),
        ("1,5 milliard d’euros", 1_500_000_000, 2),
        ("300 mille", 300_000, 2),
        ("3,5 millions et une auto", 3_500_000, 2),
        ("deux, trois", 2, 1),
        ("cent vingt cinq", 125, 3),
    ],
)
def test_a_number_ends_where_the_next_word_is_no_part_of_it(text: str, value: float, length: int) -> None:
    read = french(tokens(text), 0)
    assert read is not None
    assert (float(read.values[0]), read.length) == (value, length)


@pytest.mark.parametrize("text", ["maison", "et un", "millions de gens", "dixième"])
def test_other_words_are_no_number(text: str) -> None:
    assert french(tokens(text), 0) is None


@pytest.mark.parametrize(
    ("text", "decimal", "values"),
    [
        ("1 500,5", ",", ["1500.5"]),
        ("1\u202f500", ",", ["1500"]),
        ("1.500", ".", ["1.500", "1500"]),
        ("1.500", ",", ["1500", "1.500"]),
        ("1,500,000", ".", ["1500000"]),
        ("0,75", ",", ["0.75"]),
    ],
)
def test_digits_are_read_both_ways_where_the_sign_may_group_or_divide(
    text: str, decimal: str, values: list[str]
) -> None:
    """The likelier reading of the language comes first."""
    assert digits(text, decimal) == tuple(map(Decimal, values))


@pytest.mark.parametrize(("text", "value"), [("XIV", 14), ("MCMXC", 1990), ("XX", 20), ("IIII", None), ("VX", None)])
def test_roman_numerals_are_read_only_where_they_are_well_formed(text: str, value: int | None) -> None:
    assert roman(text) == value
