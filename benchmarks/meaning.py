"""The metric `meaning` on one core: pairs a second, and its vectors beside the same layers through transformers.

Times are of the process on one core, so that a busy machine changes them little; on a free core they pass on the wall.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from benchmarks import _news
from toolkit.encoders._bundled import installed
from toolkit.encoders.minilm import MiniLM
from toolkit.metrics.meaning import LAYERS, Meaning

SEGMENTS = 300
SHARING = 10  # systems with one reference
ROUNDS = 3
BATCH = 32  # texts of like length that transformers gets at a time; it is no faster with 8, 16, 64 or 128


def run() -> list[str]:
    news = _news.judged() if _news.available() else _news.made()
    systems = [news.examples(system) for system in list(news.systems)[:SHARING]]
    step = len(systems[0]) // SEGMENTS
    places = range(0, step * SEGMENTS, step)
    apart = [systems[place // step % len(systems)][place] for place in places]
    together = [system[place] for place in places[:: len(systems)] for system in systems]
    texts = list(dict.fromkeys(text for each in apart for text in (each.hypothesis[0], each.references[0][0])))
    with _one_core():
        minilm = MiniLM()
        meaning = Meaning(minilm)
        ours, theirs = _turns(lambda: minilm.tokens(texts, LAYERS), _transformers(texts))
        alone, shared = _turns(lambda: meaning.measure(apart), lambda: meaning.measure(together))
    return [
        f"meaning, one reference each  {len(apart) / alone:6.0f} pairs/s of one core (required 35); {_news.source()}",
        f"  {len(systems)} systems share one      {len(together) / shared:6.0f} pairs/s (required 60)",
        f"  tokens at layers {LAYERS[0]} and {LAYERS[1]}   {len(texts) / ours:6.0f} texts/s",
        f"  through transformers       {len(texts) / theirs:6.0f} texts/s    ratio {theirs / ours:.2f} (required 1)",
    ]


@contextmanager
def _one_core() -> Iterator[None]:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _transformers(texts: Sequence[str]) -> Callable[[], object]:
    """Give the same layers of the same weights, by transformers on one thread, texts sorted by length."""
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(str(installed()))
    model = AutoModel.from_pretrained(str(installed()))
    ordered = sorted(texts, key=lambda text: len(tokenizer.tokenize(text)))
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]

    def encode() -> object:
        with torch.inference_mode():
            given = [tokenizer(batch, padding=True, return_tensors="pt") for batch in batches]
            states = [model(**each, output_hidden_states=True).hidden_states for each in given]
            return [[layers[layer].numpy() for layer in LAYERS] for layers in states]

    return encode


def _turns(one: Callable[[], object], other: Callable[[], object]) -> list[float]:
    """Time both in turn by the process's own time; the median of each, the first round left out."""
    rounds = [[_timed(one), _timed(other)] for _ in range(ROUNDS + 1)]
    return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    print("\n".join(run()))
