"""What a regression gate asks of a run: frozen records, with their defaults."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from toolkit.records import Task


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much has to be answered.

    Attributes:
        translation: share of the segments, 0 to 1.
        summary: share of the articles that have bullets, 0 to 1.
    """

    translation: float = 1.0
    summary: float = 1.0


@dataclass(frozen=True, slots=True)
class Override:
    """What is asked of one system instead of what is asked of all.

    Attributes:
        system: its name.
        min_coverage: share answered, by task; what is not named is as for all.
        floors: by output, likewise.
        drops: by output, likewise.
    """

    system: str
    min_coverage: Mapping[str, Any] = field(default_factory=dict)
    floors: Mapping[str, Any] = field(default_factory=dict)
    drops: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What a gate asks.

    Attributes:
        level: what an adjusted p may be at most to be more than chance, above 0 and below 1; 1 - level is the
            confidence of the intervals.
        systems: names of those that are held to it, empty for all that compete.
        inconclusive: what a check that cannot tell does: `warn` (exit code 4 only under --strict) or `fail` (always 4).
        min_coverage: how much has to be answered.
        floors: by output the worst score that is accepted: the lowest, or the highest where lower is better.
        drops: by output the largest loss against the baseline that does not matter, above 0.
        overrides: what is asked of single systems instead.
    """

    level: float = 0.05
    systems: tuple[str, ...] = ()
    inconclusive: Literal["warn", "fail"] = "warn"
    min_coverage: Coverage = Coverage()
    floors: Mapping[str, Any] = field(default_factory=dict)
    drops: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    def asked_of(self, system: str) -> Demands:
        """Give what is asked of one system."""
        own = next((each for each in self.overrides if each.system == system), Override(system))
        coverage: dict[str, float] = {**dataclasses.asdict(self.min_coverage), **own.min_coverage}
        return Demands(coverage, {**self.floors, **own.floors}, {**self.drops, **own.drops})

    @property
    def outputs(self) -> tuple[str, ...]:
        """Name every output that a floor or a drop is set for, in the order of the file."""
        tables = [self.floors, self.drops, *(table for each in self.overrides for table in (each.floors, each.drops))]
        return tuple(dict.fromkeys(name for table in tables for name in table))


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of one system.

    Attributes:
        coverage: share answered, 0 to 1, by task.
        floors: by output.
        drops: by output.
    """

    coverage: Mapping[Task | str, float]
    floors: Mapping[str, float]
    drops: Mapping[str, float]
