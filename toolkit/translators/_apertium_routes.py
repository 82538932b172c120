"""Apertium's names: BCP 47 codes -> its modes, and the steps from one language to another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.errors import UnsupportedError

_MODE = re.compile(r"(?P<source>[a-z]{2,3})(?:_(?P<dialect>\w+))?-(?P<target>[a-z]{2,3})(?:_(?P<variant>\w+))?")
_CODES = """
af:afr an:arg ar:ara az:aze be:bel bg:bul br:bre bs:bos ca:cat co:cos cs:ces cy:cym da:dan de:deu el:ell en:eng eo:epo
es:spa et:est eu:eus fi:fin fo:fao fr:fra ga:gle gd:gla gl:glg he:heb hi:hin hr:hrv hu:hun id:ind is:isl it:ita kk:kaz
ky:kir lt:lit lv:lav mk:mkd ms:msa mt:mlt nb:nob nl:nld nn:nno no:nor oc:oci pl:pol pt:por ro:ron ru:rus sc:srd se:sme
sh:hbs sk:slk sl:slv sq:sqi sr:srp sv:swe tr:tur tt:tat uk:ukr ur:urd uz:uzb
"""
_ALPHA3 = dict(pair.split(":") for pair in _CODES.split())
"""ISO 639-1 to 639-3, of the languages Apertium's data packages are named after."""


def alpha3(language: str) -> str:
    """Give the three-letter code of a BCP 47 code's language.

    >>> alpha3("fr"), alpha3("en-GB"), alpha3("ast")
    ('fra', 'eng', 'ast')
    """
    primary = language.partition("-")[0].lower()
    return _ALPHA3.get(primary, primary)


def mode(modes: Sequence[str], source: str, target: str) -> str:
    """Choose the mode between two languages, `""` where there is none.

    Mode names hold two- or three-letter codes, and variants after an underscore. A variant is taken where the target
    asks for it; three letters win over two, as newer data has them.

    Args:
        modes: names of those installed.
        source: BCP 47 code.
        target: BCP 47 code.

    >>> mode(["fr-es", "fra-cat", "spa-eng", "spa-eng_US"], "fr", "es")
    'fr-es'
    >>> mode(["spa-eng", "spa-eng_US"], "es", "en-US"), mode(["spa-eng", "spa-eng_US"], "es", "en-GB")
    ('spa-eng_US', 'spa-eng')
    """
    asked = "_".join(target.split("-")[1:]).lower()
    found = []
    for name in modes:
        parts = _MODE.fullmatch(name)
        if (
            not parts
            or parts["dialect"]
            or (alpha3(parts["source"]), alpha3(parts["target"]))
            != (
                alpha3(source),
                alpha3(target),
            )
        ):
            continue
        variant = (parts["variant"] or "").lower()
        if variant in {"", asked}:
            found.append((variant != asked, -len(name), name))
    return min(found)[2] if found else ""


def route(modes: Sequence[str], source: str, target: str, pivot: str) -> tuple[str, ...]:
    """Choose the modes from source to target, through the pivot if there is one.

    Raises:
        UnsupportedError: a mode is missing; the message names it.

    >>> route(["fr-es", "spa-eng"], "fr", "en", "spa")
    ('fr-es', 'spa-eng')
    """
    found = []
    for here, there in legs(source, target, pivot):
        name = mode(modes, here, there)
        if not name:
            have = ", ".join(modes) or "none"
            raise UnsupportedError(
                f"apertium has no mode from {here} to {there}; install its data package "
                f"(apertium-{alpha3(here)}-{alpha3(there)}) or choose another pivot; there are: {have}"
            )
        found.append(name)
    return tuple(found)


def legs(source: str, target: str, pivot: str) -> tuple[tuple[str, str], ...]:
    """List the steps from source to target.

    >>> legs("fr", "en", "spa"), legs("fr", "en", "")
    ((('fr', 'spa'), ('spa', 'en')), (('fr', 'en'),))
    """
    return ((source, pivot), (pivot, target)) if pivot else ((source, target),)
