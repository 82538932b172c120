"""Which lines of a table of scores are shown to be better than which: the order of the scores alone shows nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit._written import plain

FEWEST = 3
"""Lines from which on groups say more than the one verdict on two."""


def group_notes(title: str, groups: Mapping[str, int | None], *, alone: bool = False) -> Iterator[str]:
    """Draw bars between lines, in one sentence.

    Args:
        title: of the output that they are ranked by.
        groups: by name, best score first, the rank group, 1 for the best; lines without one are left out.
        alone: whether all is of a single article, and so nothing is said of others.

    >>> list(group_notes("BLEU", {"a": 1, "b": 1, "c": 2, "untranslated": None}))
    ['BLEU: each before a bar is shown to beat each behind it, every two compared (Holm): a, b | c.']
    >>> list(group_notes("BLEU", {"a": 1, "b": 1, "c": 1}))
    ['BLEU: the order is not shown as a whole: nowhere does each one above beat each one below by more than chance.']
    """
    names: dict[int, list[str]] = {}
    for name, group in groups.items():
        if group is not None:
            names.setdefault(group, []).append(plain(name))
    if sum(map(len, names.values())) < FEWEST:
        return
    if len(names) > 1:
        bars = " | ".join(", ".join(own) for _, own in sorted(names.items()))
        where = " on this article" if alone else ""
        yield f"{title}: each before a bar is shown to beat each behind it{where}, every two compared (Holm): {bars}."
    else:
        below = "nowhere does each one above beat each one below by more than chance"
        yield f"{title}: the order is not shown as a whole: {below}."
