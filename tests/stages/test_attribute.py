"""What bullets lost: the translation's share, the summarizer's, and when neither can be told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.stages.scored import GOOD, POOR
from toolkit.encoders.hashing import Hashing
from toolkit.examples import Example, Paired
from toolkit.metrics.bullet_f1 import BulletF1
from toolkit.metrics.rouge import Rouge
from toolkit.metrics.support import Support
from toolkit.records import System
from toolkit.stages._entries import Entry, entries_of_lines
from toolkit.stages._line import Line
from toolkit.stages._loss import Loss
from toolkit.stages.attribute import attribute, reference_system
from toolkit.stages.score import score
from toolkit.statistics.resampling import Plan

PLAN = Plan(resamples=200, seed=3)
SETS = (GOOD[:2], GOOD[1:3])


def line(
    system: str, *made: Sequence[str], summarizer: str = "lead", sets: Sequence[Sequence[str]] = SETS, first: int = 0
) -> Line:
    """Score a summarizer's bullets, one set an article from the `first` on."""
    names = ("a", "b", "c")[: len(sets)]
    examples = tuple(
        Example(f"art-{n}", "", GOOD, tuple(lines), tuple(map(tuple, sets)), names)
        for n, lines in enumerate(made, first)
    )
    paired = Paired(examples, len(made), names)
    metrics = (Rouge(), BulletF1(Hashing()), Support(Hashing()))
    return Line(System(system), summarizer, False, tuple(score(each, paired, "en") for each in metrics))


def split(*lines: Line, reference: str = "reference a") -> list[Loss]:
    return list(attribute(list(entries_of_lines(lines)), reference, PLAN))


def of(found: Sequence[Loss], output: str) -> Loss:
    (one,) = [each for each in found if each.output.name == output]
    return one


def test_losses_add_up_to_what_is_below_the_ceiling() -> None:
    """Translation and summary loss together are the ceiling less the score; each under every output that splits."""
    found = split(line("one", POOR[:2], POOR[:2]), line("reference a", GOOD[:2], GOOD[2:4]))
    assert [each.output.name for each in found] == ["rouge1", "rouge2", "rougeL", "bullet_f1"]
    for each in found:
        assert each.entry.who.system == "one"
        assert each.articles == 2
        assert each.translation.points == pytest.approx(each.reference_score - each.score)
        assert each.translation.points + each.summary.points == pytest.approx(each.ceiling - each.score)
        assert each.translation.low <= each.translation.points <= each.translation.high


def test_the_numbers_are_the_metrics_own() -> None:
    """Scores with each set left out, by the metric's arithmetic over the articles both have."""
    lines = line("one", POOR[:2], POOR[1:3]), line("reference a", GOOD[:2], GOOD[2:4])
    own, other = (next(c for c in each.columns if c.metric.name == "rouge") for each in lines)
    rouge = of(split(*lines), "rouge1")
    scores = [each.metric.left_out(each.measurement.rows.sum(axis=0)) for each in (own, other)]
    wanted = (scores[0][0, 0], scores[1][0, 0], scores[1][1, 0])
    assert (rouge.score, rouge.reference_score, rouge.ceiling) == pytest.approx(wanted, abs=1e-12)


def test_the_interval_is_that_of_resampled_articles() -> None:
    """The same draws by hand: articles with replacement, the same for both, and the percentiles of the difference."""
    made = [GOOD[n : n + 2] for n in range(5)]
    worse = [POOR[n : n + 2] for n in range(5)]
    lines = line("one", *worse), line("reference a", *made)
    loss = of(split(*lines), "rouge1").translation
    rows = [next(c for c in each.columns if c.metric.name == "rouge").measurement.rows[:, 6] for each in lines]
    drawn = np.random.default_rng(3).choice(5, size=(200, 5), replace=True)
    differences = np.sort((rows[1][drawn] - rows[0][drawn]).mean(axis=1))
    assert (loss.low, loss.high) == pytest.approx((differences[5], differences[-6]))  # 2.5 % of 200 on either side


def test_a_single_article_has_no_interval() -> None:
    """Nothing varies where there is one."""
    found = split(line("one", POOR[:2]), line("reference a", GOOD[:2]))
    assert found
    for each in found:
        assert each.translation.low is each.translation.high is each.summary.low is None
        assert each.score is not None


def test_a_single_set_of_reference_bullets_has_the_best_for_its_ceiling() -> None:
    """There is no second one to say what people reach."""
    found = split(line("one", POOR[:2], sets=SETS[:1]), line("reference a", GOOD[:2], sets=SETS[:1]))
    assert {each.ceiling for each in found} == {1.0}
    assert of(found, "rouge1").summary.points == pytest.approx(0.0)  # the reference's first two are the set itself


def test_only_articles_that_both_have_count() -> None:
    """A summary that failed on either side takes its article with it."""
    found = split(line("one", POOR[:2], POOR[1:3], POOR[2:4]), line("reference a", GOOD[:2], GOOD[1:3], first=1))
    assert {each.articles for each in found} == {2}


def test_each_summarizer_is_held_against_itself() -> None:
    """Bullets by one summarizer are measured by what it made of the reference translation, not by another's."""
    found = split(
        line("one", GOOD[:2]), line("one", GOOD[4:6], summarizer="extractive"),
        line("reference a", GOOD[:2]), line("reference a", GOOD[4:6], summarizer="extractive"),
    )  # fmt: skip
    assert [each.entry.who.summarizer for each in found if each.output.name == "rouge1"] == ["lead", "extractive"]
    assert {each.translation.points for each in found} == {0.0}


def test_what_cannot_be_split_says_why() -> None:
    """No bullets of that summarizer from the reference translation, or none on the same articles."""
    for other in (line("reference a", GOOD[:2], summarizer="extractive"), line("reference a", GOOD[:2], first=7)):
        found = [each for each in split(line("one", POOR[:2]), other) if each.entry.who.summarizer == "lead"]
        assert {each.reason for each in found} == {"no article has bullets by lead both from it and from reference a"}
        assert {(each.score, each.translation, each.articles) for each in found} == {(None, None, 0)}


def test_without_a_reference_translation_nothing_is_split() -> None:
    """Baselines were switched off, or there is no reference."""
    assert split(line("one", POOR[:2]), reference="") == []
    assert split(line("one", POOR[:2])) == []


def test_the_measure_is_the_first_reference_that_is_scored_against() -> None:
    """A reference that competes is left out of the references, and is no measure of the others."""
    systems = {"one": "", "reference b": "b", "reference a": "a"}
    assert reference_system(systems, ["b", "a"]) == "reference b"
    assert reference_system(systems, []) == ""
    assert reference_system({"one": ""}, ["a"]) == ""


def test_entries_know_how_many_sets_there_were() -> None:
    """The table says whether the ceiling is people's or only the best there is."""
    entries: list[Entry] = list(entries_of_lines([line("one", POOR[:2])]))
    assert {each.sets for each in entries} == {2}
