"""How sure a line's score is by itself."""

from __future__ import annotations

import numpy as np
import pytest
from sacrebleu.metrics import BLEU

from tests.stages.scored import GOOD, POOR, articles, entries, line
from toolkit.stages._entries import Who
from toolkit.stages._intervals import intervals
from toolkit.statistics.resampling import Plan

PLAN = Plan(resamples=40, seed=7, level=0.1)


@pytest.mark.parametrize("count", [1, 4])
def test_an_interval_holds_all_but_the_level_of_the_scores_of_drawn_units(count: int) -> None:
    """sacrebleu scores the same draws of lines: whole articles where there are several, lines of a single one."""
    poor, good, last = articles(POOR, count), articles(GOOD, count), f"art-{count - 1}"
    own = line("poor", {**poor, last: [*poor[last][:4], *good[last][4:]]})  # or else all articles would score alike
    examples = own.columns[0].examples
    names = [example.article for example in examples]
    units = [[place for place, name in enumerate(names) if name == article] for article in dict.fromkeys(names)]
    if count == 1:
        units = [[place] for place in range(len(names))]
    scores = []
    for drawn in np.random.default_rng(7).choice(len(units), size=(40, len(units)), replace=True):
        places = [place for unit in drawn for place in units[unit]]
        hypotheses = [examples[place].hypothesis[0] for place in places]
        references = [examples[place].references[0][0] for place in places]
        scores.append(BLEU().corpus_score(hypotheses, [references]).score)
    found = intervals(entries(own), PLAN)[Who("poor"), "bleu"]
    ordered = sorted(scores)
    assert ordered[2] < ordered[-3]
    assert (found.low, found.high) == (pytest.approx(ordered[2]), pytest.approx(ordered[-3]))  # 5 % of 40 on each side


def test_a_single_unit_has_no_interval() -> None:
    """Nothing varies where the same one is drawn each time."""
    one = line("poor", articles(POOR[:1], 1))
    assert intervals(entries(one), PLAN) == {}
