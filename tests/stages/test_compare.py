"""How sure the differences between lines are."""

from __future__ import annotations

import pytest
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from tests.stages.scored import GOOD, POOR, articles, bullets, entries, line
from toolkit.examples import Example, Paired
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.ter import Ter
from toolkit.records import System
from toolkit.stages._compared import Compared, Comparisons
from toolkit.stages._entries import Who
from toolkit.stages._families import families
from toolkit.stages._line import Line
from toolkit.stages.compare import compare
from toolkit.stages.score import score
from toolkit.statistics.resampling import Plan

PLAN = Plan(resamples=100, trials=1000)


def made(*lines: Line, against: str = "", all_pairs: bool = False) -> Comparisons:
    every = entries(*lines)
    return compare(every, families(every, against, all_pairs=all_pairs), PLAN)


def only(comparisons: Comparisons, output: str, candidate: str = "") -> Compared:
    """Find the one comparison of an output, of a candidate where there are several."""
    (found,) = [c for c in comparisons.compared if c.output.name == output and candidate in {"", c.candidate.system}]
    return found


def test_a_copy_is_identical() -> None:
    """Every shuffle of two equal texts is as large as the real difference, nought: p is 1."""
    found = made(line("one", articles(POOR, 3)), line("copy", articles(POOR, 3)))
    assert [(c.found.difference, c.found.p, c.identical) for c in found.compared if c.found] == [(0.0, 1.0, True)] * 2
    assert [judged.verdict.word for judged in found.judged] == ["identical"]


def test_a_difference_is_the_candidates_score_less_the_baselines() -> None:
    """The numbers are those of the leaderboard, and the sign of TER is not turned."""
    metrics = Bleu(), Ter()
    poor, good = (line(name, articles(t, 6), *metrics) for name, t in (("poor", POOR), ("good", GOOD)))
    bleu, ter = made(poor, good).compared
    assert bleu.found and ter.found
    assert [each.found.first for each in (bleu, ter)] == [float(column.corpus[0]) for column in good.columns] == [
        pytest.approx(100.0), 0.0,
    ]  # fmt: skip
    assert [each.found.second for each in (bleu, ter)] == [float(column.corpus[0]) for column in poor.columns]
    assert (bleu.found.difference > 0, ter.found.difference < 0) == (True, True)
    assert (bleu.better, ter.better) == (True, True)
    assert (ter.outcomes.wins, ter.outcomes.losses) == (6, 0)


def test_whole_articles_are_resampled_and_six_that_all_agree_are_enough() -> None:
    """Of 2^6 shuffles two are as extreme: p is 2/64. Seen from the other side the same is worse."""
    poor, good = line("poor", articles(POOR, 6)), line("good", articles(GOOD, 6))
    forth, back = made(poor, good), made(good, poor)
    bleu = only(forth, "bleu")
    assert bleu.found
    assert (bleu.unit, bleu.found.units, bleu.articles, bleu.examples) == ("article", 6, 6, 48)
    assert (bleu.found.p, bleu.found.exact) == (2 / 64, True)
    assert [each.verdict.word for each in (*forth.judged, *back.judged)] == ["better", "worse"]
    assert only(back, "bleu").found.difference == -bleu.found.difference  # type: ignore[union-attr]


def test_two_articles_are_too_little_however_much_their_segments_differ() -> None:
    """Of 2^2 shuffles two are as extreme: p cannot go below 1/2."""
    found = made(line("poor", articles(POOR, 2)), line("good", articles(GOOD, 2)))
    bleu = only(found, "bleu")
    assert bleu.found
    assert (bleu.unit, bleu.found.p, bleu.found.smallest_p) == ("article", 0.5, 0.5)
    assert [judged.verdict.word for judged in found.judged] == ["too little material"]


