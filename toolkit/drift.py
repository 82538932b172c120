"""What a service translated then and what it translates now: recorded answers, compared as two systems.

Of every text that was answered more than once, the earliest and the latest answer are taken. Both are scored against
the articles' references, where they have any, and the later one against the earlier. The columns keep one row a text,
as those of a run do, for whoever wants to test the difference.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from toolkit import build
from toolkit.errors import MissingRecordingsError, UsageError
from toolkit.examples import Example, Paired
from toolkit.exchange import Account, Backend, Pace, Plan, Policy, exchange, plan
from toolkit.metrics._base import Column, Metric
from toolkit.prices import Terms
from toolkit.recordings import Recordings
from toolkit.recordings._audit import sound_rows
from toolkit.recordings._prune import files_of
from toolkit.records import Failure, Material, Request
from toolkit.settings import Settings
from toolkit.stages.score import score
from toolkit.stages.translate import requests_of
from toolkit.steps import gather

METRICS = ("bleu", "chrf", "similarity")
AGAINST_THEN = ("chrf", "similarity")
THEN = "then"


@dataclass(frozen=True, slots=True)
class Pair:
    """One text with two answers.

    Attributes:
        key: of its recordings.
        text: what was asked.
        then: the earliest answer.
        now: the latest.
        then_at: when the earliest was recorded, RFC 3339 UTC.
        now_at: when the latest was.
        article: id of an article that has this text, `""` where none of those read has.
        segment: id of its segment there, `""` as above.
    """

    key: str
    text: str
    then: str
    now: str
    then_at: str
    now_at: str
    article: str = ""
    segment: str = ""

    @property
    def changed(self) -> bool:
        """Tell whether the answers differ."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Drift:
    """How one system's answers of one language pair have changed.

    Attributes:
        system: its name, as asked for.
        about: its engine and options, by name.
        file: name of the recordings file.
        source: BCP 47 code.
        target: BCP 47 code.
        texts: how many texts are recorded.
        pairs: those answered more than once, in order of the file.
        then: scores of the earliest answers against the references, one column a metric.
        now: those of the latest.
        against_then: scores of the latest answers with the earliest as their reference; one row a pair.
    """

    system: str
    about: Mapping[str, Any]
    file: str
    source: str
    target: str
    texts: int
    pairs: tuple[Pair, ...]
    then: tuple[Column, ...]
    now: tuple[Column, ...]
    against_then: tuple[Column, ...]

    @property
    def changed(self) -> int:
        """Count the texts whose answers differ."""
        return sum(pair.changed for pair in self.pairs)


def drift(settings: Settings) -> list[Drift]:
    """Compare what is recorded of one system.

    Args:
        settings: of one system, a config's or a bare backend, which stands for all its recordings files; the articles,
            which may be none, give the references.

    Returns:
        One a recordings file and language pair, of those that have a text with two answers.

    Raises:
        MissingRecordingsError: there is no such text.
        UsageError: nothing is recorded of the system.
        RecordingsError: a recordings file is damaged.
    """
    materials = gather(settings)[0] if settings.articles else []
    places = _Places(build.scored_references(settings, materials), materials)
    metrics = build.metrics(METRICS, build.encoder(settings))
    groups = [_Group(path, *pair, rows) for path in _files(settings) for pair, rows in _by_languages(path).items()]
    drifts = [group.drift(settings.systems[0].name, places, metrics) for group in groups]
    compared = [each for each in drifts if each.pairs]
    if not compared:
        name = settings.systems[0].name
        raise MissingRecordingsError(
            f"no text of {name!r} has two answers, {sum(each.texts for each in drifts)} have one; "
            f"to ask again: toolkit recordings drift {shlex.quote(name)} --refresh"
        )
    return compared


@dataclass(frozen=True, slots=True)
class Again:
    """What can be asked anew of one system.

    Attributes:
        backend: who is asked.
        requests: one a recorded text.
        recordings: where the answers go.
        left_out: texts that were sent with the text around them, which only an article could give again.
        terms: how fast its service may be asked.
    """

    backend: Backend
    requests: tuple[Request, ...]
    recordings: Recordings
    left_out: int
    terms: Terms

    def plan(self, policy: Policy) -> Plan:
        """Say what asking would send."""
        return plan(self.backend, self.requests, self.recordings, policy)

    def ask(self, policy: Policy, progress: Callable[[int], None], pace: Pace | None = None) -> list[Failure]:
        """Ask at the system's pace, record, and give what failed."""
        account = Account(self.backend, self.terms)
        outcomes = exchange(self.backend, self.requests, self.recordings, policy, progress, pace, account)
        return [outcome for outcome in outcomes if isinstance(outcome, Failure)]


