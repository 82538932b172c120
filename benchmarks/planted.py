"""What `facts` finds in errors that we plant ourselves: `python -m benchmarks.planted [SEED]`.

Into the references of newstest2012 and 2013 and into the outputs of each year's two best systems, by people's
rankings, one error each is planted by rules that know nothing of `toolkit.facts`: a number, place or name changed, a
place or name taken out, a clear `not` put in or left out. Found is a translation with a flag that it has not without
the error; the last column is the share of the same translations that is flagged without it: false alarms, liberties of
the translator and, in the outputs, errors of the system.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks._data import Line, paths, read
from benchmarks._newstest import FILES, YEARS
from benchmarks.facts import flags

SEED = 12345
PAIRS = 400  # of each kind and each sort of text, or as many as there are
BEST = 2  # systems a year

PLACES = (
    "Germany", "France", "Italy", "Spain", "Russia", "China", "Japan", "India", "Brazil", "Greece", "Poland", "Turkey",
    "Iran", "Syria", "Egypt", "Canada", "Mexico", "Portugal", "Ukraine", "Sweden", "Europe", "Africa", "Asia",
    "London", "Paris", "Moscow", "Berlin", "Prague", "Madrid", "Rome", "Brussels", "Vienna", "Munich", "Geneva",
    "Washington", "Boston", "Chicago", "California", "Texas", "Florida", "Cairo", "Damascus", "Tokyo", "Beijing",
)  # fmt: skip
PEOPLES = (
    "German", "French", "Italian", "Spanish", "Russian", "Chinese", "Japanese", "Indian", "Brazilian", "Greek",
    "Polish", "Turkish", "Iranian", "Syrian", "Egyptian", "Canadian", "Mexican", "Portuguese", "Ukrainian", "Swedish",
    "European", "American", "British", "Czech", "Swiss", "Austrian", "Israeli", "Palestinian",
)  # fmt: skip
NUMBERS = (
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty",
    "forty", "fifty",
)  # fmt: skip

_DIGITS = re.compile(r"(?<![\w.,:/-])\d+(?:[.,]\d+)?(?![\w:/-]|[.,]\d)")
_WORD = re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b(?!-)")
_PLACE = re.compile(rf"(?<=\w )(?:{'|'.join(PLACES)})\b(?![ -][A-Z])")
_PEOPLE = re.compile(rf"(?<=\w )(?:{'|'.join(PEOPLES)})\b(?![ -][A-Z])")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)*\b(?![-'’]\w{2})")
_LOWER = re.compile(r"\b[a-zà-ÿœ]+")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|could|should|must)\b(?! (?:not|never|no)\b|n't)")
_NOT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|would|could|should|must|do|does|did|will|can|may|might)"
    r"(?P<gone> not|n['’]t)\b(?! only)"
)
_DENIES = re.compile(r"\b(?:not|no|never|nothing|nobody|none|neither|nor|cannot|without|only)\b|n['’]t", re.IGNORECASE)
_GAP = re.compile(r"\s+(?=[\s,.;:!?]|$)")

Plant = Callable[[str, str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """A French segment and its translation."""

    source: str
    target: str


def exchanged(pattern: re.Pattern[str], others: Sequence[str]) -> Plant:
    """Put another of the same kind for what a pattern finds."""

    def plant(_: str, target: str, draw: random.Random) -> str | None:
        found = list(pattern.finditer(target))
        if not found:
            return None
        place = draw.choice(found)
        other = draw.choice([each for each in others if each not in target])
        return target[: place.start()] + other + target[place.end() :]

    return plant


def digits_changed(_: str, target: str, draw: random.Random) -> str | None:
    """Change one digit, never the last one before a comma into nothing and no leading one to zero."""
    found = list(_DIGITS.finditer(target))
    if not found:
        return None
    number = draw.choice(found)
    place = draw.choice([at for at in range(number.start(), number.end()) if target[at].isdigit()])
    other = draw.choice([digit for digit in "123456789" if digit != target[place]])
    return target[:place] + other + target[place + 1 :]


def left_out(pattern: re.Pattern[str]) -> Plant:
    """Take out what a pattern finds."""

    def plant(_: str, target: str, draw: random.Random) -> str | None:
        found = list(pattern.finditer(target))
        if not found:
            return None
        place = draw.choice(found)
        start, end = place.span("gone" if "gone" in pattern.groupindex else 0)
        return _GAP.sub("", f"{target[:start]}{target[end:]}")

    return plant


class Names:
    """Tell names: words with a capital that stand so in the source too, and nowhere in these texts in lower case."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        texts = (text for pair in pairs for text in (pair.source, pair.target))
        self._words = frozenset(word for text in texts for word in _LOWER.findall(text))

    def of(self, pair: Pair) -> list[re.Match[str]]:
        """Find the names of a translation."""
        return [match for match in _NAME.finditer(pair.target) if self._is_name(match[0], pair.source)]

    def _is_name(self, name: str, source: str) -> bool:
        words = {word.lower() for word in name.split()}
        listed = name in {*PLACES, *PEOPLES} or not words.isdisjoint(self._words)
        return not listed and re.search(rf"\b{re.escape(name)}\b", source) is not None


