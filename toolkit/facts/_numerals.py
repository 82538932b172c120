"""Numbers as they are written: in digits, in words of French or English, and in Roman numerals; pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.facts._number_words import ENGLISH, ENGLISH_SCALES, FRENCH, FRENCH_SCALES
from toolkit.facts._tokens import GAPS, Token, after

_GROUPED = re.compile(rf"[{GAPS}'’]")
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written.

    Attributes:
        values: what it may stand for, the likelier first: `1.234` is a thousand or a little more than one.
        length: how many tokens it takes.
        scaled: whether a word such as million is part of it.
    """

    values: tuple[Decimal, ...]
    length: int
    scaled: bool = False


def digits(text: str, decimal: str) -> tuple[Decimal, ...]:
    """Read a number in digits.

    Args:
        text: as a token holds it.
        decimal: the sign before decimals in its language; of one group of three digits after the other, both readings
            are given.

    >>> [str(value) for value in digits("1 500,5", ",")], [str(value) for value in digits("1.500", ".")]
    (['1500.5'], ['1.500', '1500'])
    """
    plain = _GROUPED.sub("", text)
    if not re.search(r"[.,]", plain):
        return (Decimal(plain),)
    whole, last, rest = re.split(r"([.,])(?=\d+$)", plain)[:3]
    grouped = Decimal(re.sub(r"[.,]", "", plain))
    if re.search(r"[.,]", whole) and last in whole:
        return (grouped,)
    fraction = Decimal(f"{re.sub(r'[.,]', '', whole)}.{rest}")
    if len(rest) != len("000") or re.search(r"[.,]", whole):
        return (fraction,)
    return (fraction, grouped) if last == decimal else (grouped, fraction)


