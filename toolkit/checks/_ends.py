"""The first and the last word of a text, for whoever asks for no more: most of the text is never read."""

from __future__ import annotations

from toolkit.checks._english import WORD


def first_word(text: str) -> str:
    """Give the first of the words, `""` without any.

    >>> first_word("“The U.S. didn’t,” he said."), first_word("…")
    ('the', '')
    """
    found = WORD.search(text)
    return _plain(found.group()) if found else ""


def last_word(text: str) -> str:
    """Give the last of the words, `""` without any; no word goes across a space.

    >>> last_word("“It is closed,” he didn’t say …"), last_word("…")
    ('say', '')
    """
    for part in reversed(text.split()):
        if found := WORD.findall(part):
            return _plain(found[-1])
    return ""


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
