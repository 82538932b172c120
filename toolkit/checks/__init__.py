"""Whether bullets can be printed as they stand, whoever made them, and why not.

English only. What a rule needs and was not given (a bound, the article, the sentence a bullet was cut from) leaves it
"not judged": it is never counted as passed or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from toolkit.checks import _english as english
from toolkit.checks import _faithful as faithful
from toolkit.checks import _numbers_and_names as facts
from toolkit.checks import _standing as standing
from toolkit.checks._beginning import beginning
from toolkit.sentences import words as count_words

VERSION = "checks-6"
"""Version of the rules: it changes whenever a bullet can be judged otherwise."""

LANGUAGES = frozenset({"en"})
"""Primary subtags of the languages the rules are written for."""

Needs = Literal["bullet", "bound", "bullets", "article", "sentence"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing an editor asks of a bullet.

    Attributes:
        name: short, unique, as in tables and on the command line.
        reason: what is wrong where it fails, one line.
        needs: what it has to be given to judge: the bullet alone, a bound of words, the bullets before it, the article,
            or the sentence the bullet was cut from.
    """

    name: str
    reason: str
    needs: Needs


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a bullet breaks.

    Attributes:
        rule: its name.
        shown: the words that show it.
    """

    rule: str
    shown: str


@dataclass(frozen=True, slots=True)
class Judgment:
    """What can be said of one bullet.

    Attributes:
        bullet: its text.
        sentence: the sentence it was cut from, `""` where that is not known.
        faults: in the order of `RULES`.
        unjudged: names of the rules that lacked what they need.
    """

    bullet: str
    sentence: str
    faults: tuple[Fault, ...]
    unjudged: tuple[str, ...]

    @property
    def publishable(self) -> bool:
        """Tell whether no rule that could judge it found a fault."""
        return not self.faults


RULES = (
    Rule("length", "longer than the bound", "bound"),
    Rule("short", f"fewer than {standing.LEAST} words (one less with a number) tell too little", "bullet"),
    Rule("beginning", "does not begin like a sentence", "bullet"),
    Rule("ending", "does not end like a sentence", "bullet"),
    Rule("dangling", "ends on a word that asks for more", "bullet"),
    Rule("half list", "breaks off within a list", "bullet"),
    Rule("open mark", "a quotation mark or bracket has no partner", "bullet"),
    Rule("verb", "has no verb that says what happens", "bullet"),
    Rule("slip", "a word is doubled, misspelt or in a wrong form", "bullet"),
    Rule("pronoun", "a pronoun stands for somebody or something not named in it", "bullet"),
    Rule("connective", "leans on something told before", "bullet"),
    Rule("speaker", "quotes somebody without a name", "bullet"),
    Rule("first person", "speaks of its writer or to its reader outside a quotation", "bullet"),
    Rule("question", "asks instead of telling", "bullet"),
    Rule("subject", "its subject points at what it does not name", "bullet"),
    Rule("empty", "tells nothing", "bullet"),
    Rule("teaser", "promises instead of telling", "bullet"),
    Rule("notice", "is a notice of the page, not news", "bullet"),
    Rule("caption", "is the caption of a picture or the head of a list", "bullet"),
    Rule("byline", "says who wrote or sent it", "bullet"),
    Rule("repetition", "says again what an earlier bullet says", "bullets"),
    Rule("number", "gives a number the article does not give", "article"),
    Rule("sign", "gives a number without its currency or percent, or with another", "article"),
    Rule("name", "names what the article does not name", "article"),
    Rule("negation", "lost a negation or a bound of its sentence", "sentence"),
    Rule("hedge", "lost a word that says how sure its sentence is", "sentence"),
    Rule("attribution", "lost who says it", "sentence"),
    Rule("unit", "a number lost the word that says what it counts", "sentence"),
    Rule("order", "its words stand in another order than in its sentence", "sentence"),
)
"""All rules, in the order faults are told."""

_PLACES = {rule.name: place for place, rule in enumerate(RULES)}
_OF_ARTICLE: Mapping[str, Callable[[str, facts.Facts], str]] = {
    "number": facts.number,
    "sign": facts.sign,
    "name": facts.name,
}
_SHARED = 0.6  # of the words that tell something: two bullets that share more say the same
_ENOUGH = 4  # words in common: fewer are a subject, not a message
_TELLING = 4  # letters: shorter words are mostly grammar


def check(bullets: Sequence[str], article: Sequence[str] = (), max_words: int | None = None) -> list[Judgment]:
    """Judge the bullets of one article.

    Args:
        bullets: in the order they are printed.
        article: its sentences; without them what has to be compared with them is not judged.
        max_words: the bound; without one length is not judged.

    >>> check(["He left."])[0].faults
    (Fault(rule='short', shown='He left.'), Fault(rule='pronoun', shown='he'))
    """
    known = _known(tuple(article)) if article else None
    return [_judge(text, bullets[:place], article, known, max_words) for place, text in enumerate(bullets)]


@lru_cache(maxsize=16)  # the bullets of several systems and summarizers are held against the same article
def _known(article: tuple[str, ...]) -> facts.Facts:
    return facts.facts(article)


def _judge(
    text: str, earlier: Sequence[str], article: Sequence[str], known: facts.Facts | None, max_words: int | None
) -> Judgment:
    sentence = faithful.sentence_of(text, article)
    found = standing.faults(text, beginning(article, sentence or ""))
    if max_words is not None and count_words(text) > max_words:
        found["length"] = f"{count_words(text)} words"
    repeated = next((other for other in earlier if repeats(text, other)), "")
    found["repetition"] = repeated
    if known is not None:
        found |= {name: rule(text, known) for name, rule in _OF_ARTICLE.items()}
    if sentence is not None:
        found |= {name: rule(text, sentence) for name, rule in faithful.RULES.items()}
    given = {"bullet": True, "bullets": True, "bound": max_words is not None}
    given |= {"article": known is not None, "sentence": sentence is not None}
    faults = [Fault(name, shown) for name, shown in found.items() if shown]
    return Judgment(
        bullet=text,
        sentence=sentence or "",
        faults=tuple(sorted(faults, key=lambda fault: _PLACES[fault.rule])),
        unjudged=tuple(rule.name for rule in RULES if not given[rule.needs]),
    )


def repeats(one: str, other: str) -> bool:
    """Tell whether two bullets say the same: they share most of the words that tell something.

    >>> repeats("The old stone bridge of Arles is closed.", "Arles has closed the old bridge, made of stone.")
    True
    >>> repeats("The old bridge of Arles is closed.", "The ferry of Arles carries 200 people.")
    False
    """
    mine, its = _telling(one), _telling(other)
    shared = len(mine & its)
    return shared >= _ENOUGH and shared > _SHARED * min(len(mine), len(its))


@lru_cache(maxsize=512)  # a line is held against every other
def _telling(text: str) -> frozenset[str]:
    words = [word.removesuffix("'s") for word in english.words(text)]
    return frozenset([word.rstrip("s") for word in words if len(word) >= _TELLING or any(map(str.isdigit, word))])
