"""Expressions whose words are no facts, from idioms.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from toolkit.facts._lexicon import Language
from toolkit.facts._tokens import Token

Sort = Literal["numbers", "names", "negations"]

_PIECES = re.compile(r"[^\W_]+\*?|_")
_ANY = "_"

Expressions = Mapping[str, Sequence[tuple[str, ...]]]
"""Expressions by the first four letters of their first word, so that few are looked at."""

_KEY = 4


def within(found: Sequence[Token], language: Language, sort: Sort) -> frozenset[int]:
    """Give the places of the tokens that belong to an expression.

    >>> from toolkit.facts._tokens import tokens
    >>> sorted(within(tokens("Il monte quatre à quatre"), "fr", "numbers"))
    [2, 3, 4]
    """
    known = _expressions(language, sort)
    return frozenset(
        place + ahead
        for place, token in enumerate(found)
        for words in known.get(token.fold[:_KEY], ())
        if _stand(words, found, place)
        for ahead in range(len(words))
    )


def _stand(words: Sequence[str], found: Sequence[Token], place: int) -> bool:
    own = found[place : place + len(words)]
    return len(own) == len(words) and all(_fits(word, token.fold) for word, token in zip(words, own, strict=True))


def _fits(word: str, fold: str) -> bool:
    return word in {_ANY, fold} or (word.endswith("*") and fold.startswith(word[:-1]))


@functools.cache
def _expressions(language: Language, sort: Sort) -> Expressions:
    made: dict[str, list[tuple[str, ...]]] = {}
    for words in _parted(_read()["french" if language == "fr" else "english"][sort]):
        made.setdefault(words[0].rstrip("*")[:_KEY], []).append(words)
    return made


def _parted(expressions: str) -> Iterator[tuple[str, ...]]:
    for expression in re.split(r"[;\n]", expressions):
        words = tuple(_PIECES.findall(expression))
        if words:
            yield words


@functools.cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "idioms.toml").read_text(encoding="utf-8"))
