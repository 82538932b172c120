"""The news test set that systems are compared on, from the folder that TOOLKIT_DATA names."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def _paths() -> tuple[Path, Path]:
    folder = Path(os.environ["TOOLKIT_DATA"]) / "mt"
    return folder / f"{NAME}.jsonl.gz", folder / f"{NAME}.rankings.jsonl.gz"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