def roman(text: str) -> int | None:
    """Read a Roman numeral in capitals.

    >>> roman("XIX"), roman("XX"), roman("IIII"), roman("")
    (19, 20, None, None)
    """
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[sign] for sign in text]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language writes numbers.

    Attributes:
        decimal: the sign before decimals.
        words: values of the words below a hundred.
        scales: values of the words that multiply.
        alone: the scales that need no number before them.
        inner: those of them that need none after a greater scale either, as in `deux millions mille`.
        hundreds: the words for a hundred.
        joint: the word for `and`.
        joins: whether a word's value may be added to what stands below the hundred.
    """

    decimal: str
    words: Mapping[str, int]
    scales: Mapping[str, int]
    alone: frozenset[str]
    inner: frozenset[str]
    hundreds: tuple[str, ...]
    joint: str
    joins: Callable[[int, int], bool]


def _joins_french(below: int, value: int) -> bool:
    """Tell whether a word may follow what stands below the hundred: `soixante` and `dix`, `dix` and `sept`."""
    if value == 20:  # noqa: PLR2004 - quatre-vingt(s)
        return below in {0, 4}
    if value > 20:  # noqa: PLR2004
        return below == 0
    if value >= 10:  # noqa: PLR2004
        return below in {0, 60, 80}
    if below in {10, 70, 90}:
        return value >= (1 if below > 10 else 7)  # noqa: PLR2004 - dix-sept; septante-un
    return below % 10 == 0


def _joins_english(below: int, value: int) -> bool:
    return below == 0 or (below % 10 == 0 and below >= 20 and value < 10)  # noqa: PLR2004


_FRENCH = _Grammar(
    ",",
    FRENCH,
    FRENCH_SCALES,
    frozenset({"mille", "mil"}),
    frozenset({"mille"}),
    ("cent", "cents"),
    "et",
    _joins_french,
)
_ENGLISH = _Grammar(
    ".", ENGLISH, ENGLISH_SCALES, frozenset({"thousand", "million", "billion", "trillion"}), frozenset(), ("hundred",),
    "and", _joins_english,
)  # fmt: skip


def openers(language: str) -> frozenset[str]:
    """Give the words that a number may begin with."""
    grammar = _FRENCH if language == "fr" else _ENGLISH
    return frozenset(grammar.words) | grammar.alone | frozenset(grammar.hundreds)


def french(found: Sequence[Token], place: int) -> Numeral | None:
    """Read the number that begins at a token, in digits or French words, with what multiplies it.

    >>> from toolkit.facts._tokens import tokens
    >>> french(tokens("quatre-vingt-dix-sept mille deux cents"), 0).values
    (Decimal('97200'),)
    """
    return _Reading(_FRENCH, found, place).numeral()


def english(found: Sequence[Token], place: int) -> Numeral | None:
    """Read the number that begins at a token, in digits or English words, with what multiplies it.

    >>> from toolkit.facts._tokens import tokens
    >>> english(tokens("one hundred and five thousand"), 0).values
    (Decimal('105000'),)
    """
    return _Reading(_ENGLISH, found, place).numeral()


class _Reading:
    """Read one number, token by token."""

    def __init__(self, grammar: _Grammar, found: Sequence[Token], place: int) -> None:
        self._grammar, self._found, self._start, self._place = grammar, found, place, place

    def numeral(self) -> Numeral | None:
        """Read groups of up to three digits, each with its scale, as long as the scales fall."""
        total: tuple[Decimal, ...] = ()
        ceiling, scaled = 0, False
        while not total or ceiling > 1:
            rest = self._place
            if total:
                self._take_joint()
            group = self._digits() if self._is_number() and self._near() else self._group()
            alone = self._grammar.inner if total else self._grammar.alone
            if group is None and self._word() not in alone:
                self._place = rest
                break
            scale = self._scale()
            if total and (scale >= ceiling or max(group or (Decimal(1),)) * scale >= ceiling):
                self._place = rest
                break
            total = tuple(one + value * scale for one in total or (Decimal(0),) for value in group or (Decimal(1),))
            ceiling, scaled = scale, scaled or scale > 1
        return Numeral(total, self._place - self._start, scaled) if total else None

    def _word(self, ahead: int = 0) -> str:
        return after(self._found, self._place + ahead)

    def _is_number(self) -> bool:
        return self._place < len(self._found) and self._found[self._place].number

    def _digits(self) -> tuple[Decimal, ...]:
        self._place += 1
        return digits(self._found[self._place - 1].text, self._grammar.decimal)

    def _began_in_digits(self) -> bool:
        return self._place > self._start and self._found[self._start].number

    def _take_joint(self) -> None:
        """Step over the `and` of `a thousand and one`."""
        joined = self._grammar.joint == "and" == self._word() and self._near() and self._word(1) in self._grammar.words
        if joined and self._word(2) not in self._grammar.hundreds:  # `two hundred and four hundred` are two numbers
            self._place += 1

    def _group(self) -> tuple[Decimal, ...] | None:
        """Read words below a thousand."""
        value: int | None = None
        while self._near():
            joined = value is not None and self._word() == self._grammar.joint and self._near(1)
            step = self._added(value, self._word(1) if joined else self._word(), joined=joined)
            if step is None:
                break
            value = step
            self._place += 2 if joined else 1
        return None if value is None else (Decimal(value),)

    def _added(self, value: int | None, word: str, *, joined: bool) -> int | None:
        """Add a word to a value, None where it does not belong to it."""
        if word in self._grammar.hundreds and not joined:
            fits = value is None or value in range(1 if self._grammar.joint == "and" else 2, 20)
            return (value or 1) * _CENTURY if fits else None
        later = self._grammar.words.get(word)
        if later is None or (joined and not self._joined(value or 0, later)):
            return None
        if value is None:  # but no lone one after digits: `320 millions un an plus tôt`
            return None if later == 1 and self._began_in_digits() else later
        apart = joined and self._word(2) in self._grammar.hundreds  # `two hundred and four hundred`
        if apart or not self._grammar.joins(value % _CENTURY, later):
            return None
        return value + (76 if (value % _CENTURY, later) == (4, 20) else later)

    def _joined(self, value: int, later: int) -> bool:
        """Tell whether `and` or `et` may stand before a word: `vingt et un`, `one hundred and five`."""
        if self._grammar.joint == "and":
            return value % _CENTURY == 0 and value >= _CENTURY
        return later in {1, 11} and value >= 20  # noqa: PLR2004

    def _scale(self) -> int:
        """Multiply scales that rise, as in `mille milliards`."""
        scale, last = 1, 0
        while self._grammar.scales.get(self._word(), 0) > last and self._near():
            last = self._grammar.scales[self._word()]
            scale *= last
            self._place += 1
        return scale

    def _near(self, ahead: int = 0) -> bool:
        """Tell whether nothing but a space or a hyphen stands before a token."""
        place = self._place + ahead
        if place >= len(self._found):
            return False
        return place == self._start or self._found[place].before.strip(GAPS) in {"", "-"}
