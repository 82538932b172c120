"""Which recording comes nearest to a question that was never asked: what a miss tells its reader."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import jsonl
from toolkit.recordings._recording import FIELDS
from toolkit.records import JSON

_SHORTLIST = 5  # recordings whose text is compared letter by letter
_ALIKE = 0.6  # share of equal letters from which one text may be a version of the other


@dataclass(frozen=True, slots=True)
class Nearest:
    """A recording that almost answers.

    Attributes:
        fields: what it was the answer to.
        created_at: when it was made.
        differs: names of the fields that differ, `options.formality` for one option; never empty.
    """

    fields: Mapping[str, JSON]
    created_at: str
    differs: tuple[str, ...]

    def describe(self, asked: Mapping[str, JSON]) -> str:
        """Say in a few words what differs, with both values where they are short."""
        return ", ".join(self._difference(name, asked) for name in self.differs)

    def _difference(self, name: str, asked: Mapping[str, JSON]) -> str:
        if name == "text":
            return f"text (recorded: {shortened(str(self.fields['text']))})"
        if name in ("context", "glossary", "prompt"):
            return name
        return f"{name} (recorded {_value(self.fields, name)!r}, asked {_value(asked, name)!r})"


class Library:
    """All recordings of a folder, laid out for finding what is alike; damaged lines are passed over."""

    def __init__(self, folder: Path) -> None:
        self._rows = list(_rows(folder))
        self._by_text: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self._rows):
            self._by_text[row["text"]].append(place)
            if len(self._by_text[row["text"]]) == 1:
                for word in _words(row["text"]):
                    self._by_word[word].append(place)

    def nearest(self, asked: Mapping[str, JSON]) -> Nearest | None:
        """Find the recording of the same text, or else of the most similar one, that differs in the fewest fields."""
        text = str(asked["text"])
        places = self._by_text.get(text) or self._by_text.get(self._alike(text), [])
        if not places:
            return None
        row = min((self._rows[place] for place in places), key=lambda row: len(_differing(row, asked)))
        return Nearest(
            fields={name: row[name] for name in FIELDS},
            created_at=str(row.get("created_at", "")),
            differs=_differing(row, asked),
        )

    def _alike(self, text: str) -> str:
        shared: Counter[int] = Counter()
        for word in _words(text):
            places = self._by_word.get(word, ())
            # A word of a hundredth of all texts tells little and costs much.
            if len(places) <= max(100, len(self._rows) // 100):
                shared.update(places)
        shortlist = [self._rows[place]["text"] for place, _ in shared.most_common(_SHORTLIST)]
        return next(iter(difflib.get_close_matches(text, shortlist, n=1, cutoff=_ALIKE)), "")


def shortened(text: str, length: int = 40) -> str:
    """Quote the beginning of a text on one line.

    >>> shortened("Le ministère a déclaré que", 15)
    '"Le ministère a…"'
    """
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= length else f'"{line[:length].rstrip()}…"'


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as file:
            for line in file:
                row = jsonl.object_of(line)
                if row is not None and all(name in row for name in FIELDS) and isinstance(row["text"], str):
                    yield row


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _differing(row: Mapping[str, Any], asked: Mapping[str, JSON]) -> tuple[str, ...]:
    ours, theirs = _flat(row), _flat(asked)
    names = [*ours, *(name for name in theirs if name not in ours)]
    return tuple(name for name in names if ours.get(name) != theirs.get(name))


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name in FIELDS:
        if isinstance(fields[name], Mapping):
            flat.update({f"{name}.{inner}": value for inner, value in fields[name].items()})
        else:
            flat[name] = fields[name]
    return flat


def _value(fields: Mapping[str, Any], name: str) -> Any:
    return _flat(fields).get(name)
