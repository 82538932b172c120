"""Everything a run made, before it becomes tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.documents import Answer, Summary
from toolkit.metrics._base import Column
from toolkit.prices import Bill, Terms, bill
from toolkit.records import Failure, Material, Outcome, System, Translation
from toolkit.stages._compared import Comparisons
from toolkit.stages._line import Line
from toolkit.stages._loss import Loss


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
        losses: what bullets lost, to the translation and to the summarizer.
        references: names of the translations scored against.
        bullet_references: names of the bullets scored against.
        terms: what each system with a backend is held to, by its name.
        paid: names of the systems somebody is billed for.
        methods: what each summarizer is held to, by its name.
        paid_methods: names of the summarizers somebody is billed for.
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
    losses: tuple[Loss, ...]
    references: tuple[str, ...]
    bullet_references: tuple[str, ...]
    terms: Mapping[str, Terms] = field(default_factory=dict)
    paid: frozenset[str] = frozenset()
    methods: Mapping[str, Terms] = field(default_factory=dict)
    paid_methods: frozenset[str] = frozenset()

    def bill(self, system: str, outcome: Outcome, text: str) -> Bill:
        """Say what one outcome of a system came to when it was made."""
        if isinstance(outcome, Failure):
            return Bill()
        return bill(outcome, text, self.terms.get(system, Terms()).price, paid=system in self.paid)

    def bill_of(self, answer: Answer) -> Bill:
        """Say what one answer of a summary came to when it was made."""
        terms, paid = (self.methods, self.paid_methods) if answer.summarizer else (self.terms, self.paid)
        price = terms.get(answer.asked, Terms()).price
        return bill(answer.rendering, answer.text, price, paid=answer.asked in paid)

    def answers(self) -> Iterator[Answer]:
        """Go through what was asked for summaries; what several share stands once."""
        seen = set()
        for summary in self.summaries.values():
            for answer in summary.answers:
                own = (answer.asked, answer.summarizer, answer.rendering.key or answer.text)
                if own not in seen:
                    seen.add(own)
                    yield answer

    def columns(self) -> Iterator[tuple[Line, Column]]:
        """Go through all that was scored."""
        return ((line, column) for line in self.lines for column in line.columns)
