"""What the source states and the translation keeps, loses or makes up; no reference needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import Example
from toolkit.facts import VERSION, check
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._cldr_release import release


class Facts(Metric):
    """Count the facts of each French segment that its English translation kept: kept / (kept + lost)."""

    name = "facts"
    task = "translation"
    unit = "segment"
    columns = ("kept", "lost", "invented", "unsure")
    outputs = (
        Output("facts", 0.0, 1.0, higher_is_better=True, title="facts kept"),
        Output("facts_invented", 0.0, None, higher_is_better=False, title="facts invented"),
    )
    needs_reference = False
    finds_facts = True
    sources = frozenset({"fr"})

    @property
    def languages(self) -> frozenset[str]:
        """Give the only language it can score."""
        return frozenset({"en"})

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Hold each translation against its source; a fact that may be either is counted as unsure and nothing else."""
        found = tuple(check("\n".join(example.source), "\n".join(example.hypothesis)) for example in examples)
        rows = [[sum(each.state == state for each in facts) for state in self.columns] for facts in found]
        return Measurement(self.as_rows(rows), facts=found)

    def combine(self, totals: Rows) -> Rows:
        """Give the share kept of what was kept or lost, and the number of those made up."""
        kept, lost, invented, unsure = np.moveaxis(totals, -1, 0)
        stated, any_fact = kept + lost, kept + lost + invented + unsure
        scores: Rows = np.stack([ratio(kept, stated), np.where(any_fact > 0, invented, np.nan)], axis=-1)
        return scores

    def signature(self, references: int) -> str:  # noqa: ARG002 - no reference is read
        """Name the rules and what they rest on."""
        return f"facts|fr-en|rules:{VERSION}|{release()}"


plugin = Facts
