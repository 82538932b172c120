"""The words of numbers, folded, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping

_UNITS_FR = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_TENS_FR = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
FRENCH_SCALES = {
    "mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    "billion": 10**12, "billions": 10**12, "trillion": 10**18, "trillions": 10**18,
}  # fmt: skip
FRENCH: Mapping[str, int] = {word: value for value, word in enumerate(_UNITS_FR)} | {"une": 1} | _TENS_FR

_UNITS_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "thousands": 10**3, "millions": 10**6,
    "billions": 10**9, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
ENGLISH: Mapping[str, int] = {word: value for value, word in enumerate(_UNITS_EN)} | {
    word: 10 * value for value, word in enumerate(_TENS_EN, 2)
}


def scale(word: str, language: str) -> int:
    """Give what a word multiplies by, 1 for any other word.

    >>> scale("milliard", "fr"), scale("billion", "en"), scale("cent", "fr")
    (1000000000, 1000000000, 1)
    """
    return (FRENCH_SCALES if language == "fr" else ENGLISH_SCALES).get(word, 1)
