"""How the weights of `extractive` were chosen: run as `python -m benchmarks.bullets_weights`.

On the half of cnn-highlights and of realsumm that `make bullets` does not report, both together. Each weight is left
out, halved and doubled while the others stay. So that a choice does not hang on a few sentences, every article is read
twice more with a random quarter of its sentences missing. What choosing in this way is worth on articles it has not
seen is told by cross-validation: a line of the table is chosen without a tenth of the articles, and tried on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks._bullet_sets import SETS, News, read
from benchmarks.bullets import BOUNDS, BULLETS, KEPT, Known
from toolkit import plugins
from toolkit.documents import Document
from toolkit.encoders._cache import Cached
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.summarizers._rank import Weights
from toolkit.summarizers.extractive import WEIGHTS, Extractive

COPIES = 2
MISSING = 0.25  # of the sentences of a copy
FACTORS = (0.0, 0.5, 2.0)
FOLDS = 10
SEED = 20230714


def main() -> None:
    news = [each for name in SETS for each in read(name) if not each.reported]
    documents = [[each.document, *thinned(each, place)] for place, each in enumerate(news)]
    encoder = Known(Cached(plugins.load("encoders", "minilm")(""), KEPT))
    metric: Metric = plugins.load("metrics", "bullet_f1")(encoder)
    print(f"{len(news)} articles, F1 x 100 at {BOUNDS[0]} words and of whole sentences\n")
    found = []
    for name, weights in settings():
        rows = np.stack([measured(news, documents, Extractive(encoder, weights), bound, metric) for bound in BOUNDS])
        found.append(rows)
        print(f"{name:<18}" + "".join(f"{100 * one:8.2f}" for one in f1(rows, metric)), flush=True)
    told = f1(unseen(np.stack(found), metric), metric)
    print(f"\n{'on unseen articles':<18}" + "".join(f"{100 * one:8.2f}" for one in told))


def settings() -> list[tuple[str, Weights]]:
    """Name what is tried: the weights in force first."""
    found = [("in force", WEIGHTS)]
    for each in fields(Weights):
        value = getattr(WEIGHTS, each.name)
        found += [
            (f"{each.name} {factor * value:g}", replace(WEIGHTS, **{each.name: factor * value})) for factor in FACTORS
        ]
    return found


def thinned(news: News, seed: int) -> list[Document]:
    """Make copies of an article that lack some of its sentences; one of few sentences may stay as it is."""
    rng = np.random.default_rng((SEED, seed))
    copies = []
    for _ in range(COPIES):
        kept = [
            replace(paragraph, sentences=tuple(one for one in paragraph.sentences if rng.random() >= MISSING))
            for paragraph in news.document.paragraphs
        ]
        told = any(paragraph.sentences for paragraph in kept)
        copies.append(replace(news.document, paragraphs=tuple(kept)) if told else news.document)
    return copies


def measured(
    news: Sequence[News], documents: Sequence[Sequence[Document]], made: Extractive, bound: int | None, metric: Metric
) -> Rows:
    """Give rows of bullet_f1, one an article, its copies summed."""
    examples = [
        Example(
            each.document.article,
            "",
            (),
            tuple(bullet.text for bullet in made.summarize(document, BULLETS, bound)),
            (each.bullets,),
            ("a",),
        )
        for each, readings in zip(news, documents, strict=True)
        for document in readings
    ]
    rows = metric.measure(examples).rows
    summed: Rows = rows.reshape(len(news), COPIES + 1, -1).sum(axis=1)
    return summed


def f1(rows: Rows, metric: Metric) -> Rows:
    """Give bullet F1 of rows (…, articles, columns)."""
    found: Rows = metric.combine(rows.sum(axis=-2))[..., 0]
    return found


def unseen(rows: Rows, metric: Metric) -> Rows:
    """Choose a setting without each tenth of the articles, and give that tenth's rows under it.

    Args:
        rows: float64 (settings, bounds, articles, columns).
        metric: makes F1 of them; a setting is chosen by its mean over the bounds.

    Returns:
        float64 (bounds, articles, columns).
    """
    fold = folds(rows.shape[2])
    found = np.empty_like(rows[0])
    for each in range(FOLDS):
        best = int(np.argmax(f1(rows[:, :, fold != each], metric).mean(axis=1)))
        found[:, fold == each] = rows[best][:, fold == each]
    return found


def folds(articles: int) -> NDArray[np.intp]:
    """Say which tenth each article is of."""
    return np.random.default_rng(SEED).permutation(articles) % FOLDS


if __name__ == "__main__":
    main()
