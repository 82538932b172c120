"""Names that no list knows, and speakers: matched by spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.facts._fact import Fact, Finding, State
from toolkit.facts._matching import finding
from toolkit.facts._names import is_word, same, unlike
from toolkit.facts._reading import Stated
from toolkit.facts._tokens import Token, phrase
from toolkit.facts._words import given

_FULL = 2
"""Words of a given and a family name."""

_JOINED = 5
"""Letters from which on a name may stand within a longer word: McCain for Mc Cain."""


def match_names(source: Stated, target: Stated) -> Iterator[Finding]:
    """Say what became of each name."""
    strange = [fact for fact in target.names if not any(_derived(word, source) for word in _words(fact))]
    left = [fact for fact in strange if fact.weight != "licence"]
    mentions = Counter[str]()
    for fact in source.names:
        state = _state(fact, target, strange)
        if state is None:
            continue
        last = _words(fact)[-1]
        mentions[last] += 1
        if state == "kept" and fact.weight == "firm" and 0 < len(_standings(last, target)) < mentions[last]:
            state = "lost"  # a name counts as often as it is written, because translations keep that
        if state == "kept" and _other_given(fact, source, target):
            state = "lost"
        if state == "unsure" and _replaced(fact, left, target):
            state = "lost"
        other = _instead(fact, target, left) if state == "lost" else _standing(fact, target)
        if other in left:
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
    elif any(_known(word, source) for word in _words(other)):
        yield finding("lost", one, other)


def _state(fact: Fact, target: Stated, strange: Sequence[Fact]) -> State | None:
    """Say what became of a name; None where it may be no name at all."""
    words = _words(fact)
    kept = [word for word in words if _known(word, target)]
    if len(kept) == len(words) or words[-1] in kept:
        return "kept"
    if fact.weight == "licence":
        return None
    if kept and not is_word(words[-1]):
        return "lost"  # `Peter` alone for `Peter Englund`: given names are left out, family names are not
    if kept or fact.weight == "loose" or (fact.kind == "acronym" and _spelled_out(words[0], target, strange)):
        return "unsure"
    return "lost"


def _other_given(fact: Fact, source: Stated, target: Stated) -> bool:
    """Tell whether a given name that is not the source's stands before a family name: `Jane` for `Marie Lemoine`."""
    words = _words(fact)
    if len(words) != _FULL or fact.weight != "firm" or _known(words[0], target):
        return False
    others = [_words(each) for each in target.names if each.weight == "firm"]
    return any(
        len(other) == _FULL
        and same(words[1], other[1])
        and unlike(words[0], other[0])
        and other[0] not in given().get(words[0], ())
        and not _derived(other[0], source)
        for other in others
    )


def _replaced(fact: Fact, left: Sequence[Fact], target: Stated) -> bool:
    """Tell whether another name stands for one that may be an ordinary word only because of its article."""
    words = _words(fact)
    if fact.kind != "name" or fact.weight != "loose" or is_word(words[-1]):
        return False
    return any(
        each.weight == "firm" and each.kind == "name" and len(_words(each)) == len(words) and _has_article(each, target)
        for each in left
    )


def _has_article(fact: Fact, target: Stated) -> bool:
    return target.text[: fact.start].rstrip().lower().endswith(" the")


def _instead(fact: Fact, target: Stated, left: Sequence[Fact]) -> Fact | None:
    """Find what stands in a lost name's place: a name that shares a word with it, or else one of the source's none."""
    words = _words(fact)
    sharing = (each for each in target.names if any(same(word, other) for word in words for other in _words(each)))
    return next(sharing, next((each for each in left if each.kind == fact.kind), None))


def _standing(fact: Fact, target: Stated) -> Fact | None:
    """Find the words that stand for a name, as far as they stand together."""
    words = _words(fact)
    found = [token for token in target.tokens if any(_is(token, word) for word in words)]
    if not found:
        return None
    first = found[0]
    last = first
    for token in found[1:]:
        last = token if token.start - last.end <= 1 else last
    return Fact(fact.kind, fact.value, target.text[first.start : last.end], first.start, fact.readings)


def _words(fact: Fact) -> list[str]:
    """Give a name's words in order, the family name last more often than not."""
    return [word for word in phrase(fact.value) if len(word) > 1] or list(phrase(fact.value))


def _is(token: Token, word: str) -> bool:
    """Tell whether a token is a name's word, or with a capital another spelling of it."""
    return token.fold == word or (token.capital and (same(word, token.fold) or token.fold in given().get(word, ())))


def _standings(word: str, other: Stated) -> list[Token]:
    return [token for token in other.tokens if _is(token, word)]


def _derived(word: str, source: Stated) -> bool:
    """Tell whether a word of the translation may come from any word of the source: `Ukrainian` from `ukrainien`."""
    return _known(word, source) or any(same(word, each) for each in source.words)


def _known(word: str, other: Stated) -> bool:
    """Tell whether a word, or another spelling of it, stands in the other text."""
    if word in other.words or _standings(word, other):
        return True
    return len(word) >= _JOINED and word in "".join(token.fold for token in other.tokens)


def _spelled_out(acronym: str, target: Stated, strange: Sequence[Fact]) -> bool:
    """Tell whether letters may stand for other letters or for words with capitals."""
    initials = "".join(token.fold[:1] for token in target.tokens if token.capital)
    turned = any(sorted(token.fold) == sorted(acronym) for token in target.tokens)
    return bool(strange) or turned or any(letters in initials for letters in (acronym, acronym[::-1]))