def named(names: Names, change: Callable[[str, re.Match[str], random.Random], str | None]) -> Plant:
    """Change a name, no place of the lists."""

    def plant(source: str, target: str, draw: random.Random) -> str | None:
        found = names.of(Pair(source, target))
        return change(target, draw.choice(found), draw) if found else None

    return plant


def renamed(known: Names, names: Mapping[int, Sequence[str]]) -> Plant:
    """Put a name of as many words, from another text, for a name."""

    def change(target: str, match: re.Match[str], draw: random.Random) -> str | None:
        standing = set(target.split())
        others = [each for each in names.get(len(match[0].split()), ()) if standing.isdisjoint(each.split())]
        return target[: match.start()] + draw.choice(others) + target[match.end() :] if others else None

    return named(known, change)


def denied(_: str, target: str, draw: random.Random) -> str | None:
    """Put in a `not` after a verb of a text that denies nothing."""
    found = [] if _DENIES.search(target) else list(_VERB.finditer(target))
    if not found:
        return None
    place = draw.choice(found).end()
    return f"{target[:place]} not{target[place:]}"


def cut(target: str, match: re.Match[str], _: random.Random) -> str | None:
    return _GAP.sub("", target[: match.start()] + target[match.end() :])


def kinds(pairs: Sequence[Pair]) -> Mapping[str, Plant]:
    """Give the ways to plant, with the names that stand in the pairs to put for others."""
    known = Names(pairs)
    names: dict[int, list[str]] = {}
    for match in (match for pair in pairs for match in known.of(pair)):
        names.setdefault(len(match[0].split()), []).append(match[0])
    return {
        "a number changed, in digits": digits_changed,
        "a number changed, in words": exchanged(_WORD, NUMBERS),
        "a place replaced": exchanged(_PLACE, PLACES),
        "a people replaced": exchanged(_PEOPLE, PEOPLES),
        "a place or people removed": left_out(re.compile(f"{_PLACE.pattern}|{_PEOPLE.pattern}")),
        "a name replaced": renamed(known, names),
        "a name removed": named(known, cut),
        "a negation put in": denied,
        "a negation left out": left_out(_NOT),
    }


def table(texts: Mapping[str, Sequence[Pair]], seed: int = SEED) -> Iterator[str]:
    """Write what was found, one line a kind.

    Args:
        texts: pairs by the sort of text.
        seed: of what is drawn.
    """
    yield "| planted | into | pairs | found | flagged without it |"
    yield "|---|---|--:|--:|--:|"
    for title, pairs in texts.items():
        total = Counter[str]()
        for kind, plant in kinds(pairs).items():
            found = _planted(plant, pairs, random.Random(f"{seed} {title} {kind}"))
            total += found
            yield _row(kind, title, found)
        yield _row("all", title, total)


def _planted(plant: Plant, pairs: Sequence[Pair], draw: random.Random) -> Counter[str]:
    found = Counter[str]()
    for pair in draw.sample(pairs, len(pairs)):
        spoilt = plant(pair.source, pair.target, draw)
        if spoilt is None or spoilt == pair.target:
            continue
        before = flags(pair.source, pair.target)
        found += Counter(pairs=1, found=bool(flags(pair.source, spoilt) - before), flagged=bool(before))
        if found["pairs"] == PAIRS:
            break
    return found


def _row(kind: str, title: str, found: Mapping[str, int]) -> str:
    pairs = found["pairs"]
    share = [f"{100 * found[key] / pairs:.1f} %" if pairs else "–" for key in ("found", "flagged")]
    return f"| {kind} | {title} | {pairs} | {share[0]} | {share[1]} |"


def newstest() -> Mapping[str, Sequence[Pair]]:
    """Read the references and the outputs of the two best systems of each year."""
    files = paths(*FILES)
    references: list[Pair] = []
    outputs: list[Pair] = []
    for place in range(len(YEARS)):
        lines = read(files[2 * place])
        systems = best(read(files[2 * place + 1]))
        references += [Pair(line["src"], line["ref"]) for line in lines]
        outputs += [Pair(line["src"], line["hyps"][system]) for line in lines for system in systems]
    return {"references": references, "best systems": outputs}


def best(rankings: Sequence[Line]) -> list[str]:
    """Give the systems that won most of their comparisons, the best first."""
    won, lost = Counter[str](), Counter[str]()
    for line in rankings:
        won[line["better"]] += line["n"]
        lost[line["worse"]] += line["n"]
    systems = sorted(won | lost, key=lambda name: won[name] / (won[name] + lost[name]), reverse=True)
    return systems[:BEST]


def clean(texts: Mapping[str, Sequence[Pair]]) -> Iterator[str]:
    """Write the share of texts that is flagged as they are."""
    for title, pairs in texts.items():
        found = [flags(pair.source, pair.target) for pair in pairs]
        bad = sum(map(bool, found))
        kinds = Counter(f"{state} {kind}" for some in found for state, kind, *_ in some.elements())
        counts = ", ".join(f"{count} {name}" for name, count in kinds.most_common())
        yield f"{bad} of {len(pairs)} {title} flagged, {100 * bad / len(pairs):.1f} %: {counts or 'none'}"


def main(*arguments: str) -> None:
    texts = newstest()
    print(*table(texts, int(arguments[0]) if arguments else SEED), "", *clean(texts), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