def test_of_one_article_the_segments_are_resampled_and_nothing_is_said_of_others() -> None:
    """Eight segments that all agree: p is 2/256; no number of articles is named."""
    found = made(line("poor", articles(POOR, 1)), line("good", articles(GOOD, 1)))
    bleu = only(found, "bleu")
    assert bleu.found
    assert (bleu.unit, bleu.found.units, bleu.found.p) == ("segment", 8, 2 / 256)
    assert (bleu.detectable, bleu.needed) == (None, None)
    assert [judged.verdict.word for judged in found.judged] == ["better on this article"]


def test_bullets_of_a_single_article_have_scores_and_no_p() -> None:
    """One unit varies in nothing."""
    found = made(bullets("lead", "one", POOR[:3]), bullets("extractive", "one", GOOD[:3]))
    f1 = only(found, "bullet_f1")
    assert f1.found
    assert f1.found.difference > 0
    assert (f1.shown.p, f1.adjusted_p, f1.shown.low, f1.tested, f1.size) == (None, None, None, False, 0)
    assert [judged.verdict.word for judged in found.judged] == ["too little material"]


def test_failing_on_the_hardest_segments_gains_nothing() -> None:
    """The other is scored on the same segments: the difference is that of two systems asked for those only."""
    worst = {"art-0": [*GOOD[:2], *POOR[2:]], "art-1": [*GOOD[1:3], *POOR[3:], POOR[0]]}
    skipping = {article: [*lines[:4], None, None, None, None] for article, lines in worst.items()}
    cut = {article: lines[:4] for article, lines in worst.items()}
    better = articles(GOOD[::-1], 2)
    partial = made(line("whole", better), line("skips", skipping))
    asked = made(line("whole", {article: lines[:4] for article, lines in better.items()}), line("skips", cut))
    assert [(c.examples, c.found) for c in partial.compared] == [(8, c.found) for c in asked.compared]
    assert ("skips", "bleu") not in {(who.system, output) for who, output in partial.ranks}


def test_what_was_scored_against_other_references_is_not_compared() -> None:
    """The reason stands where the numbers would, and there is no verdict."""
    found = made(line("one", articles(POOR, 2)), line("other", articles(POOR, 2), references=(POOR,)))
    assert [(c.found, c.reason) for c in found.compared] == [(None, "scored against other references")] * 2
    assert found.judged == ()


def test_what_was_scored_otherwise_or_elsewhere_is_not_compared() -> None:
    """Another number of references is another signature; without a common example there is nothing to compare."""
    two = line("two", articles(GOOD, 1), references=(GOOD, POOR))
    halves = {"art-0": [*POOR[:4], *[None] * 4]}, {"art-0": [*[None] * 4, *POOR[4:]]}
    signatures = [c.reason for c in made(line("one", articles(POOR, 1)), two).compared]
    assert [
        reason.startswith("the metric differs: nrefs:1|") and " and nrefs:2|" in reason for reason in signatures
    ] == [True, True]
    assert {c.reason for c in made(*map(line, ("a", "b"), halves)).compared} == {"no example that both have"}
    unscored = made(line("one", articles(POOR, 1)), line("fewer", articles(POOR, 1), Bleu()))
    assert [c.reason for c in unscored.compared if not c.found] == ["not scored"]


def test_p_is_corrected_over_the_family_by_output() -> None:
    """Holm 1979 for three: the smallest times 3, the next times 2, none smaller than the one before."""
    mixed = {f"art-{n}": lines for n, lines in enumerate(articles(GOOD, 8).values())}
    mixed |= {name: articles(POOR, 8)[name] for name in ("art-1", "art-6")}
    lines = [line("poor", articles(POOR, 8)), line("good", articles(GOOD, 8)), line("mixed", mixed)]
    found = made(*lines, line("copy", articles(POOR, 8)))
    for output in ("bleu", "chrf"):
        alike = sorted((c for c in found.compared if c.output.name == output), key=lambda c: c.found.p)  # type: ignore[union-attr]
        first, second, third = (c.found.p for c in alike if c.found)
        assert first == 2 / 256
        assert third == 1.0
        assert [c.adjusted_p for c in alike] == [3 * first, max(3 * first, 2 * second), 1.0]
        assert {c.size for c in alike} == {3}


