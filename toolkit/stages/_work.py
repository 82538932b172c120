"""Everything a run made, before it becomes tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.documents import Summary
from toolkit.metrics._base import Column
from toolkit.records import Failure, Material, System, Translation
from toolkit.stages._compared import Comparisons
from toolkit.stages._line import Line


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a run made.

    Attributes:
        run_id: `run-…`, derived from content.
        target: BCP 47 code of the language wanted.
        materials: the articles that could be read.
        failures: of every stage.
        systems: in the order of the config, baselines last.
        translations: by article id and system name.
        summaries: by article id, system name and summarizer name.
        lines: of both leaderboards.
        comparisons: of the lines, with the verdicts and the ranks they come to.
        references: names of the translations scored against.
        bullet_references: names of the bullets scored against.
    """

    run_id: str
    target: str
    materials: tuple[Material, ...]
    failures: tuple[Failure, ...]
    systems: tuple[System, ...]
    translations: Mapping[tuple[str, str], Translation]
    summaries: Mapping[tuple[str, str, str], Summary]
    lines: tuple[Line, ...]
    comparisons: Comparisons
    references: tuple[str, ...]
    bullet_references: tuple[str, ...]

    def columns(self) -> Iterator[tuple[Line, Column]]:
        """Go through all that was scored."""
        return ((line, column) for line in self.lines for column in line.columns)
