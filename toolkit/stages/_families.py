"""Which lines of a leaderboard are compared with which, and corrected together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from toolkit.errors import UsageError
from toolkit.records import Task
from toolkit.stages._entries import Entry, Who


@dataclass(frozen=True, slots=True)
class Family:
    """Comparisons that are corrected together.

    Attributes:
        name: as printed: `translations`, `bullets by lead`, `bullets on deepl`.
        task: what is compared.
        pairs: (baseline, candidate), each once.
    """

    name: str
    task: Task
    pairs: tuple[tuple[Who, Who], ...]


def families(entries: Iterable[Entry], against: str = "", *, all_pairs: bool = False) -> list[Family]:
    """Say what is compared: translations, then translators under one summarizer, then summarizers on one translation.

    Args:
        entries: every line, metric by metric, in the order of the leaderboards' making.
        against: name of the system (or summarizer) that the others are compared with, which may be a baseline of the
            leaderboard; `""` for the first that competes.
        all_pairs: compare every two that compete.

    Raises:
        UsageError: `against` names nothing that was scored.
    """
    lines = {(entry.task, entry.who): entry.frame for entry in entries}
    names = {name for _, who in lines for name in (who.system, who.summarizer) if name}
    if against and against not in names:
        raise UsageError(f"nothing named {against!r} was scored; there are: {', '.join(sorted(names))}")
    translations = _within(lines, "translation", against)
    bullets = _within(lines, "summary", against)
    found = [_family("translations", "translation", translations, against, all_pairs=all_pairs)]
    for summarizer in dict.fromkeys(who.summarizer for who in bullets):
        alike = [who for who in bullets if who.summarizer == summarizer]
        found.append(_family(f"bullets by {summarizer}", "summary", alike, against, all_pairs=all_pairs))
    for system in dict.fromkeys(who.system for who in bullets):
        alike = [who for who in bullets if who.system == system]
        found.append(_family(f"bullets on {system}", "summary", alike, against, all_pairs=all_pairs))
    return [family for family in found if family.pairs]


def everyone(entries: Iterable[Entry], task: Task, known: Container[tuple[Who, Who]]) -> Family:
    """Compare every two lines that are ranked: they compete, and were answered in full.

    Args:
        entries: every line, metric by metric.
        task: what is compared.
        known: pairs that are compared anyway: those are given the same way round.
    """
    ranked: dict[Who, bool] = {}
    for entry in entries:
        if entry.task == task:
            whole = not entry.frame and len(entry.places) == entry.asked
            ranked[entry.who] = ranked.get(entry.who, True) and whole
    whos = [who for who, fine in ranked.items() if fine]
    pairs = (pair[::-1] if pair[::-1] in known else pair for pair in combinations(whos, 2))
    return Family("ranks", task, tuple(pairs))


def _within(lines: Mapping[tuple[Task, Who], bool], task: Task, against: str) -> list[Who]:
    """Choose the lines of a task that compete, and those of the one baseline asked for."""
    spare = _baselines(lines) - {against}
    return [who for its, who in lines if its == task and spare.isdisjoint({who.system, who.summarizer})]


def _baselines(lines: Mapping[tuple[Task, Who], bool]) -> set[str]:
    """Name the systems and summarizers under which nothing competes: they make a line a baseline."""
    named: dict[str, bool] = {}
    for (_, who), frame in lines.items():
        for name in filter(None, (who.system, who.summarizer)):
            named[name] = named.get(name, True) and frame
    return {name for name, spare in named.items() if spare}


def _family(name: str, task: Task, whos: Sequence[Who], against: str, *, all_pairs: bool) -> Family:
    first = next((who for who in whos if against and against in {who.system, who.summarizer}), None)
    baseline = first or (whos[0] if whos else None)
    if baseline is None:
        return Family(name, task, ())
    ordered = [baseline, *(who for who in whos if who != baseline)]
    pairs = combinations(ordered, 2) if all_pairs else ((baseline, who) for who in ordered[1:])
    return Family(name, task, tuple(pairs))
