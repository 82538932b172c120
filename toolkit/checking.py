"""Files of bullets, judged: what `toolkit checks` does."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from toolkit import text
from toolkit.checks import Judgment, check
from toolkit.errors import InputError
from toolkit.files import decode, read_text
from toolkit.sentences import split

_LEFT_OUT = frozenset({"related", "dateline"})  # no bullet may rest on them


def check_file(bullets: Path | BinaryIO, article: Path | None = None, max_words: int | None = None) -> list[Judgment]:
    """Judge the bullets of a file.

    Args:
        bullets: a file of them, or what they are piped through: one a line, with or without bullet marks.
        article: the English text they tell, in the layout of an article or plain; None where it is not at hand.
        max_words: the bound; None for none.

    Raises:
        InputError: a file cannot be read, or holds no bullet.
    """
    name = bullets if isinstance(bullets, Path) else Path("stdin")
    try:
        lines = text.bullets(read_text(bullets) if isinstance(bullets, Path) else decode(bullets.read(), name))
    except InputError as error:
        raise error if str(name) in str(error) else InputError(f"{name}: {error}") from error
    return check(lines, _sentences(article) if article else (), max_words)


def _sentences(article: Path) -> tuple[str, ...]:
    segments = [segment for segment in text.segments(read_text(article)) if segment.kind not in _LEFT_OUT]
    # The body comes first, as in a run: what its beginning tells, the reader of a bullet knows.
    told = [segment.text for segment in sorted(segments, key=lambda segment: segment.kind != "paragraph")]
    return tuple(sentence.text for each in told for sentence in split(each, "en"))
