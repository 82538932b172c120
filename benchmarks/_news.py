"""The news test set that systems are compared on, from the folder that TOOLKIT_DATA names."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._clock import ROOT
from toolkit.examples import Example

NAME = "newstest2013.fr-en"


@dataclass(frozen=True, slots=True)
class News:
    """One reference and what each system made of it, line by line."""

    reference: tuple[str, ...]
    systems: dict[str, tuple[str, ...]]

    def examples(self, system: str) -> list[Example]:
        """Give one example a segment."""
        pairs = zip(self.systems[system], self.reference, strict=True)
        return [Example("", str(n), (), (own,), ((other,),), ("a",)) for n, (own, other) in enumerate(pairs)]

    def write(self, folder: Path) -> tuple[Path, list[Path]]:
        """Write the reference and the systems as sacrebleu's command reads them."""
        paths = [folder / "reference", *(folder / name for name in self.systems)]
        for path, lines in zip(paths, (self.reference, *self.systems.values()), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return paths[0], paths[1:]


def available() -> bool:
    """Tell whether the data is there."""
    return bool(os.environ.get("TOOLKIT_DATA")) and all(map(Path.is_file, _paths()))


def judged() -> News:
    """Read the systems that people judged, in the order of their names."""
    data, rankings = _paths()
    names = sorted({name for row in _rows(rankings) for name in (row["better"], row["worse"])})
    rows = list(_rows(data))
    systems = {name: tuple(row["hyps"][name] for row in rows) for name in names}
    return News(tuple(row["ref"] for row in rows), systems)


def made(segments: int = 3000, systems: int = 10) -> News:
    """Make lines from the references' sentences: shuffled, with words left out, the more the higher the system."""
    draw = random.Random(1)
    texts = sorted((ROOT / "references").rglob("translation.*.txt"))
    lines = [line for path in texts for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 40]
    reference = tuple(
        " ".join(draw.sample(line.split(), min(len(line.split()), 25))) for line in draw.choices(lines, k=segments)
    )
    outputs = {
        f"system-{place}": tuple(
            " ".join(word for word in line.split() if draw.random() > 0.05 * place) for line in reference
        )
        for place in range(systems)
    }
    return News(reference, outputs)


def source() -> str:
    """Say where the lines come from."""
    return NAME if available() else "lines made from the shipped references"


def _paths() -> tuple[Path, Path]:
    folder = Path(os.environ["TOOLKIT_DATA"]) / "mt"
    return folder / f"{NAME}.jsonl.gz", folder / f"{NAME}.rankings.jsonl.gz"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
