"""Ordinals -> cardinals, so that both are read as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.facts import _number_words
from toolkit.facts._tokens import Token, after

_ORDINALS_EN = {
    "first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine",
    "twelfth": "twelve",
}  # fmt: skip


def as_cardinal(found: Sequence[Token], place: int, language: str) -> Token:
    """Put `cinq` for `cinquième` and `five` for `fifth`, so that ordinals are read as numbers."""
    token = found[place]
    if language == "fr" and token.fold == "sept" and place and found[place - 1].number:
        return replace(token, fold="septembre")
    if language == "fr":
        stem = token.fold.removesuffix("s").removesuffix("ieme")
        if len(stem) >= len(token.fold.removesuffix("s")):
            return token
        stems = (stem, f"{stem}e", {"cinqu": "cinq", "neuv": "neuf"}.get(stem, ""), stem.removesuffix("s"))
        word = next(
            (
                each
                for each in stems
                if each in _number_words.FRENCH or _number_words.scale(each, "fr") > 1 or each == "cent"
            ),
            "",
        )
        return replace(token, fold=word) if word else token
    if token.fold in {"first", "second"}:
        joined = token.before == "-" and after(found, place - 1) in _number_words.ENGLISH
        return replace(token, fold=_ORDINALS_EN[token.fold]) if joined else token
    word = _ORDINALS_EN.get(token.fold, "")
    if not word and token.fold.endswith("th"):
        stem = token.fold.removesuffix("th")
        word = stem if stem in _number_words.ENGLISH or stem == "hundred" or _number_words.scale(stem, "en") > 1 else ""
        word = word or (f"{stem[:-2]}y" if stem.endswith("ie") and f"{stem[:-2]}y" in _number_words.ENGLISH else "")
    return replace(token, fold=word) if word else token
