"""An article's text -> its segments, and a translation's text -> one text a segment. Text in, records out.

How a text falls into blocks is told in `_blocks.py`, how a paragraph falls into sentences in `sentences.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from toolkit._blocks import Block, join_lines, kinds_of, read_blocks
from toolkit.documents import Document, Paragraph
from toolkit.errors import AlignmentError, InputError
from toolkit.records import Kind, Segment
from toolkit.sentences import KNOWN, SPLITTER, knows, split, words

__all__ = [
    "KNOWN",
    "SPLITTER",
    "aligned",
    "bullets",
    "document",
    "knows",
    "normalize",
    "render",
    "segments",
    "split",
    "words",
]

_OPENING_WORDS = 6

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"(?<=\S)[ \t]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_LABEL = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){0,2}\s*\|")  # any "LESEN |", where a related link is due
_MARKED: dict[Kind, str] = {"key_point": "key point", "related": "related link"}


def normalize(text: str) -> str:
    r"""Write a text one way: NFC, LF, no byte order mark, one ordinary space for several; indents stay.

    No-break spaces stay where they stand inside a line: French sets them before its punctuation.

    >>> normalize("\ufeffde\u0301gel  des\tprix\u00a0!\u00a0\r\nFin ")
    'dégel des prix\xa0!\nFin'
    """
    text = _SURROGATE.sub("\ufffd", _LINE_ENDS.sub("\n", text.replace("\ufeff", "")))
    lines = (_SPACES.sub(" ", line.rstrip()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines).strip()


def segments(text: str) -> tuple[Segment, ...]:
    r"""Read an article.

    Returns:
        In reading order: headline (or none), key points (or none), datelines, paragraphs, related links.

    Raises:
        InputError: there is no word in the text.

    >>> [(each.id, each.kind) for each in segments("Titre\n\n• Un point\n\nPARIS (AFP)\n\nLe corps.\n\nLIRE | Autre")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('seg-001', 'headline'), ('seg-002', 'key_point'), ('seg-003', 'dateline'), ('seg-004', 'paragraph'),
     ('seg-005', 'related')]
    """
    blocks = read_blocks(normalize(text))
    if not blocks:
        raise InputError("the text has no word in it; put an article into it")
    return tuple(
        Segment(f"seg-{number:03}", kind, block.whole if kind == "paragraph" else block.text)
        for number, (kind, block) in enumerate(zip(kinds_of(blocks), blocks, strict=True), 1)
    )


def render(article: Sequence[Segment]) -> str:
    """Write segments so that `segments` reads them again: blocks between blank lines, key points with a bullet.

    >>> print(render([Segment("seg-001", "headline", "Titre"), Segment("seg-002", "key_point", "Un point")]), end="")
    Titre
    <BLANKLINE>
    • Un point
    """
    return "\n\n".join(f"• {each.text}" if each.kind == "key_point" else each.text for each in article) + "\n"


def aligned(text: str, like: Sequence[Segment], what: str) -> tuple[str, ...]:
    r"""Read a translation of an article: one text a segment of it.

    Blocks that carry a mark (key points, related links) must stand where the article has them; the others are told
    apart by their place alone, as an English headline may end in a full stop.

    Args:
        text: the translation.
        like: the article's segments.
        what: the translation's file, for the message.

    Raises:
        AlignmentError: the blocks do not match; the message names the first that does not.

    >>> aligned("Title.\n\n- A point", segments("Titre\n\n• Un point"), "translation.a.en.txt")
    ('Title.', 'A point')
    """
    blocks = read_blocks(normalize(text))
    texts = []
    body = False
    for number, (segment, block) in enumerate(zip(like, blocks, strict=False), 1):
        fitting = _fitting(segment, block, body=body)
        if fitting is None:
            raise AlignmentError(_mismatch(number, like, blocks, what))
        texts.append(fitting)
        body = body or segment.kind == "paragraph"
    if len(blocks) != len(like):
        raise AlignmentError(_mismatch(len(texts) + 1, like, blocks, what))
    return tuple(texts)


def bullets(text: str) -> tuple[str, ...]:
    r"""Read a summary: one bullet a line, with or without marks or numbers; a line that goes on is joined.

    Raises:
        InputError: there is no word in the text.

    >>> bullets("• One thing\n  more.\n• Another."), bullets("1. One.\n2. Two.")
    (('One thing more.', 'Another.'), ('One.', 'Two.'))
    """
    lines = [line for line in normalize(text).split("\n") if line]
    found = [block.text for block in join_lines(lines, wrapped=False)]
    if not found:
        raise InputError("the text has no word in it; put one bullet on each line")
    numbers = [_NUMBER.match(each) for each in found]
    if all(number and int(number[1]) == place for place, number in enumerate(numbers, 1)):
        return tuple(_NUMBER.sub("", each, count=1) for each in found)
    return tuple(found)


def document(article_id: str, language: str, article: Sequence[Segment], texts: Sequence[str]) -> Document:
    """Put together what a summarizer may read: the paragraphs, with the headline as context.

    Args:
        article_id: the article's id.
        language: BCP 47 code of the texts; without sentence rules for it, paragraphs have no sentences.
        article: the article's segments.
        texts: one a segment, in that language; `""` where there is none.
    """
    pairs = list(zip(article, texts, strict=True))
    return Document(
        article=article_id,
        language=language,
        headline=next((text for segment, text in pairs if segment.kind == "headline"), ""),
        paragraphs=tuple(
            Paragraph(segment.id, text, split(text, language) if knows(language) else ())
            for segment, text in pairs
            if segment.kind == "paragraph"
        ),
    )


def _fitting(segment: Segment, block: Block, *, body: bool) -> str | None:
    """Give a block's text as a segment's translation, None where their marks differ."""
    if segment.kind == "related":
        return block.text if block.mark == "related" or _LABEL.match(block.text) else None
    if segment.kind == "key_point":
        return block.text if block.mark in ("bullet", "dash") else None
    if block.mark == "related" or (block.mark == "bullet" and not body):
        return None
    return block.whole


def _mismatch(number: int, like: Sequence[Segment], blocks: Sequence[Block], what: str) -> str:
    """Say which block is the first that does not match, in one line."""
    counts = f"(the article has {len(like)} blocks, this has {len(blocks)}); write one block for each, in its order"
    ours = theirs = ""
    if number <= len(like):
        segment = like[number - 1]
        ours = f"{_MARKED.get(segment.kind, segment.kind)} {_opening(segment.text)}"
    if number <= len(blocks):
        block = blocks[number - 1]
        kind = {"bullet": "key point", "related": "related link"}.get(block.mark, "paragraph")
        theirs = f"{kind} {_opening(block.text)}"
    if not theirs:
        return f"{what}: block {number} is missing, the article's {ours} {counts}"
    if not ours:
        return f"{what}: block {number} is one too many, {theirs} {counts}"
    return f"{what}: block {number} does not match: the article has the {ours}, this the {theirs} {counts}"


def _opening(text: str) -> str:
    first = text.split()
    return "“" + " ".join(first[:_OPENING_WORDS]) + (" …”" if len(first) > _OPENING_WORDS else "”")
