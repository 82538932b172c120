"""The one sentence splitter, for French and English, and the one count of words.

Rules, no model: a full stop, question or exclamation mark or ellipsis ends a sentence when white space and something
that can begin one come after it. What stands before a lone full stop may forbid that (a title, an initial) or ask for
more (an abbreviation that can also end a sentence needs a word that hardly ever stands capitalized inside one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.documents import Sentence

SPLITTER = "sentences-1"
"""Version of the rules: it changes whenever a sentence can come out otherwise, and stands in every signature."""

KNOWN = frozenset({"en", "fr"})
"""Primary subtags of the languages the rules are written for."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A mark, the quotes and brackets that close behind it (French sets a space before »), white space. The lookbehinds and
# the possessive repeats keep a line of a million dots linear.
_END = re.compile(
    r"""(?<![.!?…])(?<![.!?…]\s)(?P<mark>[.!?…]++(?:\s[!?]++)*)(?P<close>(?:\s?»|[”’"'\)\]])*)\s+(?=\S)"""
)
_CANNOT_START = frozenset(",;:)]}%»”")
_WINDOW = 80  # code points looked at on either side: longer than any abbreviation or name, and bounded
_OPENING = re.compile(r"""(?:[«“‘"'(\[]\s*|[–—-]\s+)*""")
_BEFORE = re.compile(r"[^\s«“”‘\"'’(\[/]+$")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.-?[^\W\d_]{1,2})+")
_PAR_EXEMPLE = re.compile(r"\bp\.\s?ex$", re.IGNORECASE)
_SAID = re.compile(
    r"(?P<first>[A-Z]\w+)(?:\s[A-Z]\w+){0,3}\s"
    r"(?:said|asked|told|added|wrote|replied|tweeted|insisted|warned|demanded|wondered|shouted|cried)\b"
)

# Always followed by a name or by more of the same sentence.
_NEVER = _names(
    "M MM Mme Mmes Mlle Mr Mrs Ms Mx Dr Drs Pr Prof Mgr Me Gen Gén Gov Sen Sén Rep Lt Col Capt Sgt Cpl Cmdr Cdt Adm Maj"
    " Rev Hon Pres Supt Amb Ste Sts Mt Ft Messrs vs cf eg ie e.g i.e viz approx env apr av"
)
# A full stop of their own only before a number: "No." is also an answer, "art" also a word.
_NUMBERED = _names("No Nos no nos N n nº Art art Fig fig Vol vol Chap chap p pp P Sec sec al Al Ch ch éd ed")
# May end a sentence: only a word of _STARTERS after them begins another.
_AMBIGUOUS = _names(
    "Inc Corp Ltd Co Cos Cie Bros Jr Sr St Ave Blvd Bd Rd Dept dept Univ Assn Calif Mass Conn Ariz Ill Tenn Wash Pa Fla"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec janv févr avr juil sept oct nov déc tél min max Ph.D PhD J-C"
)
_LETTERED = _names(
    "plan gen model group groupe vitamin vitamine type class classe category catégorie hepatitis hépatite grade section"
    " schedule annex annexe appendix serie série point option team équipe"
)
_EXCLAIMED = _names("Yahoo Jeopardy")  # names that carry their own mark
_PRONOUNS = _names("He She They We It You The This That These Those But And")

_STARTERS = {
    "en": _PRONOUNS
    | _names(
        "A An I His Her Its Their Our My In On At As By For From If When While Since After Before During With Without"
        " Under Over Through Despite Although Though Because However Meanwhile Instead Also Then There Here Now Yet So"
        " Or Nor Not No Yes What Who Why How Where Which Some Many Most Several Both All Each Every Even Only"
        " According Last Next Once Until Earlier Later To Two Three Four"
    ),
    "fr": _names(
        "Le La Les Un Une Des Du Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces Cela Ça Son Sa Ses Leur Leurs"
        " Notre Mais Et Ou Or Donc Car Si Quand Lorsque Comme Alors Ainsi Puis Ensuite Enfin Dans En Au Aux À Par Pour"
        " Sur Sous Avec Sans Selon Depuis Après Avant Pendant Malgré Cependant Pourtant Toutefois Aujourd Hier Deux"
        " Trois Plusieurs Tous Toutes Chaque Tout Que Qui Quel Quelle Où Pourquoi Comment Non Oui Ne C L D S J N Qu"
    ),
}
_COUNTED = re.compile(r"[^\W_]")


