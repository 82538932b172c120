"""Nearness of meaning of translated segments, by sentence embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.examples import Example
from toolkit.metrics._base import Measurement, Metric, Output, Rows, ratio
from toolkit.metrics._vectors import Encoded


class Similarity(Metric):
    """Compare the meaning of each segment with its references: cosine of sentence embeddings, the best of several."""

    name = "similarity"
    task = "translation"
    unit = "segment"
    judges = True
    columns = ("cosine", "segments")
    outputs = (Output("similarity", -1.0, 1.0, higher_is_better=True, title="similarity"),)
    needs_encoder = True

    def measure(self, examples: Sequence[Example]) -> Measurement:
        """Take each segment's cosine with the nearest of its references."""
        texts = [(" ".join(each.hypothesis), [" ".join(lines) for lines in each.references]) for each in examples]
        if not all(references for _, references in texts):
            raise ValueError("a segment has no reference to be compared with")
        encoded = Encoded(self.encoder, (text for own, references in texts for text in (own, *references)))
        rows = [(encoded.cosines([own], references).max(), 1.0) for own, references in texts]
        return Measurement(self.as_rows(rows))

    def combine(self, totals: Rows) -> Rows:
        """Average over the segments."""
        cosine, segments = np.moveaxis(totals, -1, 0)
        return ratio(cosine, segments)[..., None]

    def signature(self, references: int) -> str:
        """Name the encoder and how several references are met."""
        return f"similarity|nrefs:{references}|best of references|mean over segments|{self.encoder.signature()}"


plugin = Similarity
