"""What a service charges and how fast it may be asked; money is counted in decimals, so that sums meet bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from toolkit.records import Rendering

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a service charges: by the character, or by the token.

    Attributes:
        per_million_characters: in the system's currency, None where it charges by the token.
        per_million_input_tokens: of what is sent, None where it charges by the character.
        per_million_output_tokens: of what is answered, None where it charges by the character.
    """

    per_million_characters: float | None = None
    per_million_input_tokens: float | None = None
    per_million_output_tokens: float | None = None

    @property
    def by_tokens(self) -> bool:
        """Tell whether tokens are charged."""
        return self.per_million_characters is None

    @property
    def fault(self) -> str:
        """Say what keeps it from being a price, `""` where nothing does.

        >>> Price(per_million_input_tokens=0.15).fault
        'needs per_million_characters, or both per_million_input_tokens and per_million_output_tokens'
        """
        tokens = (self.per_million_input_tokens, self.per_million_output_tokens)
        given = [rate for rate in (self.per_million_characters, *tokens) if rate is not None]
        if any(rate < 0 or not math.isfinite(rate) for rate in given):
            return "needs numbers of 0 or more"
        if len(given) == (2 if self.by_tokens else 1):
            return ""
        return "needs per_million_characters, or both per_million_input_tokens and per_million_output_tokens"

    def of_characters(self, characters: int) -> Decimal:
        """Charge so many characters.

        >>> Price(per_million_characters=20.0).of_characters(12_345)
        Decimal('0.2469')
        """
        return _exact(self.per_million_characters) * characters / MILLION

    def of_tokens(self, sent: int, answered: int) -> Decimal:
        """Charge so many tokens.

        >>> Price(per_million_input_tokens=0.15, per_million_output_tokens=0.6).of_tokens(1000, 500)
        Decimal('0.00045')
        """
        rates = _exact(self.per_million_input_tokens), _exact(self.per_million_output_tokens)
        return (rates[0] * sent + rates[1] * answered) / MILLION


@dataclass(frozen=True, slots=True)
class Terms:
    """What a system is held to.

    Attributes:
        price: None where nothing is known.
        currency: of the price, as `EUR`; `""` without a price.
        calls_per_minute: calls in any 60 seconds, None without bound.
        characters_per_minute: code points in any 60 seconds, None without bound.
    """

    price: Price | None = None
    currency: str = ""
    calls_per_minute: int | None = None
    characters_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """What one translation came to when it was made.

    Attributes:
        characters: as billed, None for what is free or charged by the token.
        cost: None where there is no price, or no word of the tokens.
        estimated: whether the service said too little, and characters are those that were sent, or every token counts
            as one of the dearer kind.
    """

    characters: int | None = None
    cost: Decimal | None = None
    estimated: bool = False


def bill(rendering: Rendering, text: str, price: Price | None, *, paid: bool) -> Bill:
    """Say what a translation came to, by the service's own word or else by what was sent.

    Args:
        rendering: the translation.
        text: what was translated.
        price: of the service, None where it is not known.
        paid: whether somebody is billed.

    >>> bill(Rendering("Yes"), "Oui.", Price(per_million_characters=20.0), paid=True)
    Bill(characters=4, cost=Decimal('0.00008'), estimated=True)
    """
    if not paid and price is None:
        return Bill(rendering.billed_characters)
    if price.by_tokens if price else rendering.tokens is not None:
        return _by_tokens(rendering, price)
    known = rendering.billed_characters
    characters = len(text) if known is None else known
    return Bill(characters, price.of_characters(characters) if price else None, known is None)


def _by_tokens(rendering: Rendering, price: Price | None) -> Bill:
    if price is None or rendering.tokens is None:
        return Bill(rendering.billed_characters)
    if rendering.input_tokens is None:
        dearest = max(price.of_tokens(rendering.tokens, 0), price.of_tokens(0, rendering.tokens))
        return Bill(rendering.billed_characters, dearest, estimated=True)
    answered = rendering.tokens - rendering.input_tokens
    return Bill(rendering.billed_characters, price.of_tokens(rendering.input_tokens, answered))


def money(amount: Decimal, currency: str) -> str:
    """Write an amount, rounded up: whoever allows what is shown allows enough.

    >>> money(Decimal("5"), "EUR"), money(Decimal("1234.5601"), "EUR"), money(Decimal("0.30412"), "EUR")
    ('5.00 EUR', '1,234.57 EUR', '0.3042 EUR')
    >>> money(Decimal("0.5"), "EUR"), money(Decimal("0.0000004"), "EUR")
    ('0.50 EUR', '0.0001 EUR')
    """
    fine = amount.quantize(Decimal("0.0001"), ROUND_CEILING)
    coarse = fine.quantize(Decimal("0.01"), ROUND_CEILING)
    return f"{coarse if amount >= 1 or coarse == fine else fine:,} {currency}"


def exact(number: float) -> Decimal:
    """Take a number as it is written, not as the float nearest to it.

    >>> exact(0.1)
    Decimal('0.1')
    """
    return Decimal(repr(number))


def _exact(rate: float | None) -> Decimal:
    return exact(rate or 0.0)