def again(settings: Settings, *, within: bool) -> Again:
    """Find what can be asked anew of the one system of the settings.

    Args:
        settings: as for `drift`.
        within: whether only texts of the settings' articles are.

    Raises:
        UsageError: nothing is recorded of this system with these options.
    """
    materials = gather(settings)[0] if settings.articles else []
    backend = _backend(settings)
    recordings = Recordings(settings.recordings, backend.identity)
    rows = [row for _, row in sound_rows(recordings.path)] if recordings.path.exists() else []
    recorded = {row["key"]: row for row in rows}
    articles = [
        request for each in materials for request in requests_of(each, settings.target, context=backend.context)
    ]
    asking = {key: request for request in articles if (key := recordings.key(request)) in recorded}
    bare = {} if within else {key: row for key, row in recorded.items() if not row["context"]}
    asking |= {
        key: Request(row["text"], row["source"], row["target"]) for key, row in bare.items() if key not in asking
    }
    left_out = 0 if within else len(recorded) - len(asking)
    if not asking:
        name = settings.systems[0].name
        raise UsageError(
            f"no recording of {name!r} with these options in {settings.recordings}; name a system of the config"
        )
    return Again(backend, tuple(asking.values()), recordings, left_out, settings.systems[0].terms)


def _backend(settings: Settings) -> Backend:
    name = settings.systems[0].name
    backend = build.systems(replace(settings, baselines=False), [])[0].backend
    if backend is None or not backend.recorded:
        raise UsageError(f"{name!r} is not recorded, so that it has no past; name a backend that translates")
    return backend


def _files(settings: Settings) -> list[Path]:
    """Find the recordings of a config's system, or all those of a bare backend."""
    system, backend = settings.systems[0], _backend(settings)
    if system.name == system.backend and not system.options:
        return [path for path in files_of(settings.recordings, system.backend) if path.exists()]
    path = Recordings(settings.recordings, backend.identity).path
    if not path.exists():
        raise UsageError(f"nothing is recorded of {system.name!r} in {settings.recordings}; run it once")
    return [path]


def _by_languages(path: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for _, row in sound_rows(path):
        rows.setdefault((row["source"], row["target"]), []).append(row)
    return rows


def _pairs(rows: Iterable[Mapping[str, Any]]) -> list[Pair]:
    """Take the earliest and the latest answer of each text; of one second, in the order of the file."""
    answers: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        answers.setdefault(row["key"], []).append(row)
    pairs = []
    for key, lines in answers.items():
        then, now = (in_time := sorted(lines, key=lambda row: row["created_at"]))[0], in_time[-1]
        if len(lines) > 1:
            texts = then["text"], then["translation"], now["translation"]
            pairs.append(Pair(key, *texts, then["created_at"], now["created_at"]))
    return pairs


class _Places:
    """Where a text stands in the articles, and how it is translated there by hand.

    Attributes:
        names: of the references.
    """

    def __init__(self, names: tuple[str, ...], materials: Sequence[Material]) -> None:
        self.names = names
        self._found: dict[str, tuple[str, str]] = {}
        self._references: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
        for material in materials:
            texts = {reference.name: reference.texts for reference in material.references}
            for place, segment in enumerate(material.article.segments):
                where = material.article.id, segment.id
                self._found.setdefault(segment.text, where)
                if self.names and all(name in texts for name in self.names):
                    self._references[where] = tuple((texts[name][place],) for name in self.names)

    def placed(self, pair: Pair) -> Pair:
        """Give a pair with its article and segment."""
        article, segment = self._found.get(pair.text, ("", ""))
        return replace(pair, article=article, segment=segment)

    def examples(self, pairs: Sequence[Pair], answer: Callable[[Pair], str]) -> Paired:
        """Lay the answers of pairs that have references beside these."""
        examples = tuple(
            Example(pair.article, pair.segment, (pair.text,), (answer(pair),), references, self.names)
            for pair in pairs
            if (references := self._references.get((pair.article, pair.segment)))
        )
        return Paired(examples, len(pairs), self.names)


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one file and language pair."""

    path: Path
    source: str
    target: str
    rows: Sequence[Mapping[str, Any]]

    def drift(self, system: str, places: _Places, metrics: Sequence[Metric]) -> Drift:
        pairs = tuple(places.placed(pair) for pair in _pairs(self.rows))
        then, now = (places.examples(pairs, answer) for answer in (attrgetter("then"), attrgetter("now")))
        changes = (Example(p.article, p.segment, (p.text,), (p.now,), ((p.then,),), (THEN,)) for p in pairs)
        against = Paired(tuple(changes), len(pairs), (THEN,))
        return Drift(
            system=system,
            about={**self.rows[0]["engine"], **self.rows[0]["options"]},
            file=self.path.name,
            source=self.source,
            target=self.target,
            texts=len({row["key"] for row in self.rows}),
            pairs=pairs,
            then=tuple(score(metric, then, self.target) for metric in metrics),
            now=tuple(score(metric, now, self.target) for metric in metrics),
            against_then=tuple(score(m, against, self.target) for m in metrics if m.name in AGAINST_THEN),
        )
