"""Paths -> articles with what was written by hand for them; what cannot be read is a Failure beside the others.

A path is an article's folder (`article.fr.txt`, `translation.NAME.en.txt`, `bullets.NAME.en.txt`, `about.toml`), a
folder of such folders, a plain text file, or a .jsonl file (see `_rows.py`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any, Literal

from toolkit import files, text
from toolkit.errors import InputError
from toolkit.records import JSON, Article, Failure, Material, Reference, ReferenceBullets, digest
from toolkit.stages._found import Found, Problems, failed, name_id, naming
from toolkit.stages._rows import find_rows

_ARTICLE = re.compile(r"article\.(?P<language>[A-Za-z-]+)\.txt")
_WRITTEN = re.compile(r"(?P<what>translation|bullets)\.(?P<name>[\w-]+)\.(?P<language>[A-Za-z-]+)\.txt")
_NO_TEXTS = {
    ".csv": "a table",
    ".tsv": "a table",
    ".json": "JSON",
    ".htm": "a web page",
    ".html": "a web page",
    ".xml": "XML",
}
"""What people hand over for an article, by its ending, and what would be scored as one, with its commas and tags."""

_MEANT = re.compile(r"(?:article|translation|bullets)\b.*\.txt")


@dataclass(frozen=True, slots=True)
class _Pair:
    source: str
    target: str


def read(paths: Sequence[Path], source: str, target: str, pattern: str = "") -> tuple[list[Material], list[Failure]]:
    """Read every article the paths lead to.

    Args:
        paths: in the order wanted; a folder's articles come in order of name, those of a .jsonl file as they stand, and
            what several paths lead to once.
        source: BCP 47 code of the articles' language.
        target: BCP 47 code of the translations' language; those in another are passed over.
        pattern: glob an id must match, with or without its `art-`; `""` for all.

    Returns:
        The articles that could be read whole, and a failure for each thing that could not. An article with a reference
        that cannot be read or does not match is left out: scored against fewer, it would not compare.
    """
    materials: list[Material] = []
    failures: list[Failure] = []
    seen: dict[str, str] = {}
    for found in (found for path in paths for found in _find(path, _Pair(source, target))):
        if isinstance(found, Failure):
            failures.append(found)
        elif pattern and not _matches(found.article, pattern):
            continue
        elif found.article in seen and Path(seen[found.article]).resolve() == Path(found.where).resolve():
            continue  # a folder and the folder that holds it, or the same twice
        elif found.article in seen:
            message = f"{found.where}: the id {found.article} is taken by {seen[found.article]}; rename one of them"
            failures.append(Failure("read", "duplicate", message, found.article))
        else:
            seen[found.article] = found.where
            loaded = found.load()
            if isinstance(loaded, Material):
                materials.append(loaded)
            else:
                failures.extend(loaded)
    return materials, failures


def _matches(article: str, pattern: str) -> bool:
    return fnmatchcase(article, pattern) or fnmatchcase(article.removeprefix("art-"), pattern)


def _find(path: Path, pair: _Pair) -> Iterator[Found | Failure]:
    """Find the articles a path leads to, before any of them is read."""
    try:
        if not path.exists():
            raise InputError(f"no such file or folder: {path}; check the path")
        if path.is_dir():
            yield from _find_in_folder(path, pair)
        elif path.suffix.lower() == ".jsonl":
            yield from find_rows(path, pair.source)
        elif what := _NO_TEXTS.get(path.suffix.lower()):
            cure = "give its text alone as .txt, or articles as .jsonl, with id and text on each line"
            raise InputError(f"{path} is {what}, not a plain text; {cure}")
        elif language := _other_language(path, pair.source):
            what = f"{path} is named as a text in {language}, and one in {pair.source} is wanted"
            raise InputError(f"{what}; give that one, or rename it")
        else:
            yield Found(_file_id(path, pair.source), str(path), partial(_load_file, path, pair.source))
    except InputError as error:
        yield failed(error)
    except OSError as error:
        yield failed(InputError(f"cannot read {path}: {error.strerror}; check its permissions"))


def _find_in_folder(path: Path, pair: _Pair) -> Iterator[Found]:
    entries = _listing(path)
    if _is_article(entries):
        identity = name_id(path.resolve().name)
        yield Found(identity, str(path), partial(_load_folder, identity, path, pair))
        return
    folders = [each for each in entries if each.is_dir() and _leads_to_article(each)]
    if not folders:
        raise InputError(
            f"no article.{pair.source}.txt in {path} or its folders; give an article's folder or a text file"
        )
    for folder in folders:
        identity = name_id(folder.name)
        yield Found(identity, str(folder), partial(_load_folder, identity, folder, pair))


def _listing(path: Path) -> list[Path]:
    """List a folder in order of name, without what is hidden."""
    try:
        return sorted((each for each in path.iterdir() if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check its permissions") from error


def _is_article(entries: Sequence[Path]) -> bool:
    """Tell whether a folder is meant to be an article's, be it whole or not."""
    return any(_MEANT.fullmatch(each.name) for each in entries)


