"""News that comes with bullets, from the folder that TOOLKIT_DATA names."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolkit.checks._beginning import LEAD
from toolkit.documents import Document, Paragraph
from toolkit.sentences import split

BULLETS = 3  # a summary
BOUNDS = (20, None)  # words a bullet
LONGEST = 1000  # code points of a beginning
SETS = {"cnn-highlights": ("id", "highlights"), "realsumm": ("doc", "ref_sents")}
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
    """An article with the bullets its newsroom printed.

    Attributes:
        document: its text, one paragraph.
        bullets: what the newsroom printed.
        half: 0 or 1, by a hash of its id: what is chosen on one half is tried on the other.
    """

    document: Document
    bullets: tuple[str, ...]
    half: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """Give its sentences, in reading order."""
        return tuple(each.text for paragraph in self.document.paragraphs for each in paragraph.sentences)

    @property
    def beginning(self) -> str:
        """Give what the reader of its headline may know."""
        return " ".join(self.sentences[:LEAD])[:LONGEST]


def read(name: str) -> list[News]:
    """Read one set; the program ends with one line where it is not there."""
    path = Path(os.environ.get("TOOLKIT_DATA", "")) / "summaries" / f"{name}.jsonl.gz"
    if not os.environ.get("TOOLKIT_DATA") or not path.is_file():
        sys.exit(f"error: summaries/{path.name} is not there; set TOOLKIT_DATA to the folder that holds summaries/")
    key, bullets = SETS[name]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_news(str(row[key]), row["article"], row[bullets]) for row in map(json.loads, lines)]


def plain(text: str) -> str:
    """Set a tokenized text as people write it."""
    for pattern, mend in MENDS:
        text = re.sub(pattern, mend, text)
    return text.strip()


def _news(name: str, article: str, bullets: list[str]) -> News:
    text = plain(article)
    paragraph = Paragraph("seg-001", text, split(text, "en"))
    half = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
    return News(Document(f"art-{name}", "en", "", (paragraph,)), tuple(map(plain, bullets)), half)
