"""The blocks of a text: where each begins, what it opens with, and what that makes it to a reader.

Blocks stand between blank lines; where a text has none, every line is a block. A mark makes a key point only before the
first paragraph of the body, and a dash only where several stand together and none of them is speech: French opens
dialogue with it. Numbers ("1.") are no marks: they are words of the text, and "1. FC Köln" would lose its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from toolkit.records import Kind
from toolkit.sentences import words

Mark = Literal["", "bullet", "dash", "related"]

_HEADLINE_WORDS = 40
_DATELINE_WORDS = 25

_SENTENCE_END = re.compile(r"(?<!\.[A-Z])[.…:;][\s”’»\"')\]]*$")  # "… the U.S." may close a headline
_MARKS = re.compile(r"(?:[•‣◦▪●■▸►]\s*|[*·–—-](?:\s+|$))+")  # the thin ones stand inside words, too
_BULLETS = frozenset("•‣◦▪●■▸►*·")
_CLOSED = re.compile(r"[.!?…:;»”\"]$")
_RELATED = re.compile(
    r"""(?:
      (?i: [àa]\s+(?:lire|voir)(?:\s+(?:aussi|également|encore))? | lire\s+(?:aussi|également|plus)
         | read\s+(?:more|also|next) | also\s+read | see\s+also
         | related(?:\s+(?:articles?|stor(?:y|ies)|news|content|reading))? ) \s*[|:>–—-]
    | (?i: (?:[àa]\s+)?(?:lire|voir)\s+(?:aussi|également) | read\s+(?:more|also) | also\s+read | see\s+also )
      \s+ (?=[«“"‘A-ZÀ-Þ\d])
    | (?i: lire | relire | voir | read | watch | see ) \s*\|
    | (?: LIRE | RELIRE | VOIR | READ | WATCH | SEE ) \s*[:>]
    )""",
    re.VERBOSE,
)
_LABEL_END = re.compile(r"[|:>–—-]$")
_SPEECH = re.compile(
    r"[,?!…»]\s*\w+-(?:t-)?(?:il|elle|on|ils|elles|je)\b|,\s(?:he|she|they|I)\s(?:said|asked|replied|answered)\b"
    r"|^(?:je|j’|j'|tu|oui|non|I|you|yes|no)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:janv(?:ier)?|févr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?"
    r"|déc(?:embre)?|Jan(?:uary)?|Feb(?:ruary)?|March|Mar|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?"
    r"|October|November|Dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_DATE = (
    rf"(?i:(?:le\s+)?(?:{_WEEKDAY},?\s+)?(?:le\s+)?(?:(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})"
    r"(?:,?\s+\d{4})?|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:,?\s+(?:à\s+|at\s+|-\s+)?\d{1,2}\s?[h:.]?\s?\d{0,2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?)?)"
)
_AGENCY = (
    r"\(?(?:AFP|AP|ATS|Belga|Reuters|Xinhua|EFE|ANSA|dpa|PA|UPI|Bloomberg|Agence France-Presse|Associated Press)\)?"
)
_PLACE = r"[A-ZÀ-Þ][\w.’'-]*(?:[\s/][\w.’'-]+){0,3}"
_DATELINE = re.compile(
    rf"(?:{_PLACE},\s*)?{_DATE}(?:,?\s*{_AGENCY})?[\s–—-]*|{_PLACE},?\s+(?:{_DATE},?\s+)?{_AGENCY}[\s–—-]*"
)
_PUBLISHED = re.compile(
    r"(?i:publié|mis à jour|mise à jour|modifié|posté|(?:first |last )?(?:published|updated|posted))\s*:?\s+"
    rf"(?i:le|on|at|à|il y a|hier|aujourd|today|yesterday|{_WEEKDAY}|{_MONTH}|\d)(?=.*\d)(?!.*[^mM\W]\.$).*",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block, whatever it may be to a reader.

    Attributes:
        mark: what it opens with.
        text: one line, without a bullet or a dash; a related link keeps its label.
        whole: one line, with its dash: what a paragraph of speech reads.
        lines: how many lines it was written on.
    """

    mark: Mark
    text: str
    whole: str
    lines: int


@dataclass(frozen=True, slots=True)
class _Line:
    mark: Mark
    text: str
    whole: str
    indent: int


def read_blocks(text: str) -> list[Block]:
    r"""Cut a text into blocks; what has no letter or digit (a rule, an ornament) is left out.

    Args:
        text: as `normalize` leaves it.

    >>> [(block.mark, block.text) for block in read_blocks("Titre\n\n• Un\n  point\n• Deux\n\n***")]
    [('', 'Titre'), ('bullet', 'Un point'), ('bullet', 'Deux')]
    """
    lines = text.split("\n")
    wrapped = "" in lines
    chunks = [list(chunk) for blank, chunk in groupby(lines, key=lambda line: not line) if not blank]
    return [block for chunk in chunks for block in join_lines(chunk, wrapped=wrapped)]


def join_lines(lines: Sequence[str], *, wrapped: bool) -> list[Block]:
    """Make blocks of neighboring lines.

    Args:
        lines: none of them blank.
        wrapped: whether lines without a mark are one hard-wrapped paragraph.
    """
    groups: list[list[_Line]] = []
    for line in map(_read, lines):
        if groups and _continues(line, groups[-1], wrapped=wrapped):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = []
    for first, *more in groups:
        rest = [line.whole for line in more]
        text, whole = (" ".join(filter(None, [start, *rest])) for start in (first.text, first.whole))
        if not any(map(str.isalnum, text)):
            continue
        if _RELATED.match(text):  # again, as the wrapping may have cut its label
            blocks.append(Block("related", text, text, 1 + len(more)))
        else:
            blocks.append(Block(first.mark, text, whole, 1 + len(more)))
    return blocks


def kinds_of(blocks: Sequence[Block]) -> list[Kind]:
    """Say what each block of an article is; a single block is a paragraph, not a headline over nothing."""
    listed = _listed(blocks)
    kinds: list[Kind] = []
    body = False
    for place, block in enumerate(blocks):
        kind: Kind = "paragraph"
        if block.mark == "related":
            kind = "related"
        elif not body and (block.mark == "bullet" or place in listed):
            kind = "key_point"
        elif block.mark != "dash" and _is_dateline(block):
            kind = "dateline"
        elif place == 0 and len(blocks) > 1 and _is_headline(block):
            kind = "headline"
        body = body or kind == "paragraph"
        kinds.append(kind)
    return kinds


def _read(line: str) -> _Line:
    text = line.strip()
    indent = len(line) - len(line.lstrip())
    marks = _MARKS.match(text)
    rest = text[marks.end() :] if marks else text
    if _RELATED.match(rest):
        return _Line("related", rest, rest, indent)
    if marks is None or _BULLETS.isdisjoint(marks.group()):
        return _Line("dash" if marks else "", rest, text, indent)
    return _Line("bullet", rest, rest, indent)


def _continues(line: _Line, group: Sequence[_Line], *, wrapped: bool) -> bool:
    """Tell whether a line belongs to the block before it."""
    first, last = group[0], group[-1]
    if line.mark == "dash":  # a dash in mid-sentence that the wrapping brought to the line's beginning
        return wrapped and first.mark == "" and not _CLOSED.search(last.text)
    if line.mark:
        return False
    if not first.mark:
        return wrapped
    alone = not last.text or (first.mark == "related" and _LABEL_END.search(last.text))  # its text is on the next line
    return bool(alone) or line.indent > first.indent or line.text[0].islower()


def _listed(blocks: Sequence[Block]) -> set[int]:
    """Find the dashes that open list items: two or more in a row, none of them speech."""
    listed: set[int] = set()
    for mark, run in groupby(range(len(blocks)), key=lambda place: blocks[place].mark):
        places = list(run)
        if mark == "dash" and len(places) > 1 and not any(_SPEECH.search(blocks[place].text) for place in places):
            listed.update(places)
    return listed


def _is_headline(block: Block) -> bool:
    if block.mark or block.lines > 1 or words(block.text) > _HEADLINE_WORDS:
        return False
    return _SENTENCE_END.search(block.text) is None


def _is_dateline(block: Block) -> bool:
    if words(block.text) > _DATELINE_WORDS:
        return False
    return bool(_DATELINE.fullmatch(block.text) or _PUBLISHED.fullmatch(block.text))
