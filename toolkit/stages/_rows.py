"""Articles as the rows of a .jsonl file: `id`, `text`, and maybe `references` and `bullets`.

`references` is a list of texts, which are then called a, b, …, or an object of texts by name; `bullets` is a list of
lists of texts, or an object of such lists by name. Other keys are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from toolkit import files, jsonl, text
from toolkit.errors import InputError
from toolkit.records import Article, Failure, Material, Reference, ReferenceBullets, digest
from toolkit.stages._found import Found, Problems, failed, name_id, naming

LIMIT = 500 * 1000 * 1000
"""Bytes of the largest .jsonl file that is read."""

_BOM = b"\xef\xbb\xbf"


def find_rows(path: Path, source: str) -> Iterator[Found | Failure]:
    """Find the articles of a file; a row without an id or a text is a failure that names its line.

    Args:
        path: the file.
        source: BCP 47 code of the texts' language.

    Raises:
        InputError: the file cannot be read, or has no row.
    """
    lines = files.read_bytes(path, LIMIT).removeprefix(_BOM).split(b"\n")
    if not any(line.strip() for line in lines):
        raise InputError(f'{path} is empty; put one article on each line, as {{"id": …, "text": …}}')
    for number, line in enumerate(lines, 1):
        try:
            for _, row in jsonl.parse_lines([line], path, number):
                where = f"{path}:{number}"
                identity = name_id(_row_id(row, where))
                yield Found(identity, where, partial(_load, row, identity, where, source))
        except InputError as error:
            yield failed(error)


def _row_id(row: Mapping[str, Any], where: str) -> str:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise InputError(f'{where}: the row has no id; give it one, as "id": "my-article"')
    return str(value)


def _load(row: Mapping[str, Any], identity: str, where: str, source: str) -> Material | list[Failure]:
    problems = Problems(identity)
    article = problems.attempt(partial(_article, row.get("text"), identity, f"{where}: text", source))
    if article is None:
        return problems.failures
    translations = problems.attempt(partial(_named, row.get("references"), f"{where}: references")) or {}
    summaries = problems.attempt(partial(_named, row.get("bullets"), f"{where}: bullets")) or {}
    references = [
        problems.attempt(partial(_reference, name, value, article, f"{where}: references.{name}"))
        for name, value in translations.items()
    ]
    bullets = [
        problems.attempt(partial(_bullets, name, value, f"{where}: bullets.{name}"))
        for name, value in summaries.items()
    ]
    if problems.failures:
        return problems.failures
    return Material(article, tuple(filter(None, references)), tuple(filter(None, bullets)))


def _article(value: object, identity: str, what: str, source: str) -> Article:
    content = _text(value, what)
    with naming(what):
        return Article(identity, source, text.segments(content), digest(content.encode()))


def _reference(name: str, value: object, article: Article, what: str) -> Reference:
    content = _text(value, what)
    return Reference(name, text.aligned(content, article.segments, what), digest(content.encode()))


def _bullets(name: str, value: object, what: str) -> ReferenceBullets:
    if not isinstance(value, list) or not value:
        raise InputError(f"{what} is not a list of texts; put one string a bullet")
    lines = tuple(" ".join(text.normalize(_text(each, what)).split("\n")) for each in value)
    return ReferenceBullets(name, lines, digest("\n".join(lines).encode()))


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{what} is missing, empty or not a text; put the text there as one string")
    return jsonl.clean(value)


def _named(value: object, what: str) -> dict[str, Any]:
    """Name the members of a list a, b, …; keep an object's names."""
    if value is None:
        return {}
    if isinstance(value, list) and len(value) <= len(ascii_lowercase):
        return dict(zip(ascii_lowercase, value, strict=False))
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    raise InputError(
        f"{what} is neither a list of at most {len(ascii_lowercase)} nor an object; see the docs on .jsonl"
    )
