"""What bullets state that their source does not, or that is wrong in it already; no reference needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import Block, Example, Origin
from toolkit.facts import VERSION
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._bullet_facts import RULES, BulletFact, bullet_facts
from toolkit.metrics._cldr_release import release


class BulletFacts(Metric):
    """Count the wrong facts of bullets: invented ones, and negations and hedges that were dropped, per 100 bullets."""

    name = "bullet_facts"
    task = "summary"
    unit = "article"
    columns = ("kept", "lost", "invented", "unsure", "bullets")
    outputs = (Output("bullet_facts_wrong", 0.0, None, higher_is_better=False, title="wrong facts per 100 bullets"),)
    needs_reference = False
    finds_facts = True

    @property
    def languages(self) -> frozenset[str]:
        """Give the only language it can score."""
        return frozenset({"en"})

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Hold each bullet against what it was drawn from, and that against the article."""
        found = tuple(tuple(_facts(example)) for example in examples)
        rows = [
            [*(sum(each.finding.state == state for each in facts) for state in self.columns[:-1]), len(each.hypothesis)]
            for each, facts in zip(examples, found, strict=True)
        ]
        return Measurement(self.as_rows(rows), bullet_facts=found)

    def combine(self, totals: Rows) -> Rows:
        """Divide what is wrong by the number of bullets."""
        _, lost, invented, _, bullets = np.moveaxis(totals, -1, 0)
        return ratio(100 * (lost + invented), bullets)[..., None]

    def signature(self, references: int) -> str:  # noqa: ARG002 - no reference is read
        """Name the rules and what they rest on."""
        return f"bullet_facts|{RULES}|rules:{VERSION}|{release()}"


def _facts(example: Example) -> Sequence[BulletFact]:
    """Go through a summary; where nothing is known of its origin, it is held against the sentences of its document."""
    blocks = example.blocks or tuple(Block("", "", sentence) for sentence in example.source)
    origins = example.origins or (Origin(),) * len(example.hypothesis)
    return [
        fact
        for place, (bullet, origin) in enumerate(zip(example.hypothesis, origins, strict=True))
        for fact in bullet_facts(bullet, place, origin, blocks, example.language)
    ]


plugin = BulletFacts
