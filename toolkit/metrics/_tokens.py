"""How sacrebleu cuts a line: 13a words for BLEU, characters and words for chrF; faster, and the same by test."""

from __future__ import annotations

import re
from collections.abc import Sequence

# mteval-v13a of NIST, in the reading of sacrebleu 2 (tokenizer_13a.py, tokenizer_re.py), rule by rule.
_MARKS = re.compile(r"[{-~\[-`!-&(-+:-@/]")
_BEFORE = re.compile(r"([^0-9])([.,])")
_AFTER = re.compile(r"([.,])([^0-9])")
_DASH = re.compile(r"([0-9])(-)")
_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def words_13a(line: str) -> list[str]:
    """Cut a line into the words that BLEU counts, case kept.

    >>> words_13a('He paid $3.50, "not" 4-5.')
    ['He', 'paid', '$', '3.50', ',', '"', 'not', '"', '4', '-', '5', '.']
    """
    line = line.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    if "&" in line:
        for entity, character in _ENTITIES:
            line = line.replace(entity, character)
    # Functions, not templates: before Python 3.12 the latter are filled in by Python code, several times slower.
    line = f" {_MARKS.sub(_around, line)} "
    if "." in line or "," in line:
        line = _AFTER.sub(_first_before, _BEFORE.sub(_second_around, line))
    return (_DASH.sub(_second_around, line) if "-" in line else line).split()


def letters(line: str) -> str:
    """Give the characters that chrF counts: all but white space."""
    return "".join(line.split())


def words_chrf(line: str) -> list[str]:
    """Cut a line into the words that chrF++ counts: one mark is taken off a word's end, or else off its beginning.

    >>> words_chrf("(So he said.)")
    ['(', 'So', 'he', 'said.', ')']
    """
    return [part for word in line.split() for part in _without_mark(word)]


def _without_mark(word: str) -> Sequence[str]:
    if len(word) == 1:
        return (word,)
    if word[-1] in _PUNCTUATION:
        return (word[:-1], word[-1])
    if word[0] in _PUNCTUATION:
        return (word[0], word[1:])
    return (word,)


def _around(match: re.Match[str]) -> str:
    return f" {match[0]} "


def _second_around(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]} "


def _first_before(match: re.Match[str]) -> str:
    return f" {match[1]} {match[2]}"
