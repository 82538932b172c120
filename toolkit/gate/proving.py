"""Whether a gate can do its work on a baseline: a copy of it must pass, a damaged copy must fail."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from toolkit._written import counted
from toolkit.comparing import metric_of
from toolkit.errors import UsageError
from toolkit.gate._damaged import damaged
from toolkit.gate._report import folded, summary
from toolkit.gate.gating import Gated, gate
from toolkit.gate_settings import GateSettings
from toolkit.metrics._base import Metric
from toolkit.statistics.gates import Check
from toolkit.tables import Run, load_run

Word = Literal["caught", "missed", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one damaged line.

    Attributes:
        name: system, or summarizer on a system.
        word: `caught` where a check failed; `missed` where all let it pass; `cannot tell` where one was inconclusive.
        sentence: of the check that says so.
    """

    name: str
    word: Word
    sentence: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of trying a gate.

    Attributes:
        articles: how many the baseline has.
        copy: what the gate says of an exact copy.
        damaged: what it says of the damaged one.
        what: was damaged, and how.
        lines: by system, and summarizer on a system.
        unscored: why a metric could not be counted on the damaged texts, a line each.
    """

    articles: int
    copy: Gated
    damaged: Gated
    what: str
    lines: tuple[Line, ...]
    unscored: tuple[str, ...]

    @property
    def word(self) -> Word:
        """Say whether the gate does its work: `missed` where it does not, `cannot tell` where it is not able to."""
        words = {line.word for line in self.lines}
        if self.copy.status not in {"pass", "warn"} or "missed" in words:
            return "missed"
        return "caught" if words == {"caught"} else "cannot tell"


def prove(baseline: Run, settings: GateSettings) -> Proof:
    """Hold a copy of a run, and a damaged copy, to the run itself.

    Raises:
        UsageError: no floor and no drop is set for anything that was scored.
    """
    asked = [name for name in baseline.statistics if _asked(metric_of(name), settings)]
    if not asked:
        raise UsageError("worse texts cannot fail: the gate sets no floor and no drop for what the baseline has scored")
    with TemporaryDirectory(prefix="toolkit-gate-") as folder:
        copy = load_run(shutil.copytree(baseline.folder, Path(folder, "copy")))
        same = gate(copy, baseline, settings)
        worse = damaged(baseline, asked, Path(folder))
        found = _tried(gate(load_run(worse.run.folder), baseline, settings), worse.unscored)
    reasons = tuple(f"{name}: {reason}" for name, reason in worse.unscored.items())
    articles = sum(row["status"] == "ok" for row in baseline.rows("articles"))
    return Proof(articles, same, found, worse.what, tuple(_lines(found.checks)), reasons)


def _tried(found: Gated, uncounted: Iterable[str]) -> Gated:
    """Leave out that the damaged copy lacks what could not be counted again: no gate would catch damage by that."""
    names = {output.name for metric in uncounted for output in metric_of(metric).outputs}
    return dataclasses.replace(
        found, checks=tuple(check for check in found.checks if check.line or check.output not in names)
    )


def _asked(metric: Metric, settings: GateSettings) -> bool:
    return any(output.name in settings.outputs for output in metric.outputs)


def _lines(checks: Sequence[Check]) -> Iterator[Line]:
    scores = [check for check in checks if check.kind in {"floor", "drop"} and check.line]
    for name in dict.fromkeys(check.line for check in scores):
        own = [check for check in scores if check.line == name]
        by_status = {check.status: check for check in reversed(own)}
        if "fail" in by_status:
            yield Line(name, "caught", by_status["fail"].sentence)
        elif "inconclusive" in by_status:
            yield Line(name, "cannot tell", by_status["inconclusive"].sentence)
        else:
            yield Line(name, "missed", own[0].sentence)


def told(proof: Proof, width: int = 100) -> str:
    """Write what came of it, with a final newline, no line longer than the width where words allow it."""
    articles = counted(proof.articles, "article")
    lines = [f"the gate on {proof.copy.baseline}, {articles}", "", f"a copy: {summary(proof.copy)}"]
    if proof.copy.status not in {"pass", "warn"}:
        lines += [
            f"  {check.name}: {check.sentence}" for check in proof.copy.checks if check.status == proof.copy.status
        ]
    lines += [f"a damaged copy ({proof.what}): {summary(proof.damaged)}"]
    lines += [f"  {line.word}: {line.name}: {line.sentence}" for line in proof.lines]
    lines += [f"  not counted: {reason}" for reason in proof.unscored]
    return "\n".join(folded(line, width, "    ") for line in [*lines, "", _outcome(proof)]) + "\n"


def _outcome(proof: Proof) -> str:
    if proof.copy.status not in {"pass", "warn"}:
        return "does not work: the baseline does not pass its own gate; ask for less, or take another baseline"
    match proof.word:
        case "caught":
            return "works: the copy passes, and what was damaged fails"
        case "missed":
            return "does not work: what was damaged passes; allow less loss under [drops], or set floors"
        case _:
            return "cannot tell: on this material a loss cannot fail; add articles, or set floors"
