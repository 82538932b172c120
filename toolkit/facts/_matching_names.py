"""Names that no list knows, and speakers: matched by spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.facts._fact import Fact, Finding, State
from toolkit.facts._matching import finding
from toolkit.facts._names import is_word, same
from toolkit.facts._reading import Stated
from toolkit.facts._tokens import phrase


def match_names(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say what became of each name."""
    strange = [fact for fact in target.names if not any(_found(word, source) for word in _words(fact))]
    left = [fact for fact in strange if fact.weight != "licence"]
    for fact in source.names:
        state = _state(fact, target, strange)
        if state is None:
            continue
        other = next((each for each in left if each.kind == fact.kind), None) if state == "lost" else None
        if other is not None:
            left.remove(other)
        yield finding(state, fact, other)
    for fact in left:
        if fact.weight == "firm":
            yield finding("unsure", None, fact)


def match_speakers(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say whether what one person said is still that person's; only where both texts name exactly one."""
    ours = {fact.value: fact for fact in source.speakers}
    theirs = {fact.value: fact for fact in target.speakers}
    if len(ours) != 1 or len(theirs) != 1:
        return
    (one,), (other,) = ours.values(), theirs.values()
    if any(same(word, each) for word in _words(one) for each in _words(other)):
        yield finding("kept", one, other)
    elif any(_found(word, source) for word in _words(other)):
        yield finding("lost", one, other)


def _state(fact: Fact, target: Stated, strange: Sequence[Fact]) -> State | None:
    """Say what became of a name; None where it may be no name at all."""
    words = _words(fact)
    kept = [word for word in words if _found(word, target)]
    if len(kept) == len(words) or words[-1] in kept:
        return "kept"
    if fact.weight == "licence":
        return None
    if kept and not is_word(words[-1]):
        return "lost"  # `Peter` alone for `Peter Englund`: given names are left out, family names are not
    if kept or fact.weight == "loose" or (fact.kind == "acronym" and _spelled_out(words[0], target, strange)):
        return "unsure"
    return "lost"


def _words(fact: Fact) -> list[str]:
    """Give a name's words in order, the family name last more often than not."""
    return [word for word in phrase(fact.value) if len(word) > 1] or list(phrase(fact.value))


def _found(word: str, other: Stated) -> bool:
    """Tell whether a word, or another spelling of it, stands in the other text."""
    if word in other.words or any(same(word, each) for each in other.words):
        return True
    joined = "".join(token.fold for token in other.tokens)
    return len(word) > 4 and word in joined  # noqa: PLR2004 - Mc Cain and McCain


def _spelled_out(acronym: str, target: Stated, strange: Sequence[Fact]) -> bool:
    """Tell whether letters may stand for other letters or for words with capitals."""
    initials = "".join(token.fold[:1] for token in target.tokens if token.capital)
    turned = any(sorted(token.fold) == sorted(acronym) for token in target.tokens)
    return bool(strange) or turned or any(letters in initials for letters in (acronym, acronym[::-1]))
