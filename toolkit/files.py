"""Files, and all that differs between operating systems: durable writes, atomic renames, text read with care.

Nothing is half-written: a file is made aside and renamed into place, a line is appended in one write, and a folder is
finished before it gets its name. Whatever the system refuses becomes an error of ours that names the path.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from toolkit.errors import InputError, OutputError

LIMIT = 20 * 1000 * 1000
"""Bytes of the largest text that is read: some 3,000,000 words, far more than any article."""

_BOM = b"\xef\xbb\xbf"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn LF into CRLF without it
_AT_ONCE = 8  # files flushed side by side
_OPENS_FOLDERS = os.name != "nt"  # Windows has no descriptor of a folder, and needs none: renames are journaled

# Beginnings of what people take for text; zip comes last, as Word and OpenDocument files are zip files too.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_ZIP = b"PK\x03\x04"
_ZIPPED = {".docx": "a Word file", ".odt": "an OpenDocument file", ".pages": "a Pages file", ".epub": "an EPUB file"}

_CURES = {
    errno.ENOSPC: "free some space",
    errno.EACCES: "change its permissions or choose another folder",
    errno.EPERM: "change its permissions or choose another folder",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "choose another folder: a part of this path is a file",
    errno.EISDIR: "choose another name: this one is a folder",
    errno.EEXIST: "choose another name: this one is taken",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def append(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file in one write; it is made where it is missing, its folder is not.

    Raises:
        OutputError: it cannot be written, or not all of it.
    """
    with _named(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o666)
        try:
            written = os.write(descriptor, data)
        finally:
            os.close(descriptor)
        if written != len(data):
            raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes fitted")


def sync(path: Path) -> None:
    """Have a file on disk before returning.

    Raises:
        OutputError: there is no such file, or it cannot be flushed.
    """
    with _named(path), path.open("r+b") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Have the names in a folder on disk before returning; nothing to do on Windows.

    Raises:
        OutputError: there is no such folder, or it cannot be flushed.
    """
    if not _OPENS_FOLDERS:
        return
    with _named(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are missing.

    Raises:
        OutputError: it cannot be made.
    """
    with _named(path):
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a file aside; it takes its name, whole and on disk, when the block ends well, and is gone otherwise.

    Yields:
        A binary file to write to.

    Raises:
        OutputError: it cannot be written.
    """
    aside = path.with_name(f".{secrets.token_hex(6)}.tmp")  # in the same folder: a rename never crosses disks
    with _named(path):
        try:
            with aside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            with suppress(OSError):
                aside.unlink()
            raise
    sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Write a whole file anew: whoever reads it sees the old bytes or the new ones, never a part.

    Raises:
        OutputError: it cannot be written.
    """
    with written(path) as file:
        file.write(data)


@contextmanager
def fresh(path: Path) -> Iterator[BinaryIO]:
    """Open a new file in a folder that nobody sees yet: `publish` has it on disk, with all the others at once.

    Yields:
        A binary file to write to.

    Raises:
        OutputError: it cannot be written, or is there already.
    """
    with _named(path), path.open("xb") as file:
        yield file


def publish(folder_from: Path, folder_to: Path) -> None:
    """Have all of a finished folder on disk, then give it its name: it is there whole or not at all.

    Args:
        folder_from: the folder, with all that is below it.
        folder_to: its name, on the same disk; never one that is taken.

    Raises:
        OutputError: the name is taken, or the folder cannot be flushed or renamed.
    """
    from concurrent.futures import ThreadPoolExecutor

    below = sorted(folder_from.rglob("*"))
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # waiting for a disk side by side is waiting once
        list(pool.map(sync, [path for path in below if path.is_file()]))
    for folder in (*(path for path in below if path.is_dir()), folder_from):
        sync_folder(folder)
    with _named(folder_to):
        if os.path.lexists(folder_to):  # POSIX would silently take the place of an empty folder
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        folder_from.rename(folder_to)
    sync_folder(folder_to.parent)


def read_text(path: Path, limit_bytes: int = LIMIT) -> str:
    """Read a UTF-8 text, without its byte order mark.

    Raises:
        InputError: it is missing, a folder, empty, too large, not plain text, or not UTF-8.
    """
    return decode(read_bytes(path, limit_bytes), path)


def read_bytes(path: Path, limit_bytes: int = LIMIT) -> bytes:
    """Read a file of bounded size, for a digest of exactly what is decoded.

    Raises:
        InputError: it is missing, a folder, cannot be read, or is larger than the limit.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; give the file in it")
        with path.open("rb") as file:
            data = file.read(limit_bytes + 1)
    except FileNotFoundError as error:
        raise InputError(f"no such file: {path}; check the path") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot read {path}: {reason}; check the path and its permissions") from error
    if len(data) > limit_bytes:
        raise InputError(f"{path} is larger than {limit_bytes:,} bytes; split it into articles")
    return data


def decode(data: bytes, path: Path) -> str:
    r"""Turn a file's bytes into text, without its byte order mark.

    Args:
        data: the bytes.
        path: where they come from, for the message and for what its suffix tells.

    Raises:
        InputError: they are empty, not plain text, or not UTF-8.

    >>> decode(b"\xef\xbb\xbfd\xc3\xa9gel", Path("article.fr.txt"))
    'dégel'
    """
    if what := _binary_kind(data, path):
        raise InputError(f"{path} is {what}; save it as plain text in UTF-8")
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        bom = len(_BOM) if data.startswith(_BOM) else 0
        raise InputError(_not_utf8(data, path, error.start + bom)) from error
    if not text.strip():
        raise InputError(f"{path} is empty; put a text into it")
    return text


def _binary_kind(data: bytes, path: Path) -> str:
    if data.startswith(_ZIP):
        return _ZIPPED.get(path.suffix.lower(), "a zip file")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            return what
    return "a binary file" if b"\0" in data else ""


def _not_utf8(data: bytes, path: Path, offset: int) -> str:
    line = data.count(b"\n", 0, offset) + 1
    where = f"{path} is not UTF-8 at byte {offset} (line {line})"
    cure = "save it as UTF-8 in your editor"
    if not data[:offset].isascii():
        return f"{where}, though it is before: the file is damaged or mixed; mend that line"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return f"{where}; {cure}"
    return f"{where}; it looks like Windows-1252: {cure}, or run iconv -f WINDOWS-1252 -t UTF-8 {path.name} > NEW"


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that names the path and the cure."""
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0, "check the path and the disk")
        raise OutputError(f"cannot write {path}: {error.strerror or error}; {cure}") from error
