"""How near bullets stay to the text they were drawn from; no reference needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._matches import matches
from toolkit.metrics._support import encode, supports


class Support(Metric):
    """Hold each bullet against the document: cosine with its nearest sentence, mean over bullets."""

    name = "support"
    task = "summary"
    unit = "article"
    columns = ("support", "bullets")
    outputs = (Output("support", -1.0, 1.0, higher_is_better=True, title="support"),)
    needs_reference = False
    needs_encoder = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Sum the bullets' best cosines; a summary without a document counts no bullet.

        What is found of each bullet is given as matches only where there are no references: else bullet_f1 gives it.
        """
        encoded = encode(self.encoder, examples)
        found = supports(encoded, examples)
        rows = [(sum(bullet.cosine for bullet in bullets), float(len(bullets))) for bullets in found]
        alone = not any(example.references for example in examples)
        told = matches(encoded, examples, [None] * len(examples)) if alone else ()
        return Measurement(self.as_rows(rows), told)

    def combine(self, totals: Rows) -> Rows:
        """Average over all bullets."""
        support, bullets = np.moveaxis(totals, -1, 0)
        return ratio(support, bullets)[..., None]

    def signature(self, references: int) -> str:  # noqa: ARG002 - no reference is read
        """Name the encoder."""
        return f"support|nearest sentence of the document|mean over bullets|{self.encoder.signature()}"


plugin = Support
