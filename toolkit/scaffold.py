"""Make the folder of a new article, and show how its blocks are read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from string import ascii_lowercase

from toolkit import files
from toolkit.errors import AlignmentError, InputError, UsageError
from toolkit.records import Segment
from toolkit.text import aligned, segments
from toolkit.text import bullets as bullet_lines

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_WIDTH = 46
_ABOUT = """\
# How each text came about, and how independently. Reports print what stands here, and no more.
[article]
title = ""
language = "{source}"
date = ""
"""
_ABOUT_TRANSLATION = """
[{kind}.{name}]
how = ""
independence = ""
"""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was made.

    Attributes:
        folder: the article's.
        written: files that are new.
        outline: one line a block, as the reader sees it.
        mismatch: the two texts side by side, a block a line, where a translation does not match; else empty.
    """

    folder: Path
    written: tuple[Path, ...]
    outline: tuple[str, ...]
    mismatch: tuple[str, ...] = ()


def scaffold(
    root: Path,
    name: str,
    article: Path | None,
    references: Sequence[Path],
    bullets: Sequence[Path],
    source: str,
    target: str,
) -> Scaffold:
    """Copy an article and what was written for it into references/<name>, byte for byte.

    Everything is read and checked before anything is written.

    Raises:
        UsageError: the name cannot be a folder's, or a file would be overwritten.
        InputError: a text cannot be read.
        OutputError: a file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a folder: use letters, digits, dots, hyphens and underscores")
    folder = root / "references" / name
    own = folder / f"article.{source}.txt"
    path = article or own
    if article is None and not own.is_file():
        raise UsageError(f"there is no {own.as_posix()} yet: name the text with --article FILE")
    with _naming(path):
        blocks = segments(files.read_text(path))
    outline = tuple(f"{block.id}  {block.kind:<9}  {_short(block.text, 70)}" for block in blocks)
    planned = {own: files.read_bytes(article)} if article is not None else {}
    given = dict(zip(_free(folder, "translation", target), references, strict=False))
    sets = dict(zip(_free(folder, "bullets", target), bullets, strict=False))
    for each in [*_existing(folder, target), *references]:
        if mismatch := _mismatch(each, blocks):
            return Scaffold(folder, (), outline, mismatch)
    for each in bullets:
        with _naming(each):
            bullet_lines(files.read_text(each))
    planned |= {folder / f"translation.{key}.{target}.txt": files.read_bytes(each) for key, each in given.items()}
    planned |= {folder / f"bullets.{key}.{target}.txt": files.read_bytes(each) for key, each in sets.items()}
    if not (folder / "about.toml").exists():
        planned[folder / "about.toml"] = _about(source, given, sets).encode()
    _write(planned)
    return Scaffold(folder, tuple(planned), outline)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Name the file in what is said of its text."""
    try:
        yield
    except InputError as error:
        raise error if path.as_posix() in str(error) else InputError(f"{path.as_posix()}: {error}") from error


def _write(planned: dict[Path, bytes]) -> None:
    for path, data in planned.items():
        if path.exists() and path.read_bytes() != data:
            raise UsageError(f"{path.as_posix()} is there already and differs; remove it first, or choose another name")
    for path, data in planned.items():
        files.make_folder(path.parent)
        files.replace(path, data)


def _existing(folder: Path, target: str) -> list[Path]:
    return sorted(folder.glob(f"translation.*.{target}.txt"))


def _free(folder: Path, kind: str, target: str) -> list[str]:
    """List the letters no reference of the folder has yet."""
    return [letter for letter in ascii_lowercase if not (folder / f"{kind}.{letter}.{target}.txt").exists()]


def _mismatch(path: Path, blocks: Sequence[Segment]) -> tuple[str, ...]:
    """Show two texts side by side where their blocks do not match, else nothing."""
    text = files.read_text(path)
    try:
        aligned(text, blocks, path.as_posix())
    except AlignmentError as error:
        rows = [f"{_cell(mine)} | {_cell(theirs)}".rstrip() for mine, theirs in zip_longest(blocks, segments(text))]
        return (f"error: {error}", f"{'article':<{_WIDTH}} | {path.as_posix()}", *rows)
    return ()


def _cell(block: Segment | None) -> str:
    return f"{block.kind + ':' if block else '':<11}{_short(block.text, _WIDTH - 11) if block else '':<{_WIDTH - 11}}"


def _short(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder=" …")


def _about(source: str, translations: dict[str, Path], bullets: dict[str, Path]) -> str:
    tables = [("translation", name) for name in translations] + [("bullets", name) for name in bullets]
    return _ABOUT.format(source=source) + "".join(
        _ABOUT_TRANSLATION.format(kind=kind, name=name) for kind, name in tables
    )
