"""Make the folder of a new article, and show how its blocks are read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
Read = tuple[Path, bytes]
"""A file that was given, and what it holds: read once, as a pipe (`<(…)`) gives nothing the second time."""

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

    Everything is read, once, and checked before anything is written; what is there already is not copied again.

    Raises:
        UsageError: the name cannot be a folder's, a file would be overwritten, or no letter is left for a text.
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
    content = files.read_bytes(path)
    with _naming(path):
        blocks = segments(files.decode(content, path))
    outline = tuple(f"{block.id}  {block.kind:<9}  {_short(block.text, 70)}" for block in blocks)
    given, sets = ([(each, files.read_bytes(each)) for each in paths] for paths in (references, bullets))
    for each, data in [*_existing(folder, target), *given]:
        if mismatch := _mismatch(each, data, blocks):
            return Scaffold(folder, (), outline, mismatch)
    for each, data in sets:
        with _naming(each):
            bullet_lines(files.decode(data, each))
    planned = {own: content} if article is not None else {}
    planned |= _placed(folder, "translation", target, given) | _placed(folder, "bullets", target, sets)
    if not (folder / "about.toml").exists():
        planned[folder / "about.toml"] = _about(source, planned).encode()
    return Scaffold(folder, _write(planned), outline)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Name the file in what is said of its text."""
    try:
        yield
    except InputError as error:
        raise error if path.as_posix() in str(error) else InputError(f"{path.as_posix()}: {error}") from error


def _write(planned: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write what is not there yet, and name it."""
    for path, data in planned.items():
        if path.exists() and path.read_bytes() != data:
            raise UsageError(f"{path.as_posix()} is there already and differs; remove it first, or choose another name")
    new = tuple(path for path in planned if not path.exists())
    for path in new:
        files.make_folder(path.parent)
        files.replace(path, planned[path])
    return new


def _existing(folder: Path, target: str) -> list[Read]:
    return [(path, files.read_bytes(path)) for path in sorted(folder.glob(f"translation.*.{target}.txt"))]


def _placed(folder: Path, kind: str, target: str, given: Sequence[Read]) -> dict[Path, bytes]:
    """Give each text a letter that is free; one that is there already, or was given twice, is not copied again."""
    there = {files.read_bytes(path) for path in folder.glob(f"{kind}.*.{target}.txt")}
    new = [data for data in dict.fromkeys(data for _, data in given) if data not in there]
    names = (folder / f"{kind}.{letter}.{target}.txt" for letter in ascii_lowercase)
    free = [path for path in names if not path.exists()]
    if len(new) > len(free):
        raise UsageError(
            f"{folder.as_posix()} has no letter left for {len(new) - len(free)} of the texts named {kind}: "
            f"at most {len(ascii_lowercase)} fit; leave some out"
        )
    return dict(zip(free, new, strict=False))


def _mismatch(path: Path, data: bytes, blocks: Sequence[Segment]) -> tuple[str, ...]:
    """Show two texts side by side where their blocks do not match, else nothing."""
    text = files.decode(data, path)
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


def _about(source: str, planned: Iterable[Path]) -> str:
    parts = [path.name.split(".") for path in planned]
    tables = [(kind, name) for kind, name, *_ in parts if kind != "article"]
    return _ABOUT.format(source=source) + "".join(
        _ABOUT_TRANSLATION.format(kind=kind, name=name) for kind, name in tables
    )
