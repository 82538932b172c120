"""What the check of bullets flags, in sound ones and in planted errors: `python -m benchmarks.facts_bullets [show]`.

Sound are the bullets that `extractive` and `lead` cut from English news: every word of them stands in their sentence.
The newsroom's own bullets are written anew, and name no sentence; so are the reference bullets of the shipped article.
One error each is planted in the bullets of `extractive`: a number becomes the next one, a name one that the article
has not, a negation goes or comes. With `show` every flag on a bullet that nobody damaged is printed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks._bullet_encoder import stored_vectors
from benchmarks._bullet_sets import BOUNDS, BULLETS, News, read
from toolkit import plugins
from toolkit.documents import Bullet
from toolkit.examples import Block, Origin
from toolkit.metrics._bullet_facts import FLAGGED, BulletFact, bullet_facts
from toolkit.text import aligned, bullets, segments

ARTICLE = Path(__file__).parent.parent / "references" / "wang-blinken"
STRANGER = "Okonkwo"  # of no article
DAMAGES: Mapping[str, Callable[[str], str]] = {
    "a number changed": lambda text: re.sub(r"(?<![\d.,-])([2-9]\d?)(?![\d,-]|\.\d)", _next, text, count=1),
    "a name changed": lambda text: re.sub(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?! [A-Z])", STRANGER, text, count=1),
    "a negation left out": lambda text: re.sub(
        r"\b(is|was|were|are|has|have|had|will|would|could|should|did|does|do|can)(?: not|n['’]t)\b",
        r"\1",
        text,
        count=1,
    ),
    "a negation put in": lambda text: re.sub(
        r"\b(is|was|were|are|has|have|had|will|would|could)\b(?! not|n['’]t)", r"\1 not", text, count=1
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A bullet with what it was drawn from."""

    text: str
    origin: Origin
    blocks: tuple[Block, ...]
    language: str = "en"


def flags(case: Case) -> list[BulletFact]:
    found = bullet_facts(case.text, 0, case.origin, case.blocks, case.language)
    return [each for each in found if each.finding.state in FLAGGED]


def flagged(title: str, cases: Iterable[Case], *, show: bool) -> Iterator[str]:
    """Write how many bullets have a flag, and the flags by kind; with `show` the flagged ones too."""
    found = [(case, flags(case)) for case in cases]
    bad = [(case, some) for case, some in found if some]
    kinds = Counter(f"{each.finding.state} {each.finding.kind}" for _, some in bad for each in some)
    counts = ", ".join(f"{count} {name}" for name, count in kinds.most_common())
    yield f"| {title} | {len(found):,} | {len(bad)} | {100 * len(bad) / len(found):.1f} % | {counts or '–'} |"
    for case, some in bad if show else ():
        yield f"\n  {case.text}\n  from: {_sentence(case)}"
        yield from (f"    {_told(each)}" for each in some)


def planted(cases: Iterable[Case]) -> Iterator[str]:
    """Write how many planted errors of each kind are found."""
    sound = [case for case in cases if not flags(case)]
    for title, damage in DAMAGES.items():
        damaged = [Case(damage(case.text), case.origin, case.blocks) for case in sound]
        pairs = [after for before, after in zip(sound, damaged, strict=True) if before.text != after.text]
        yield f"| {title} | {len(pairs)} | {sum(bool(flags(each)) for each in pairs)} |"


def cut(news: Iterable[News], name: str) -> Iterator[Case]:
    """Give the bullets that a summarizer cuts."""
    plugin = plugins.load("summarizers", name)
    summarizer = plugin(stored_vectors()) if plugin.needs_encoder else plugin()
    for each in news:
        for bullet in summarizer.summarize(each.document, BULLETS, BOUNDS[0]):
            yield Case(bullet.text, _origin(bullet), _blocks(each))


def written(news: Iterable[News]) -> Iterator[Case]:
    """Give the newsroom's bullets."""
    return (Case(text, Origin(), _blocks(each)) for each in news for text in each.bullets)


def references() -> Iterator[Case]:
    """Give the reference bullets of the shipped article, held against both reference translations."""
    article = segments(_text("article.fr.txt"))
    for name in ("a", "b"):
        texts = aligned(_text(f"translation.{name}.en.txt"), article, name)
        blocks = tuple(Block(each.id, each.text, text) for each, text in zip(article, texts, strict=True))
        for made in ("a", "b"):
            for text in bullets(_text(f"bullets.{made}.en.txt")):
                yield Case(text, Origin(), blocks, "fr")


def _text(name: str) -> str:
    return (ARTICLE / name).read_text(encoding="utf-8")


def _next(found: re.Match[str]) -> str:
    return str(int(found[1]) + 1)


def _origin(bullet: Bullet) -> Origin:
    return Origin(bullet.segment, bullet.start, bullet.end)


def _blocks(news: News) -> tuple[Block, ...]:
    return tuple(Block(each.segment, "", each.text) for each in news.document.paragraphs)


def _sentence(case: Case) -> str:
    own = (block.text for block in case.blocks if block.segment == case.origin.segment)
    return next(own, "")[case.origin.start : case.origin.end] or "the whole article"


def _told(fact: BulletFact) -> str:
    found = fact.finding
    return f"{found.state} {found.kind} ({fact.against}): {found.source!r} -> {found.target!r}"


def main(*arguments: str) -> None:
    show = "show" in arguments
    news = read("cnn-highlights")
    extractive = list(cut(news, "extractive"))
    print("| bullets | n | flagged | share | flags |\n|---|--:|--:|--:|---|")
    print(*flagged("extractive, CNN", extractive, show=show), sep="\n", flush=True)
    print(*flagged("lead, CNN", cut(news, "lead"), show=show), sep="\n", flush=True)
    print(*flagged("the newsroom's, CNN, against the whole article", written(news), show=show), sep="\n", flush=True)
    print(*flagged("references a and b, the shipped article", references(), show=show), sep="\n", flush=True)
    print("\n| planted in extractive, CNN | bullets | found |\n|---|--:|--:|", *planted(extractive), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