def knows(language: str) -> bool:
    """Tell whether sentences of a language can be found.

    Args:
        language: BCP 47; only its primary subtag counts.

    >>> knows("en-GB"), knows("de")
    (True, False)
    """
    return _primary(language) in KNOWN


def split(text: str, language: str) -> tuple[Sentence, ...]:
    """Cut a paragraph into sentences; nothing but white space is left out between them.

    Args:
        text: one paragraph; the spans point into it as it is.
        language: BCP 47, one that `knows` says yes to.

    Raises:
        ValueError: there are no rules for the language.

    >>> [sentence.text for sentence in split("M. Li est à Paris. « Oui. » dit-il. Et après ?", "fr")]
    ['M. Li est à Paris.', '« Oui. » dit-il.', 'Et après ?']
    >>> [sentence.text for sentence in split("She left the U.S. in 2020. He met U.S. President Biden.", "en")]
    ['She left the U.S. in 2020.', 'He met U.S. President Biden.']
    """
    if not knows(language):
        raise ValueError(f"no sentence rules for {language}")
    sentences = []
    start = len(text) - len(text.lstrip())
    for end, following in _breaks(text, _primary(language)):
        sentences.append(Sentence(text[start:end], start, end))
        start = following
    end = len(text.rstrip())
    if start < end:
        sentences.append(Sentence(text[start:end], start, end))
    return tuple(sentences)


@lru_cache(maxsize=512)  # whoever shortens a sentence asks again and again
def words(text: str) -> int:
    """Count words as an editor does: what stands between spaces and holds a letter or a digit.

    >>> words("U.S.-China ties: « l’envoyé » fell 3.5 % in Q1")
    7
    """
    parts = text.replace("—", " ").split()
    return len([part for part in parts if part[0].isalnum() or _COUNTED.search(part)])


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _breaks(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Find where a sentence ends and the next one begins, in code points."""
    for match in _END.finditer(text):
        following = match.end()
        opening = _OPENING.match(text, following)
        first = opening.end() if opening else following
        if first >= len(text) or text[first].islower() or text[first] in _CANNOT_START:
            continue
        before, after = text[max(0, match.start() - _WINDOW) : match.start()], text[first : first + _WINDOW]
        closed = bool(match["close"])
        if match["mark"] == ".":
            ends = _stop_ends(before, after, language, closed=closed)
        else:
            ends = _mark_ends(before, after, match["mark"], closed=closed)
        if ends:
            yield match.end("close"), following


def _mark_ends(before: str, after: str, mark: str, *, closed: bool) -> bool:
    """Decide on a question or exclamation mark or an ellipsis, given that no lower case follows."""
    if closed and (said := _SAID.match(after)) and said["first"] not in _PRONOUNS:
        return False  # “Why?” Smith asked.
    token = _BEFORE.search(before)
    return not (mark == "!" and token and token.group() in _EXCLAIMED)


def _stop_ends(before: str, after: str, language: str, *, closed: bool) -> bool:
    """Decide on a lone full stop, given that no lower case follows."""
    found = _BEFORE.search(before)
    if found is None or closed:
        return True
    token = found.group()
    if token in _NEVER or _PAR_EXEMPLE.search(before):
        return False
    if after[0].isdigit():
        return not (token in _NUMBERED or token in _AMBIGUOUS or _is_list_number(before, token))
    if _is_list_number(before, token):
        return False
    if token in _AMBIGUOUS or _DOTTED.fullmatch(token):
        return _starts(after, language)
    return not _is_initial(before[: found.start()], token, after, language)


def _is_list_number(before: str, token: str) -> bool:
    """Tell the "1." that numbers a whole paragraph."""
    return token.isdigit() and before.strip() == token


def _is_initial(earlier: str, token: str, after: str, language: str) -> bool:
    """Tell the "J." of a name from the letter of "plan B." and the numeral of "World War I."."""
    letter = token.rpartition("-")[2]
    if len(letter) != 1 or not letter.isalpha() or earlier.endswith(("'", "’")):  # "… of the 80's."
        return False
    if letter.islower() or letter in "IX":  # "à 10 h.", "Roe v. Wade", "Elizabeth I.", "on X."
        return not _starts(after, language)
    previous = earlier.split()
    return not (previous and (previous[-1].lower() in _LETTERED or previous[-1].endswith("°")))


def _starts(after: str, language: str) -> bool:
    """Tell whether a word follows that hardly ever stands capitalized inside a sentence."""
    word = _WORD.match(after)
    return word is not None and re.split("[’']", word.group())[0] in _STARTERS[language]
