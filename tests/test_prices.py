"""Prices and bills."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.prices import Bill, Price, bill
from toolkit.records import Rendering

CHARACTERS = Price(per_million_characters=20.0)
TOKENS = Price(per_million_input_tokens=0.15, per_million_output_tokens=0.6)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (CHARACTERS, ""),
        (TOKENS, ""),
        (Price(per_million_characters=0.0), ""),
        (Price(), "needs per_million_characters, or both"),
        (Price(1.0, 1.0, 1.0), "needs per_million_characters, or both"),
        (Price(per_million_output_tokens=1.0), "needs per_million_characters, or both"),
        (Price(per_million_characters=float("inf")), "0 or more"),
    ],
)
def test_a_price_is_by_the_character_or_by_both_kinds_of_token(price: Price, words: str) -> None:
    """Anything else is told, and what is sound is not."""
    assert price.fault.startswith(words) if not words else words in price.fault


@pytest.mark.parametrize(
    ("rendering", "price", "paid", "expected"),
    [
        (Rendering("x", billed_characters=9), CHARACTERS, True, Bill(9, Decimal("0.00018"), estimated=False)),
        (Rendering("x"), CHARACTERS, True, Bill(4, Decimal("0.00008"), estimated=True)),  # 4 characters were sent
        (Rendering("x"), None, True, Bill(4, None, estimated=True)),
        (Rendering("x"), None, False, Bill(None, None, estimated=False)),
        (Rendering("x", tokens=30, input_tokens=10), None, True, Bill(None, None, estimated=False)),
        # 10 x 0.15 + 20 x 0.6 = 13.5 millionths; all 30 at 0.6 = 18 millionths
        (Rendering("x", tokens=30, input_tokens=10), TOKENS, True, Bill(None, Decimal("0.0000135"), estimated=False)),
        (Rendering("x", tokens=30), TOKENS, True, Bill(None, Decimal("0.000018"), estimated=True)),
        (Rendering("x"), TOKENS, True, Bill(None, None, estimated=False)),
    ],
)
def test_a_bill_is_what_the_service_says_or_an_estimate_that_says_so(
    rendering: Rendering, price: Price | None, paid: bool, expected: Bill
) -> None:
    """By the character, by the token, for free, and where nobody knows."""
    assert bill(rendering, "Oui.", price, paid=paid) == expected
