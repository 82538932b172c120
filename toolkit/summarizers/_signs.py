"""Signs by which readers tell whether a line can be printed, and the chance that they say so.

No sign decides by itself: "the drill" may be clear, and a line without a pronoun may hang in the air. So what readers
said of some three thousand lines, alone and under the beginning of their article, was fitted by logistic regression on
these signs (`python -m benchmarks.readings`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

import numpy as np

from toolkit.checks import _english as english
from toolkit.checks._beginning import LEAD, NOTHING, stem
from toolkit.sentences import words as count_words
from toolkit.summarizers._cut import NO_SUBJECT, SAYING
from toolkit.summarizers._people import without_capitals
from toolkit.summarizers._rank import Scores, nearest
from toolkit.summarizers._shorten import Shortened

_OF_ITS_PLACE: Mapping[str, str] = MappingProxyType(
    {
        "lead": "cosine with that of the first three lines it is most like, in spreads of the text",
        "first": "cosine with the first line, in spreads of the text",
        "central": "mean cosine with the five lines most like it, in spreads of the text",
        "early": "is among the first five",
        "last": "is among the last two",
        "small": "share of the text's sentences that have no capital inside",
        "long": "natural logarithm of the number of the text's sentences",
        "opinion": "share of the text's sentences that have an “I”, “we”, “my”, “our” or “you”",
    }
)
_OF_ITS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "told": "begins with a word that the first three sentences tell",
        "fresh": "words that neither these nor any sentence before it tells",
        "known": "times it says “the …” of what the first three sentences tell",
        "middle": "times it says “the …” of what only the middle told before",
        "described": "a description of somebody or something was cut",
        "contrast": "a “but”, “however”, “then”, “still” or the like was dropped",
        "pronouns": "pronouns of the third person",
        "commas": "commas",
        "perfect": "“has” or “have” before “been” or a word in “-ed”",
        "present": "“is”, “are”, “has”, “have”, “says”, “wants”, “plans” or “will”",
        "named": "begins with two capitals, or with an article or a preposition and a capital",
        "quantified": "begins with a word such as “some”, “two” or “both”",
        "short": "fewer than nine words",
        "called": "says what somebody says who is called by one name",
        "capitals": "words with a capital behind the first word",
        "sequel": "“later”, “eventually”, “again”, “another” or the like",
    }
)
SIGNS: Mapping[str, str] = MappingProxyType({**_OF_ITS_PLACE, **_OF_ITS_WORDS})
"""What each sign tells of a line, by name."""

FITTED: Mapping[str, float] = MappingProxyType(
    {
        "lead": 0.201,
        "first": 0.159,
        "central": 0.509,
        "early": 0.686,
        "last": 0.322,
        "small": 0.373,
        "long": -0.669,
        "opinion": -0.942,
        "told": 0.641,
        "fresh": 0.051,
        "known": 0.235,
        "middle": -0.325,
        "described": -1.86,
        "contrast": -0.544,
        "pronouns": -0.345,
        "commas": -0.215,
        "perfect": 0.662,
        "present": 0.258,
        "named": 0.371,
        "quantified": -0.608,
        "short": -0.553,
        "called": -1.042,
        "capitals": 0.056,
        "sequel": -0.434,
        "base": 2.156,
    }
)
"""What one more of each sign adds to the logit of the chance, fitted to all lines read at 20 words; `base` is left."""

_EARLY = 5  # sentences
_LAST = 2  # sentences
_ITSELF = 3.0  # spreads: as like the beginning as the beginning itself
_LEAST_SPREAD = 0.01  # of cosines: those of two or three sentences hardly differ
_SHORT = 2  # letters: what is no longer tells nothing
_FULL = 9  # words
_EMPTY = NO_SUBJECT | english.DETERMINERS | english.AUXILIARIES | english.SAYING

_THE = re.compile(r"\b[Tt]he ([a-z][\w’'-]*)")
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|they|them|their|it|its)\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:has|have) (?:\w+ )?(?:been|\w+ed)\b")
_PRESENT = re.compile(r"\b(?:is|are|has|have|says?|wants?|plans?|will)\b")
_NAMED = re.compile(r"(?:(?:The|An?|In|At|On|For|From) )?[A-Z][\w’'-]+ [A-Z]|(?:The|An?|In|At|On|For|From) [A-Z]")
_QUANTIFIER = re.compile(
    r"(?:Some|Many|Several|Most|All|Each|None|Few|Half|Both|Others?|One|Two|Three|Four|Five|Six)\b"
)
_SEQUEL = re.compile(
    r"\b(?:suddenly|quickly|immediately|eventually|initially|finally|later|soon|again|instead|even|further|previous|"
    r"previously|earlier|another|already)\b",
    re.IGNORECASE,
)
# "Lee said …", "…, miss lee said."; whoever has no name of his own is left, and so is what ends with "s", which is more
# often "officials" than a Williams. It is only matched from the start: searched for, it would take long.
_ONE_NAME = (
    r"(?:(?i:mr|mrs|ms|miss|dr)\.? )?(?!(?i:police|he|she|they|it|who|which|that|this|everyone|someone|"
    r"somebody|nobody|people|most|one|family|state|media|"
    r"\w+s)\b)"
)
_CALLED = re.compile(
    rf"{_ONE_NAME}[A-Z][\w’'-]+ (?:(?:also|later|then) )?(?:{SAYING}|told|called|stressed|emphasized)\b|"
    rf".*[,”\"'’] {_ONE_NAME}[\w’'-]+ (?:{SAYING})\.$|.*[,”\"'’] (?:said|says|told) {_ONE_NAME}[\w’'-]+\.$|"
    rf"According to {_ONE_NAME}[A-Z][\w’'-]+,"
)
_CAPITAL = re.compile(r"(?<= )[A-Z]")
_OPINION = re.compile(r"\b(?:I|we|my|our|you)\b", re.IGNORECASE)
_DESCRIPTION = ("description cut", "speaker's office cut")
_CONTRAST = re.compile(r"(?:opening )?'(?:but|however|though|still|then|yet|instead|by contrast)' dropped")


def read(lines: Sequence[Shortened], sentences: Sequence[str], near: Scores) -> Scores:
    """Read the signs of the lines of a text.

    Args:
        lines: one a sentence, as it would be printed, in reading order; the words of what does not fit are not read.
        sentences: what the lines were cut from.
        near: cosines of the lines with each other: float64 (n, n).

    Returns:
        float64 (n, signs), a column for each of `SIGNS`.
    """
    found = np.zeros((len(lines), len(SIGNS)))
    if not any(line.fits for line in lines):
        return found
    told = [_telling(sentence) for sentence in sentences]
    lead = NOTHING.union(*told[:LEAD])
    before = accumulate(told, frozenset.union, initial=NOTHING)
    for place, (line, earlier) in enumerate(zip(lines, before, strict=False)):
        if line.fits:
            found[place, len(_OF_ITS_PLACE) :] = _of_its_words(line.text, line.edits, lead, earlier - lead)
    found[:, : len(_OF_ITS_PLACE)] = _of_its_place(near, sentences)
    return found


def chances(signs: Scores, fitted: Mapping[str, float] = FITTED) -> Scores:
    """Give the chance that a reader lets each line be printed: float64 (n,), 0..1.

    >>> chances(np.zeros((1, len(SIGNS))), {**FITTED, "base": 0.0})
    array([0.5])
    """
    logit = signs @ np.array([fitted[sign] for sign in SIGNS]) + fitted["base"]
    chance: Scores = 1.0 / (1.0 + np.exp(-logit))
    return chance


def _of_its_words(line: str, edits: Sequence[str], lead: frozenset[str], middle: frozenset[str]) -> tuple[float, ...]:
    """Read the signs from "told" on, which its words show."""
    the = [stem(noun.lower()) for noun in _THE.findall(line)]
    return (
        stem(next(iter(english.words(line)), "")) in lead,
        len(_telling(line) - lead - middle),
        sum(noun in lead for noun in the),
        sum(noun in middle for noun in the),
        any(edit.startswith(_DESCRIPTION) for edit in edits),
        any(map(_CONTRAST.match, edits)),
        len(_PRONOUN.findall(line)),
        line.count(","),
        bool(_PERFECT.search(line)),
        bool(_PRESENT.search(line)),
        bool(_NAMED.match(line)),
        bool(_QUANTIFIER.match(line)),
        count_words(line) < _FULL,
        bool(_CALLED.match(line)),
        len(_CAPITAL.findall(line)),
        bool(_SEQUEL.search(line)),
    )


def _of_its_place(near: Scores, sentences: Sequence[str]) -> Scores:
    """Read the other signs, "lead" to "opinion"; whatever scale the encoder's cosines have, they count by spreads."""
    others = near[~np.eye(len(near), dtype=bool)]
    middle, spread = (others.mean(), max(others.std(), _LEAST_SPREAD)) if others.size else (0.0, 1.0)
    alike = np.stack([near[:, :LEAD].max(axis=1), near[:, 0], nearest(near)], axis=1)
    alike = (alike - middle) / spread
    alike[:LEAD, 0] = alike[:1, 1] = _ITSELF
    places = np.arange(len(near))
    small = without_capitals(sentences)
    opinion = np.mean([bool(_OPINION.search(sentence)) for sentence in sentences])
    of_all = np.tile([small, np.log(len(near)), opinion], (len(near), 1))
    return np.column_stack([alike, places < _EARLY, places >= len(near) - _LAST, of_all])


def _telling(text: str) -> frozenset[str]:
    """Give the words of a text that tell something, without the s of a plural or an owner."""
    return frozenset(stem(word) for word in english.words(text) if word not in _EMPTY and len(word) > _SHORT)
