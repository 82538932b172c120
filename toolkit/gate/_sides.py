"""The two runs that a gate looks at: whether they may be compared at all, and the lines of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit._comparable import obstacles
from toolkit._written import plain
from toolkit.comparing import metric_of
from toolkit.errors import UsageError
from toolkit.gate.config import outputs
from toolkit.gate_settings import GateSettings
from toolkit.records import Task
from toolkit.stages._entries import Entry, Who, entries_of_run
from toolkit.statistics.gates import Check
from toolkit.tables import Run


@dataclass(frozen=True, slots=True)
class Answered:
    """How much of what it was asked a line has answered.

    Attributes:
        answered: segments, or articles that have bullets.
        asked: how many there are.
        competes: whether it takes part in the ranking; False for what frames the others.
    """

    answered: int
    asked: int
    competes: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs.

    Attributes:
        run: as it was read.
        role: `baseline` or `candidate`, for messages.
        lines: by system and summarizer.
        entries: of the metrics that the gate asks about.
        articles: digest of each article that could be read, by id.
    """

    run: Run
    role: str
    lines: Mapping[Who, Answered]
    entries: Sequence[Entry]
    articles: Mapping[str, str]

    @property
    def name(self) -> str:
        """Name it for a message."""
        return f"the {self.role} ({self.run.run_id})"

    @property
    def outputs(self) -> set[str]:
        """Name every number that was scored and is asked about."""
        return {output.name for entry in self.entries for output in entry.metric.outputs}


def side_of(run: Run, role: str, settings: GateSettings) -> Side:
    """Look up what a gate needs of a run.

    Raises:
        InputError: its statistics are those of another toolkit.
    """
    entries = [
        entry
        for entry in entries_of_run(run, metric_of)
        if not {output.name for output in entry.metric.outputs}.isdisjoint(settings.outputs)
    ]
    articles = {row["article_id"]: row["digest"] for row in run.rows("articles") if row["status"] == "ok"}
    return Side(run, role, _lines(run, len(articles)), entries, articles)


def _lines(run: Run, articles: int) -> dict[Who, Answered]:
    """Count what each line has answered, whether any metric was there to score it or not."""
    found: dict[Who, Answered] = {}
    for row in run.rows("segments"):
        who = Who(row["system"])
        known = found.get(who, Answered(0, 0, competes=not row["baseline"]))
        found[who] = replace(known, answered=known.answered + (row["status"] == "ok"), asked=known.asked + 1)
    bullets = [row for row in run.rows("bullets") if row["role"] == "candidate"]
    made = {(Who(row["system"], row["summarizer"]), row["article_id"]) for row in bullets}
    counts = Counter(who for who, _ in made)
    for row in (*run.rows("aggregates"), *bullets):  # those that failed throughout stand among the scores alone
        if row["summarizer"]:
            who = Who(row["system"], row["summarizer"])
            found[who] = Answered(counts[who], articles, competes=not row["baseline"])
    return found


def require_comparable(candidate: Side, baseline: Side) -> None:
    """See that the two runs are of the same articles, segments, references and metric signatures.

    Raises:
        UsageError: naming what differs.
    """
    told = list(_articles(candidate, baseline))
    if not told:
        mine, its = baseline.entries, candidate.entries
        both = {entry.metric.name for entry in mine} & {entry.metric.name for entry in its}
        ours, theirs = ([entry for entry in entries if entry.metric.name in both] for entries in (mine, its))
        refused = obstacles(baseline.run, candidate.run, ours, theirs) if both else {}
        told = [f"{name}: {reason}" for name, reason in refused.items()] or list(_asked(ours, theirs))
    if told:
        raise UsageError(f"{candidate.name} cannot be held to {baseline.name}: {'; '.join(told)}")


def _articles(candidate: Side, baseline: Side) -> Iterator[str]:
    """Name the first article that one run has and the other has not, each way, or that has another text."""
    for one, other in ((baseline, candidate), (candidate, baseline)):
        alone = [article for article in one.articles if article not in other.articles]
        if alone:
            more = f" and {len(alone) - 1} more" if len(alone) > 1 else ""
            yield f"{other.role} without the article {alone[0]}{more}"
    for article, digest in baseline.articles.items():
        if candidate.articles.get(article, digest) != digest:
            yield f"the text of {article} differs"
            break


def _asked(ours: Sequence[Entry], theirs: Sequence[Entry]) -> Iterator[str]:
    """Name the first metric that had more to score in one run: an article has lost or gained its references."""
    known = {(entry.metric.name, entry.who): entry.asked for entry in theirs}
    for entry in ours:
        asked = known.get((entry.metric.name, entry.who), entry.asked)
        if asked != entry.asked:
            counts = f"{entry.asked} {entry.metric.unit}s have references in the one, {asked} in the other"
            yield f"{entry.metric.name}: {counts}"
            break


def gated(candidate: Side, baseline: Side, settings: GateSettings) -> tuple[Who, ...]:
    """List the lines that are held to the gate: those that compete in either run, in the order of their making.

    Raises:
        UsageError: a system is named that competes in neither.
    """
    lines = [who for side in (baseline, candidate) for who, line in side.lines.items() if line.competes]
    known = dict.fromkeys(who.system for who in lines)
    for name in (*settings.systems, *(each.system for each in settings.overrides)):
        if name not in known:
            raise UsageError(f"no system named {name!r} competes in either run; there are: {', '.join(known)}")
    return tuple(dict.fromkeys(who for who in lines if not settings.systems or who.system in settings.systems))


def unscored(kind: Literal["floor", "drop"], names: Iterable[str], candidate: Side, baseline: Side) -> Iterator[Check]:
    """Name the numbers asked about that the candidate has nowhere.

    What the baseline shows can be scored must not pass for being left out: a run without its references, or of other
    metrics, would go through every gate.
    """
    for name in names:
        title = outputs()[name].title
        if name not in candidate.outputs and name in baseline.outputs:
            gone = f"{title} was scored in {baseline.name} and not in {candidate.name}"
            yield Check(kind, "", name, "fail", f"{gone}: score it there too, or ask nothing of it.")
        elif name not in candidate.outputs:
            sentence = f"{title} was not scored in {candidate.name} nor in {baseline.name}."
            yield Check(kind, "", name, "skipped", sentence)
        elif kind == "drop" and name not in baseline.outputs:
            yield Check(kind, "", name, "skipped", f"{title} was not scored in {baseline.name}.")


def task_of(who: Who) -> Task:
    """Say what a line does."""
    return "summary" if who.summarizer else "translation"


def named(who: Who) -> str:
    """Name a line as the leaderboards do, on one line of plain text."""
    return plain(str(who))
