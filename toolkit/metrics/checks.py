"""How many bullets can be printed as they stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.checks import LANGUAGES, VERSION, Judgment, check
from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio


class Checks(Metric):
    """Count the bullets that break no rule of `toolkit checks`, whoever made them."""

    name = "checks"
    task = "summary"
    unit = "article"
    columns = ("publishable", "bullets")
    outputs = (Output("checks", 0.0, 1.0, higher_is_better=True, title="publishable"),)
    needs_reference = False
    needs_bound = True

    @property
    def languages(self) -> frozenset[str]:
        """Give the languages the rules are written for."""
        return LANGUAGES

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Judge each bullet beside the sentences of its document, where they are there."""
        judged = [check(example.hypothesis, example.source, self._max_words) for example in examples]
        rows = [(sum(one.publishable for one in bullets), len(bullets)) for bullets in judged]
        faults = tuple(tuple(map(_told, bullets)) for bullets in judged)
        return Measurement(self.as_rows(rows), faults=faults)

    def combine(self, totals: Rows) -> Rows:
        """Divide the publishable bullets by all."""
        publishable, bullets = np.moveaxis(totals, -1, 0)
        return ratio(publishable, bullets)[..., None]

    def signature(self, references: int) -> str:  # noqa: ARG002 - no reference is read
        """Name the rules and the bound."""
        return f"checks|{VERSION}|max_words:{self._max_words or 'none'}|share of bullets"


def _told(judgment: Judgment) -> tuple[str, ...]:
    """Write each fault as `rule: words`; a semicolon separates them in the tables, so none stands inside."""
    return tuple(f"{fault.rule}: {fault.shown.replace(';', ',')}" for fault in judgment.faults)


plugin = Checks
