"""Lists of words: common ones, negative ones, verbs, given names, spellings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.facts._lists import read
from toolkit.facts._tokens import Language, phrase


@functools.cache
def common(language: Language) -> frozenset[str]:
    """Give words, folded, that are written with a capital and are no name."""
    section = read("words.toml")["common_french" if language == "fr" else "common_english"]
    return frozenset(word for words in section.values() for each in words.split() for word in phrase(each))


@functools.cache
def of_names() -> frozenset[str]:
    """Give French words, folded, beside which a word with a capital may be an ordinary one: `Tribunal pénal`."""
    section = read("words.toml")["common_french"]
    return frozenset(
        word for name in ("bodies", "rank", "nouns") for each in section[name].split() for word in phrase(each)
    )


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words.

    Attributes:
        stems: beginnings of words.
        exact: whole words.
    """

    stems: tuple[str, ...]
    exact: frozenset[str]

    def __contains__(self, word: str) -> bool:
        """Tell whether a folded word is in the list."""
        return word in self.exact or word.startswith(self.stems)


@functools.cache
def negatives(language: Language) -> Words:
    """Give words, folded, whose sense is negative."""
    found = read("words.toml")["negation"]["french" if language == "fr" else "english"]
    return Words(tuple(found["stems"].split()), frozenset(found["exact"].split()))


@functools.cache
def given() -> Mapping[str, frozenset[str]]:
    """Give English forms of French given names, folded: `jean` may be `john`."""
    return {french: frozenset(english.split()) for french, english in read("words.toml")["given"].items()}


@functools.cache
def undone() -> Mapping[str, tuple[str, ...]]:
    """Give beginnings of French verbs that English may tell without their negation, with English ones of the same."""
    return {french: tuple(english.split()) for french, english in read("words.toml")["negation"]["undo"].items()}


@functools.cache
def opposites() -> Mapping[str, tuple[str, ...]]:
    """Give beginnings of French words with those of English ones that tell them denied: `facile` with `difficult`."""
    return {french: tuple(english.split()) for french, english in read("words.toml")["negation"]["opposites"].items()}


@functools.cache
def sayings(language: Language) -> Words:
    """Give verbs of saying, folded."""
    found = read("words.toml")["speech"]
    if language == "en":
        return Words((), frozenset(found["english"].split()))
    return Words(tuple(found["french"].split()), frozenset(found["exact"].split()))


@dataclass(frozen=True, slots=True)
class Spelling:
    """How names are told from ordinary words; names.toml says what each list is.

    Attributes:
        ordinary: endings.
        opening: endings, those of `ordinary` among them.
        auxiliaries: words.
        articles: words.
        sounds: what to write for each group of letters.
    """

    ordinary: tuple[str, ...]
    opening: tuple[str, ...]
    auxiliaries: frozenset[str]
    articles: frozenset[str]
    sounds: Mapping[str, str]


@functools.cache
def spelling() -> Spelling:
    """Give how names are told from ordinary words."""
    found = read("names.toml")
    ordinary = tuple(found["ordinary"].split())
    return Spelling(
        ordinary=ordinary,
        opening=(*ordinary, *found["opening"].split()),
        auxiliaries=frozenset(found["auxiliaries"].split()),
        articles=frozenset(found["articles"].split()),
        sounds=found["sounds"],
    )
