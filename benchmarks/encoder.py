"""The bundled encoder beside sentence-transformers with the same weights, on the same cores, in one run."""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._clock import beside

TEXTS = 600
ROUNDS = 5
OURS = "from toolkit.encoders.minilm import MiniLM; MiniLM().encode(['The minister left Paris on Monday.'])"
THEIRS = (
    "from toolkit.encoders._bundled import installed; from sentence_transformers import SentenceTransformer;"
    "SentenceTransformer(str(installed()), device='cpu').encode(['The minister left Paris on Monday.'])"
)
WORDS = ["the", "a", "of", "to", "in", "and", "on", "for", "with", "by", "at", "from", "that", "minister", "government", "talks", "Beijing", "Paris", "Monday", "trade", "sea", "ships", "rose", "fell", "said", "would", "could", "has", "been", "more", "than", "percent", "prices", "market", "leaders", "visit", "after", "before", "during", "tension", "agreement", "relations", "president", "foreign", "meeting", "security", "region", "island", "military", "support", "statement", "spokesman"]


def run() -> list[str]:
    ours, theirs = beside(["-c", OURS], ["-c", THEIRS])
    lines = [
        f"first vector, minilm          {ours:6.2f} s    from a fresh process (budget 0.3)",
        f"  sentence-transformers       {theirs:6.2f} s    ratio {theirs / ours:.1f}",
    ]
    for title, texts in (("sentences", sentences()), ("segments", segments())):
        lines += throughput(title, texts)
    return lines


def sentences() -> list[str]:
    """Make lines of 5 to 45 words, always the same ones."""
    draw = random.Random(1)
    return [" ".join(draw.choices(WORDS, k=draw.randint(5, 45))) for _ in range(TEXTS)]


def segments() -> list[str]:
    """Take target texts from the folder in TOOLKIT_DATA where it is set, else make longer lines."""
    folder = os.environ.get("TOOLKIT_DATA", "")
    if folder:
        found = [text for path in sorted(Path(folder).rglob("*.jsonl")) for text in strings(path)]
        if found:
            return random.Random(1).sample(found, min(TEXTS, len(found)))
    draw = random.Random(2)
    return [" ".join(draw.choices(WORDS, k=draw.randint(30, 120))) for _ in range(TEXTS // 2)]


def strings(path: Path) -> list[str]:
    """Collect every text of a JSONL file that is longer than a name."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    return [value for row in rows for value in row.values() if isinstance(value, str) and " " in value]


def throughput(title: str, texts: Sequence[str]) -> list[str]:
    from sentence_transformers import SentenceTransformer

    from toolkit.encoders._bundled import installed
    from toolkit.encoders.minilm import MiniLM

    minilm = MiniLM()
    original = SentenceTransformer(str(installed()), device="cpu")
    spent: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        spent.append((_timed(lambda: minilm.encode(texts)), _timed(lambda: original.encode(list(texts)))))
    ours, theirs = (statistics.median(column) for column in zip(*spent[1:], strict=True))  # the first round warms up
    return [
        f"{title + ', minilm':30}{len(texts) / ours:6.0f} texts/s",
        f"  sentence-transformers       {len(texts) / theirs:6.0f} texts/s   ratio {theirs / ours:.2f} (budget 1)",
    ]


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    print("\n".join(run()))
