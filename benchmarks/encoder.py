"""The bundled encoder beside sentence-transformers with the same weights, on the same cores, in one run."""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._clock import beside

TEXTS = 600
ROUNDS = 3
OURS = "from toolkit.encoders.minilm import MiniLM; MiniLM().encode(['The minister left Paris on Monday.'])"
THEIRS = (
    "from toolkit.encoders._bundled import installed; from sentence_transformers import SentenceTransformer;"
    "SentenceTransformer(str(installed()), device='cpu').encode(['The minister left Paris on Monday.'])"
)
WORDS = re.findall(
    r"\w+",
    "the a of to in and on for with by at from that minister government talks Beijing Paris Monday trade sea ships"
    " rose fell said would could has been more than percent prices market leaders visit after before during tension"
    " agreement relations president foreign meeting security region island military support statement spokesman",
)


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
    import torch
    from sentence_transformers import SentenceTransformer

    from toolkit.encoders._bundled import installed
    from toolkit.encoders.minilm import MiniLM

    minilm = MiniLM()
    original = SentenceTransformer(str(installed()), device="cpu")
    calls = (lambda: minilm.encode(texts), lambda: original.encode(list(texts)))
    ours, theirs = _turns(*calls, time.perf_counter)
    # Threads that wait for each other burn time on a busy machine: the CPU time of one thread tells the work alone.
    torch.set_num_threads(1)
    work, their_work = _turns(*calls, time.process_time)
    return [
        f"{title + ', minilm':30}{len(texts) / ours:6.0f} texts/s",
        f"  sentence-transformers       {len(texts) / theirs:6.0f} texts/s   ratio {theirs / ours:.2f} (budget 1)",
        f"  CPU time of both            {work:6.2f} s    and {their_work:.2f} s on one thread,"
        f" ratio {their_work / work:.2f}",
    ]


def _turns(ours: Callable[[], object], theirs: Callable[[], object], clock: Callable[[], float]) -> list[float]:
    """Time both in turn, so that they meet the same machine; the median of each, the first round left out."""
    rounds = [[_timed(call, clock) for call in (ours, theirs)] for _ in range(ROUNDS + 1)]
    return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]


def _timed(call: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    call()
    return clock() - start


if __name__ == "__main__":
    print("\n".join(run()))
