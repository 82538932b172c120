"""Translations somebody already has: how a person, or any other system, enters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from toolkit.errors import InputError, NotReadyError
from toolkit.exchange import Limits
from toolkit.files import read_text
from toolkit.records import Rendering, Request, Segment
from toolkit.text import aligned
from toolkit.translators._base import Translator

ARTICLE = "{article}"


@dataclass(frozen=True, slots=True)
class FileOptions:
    """Where the translations are.

    Attributes:
        path: a text file with one block for each block of the article; `{article}` in it stands for the article's
            name; a folder stands for the file `<article>.txt` in it.
    """

    path: Path | None = field(default=None, metadata={"keyed": False})


class File(Translator):
    """Read each article's translation from a text file."""

    name: ClassVar[str] = "file"
    finds: ClassVar[bool] = True
    Options: ClassVar[type[Any]] = FileOptions
    recorded: ClassVar[bool] = False

    def limits(self, options: FileOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Take a whole article: its blocks are found by their order."""
        return Limits(texts=sys.maxsize)

    def obstacle(self, options: FileOptions) -> str:
        """Ask for a path."""
        return "" if options.path else "the option path is missing; set it to the file that holds the translation"

    def translate_batch(self, requests: Sequence[Request], options: FileOptions) -> list[Rendering]:
        """Read and align; see the contract.

        Raises:
            InputError: a file is missing, empty or not UTF-8 text.
            AlignmentError: naming the first block that does not match the article's.
        """
        if options.path is None:
            raise NotReadyError(self.obstacle(options))
        found: dict[tuple[str, str], str] = {}
        for article in dict.fromkeys(request.article for request in requests):
            blocks = [Segment(r.segment, r.kind, r.text) for r in requests if r.article == article]
            path = file_of(options.path, article)
            texts = aligned(read_text(path), blocks, str(path))
            found.update({(article, block.id): text for block, text in zip(blocks, texts, strict=True)})
        return [Rendering(text=found[request.article, request.segment]) for request in requests]


def file_of(path: Path, article: str) -> Path:
    """Find the file of one article.

    Args:
        path: the option.
        article: id of the article, as `art-wang-blinken`.

    Raises:
        InputError: the path needs the article's name, and that cannot be a file's name.

    >>> file_of(Path("mine/{article}.en.txt"), "art-wang-blinken").as_posix()
    'mine/wang-blinken.en.txt'
    """
    if ARTICLE not in str(path) and not path.is_dir():
        return path
    name = article.removeprefix("art-")
    if not name or name.startswith(".") or not name.isprintable() or set(name) & set('/\\:*?"<>|'):
        raise InputError(f"the article's name {name!r} cannot be a file's name; give each article a path of its own")
    return Path(str(path).replace(ARTICLE, name)) if ARTICLE in str(path) else path / f"{name}.txt"


plugin = File