@pytest.mark.parametrize("all_pairs", [False, True])
def test_a_group_is_shown_to_be_better_than_those_below_it(*, all_pairs: bool) -> None:
    """Two copies share a group, whatever pairs are asked for; a baseline of the leaderboard has none."""
    lines = [line(name, articles(lines, 9)) for name, lines in (("poor", POOR), ("good", GOOD), ("copy", GOOD))]
    found = made(*lines, line("frame", articles(GOOD, 9), frame=True), all_pairs=all_pairs)
    assert {who.system: group for (who, output), group in found.ranks.items() if output == "bleu"} == {
        "good": 1,
        "copy": 1,
        "poor": 2,
    }


@pytest.mark.parametrize(("kind", "samples"), [("bs", 100), ("ar", 1000)])
def test_sacrebleus_own_p_is_the_one_it_gives(kind: str, samples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The expected p is sacrebleu's PairedTest's, run on the same lines in the same order, seed 12345."""
    monkeypatch.setenv("SACREBLEU_SEED", "12345")
    mixed = [good if n % 2 else poor for n, (good, poor) in enumerate(zip(GOOD, POOR, strict=True))]
    texts = {"one": articles(POOR, 2), "other": articles(mixed, 2), "third": articles(POOR[::-1], 2)}
    flat = {name: [text or "" for lines in found.values() for text in lines] for name, found in texts.items()}
    references = [[str(text) for lines in articles(GOOD, 2).values() for text in lines]]
    theirs = PairedTest(
        list(flat.items()),
        {"bleu": BLEU(references=references), "chrf": CHRF(references=references)},
        references=None,
        test_type=kind,
        n_samples=samples,
    )()[1]
    ours = made(*(line(name, found) for name, found in texts.items()))
    for title, output in (("BLEU", "bleu"), ("chrF2", "chrf")):
        for place, name in enumerate(("other", "third"), 1):
            mine = only(ours, output, name)
            p = mine.bootstrap_p if kind == "bs" else mine.randomization_p
            assert p == theirs[title][place].p_value  # type: ignore[union-attr]


def test_a_baseline_asked_for_is_compared_with_those_that_compete() -> None:
    """The untranslated source may be what everybody has to beat, and stays out of the groups."""
    found = made(line("good", articles(GOOD, 6)), line("source", articles(POOR, 6), frame=True), against="source")
    (judged,) = found.judged
    assert (judged.baseline, judged.candidate, judged.verdict.word) == (Who("source"), Who("good"), "better")
    assert found.ranks == {}
    several = [line(name, articles(text, 6)) for name, text in (("good", GOOD), ("poor", POOR), ("again", GOOD))]
    found = made(*several, line("source", articles(POOR, 6), frame=True), against="source")
    assert {who.system for who, _ in found.ranks} == {"good", "poor", "again"}


def test_segments_that_stand_for_themselves_are_units_of_many() -> None:
    """Where each segment is an article of its own, the unit is named as what it is, and power is spoken of."""
    apart = {f"line-{n}": [line] for n, line in enumerate(POOR)}
    wanted = {f"line-{n}": [line] for n, line in enumerate(GOOD)}
    every = entries(_apart("poor", apart, wanted), _apart("good", wanted, wanted))
    found = compare(every, families(every), PLAN, unit="segment", peers=False)
    bleu = only(found, "bleu")
    assert (bleu.unit, bleu.articles, bleu.bootstrap_p, bleu.randomization_p) == ("segment", 8, None, None)
    assert bleu.detectable is not None
    verdict = found.judged[0].verdict
    assert verdict.word == "better"
    assert "over 8 segments" in verdict.sentence


def _apart(name: str, texts: dict[str, list[str]], wanted: dict[str, list[str]]) -> Line:
    examples = tuple(
        Example(article, "", (), (lines[0],), ((wanted[article][0],),), ("a",)) for article, lines in texts.items()
    )
    paired = Paired(examples, len(examples), ("a",))
    return Line(System(name), "", False, tuple(score(metric, paired, "en") for metric in (Bleu(), Chrf())))
