"""What stands at the end of the page: what failed, what is not covered, and what made the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit._written import plain
from toolkit.tables import Run

_SHOWN = 3
"""Segments named of a failure that many share."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Failures with one message.

    Attributes:
        article: its id, `""` where it is not one article's.
        who: system, or summarizer and system, `""` where it is nobody's.
        stage: where it failed.
        segments: the first of them.
        count: rows of the table.
        kind: one word to group by.
        message: what happened and what to do.
    """

    article: str
    who: str
    stage: str
    segments: str
    count: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Made:
    """What made the numbers.

    Attributes:
        command: the line that makes the run again.
        config: the settings, as indented JSON.
        versions: of what, and which.
        signatures: of what, and which.
        digests: of an article, or of a file of the run.
    """

    command: str
    config: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]
    digests: tuple[tuple[str, str], ...]


def failed(run: Run) -> list[Failed]:
    """Gather the failures: one a subject and message."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in run.rows("failures"):
        subject = tuple(row[name] for name in ("article_id", "system", "summarizer", "stage", "kind", "message"))
        groups.setdefault(subject, []).append(row["segment_id"])
    return [_failed(subject, ids) for subject, ids in groups.items()]


def uncovered(run: Run) -> list[tuple[str, str, str]]:
    """List article, system and share of its segments, where a system did not answer all of an article."""
    return [
        (plain(row["article_id"]), plain(system), f"{share:.1%}")
        for row in run.rows("articles")
        for system, share in json.loads(row["coverage_json"]).items()
        if share < 1
    ]


def made(run: Run) -> Made:
    """Gather what made the numbers."""
    row = run.rows("runs")[0]
    config = json.dumps(json.loads(row["config_json"]), ensure_ascii=False, indent=2)
    names = ("toolkit_version", "python_version", "platform", "mode", "created_at", "duration_s", "run_id")
    return Made(
        command=plain(row["command"]),
        config=tuple(_indented(line) for line in config.splitlines()),
        versions=tuple((plain(name.replace("_", " ")), plain(str(row[name]))) for name in names),
        signatures=tuple(flat(json.loads(row["signatures_json"]), "")),
        digests=(
            *((plain(each["article_id"]), plain(each["digest"])) for each in run.rows("articles")),
            *((plain(entry["path"]), plain(entry["sha256"])) for entry in run.manifest.get("files", ())),
        ),
    )


def flat(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Go through the leaves of nested settings: their path, and what they say."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name} {key}".strip())
    else:
        yield plain(name), plain(str(value))


def _failed(subject: tuple[str, ...], ids: list[str]) -> Failed:
    article, system, summarizer, stage, kind, message = map(plain, subject)
    named = [plain(each) for each in ids if each]
    more = f" and {len(named) - _SHOWN:,} more" if len(named) > _SHOWN else ""
    return Failed(
        article=article,
        who=f"{summarizer} on {system}" if summarizer else system,
        stage=stage,
        segments=", ".join(named[:_SHOWN]) + more,
        count=len(ids),
        kind=kind,
        message=message,
    )


def _indented(line: str) -> str:
    """Keep the indent that `plain` would take away."""
    text = line.lstrip(" ")
    return " " * (len(line) - len(text)) + plain(text)