def _leads_to_article(folder: Path) -> bool:
    """Tell whether a folder among others is to be read: one that cannot be listed is, so that it is named."""
    try:
        return _is_article(_listing(folder))
    except InputError:
        return True


def _file_id(path: Path, source: str) -> str:
    name = path.stem.removesuffix(f".{source}")
    return name_id(path.resolve().parent.name if name == "article" else name)


def _other_language(path: Path, source: str) -> str:
    """Give the language that a file's name says (`deal.en.txt`), where it is known and not the one wanted."""
    said = Path(path.stem).suffix.removeprefix(".").lower()
    return said if said in text.KNOWN and said != source.partition("-")[0].lower() else ""


def _load_file(path: Path, source: str) -> Material | list[Failure]:
    identity = _file_id(path, source)
    problems = Problems(identity)
    article = problems.attempt(partial(_article, path, identity, source))
    return Material(article) if article else problems.failures


def _load_folder(identity: str, folder: Path, pair: _Pair) -> Material | list[Failure]:
    problems = Problems(identity)
    entries = problems.attempt(partial(_listing, folder))
    if entries is None:
        return problems.failures
    path = problems.attempt(partial(_article_path, folder, entries, pair.source))
    article = problems.attempt(partial(_article, path, identity, pair.source)) if path else None
    if article is None:
        return problems.failures
    translations = _written(entries, "translation", pair.target)
    summaries = _written(entries, "bullets", pair.target)
    references = [problems.attempt(partial(_reference, name, each, article)) for name, each in translations.items()]
    bullets = [problems.attempt(partial(_bullets, name, each)) for name, each in summaries.items()]
    about = problems.attempt(partial(_about, folder / "about.toml"))
    if problems.failures:
        return problems.failures
    return Material(
        article, tuple(filter(None, references)), tuple(filter(None, bullets)), about or {}, _notes(entries)
    )


def _article_path(folder: Path, entries: Sequence[Path], source: str) -> Path:
    languages = {match["language"]: each for each in entries if (match := _ARTICLE.fullmatch(each.name))}
    for language, path in languages.items():
        if _same(language, source, languages):
            return path
    others = (
        f"it has {', '.join(each.name for each in languages.values())}: set source to match" if languages else "add it"
    )
    raise InputError(f"no article.{source}.txt in {folder}; {others}")


def _written(entries: Sequence[Path], what: Literal["translation", "bullets"], target: str) -> dict[str, Path]:
    """Find the files of one sort in the target language, by name."""
    by_name: dict[str, dict[str, Path]] = {}
    for each in entries:
        if (match := _WRITTEN.fullmatch(each.name)) and match["what"] == what:
            by_name.setdefault(match["name"], {})[match["language"]] = each
    return {
        name: path
        for name, languages in sorted(by_name.items())
        for language, path in languages.items()
        if _same(language, target, languages)
    }


def _same(language: str, wanted: str, others: dict[str, Path]) -> bool:
    """Tell whether a file's language is the one wanted: the very one, or its plain form where that is not there."""
    if language.lower() == wanted.lower():
        return True
    exact = any(other.lower() == wanted.lower() for other in others)
    return not exact and language.lower() == wanted.partition("-")[0].lower()


def _article(path: Path, identity: str, language: str) -> Article:
    data = files.read_bytes(path)
    content = files.decode(data, path)
    with naming(path):
        return Article(identity, language, text.segments(content), digest(data))


def _reference(name: str, path: Path, article: Article) -> Reference:
    data = files.read_bytes(path)
    return Reference(name, text.aligned(files.decode(data, path), article.segments, str(path)), digest(data))


def _bullets(name: str, path: Path) -> ReferenceBullets:
    data = files.read_bytes(path)
    content = files.decode(data, path)
    with naming(path):
        return ReferenceBullets(name, text.bullets(content), digest(data))


def _about(path: Path) -> dict[str, JSON]:
    if not path.exists():
        return {}
    try:
        return {key: _plain(value) for key, value in tomllib.loads(files.read_text(path)).items()}
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: {error}; mend this line") from error


def _plain(value: Any) -> JSON:
    """Turn TOML's dates and times into text, so that the mapping can be written as JSON."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _notes(entries: Sequence[Path]) -> tuple[str, ...]:
    """Name the files that were meant to be read, and are not for their name."""
    odd = (each.name for each in entries if _MEANT.fullmatch(each.name))
    return tuple(
        f"{name} was not read: name it like translation.a.en.txt or bullets.a.en.txt"
        for name in odd
        if not (_ARTICLE.fullmatch(name) or _WRITTEN.fullmatch(name))
    )
