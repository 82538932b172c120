"""By which token a model knows a language: BCP 47 codes -> words of its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from toolkit.errors import UnsupportedError
from toolkit.translators._apertium_routes import alpha3

Family = Literal["one pair", "target first", "both"]

_TARGET = re.compile(r">>[\w-]+<<")  # OPUS-MT models with several target languages
_SHAPES = (
    re.compile(r"[a-z]{3}_[A-Z][a-z]{3}"),  # NLLB: the codes of FLORES-200
    re.compile(r"__[a-z]{2,3}__"),  # M2M100
    re.compile(r"[a-z]{2}_[A-Z]{2}"),  # mBART-50
)
_FEWEST = 2  # of one shape: a single word could be a word of a text

# FLORES-200 names one language of each of these, where the plain code means all of them.
_MEMBERS = {"ara": "arb", "msa": "zsm", "nor": "nob", "est": "est", "lav": "lvs", "sqi": "als", "fas": "pes"}
_ALPHA3 = {"ja": "jpn", "ko": "kor", "zh": "zho", "vi": "vie", "th": "tha", "fa": "fas", "bn": "ben", "ta": "tam"}
_SCRIPTS = {"zh": "Hans", "zh-tw": "Hant", "zh-hk": "Hant", "zh-mo": "Hant", "sr": "Cyrl", "az": "Latn", "uz": "Latn"}
_SCRIPT = re.compile(r"-([A-Z][a-z]{3})(-|$)")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a model wants around a sentence.

    Attributes:
        source: tokens before the sentence.
        target: tokens the translation begins with; they are no part of it.
    """

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


def marks(vocabulary: Collection[str], source: str, target: str) -> Marks:
    """Choose what tells the model the languages.

    Args:
        vocabulary: the model's source tokens.
        source: BCP 47 code of the text's language.
        target: BCP 47 code of the language wanted.

    Raises:
        UnsupportedError: the model has languages to choose from, and not this one.

    >>> marks({"▁le", "▁the"}, "fr", "en")
    Marks(source=(), target=())
    >>> marks({"▁le", ">>eng<<", ">>deu<<"}, "fr", "en-GB")
    Marks(source=('>>eng<<',), target=())
    >>> marks({"▁le", "eng_Latn", "fra_Latn"}, "fr", "en")
    Marks(source=('fra_Latn',), target=('eng_Latn',))
    """
    targets = {token for token in vocabulary if _TARGET.fullmatch(token)}
    if targets:
        return Marks(source=(_named(target, targets),))
    for shape in _SHAPES:
        found = {token for token in vocabulary if shape.fullmatch(token)}
        if len(found) >= _FEWEST:
            return Marks(source=(_named(source, found),), target=(_named(target, found),))
    return Marks()


def same(code: str, language: str) -> bool:
    """Tell whether two codes name one language, in two letters or in three.

    >>> same("eng", "en-GB"), same("fr", "en")
    (True, False)
    """
    return _three(code) == _three(language)


def _named(language: str, known: Collection[str]) -> str:
    """Find a language among tokens; of several scripts the one asked for, else the language's usual one."""
    three, two = _three(language), language.partition("-")[0].lower()
    asked = _SCRIPT.search(language)
    script = asked[1] if asked else _SCRIPTS.get(language.lower()) or _SCRIPTS.get(two, "")
    region = language.rpartition("-")[2].upper()
    names = [_MEMBERS.get(three, three), three, two]
    for name in names:
        for spelled in (f"{name}_{script}", f">>{name}_{script}<<", f"{name}_{region}"):
            if spelled in known:
                return spelled
    for name in names:
        exact = re.compile(rf">>{name}<<|__{name}__|{name}_[A-Z]\w+|>>{name}_[A-Z]\w+<<")
        found = sorted(token for token in known if exact.fullmatch(token))
        if found:
            return found[0]
    some = ", ".join(sorted(known)[:5])
    raise UnsupportedError(f"the model knows no language {language!r}; choose another model; it knows {some} …")


def _three(language: str) -> str:
    primary = language.partition("-")[0].partition("_")[0].lower()
    return _ALPHA3.get(primary) or alpha3(primary)
