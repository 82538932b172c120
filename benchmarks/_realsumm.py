"""REALSumm: summaries of 100 news articles by 24 systems, and how much of the newsroom's bullets people found in each.

The folder that holds summaries/ is named by TOOLKIT_DATA. What people judged is recall alone: which of the facts in the
newsroom's bullets a summary holds (Bhandari et al. 2020, Re-evaluating evaluation in text summarization, EMNLP).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._bullet_sets import plain
from benchmarks._clock import ROOT
from toolkit import plugins
from toolkit.encoders._base import Encoder
from toolkit.encoders._cache import Cached
from toolkit.examples import Example
from toolkit.sentences import split

Grid = NDArray[np.float64]
"""One number a document and system."""

KEPT = ROOT / "outputs" / "cache" / "realsumm"


@dataclass(frozen=True, slots=True)
class Judged:
    """What systems wrote and what people found.

    Attributes:
        raw: by document and system the summary, tokenized as it was published.
        references: by document the newsroom's bullets, likewise.
        examples: the same as the toolkit scores it, documents first.
        people: recall that people found, 0 to 1.
        words: length of each summary.
        published: other scores of the same summaries, by name.
    """

    raw: tuple[tuple[tuple[str, ...], ...], ...]
    references: tuple[tuple[str, ...], ...]
    examples: tuple[Example, ...]
    people: Grid
    words: Grid
    published: dict[str, Grid]


def encoder() -> Encoder:
    """Build the bundled encoder, whose vectors are kept: 25,000 sentences take a minute."""
    return Cached(plugins.load("encoders", "minilm")(), KEPT / "vectors.sqlite")


def rows(name: str, folder: str = "summaries") -> Iterator[dict[str, Any]]:
    """Read a file of the data; without it the program ends with one line."""
    named = os.environ.get("TOOLKIT_DATA")
    path = Path(named or "") / folder / f"{name}.jsonl.gz"
    if not named or not path.is_file():
        sys.exit(f"error: {folder}/{path.name} is not there; set TOOLKIT_DATA to the folder that holds {folder}/")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def judged() -> Judged:
    """Read what people judged."""
    found = list(rows("realsumm"))
    systems = list(found[0]["summaries"])
    summaries = [[row["summaries"][system] for system in systems] for row in found]
    names = summaries[0][0]["published"]
    return Judged(
        raw=tuple(tuple(tuple(each["sents"]) for each in row) for row in summaries),
        references=tuple(tuple(row["ref_sents"]) for row in found),
        examples=tuple(_example(row, each) for row, own in zip(found, summaries, strict=True) for each in own),
        people=np.array([[each["litepyramid_recall"] for each in row] for row in summaries]),
        words=np.array([[len(" ".join(each["sents"]).split()) for each in row] for row in summaries], dtype=float),
        published={name: np.array([[each["published"][name] for each in row] for row in summaries]) for name in names},
    )


def _example(row: dict[str, Any], summary: dict[str, Any]) -> Example:
    lines, bullets = (tuple(map(plain, texts)) for texts in (summary["sents"], row["ref_sents"]))
    return Example(f"art-{row['doc']}", "", _sentences(row["article"]), lines, (bullets,), ("a",))


@lru_cache
def _sentences(article: str) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in split(plain(article), "en"))


@dataclass(frozen=True, slots=True)
class Printed:
    """An article with the bullets its newsroom printed.

    Attributes:
        sentences: of the article.
        bullets: of the newsroom.
        held: whether it is of the half that no bound was chosen on.
    """

    sentences: tuple[str, ...]
    bullets: tuple[str, ...]
    held: bool


def printed(name: str, key: str, bullets: str) -> list[Printed]:
    """Read a set of articles; which half one is in, a hash of its id decides, as in benchmarks.bullets."""
    return [
        Printed(
            _sentences(row["article"]),
            tuple(map(plain, row[bullets])),
            bool(int(hashlib.sha256(str(row[key]).encode()).hexdigest(), 16) % 2),
        )
        for row in rows(name)
    ]
