"""Bullets of `extractive` and of the newsroom, mixed, for somebody to read who does not know which is whose.

`make bullets-blind SEED=1` writes fifty of either, each in the box of bullets it is printed in, with the sentence it is
from, or is most like, and with the beginning of its article; whose each is stands in a file of its own. How strict a
reader is, the newsroom's share tells.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks._bullet_encoder import stored_vectors
from benchmarks._bullet_sets import BOUNDS, BULLETS, SETS, News, read
from benchmarks.bullets_sample import FOLDER, SIZE, seed_of
from toolkit import plugins
from toolkit.encoders._base import Encoder

PRINTED = "cnn-highlights"  # whose bullets have capitals, as those of extractive have


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet to be read.

    Attributes:
        whose: "extractive" or "newsroom".
        box: all bullets of its article, in the order they are printed.
        place: of the bullet in the box, from 0.
        sentence: what it was cut from, or the sentence of its article that is most like it.
        beginning: of its article.
    """

    whose: str
    box: tuple[str, ...]
    place: int
    sentence: str
    beginning: str


def main(given: str = "1") -> None:
    seed = seed_of(given, "bullets-blind")
    draw = random.Random(seed)
    encoder = stored_vectors()
    items = [*draw.sample(own(encoder), SIZE), *(closest(encoder, *each) for each in draw.sample(printed(), SIZE))]
    draw.shuffle(items)
    FOLDER.mkdir(exist_ok=True)
    path, key = FOLDER / f"bullets-blind-{seed}.txt", FOLDER / f"bullets-blind-{seed}-whose.txt"
    path.write_text("\n".join(told(items)), encoding="utf-8")
    key.write_text("".join(f"{number}. {each.whose}\n" for number, each in enumerate(items, 1)), encoding="utf-8")
    print(f"{len(items)} bullets are in {path}; whose they are stands in {key}: read that last")


def own(encoder: Encoder) -> list[Item]:
    """Make the bullets of all articles."""
    extractive = plugins.load("summarizers", "extractive")(encoder)
    items = []
    for news in (news for name in SETS for news in read(name)):
        made = extractive.summarize(news.document, BULLETS, BOUNDS[0])
        box = tuple(bullet.text for bullet in made)
        for place, bullet in enumerate(made):
            sentence = news.document.paragraphs[0].text[bullet.start : bullet.end]
            items.append(Item("extractive", box, place, sentence, news.beginning))
    return items


def printed() -> list[tuple[News, int]]:
    """List what the newsroom printed: each article with the place of each of its bullets."""
    return [(news, place) for news in read(PRINTED) for place in range(len(news.bullets))]


def closest(encoder: Encoder, news: News, place: int) -> Item:
    """Put the sentence beside a newsroom's bullet that is most like it."""
    vectors = encoder.encode([news.bullets[place], *news.sentences])
    best = int(np.argmax(vectors[1:] @ vectors[0]))
    return Item("newsroom", tuple(news.bullets), place, news.sentences[best], news.beginning)


def told(items: Sequence[Item]) -> list[str]:
    """Write the items, numbered from 1; the bullet to be read is marked in its box."""
    lines = []
    for number, each in enumerate(items, 1):
        box = [f"    {'>>' if place == each.place else ' -'} {line}" for place, line in enumerate(each.box)]
        lines += [f"{number}. ARTICLE BEGINS: {each.beginning}", *box, f"   SOURCE: {each.sentence}", ""]
    return lines


if __name__ == "__main__":
    main(*sys.argv[1:])
