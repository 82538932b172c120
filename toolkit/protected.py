"""What must survive a translation: URLs, addresses, placeholders, code and tags as they are, measures by their digits.

Pure functions over one text and its translation. Backends that mangle such things take them out before they translate,
and every translation is checked afterwards, whoever made it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

Kind = Literal["url", "email", "placeholder", "code", "tag", "measure"]

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("code", r"`[^`\n]+`"),
    ("tag", r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>"),
    ("url", r"(?:\b(?:https?|ftp)://|\bwww\.(?=\w))[^\s<>«»\"“”{}|\\^`]+"),
    ("email", r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"),
    ("placeholder", r"\{\{[^{}\n]+\}\}|\$\{[^{}\n]+\}"),  # Mustache and Jinja; shells and JavaScript
    ("placeholder", r"\{(?:[A-Za-z_]\w*|\d*)(?:[.\[][\w.\[\]]*)?(?:![rsa])?(?::[^{}\n]*)?\}"),  # Python's str.format
    ("placeholder", r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]"),  # Python's %
    ("placeholder", r"(?<![\d%])%(?:\d+\$)?[sdif](?!\w)"),  # printf; `12 %d` is a percentage before a slip of the pen
)
_VERBATIM = re.compile("|".join(f"(?P<{kind}{place}>{found})" for place, (kind, found) in enumerate(_PATTERNS)))

_GAP = "\u0020\u00a0\u202f\u2009"  # spaces French puts between thousands and before units
_NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,])(?:\d{{1,3}}(?:[{_GAP}.,'’]\d{{3}}(?!\d))+|\d+)(?:[.,]\d+)?")
_UNIT = re.compile(
    rf"[{_GAP}]?(?:[%‰€$£¥]|°\s?[CF]?|(?:[kcdm]?m|ha|[km]?g|t|[cdm]?l|min|s|[kMGT]?(?:W|Wh|V|Hz|o|B)|dB|h?Pa|bar|kcal)"
    r"[²³]?(?:/(?:h|s|l|L|kg|g|m[²³]|an|jour|mois))?(?!\w))"
)
"""Written after a number. Not `h`: `14 h 30` rightly becomes `2:30 p.m.`"""


@dataclass(frozen=True, slots=True)
class Span:
    """One thing that must survive.

    Attributes:
        text: as it stands there.
        start: of it in the text, in code points.
        kind: what it is; of a `measure` the digits must survive, of all others every character.
    """

    text: str
    start: int
    kind: Kind

    @property
    def end(self) -> int:
        """Give the place after it."""
        return self.start + len(self.text)


def verbatim(text: str) -> tuple[Span, ...]:
    """Find what must come out exactly as it stands there, in order.

    >>> [span.text for span in verbatim("Voir https://a.fr/le?x=1, ou {name} (a@b.fr) et 12 %.")]
    ['https://a.fr/le?x=1', '{name}', 'a@b.fr']
    """
    found = []
    for match in _VERBATIM.finditer(text):
        kind: Kind = _PATTERNS[int((match.lastgroup or "")[-1])][0]
        said = _trimmed(match[0]) if kind == "url" else match[0]
        found.append(Span(said, match.start(), kind))
    return tuple(found)


def spans(text: str) -> tuple[Span, ...]:
    """Find all that must survive, numbers with their units included, in order.

    >>> [(span.text, span.kind) for span in spans("À 1,5 km, <b>10 000 €</b> en 2021")]
    [('1,5 km', 'measure'), ('<b>', 'tag'), ('10 000 €', 'measure'), ('</b>', 'tag')]
    """
    fixed = verbatim(text)
    rest = _blanked(text, fixed)
    measures = [
        Span(text[number.start() : unit.end()], number.start(), "measure")
        for number in _NUMBER.finditer(rest)
        if (unit := _UNIT.match(rest, number.end()))
    ]
    return tuple(sorted((*fixed, *measures), key=lambda span: span.start))


def lost(source: str, translation: str) -> tuple[str, ...]:
    """Name what of the source did not survive, once for each time it is missing.

    The digits of a number with its unit must be there; the decimal sign, the grouping and the unit's name may change.

    >>> lost("Voir https://a.fr/le : 1,5 km, 10 000 €, 12 %", "See https://a.fr/the: 1.5 km, €10,000, 21%")
    ('https://a.fr/le', '12 %')
    """
    fixed = verbatim(translation)
    words = Counter(span.text for span in fixed)
    digits = Counter(_digits(number[0]) for number in _NUMBER.finditer(_blanked(translation, fixed)))
    missing = []
    for span in spans(source):
        have, key = (digits, _digits(span.text)) if span.kind == "measure" else (words, span.text)
        if have[key] < 1:
            missing.append(span.text)
        have[key] -= 1
    return tuple(missing)


def _trimmed(url: str) -> str:
    """Leave out what ends the sentence rather than the URL; a bracket it has opened itself is its own."""
    while url[-1] in ".,;:!?…'’]" or (url[-1] == ")" and url.count("(") < url.count(")")):
        url = url[:-1]
    return url


def _blanked(text: str, found: tuple[Span, ...]) -> str:
    """Put a letter in place of every character of what was found, so that its digits are no numbers."""
    for span in found:
        text = text[: span.start] + "x" * len(span.text) + text[span.end :]
    return text


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text).lstrip("0") or "0"
