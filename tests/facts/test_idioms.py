"""Expressions that state nothing, and the lists they come from."""

from __future__ import annotations

import re

import pytest

from toolkit.facts._idioms import idioms
from toolkit.facts._lists import read
from toolkit.facts._tokens import Language, tokens


@pytest.mark.parametrize(
    ("text", "language", "sort", "words"),
    [
        ("Elle habite à deux pas d’ici", "fr", "numbers", ["à", "deux", "pas"]),
        ("Des chiffres arabes", "fr", "names", ["chiffres", "arabes"]),
        ("Une équipe du XV de France", "fr", "numbers", ["XV", "de", "France"]),
        ("Il n’a rien d’autre", "fr", "negations", ["rien", "d", "autre"]),
        ("A turkish bath", "en", "names", ["turkish", "bath"]),
        ("Whether or not it rains", "en", "negations", ["Whether", "or", "not"]),
        ("Deux pas de danse", "fr", "numbers", []),
        ("Trois chats", "fr", "numbers", []),
    ],
)
def test_the_words_of_an_expression_are_found(text: str, language: Language, sort: str, words: list[str]) -> None:
    """Over accents, endings and any one word."""
    found = tokens(text)
    places = idioms(found, language)[sort]  # type: ignore[index] - the name of a sort
    assert [found[place].text for place in sorted(places)] == words


@pytest.mark.parametrize("language", ["french", "english"])
def test_every_expression_can_be_found(language: str) -> None:
    """Folded words, a `*` only after three letters or more, as they are looked up."""
    for listed in read("idioms.toml")[language].values():
        for expression in re.split(r"[;\n]", listed):
            for place, word in enumerate(expression.split()):
                assert re.fullmatch(r"[a-z0-9]+\*?|_", word), expression
                assert place > 1 or not word.endswith("*") or len(word) > len("abc"), expression
