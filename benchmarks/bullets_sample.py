"""Random bullets of `extractive` for people to read: `make bullets-sample SEED=1`.

Beside each stand the sentence it comes from and how its article begins, which is what the headline above it tells.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from benchmarks._bullet_encoder import stored_vectors
from benchmarks._bullet_sets import BOUNDS, BULLETS, SETS, read
from toolkit import plugins

SIZE = 50
FOLDER = Path(__file__).parent.parent / "outputs"


def main(given: str = "1") -> None:
    seed = seed_of(given, "bullets-sample")
    news = [each for name in SETS for each in read(name)]
    extractive = plugins.load("summarizers", "extractive")(stored_vectors())
    found = [(each, bullet) for each in news for bullet in extractive.summarize(each.document, BULLETS, BOUNDS[0])]
    lines = []
    for number, (each, bullet) in enumerate(random.Random(seed).sample(found, SIZE), 1):
        sentence = each.document.paragraphs[0].text[bullet.start : bullet.end]
        lines += [
            f"{number}. {bullet.text}",
            f"   from: {sentence}",
            f"   edits: {'; '.join(bullet.edits) or 'none'}",
            f"   the article begins: {each.beginning}",
            "",
        ]
    path = FOLDER / f"bullets-sample-{seed}.txt"
    FOLDER.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    print(f"{SIZE} of {len(found):,} bullets are in {path}: read each against its sentence, as under its headline")


def seed_of(given: str, target: str) -> int:
    """Read a seed; the program ends with one line where it is none."""
    if not given.isdecimal():
        sys.exit(f"error: the seed is a whole number, not {given!r}; for example: make {target} SEED=1")
    return int(given)


if __name__ == "__main__":
    main(*sys.argv[1:])
