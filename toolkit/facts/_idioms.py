"""Expressions whose words are no facts, from idioms.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from toolkit.facts._lists import read
from toolkit.facts._tokens import Language, Token, after

Sort = Literal["numbers", "names", "negations"]

_PIECES = re.compile(r"[^\W_]+\*?|_")
_ANY = "_"

_KEY = 3
"""Letters of an expression's first two words that it is looked up by; a word with a `*` has as many."""

Expressions = Mapping[tuple[str, str], Sequence[tuple[Sort, tuple[str, ...]]]]
"""Expressions with their sort by the beginnings of two words, the second `_` where it may be any or none."""


def idioms(found: Sequence[Token], language: Language) -> Mapping[Sort, frozenset[int]]:
    """Give the places of the tokens that belong to expressions of each sort.

    >>> from toolkit.facts._tokens import tokens
    >>> sorted(idioms(tokens("Il monte quatre à quatre"), "fr")["numbers"])
    [2, 3, 4]
    """
    known = _expressions(language)
    made: dict[Sort, set[int]] = {"numbers": set(), "names": set(), "negations": set()}
    for place, token in enumerate(found):
        first = token.fold[:_KEY]
        for second in (after(found, place + 1)[:_KEY], _ANY):
            for sort, words in known.get((first, second), ()):
                if _stand(words, found, place):
                    made[sort].update(range(place, place + len(words)))
    return {sort: frozenset(places) for sort, places in made.items()}


def _stand(words: Sequence[str], found: Sequence[Token], place: int) -> bool:
    own = found[place : place + len(words)]
    return len(own) == len(words) and all(_fits(word, token.fold) for word, token in zip(words, own, strict=True))


def _fits(word: str, fold: str) -> bool:
    return word in {_ANY, fold} or (word.endswith("*") and fold.startswith(word[:-1]))


@functools.cache
def _expressions(language: Language) -> Expressions:
    made: dict[tuple[str, str], list[tuple[Sort, tuple[str, ...]]]] = {}
    sorts: Mapping[Sort, str] = read("idioms.toml")["french" if language == "fr" else "english"]
    for sort, listed in sorts.items():
        for words in _parted(listed):
            first, second = (word.rstrip("*")[:_KEY] for word in (*words, _ANY)[:2])
            made.setdefault((first, second), []).append((sort, words))
    return made


def _parted(expressions: str) -> Iterator[tuple[str, ...]]:
    for expression in re.split(r"[;\n]", expressions):
        words = tuple(_PIECES.findall(expression))
        if words:
            yield words
