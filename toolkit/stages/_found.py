"""What the read stage finds before it reads: an article's id, where it stands, how to load it, and what went wrong."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from toolkit.errors import AlignmentError, InputError
from toolkit.records import Failure, Material

Loaded = TypeVar("Loaded")

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found and not yet read.

    Attributes:
        article: its id.
        where: the file or folder, and the line where it is one of many.
        load: reads it: the material, or all that is wrong with it.
    """

    article: str
    where: str
    load: Callable[[], Material | list[Failure]]


@dataclass(frozen=True, slots=True)
class Problems:
    """All that is wrong with one article, so that it can be mended in one go.

    Attributes:
        article: its id.
        failures: in the order met.
    """

    article: str
    failures: list[Failure] = field(default_factory=list)

    def attempt(self, load: Callable[[], Loaded]) -> Loaded | None:
        """Load something; what is wrong with it becomes a failure, and None is given back."""
        try:
            return load()
        except InputError as error:
            self.failures.append(failed(error, self.article))
            return None


def failed(error: InputError, article: str = "") -> Failure:
    """Make a failure of an error.

    >>> failed(InputError("no such file: a.txt"), "art-a").kind
    'input'
    """
    kind = "alignment" if isinstance(error, AlignmentError) else "input"
    return Failure("read", kind, str(error), article)


@contextmanager
def naming(where: Path | str) -> Iterator[None]:
    """Put where it happened before the message of an input error."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def name_id(name: str) -> str:
    """Make an article's id of a name: ASCII letters, digits, `.`, `_` and `-` alone.

    >>> name_id("Dégel à Pékin"), name_id("art-7"), name_id("北京")
    ('art-Degel-a-Pekin', 'art-7', 'art-68c77e15')
    """
    plain = unicodedata.normalize("NFKD", name.removeprefix("art-"))
    safe = _UNSAFE.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-.")
    return "art-" + (safe or hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8])
