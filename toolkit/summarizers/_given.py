"""What a line tells of as if its reader knew it: things that only the middle of a text brought up, and other matters.

Who reads a bullet has read the headline, which tells of what the lead tells: "the letter" is nothing to somebody who
knows of none, and what shares no word with the beginning seems to be of another story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from toolkit.checks import _english as english
from toolkit.checks import _verbs as verbs
from toolkit.checks._beginning import LEAD, stem
from toolkit.checks._vague import KNOWN
from toolkit.summarizers._cut import NO_SUBJECT

BEGINNING = 5  # sentences: what a text is about is told there

_SHORT = 1  # letters
_EMPTY = (
    NO_SUBJECT
    | english.DETERMINERS
    | english.AUXILIARIES
    | english.SAYING
    | english.word_set(
        "not more most people one two also been being year years new first last time to no go ok am pm vs mr ms dr"
    )
)

_THE = re.compile(r"\b[Tt]he(?P<rest>(?:\s[a-z][\w’'-]*){1,5})(?P<name>\s[A-Z])?")
# What ends a noun phrase, and what behind one says which it is.
_ENDS = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.DETERMINERS
    | english.PRONOUNS
    | english.AUXILIARIES
    | english.word_set("to not also then now again today yesterday here there last next")
)
_SAYS_WHICH = english.word_set("of that who which whose where in on at for to from with between behind near")
_NO_HEAD = KNOWN | english.word_set(
    "first last same other others time times end whole rest only own more most way fact truth age right left far "
    "front back middle top bottom week month year day days night morning weekend season century decade decades street "
    "streets ground home house school hospital university air environment climate public majority number news goods "
    "arms works"
)
# Of these what is to be done says which one: "the decision to close it".
_TO_DO = english.word_set(
    "decision decisions plan plans offer offers attempt attempts effort efforts bid bids move moves right rights push "
    "ability chance chances campaign vote order orders call calls need pressure request requests proposal proposals"
)


def unlinked(lines: Sequence[str], sentences: Sequence[str], asked: Sequence[bool]) -> list[bool]:
    """Tell of each line of a text whether no word of it is one of the beginning, so that nothing says why it is news.

    Args:
        lines: one a sentence, as it would be printed, in reading order.
        sentences: what the lines were cut from.
        asked: of which lines it is asked; the others are said to be linked.

    >>> text = [*["Trams ran."] * 5, "It rained."]
    >>> unlinked(text, text, [True] * 6)[-2:]
    [False, True]
    """
    told = {word for sentence in sentences[:BEGINNING] for word in _telling(sentence)}
    found = enumerate(zip(lines, asked, strict=True))
    return [place >= BEGINNING and wanted and told.isdisjoint(_telling(line)) for place, (line, wanted) in found]


def _telling(text: str) -> Iterator[str]:
    """Go through the words of a text that tell something, without the s of a plural or an owner."""
    return (stem(word) for word in english.words(text) if word not in _EMPTY and len(word) > _SHORT)


def givens(lines: Sequence[str], sentences: Sequence[str], asked: Sequence[bool]) -> list[bool]:
    """Tell of each line of a text whether it has a bare "the letter" that only came up behind the lead.

    Args:
        lines: one a sentence, as it would be printed, in reading order.
        sentences: what the lines were cut from.
        asked: of which lines it is asked; the others are said to have none.

    >>> text = ["Rain fell.", "Rain fell.", "Rain fell.", "Lee got letters.", "The letter was old."]
    >>> givens(text, text, [True] * 5)
    [False, False, False, False, True]
    """
    found = enumerate(zip(lines, asked, strict=True))
    heads = [tuple(_heads(line)) if wanted and place > LEAD else () for place, (line, wanted) in found]
    came = _came({head for each in heads for head in each}, sentences)
    return [any(LEAD <= came.get(head, place) < place for head in each) for place, each in enumerate(heads)]


def _came(nouns: Set[str], sentences: Sequence[str]) -> dict[str, int]:
    """Find the first sentence that tells of each noun, be it of one or of several; nouns are without a last "s"."""
    forms = {form: noun for noun in nouns for form in (noun, f"{noun}s", f"{noun}es")}
    came: dict[str, int] = {}
    for place, sentence in enumerate(sentences):
        for form in forms.keys() & english.words(sentence):
            came.setdefault(forms[form], place)
    return came


def _heads(line: str) -> Iterator[str]:
    """Go through what a line calls "the …" and does not describe: the noun of each, without a last "s"."""
    for match in _THE.finditer(line):
        found = english.words(match["rest"])
        length = next((place for place, word in enumerate(found) if word in _ENDS or word.endswith("ly")), len(found))
        verb = next((place for place in range(1, length) if english.is_finite(found[place])), length)
        phrase, following = found[:verb], (*found[verb:], "")[0]
        owner = next((word for word in phrase if word.endswith("'s")), "").removesuffix("'s")
        # "the letter to Lee" says which one; "(sent) the letter to warn him" does not.
        to_do = following == "to" and verbs.bare((*found[verb + 1 :], "")[0]) and _TO_DO.isdisjoint(phrase)
        described = (following in _SAYS_WHICH and not to_do) or (match["name"] and verb == len(found))
        if owner and owner not in _NO_HEAD:  # "the letter's end"
            yield stem(owner)
        elif phrase and not owner and not described and _NO_HEAD.isdisjoint(phrase):
            yield stem(phrase[-1])
