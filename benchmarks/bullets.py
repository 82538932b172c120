"""Extractive bullets beside lead-3 on news that comes with bullets: bullet F1, and the interval of the difference.

Run as `python -m benchmarks.bullets`; the folder of the data is named by TOOLKIT_DATA. The weights were checked on the
one half of the articles, the table is of the other; which half an article is in, a hash of its id decides.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toolkit import plugins
from toolkit.documents import Document, Paragraph
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.sentences import split, words
from toolkit.summarizers._base import Summarizer

BULLETS = 3
RESAMPLES = 2000
SEED = 20230714
SETS = (("cnn-highlights", "id", "highlights"), ("realsumm", "doc", "ref_sents"))
# The texts are tokenized: spaces stand around their marks.
MENDS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\s+", " "),
    (r"^[^.]{0,60}\(CNN\)\s*(?:--)?\s*", ""),
    (r"-[Ll][Rr][Bb]-", "("),
    (r"-[Rr][Rr][Bb]-", ")"),
    (r"``|''", '"'),
    (r" ([.,;:!?%)\]])", r"\1"),
    (r"([(\[]) ", r"\1"),
    (r" ('s|'re|'ve|'ll|'d|'m|n't|’s|’re|’ve|’ll|’d|’m|n’t)\b", r"\1"),
    (r"(\w) ’ (s|t|re|ve|ll|d|m)\b", r"\1’\2"),
    (r"([£$]) (\d)", r"\1\2"),
    (r"(^|\s)' ([^']*(?:'\w[^']*)*?) '(?=[\s.,;:!?]|$)", r"\1'\2'"),
    (r'(^|\s)" ([^"]*?) "(?=[\s.,;:!?]|$)', r'\1"\2"'),
    (r"‘ (\S[^‘’]*(?:\w’\w[^‘’]*)*) ’", r"‘\1’"),
    (r"“ ([^“”]*) ”", r"“\1”"),
)


@dataclass(frozen=True, slots=True)
class News:
    """An article with the bullets its newsroom printed."""

    document: Document
    bullets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What one summarizer made of a set: rows of statistics, one an article, and the bullets' lengths in words."""

    rows: Rows
    lengths: tuple[int, ...]


def main() -> None:
    folder = Path(os.environ.get("TOOLKIT_DATA", "")) / "summaries"
    if not os.environ.get("TOOLKIT_DATA") or not folder.is_dir():
        sys.exit("benchmarks.bullets: set TOOLKIT_DATA to the folder that holds summaries/")
    encoder = plugins.load("encoders", "minilm")()
    metric = plugins.load("metrics", "bullet_f1")(encoder)
    lead = plugins.load("summarizers", "lead")()
    extractive = plugins.load("summarizers", "extractive")(encoder)
    print(f"{'set':<16}{'words':>6}{'n':>5}{'lead-3':>8}{'extractive':>12}{'difference':>12}  95 % interval   longer")
    for name, key, bullets in SETS:
        news = list(read(folder / f"{name}.jsonl.gz", key, bullets))
        for bound in (20, None):
            print(line(name, bound, metric, make(lead, metric, news, bound), make(extractive, metric, news, bound)))


def read(path: Path, key: str, bullets: str) -> Iterator[News]:
    """Read the half of a set that no weight was chosen on."""
    if not path.is_file():
        sys.exit(f"benchmarks.bullets: {path.name} is not in {path.parent}; set TOOLKIT_DATA to the folder of the data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = str(row[key])
            if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2:
                text = plain(row["article"])
                paragraph = Paragraph("seg-001", text, split(text, "en"))
                yield News(Document(f"art-{name}", "en", "", (paragraph,)), tuple(map(plain, row[bullets])))


def plain(text: str) -> str:
    """Set a tokenized text as people write it."""
    for pattern, mend in MENDS:
        text = re.sub(pattern, mend, text)
    return text.strip()


def make(summarizer: Summarizer, metric: Metric, news: Sequence[News], bound: int | None) -> Made:
    """Summarize and score."""
    made = [[bullet.text for bullet in summarizer.summarize(item.document, BULLETS, bound)] for item in news]
    examples = [
        Example(item.document.article, "", (), tuple(texts), (item.bullets,), ("a",))
        for item, texts in zip(news, made, strict=True)
    ]
    return Made(metric.measure(examples).rows, tuple(words(text) for texts in made for text in texts))


def line(name: str, bound: int | None, metric: Metric, lead: Made, extractive: Made) -> str:
    """Write one row of the table; scores times 100."""

    def score(rows: Rows) -> Rows:
        headline: Rows = 100 * metric.combine(rows.sum(axis=-2))[..., 0]
        return headline

    n = len(lead.rows)
    drawn = np.random.default_rng(SEED).integers(0, n, (RESAMPLES, n))
    low, high = np.percentile(score(extractive.rows[drawn]) - score(lead.rows[drawn]), (2.5, 97.5))
    plain_lead, plain_extractive = float(score(lead.rows)), float(score(extractive.rows))
    longer = "" if bound is None else f"{np.mean(np.array(extractive.lengths) > bound):9.1%}"
    return (
        f"{name:<16}{bound or 'whole':>6}{n:>5}{plain_lead:8.2f}{plain_extractive:12.2f}"
        f"{plain_extractive - plain_lead:12.2f}  {low:6.2f} ..{high:6.2f}{longer}"
    )


if __name__ == "__main__":
    main()
