"""Plain lines to scores and verdicts: what the command line does not show by itself."""

from __future__ import annotations

import pytest
from sacrebleu.metrics import BLEU, CHRF

from tests.corpus import REFERENCE, SYSTEMS
from toolkit import score as score_lines
from toolkit.errors import InputError, UnknownPluginError
from toolkit.metrics._options import ChrfOptions
from toolkit.parallel import Parallel
from toolkit.scoring import score
from toolkit.scoring._document import by_line, document
from toolkit.scoring._scores import Wanted
from toolkit.statistics.resampling import Plan

PLAN = Plan(resamples=50, trials=200)


def lines(*names: str, documents: int = 0) -> Parallel:
    ids = tuple(f"doc-{n // documents}" for n in range(25)) if documents else ()
    return Parallel(("ref",), (tuple(REFERENCE),), {name: tuple(SYSTEMS[name]) for name in names}, ids)


def test_an_order_of_chrf_does_not_reach_chrf_plus_plus() -> None:
    """chrF++ takes chrF's options but for its words."""
    chrf = ChrfOptions(word_order=1, lowercase=True)
    made = score(lines("loose"), Wanted(metrics=("chrfpp", "chrf"), chrf=chrf))
    by_name = {each.metric.name: each.results[0].score for each in made.scored}
    assert list(by_name) == ["chrf", "chrfpp"]
    for name, order in (("chrf", 1), ("chrfpp", 2)):
        theirs = CHRF(word_order=order, lowercase=True).corpus_score(SYSTEMS["loose"], [REFERENCE])
        assert by_name[name] == theirs.score


def test_a_metric_named_twice_is_counted_once() -> None:
    """As is one named twice in different places."""
    made = score(lines("loose"), Wanted(metrics=("bleu", "bleu")))
    assert [each.metric.name for each in made.scored] == ["bleu"]


def test_nothing_is_compared_unless_it_is_wanted() -> None:
    """Scores alone cost no shuffle; a single system has nothing to be compared with."""
    assert score(lines("loose", "moved"), Wanted(metrics=("bleu",), judged=False, plan=PLAN)).made is None
    assert score(lines("loose"), Wanted(metrics=("bleu",), plan=PLAN)).made is None


def test_where_nothing_is_counted_the_number_is_sacrebleus() -> None:
    """Empty lines against empty lines are 0 there; the comparison has no number, and says why."""
    empty = Parallel(("ref",), (("", ""),), {"one": ("", ""), "two": ("a", "")})
    found = document(score(empty, Wanted(metrics=("bleu", "chrf"), plan=PLAN)))
    assert {row["score"] for row in found["scores"]} == {0.0}
    first = next(row for row in found["comparisons"] if row["metric"] == "chrf")
    assert (first["difference"], first["verdict"], first["reason"]) == (None, None, "nothing was counted")
    single = by_line(score(Parallel(("ref",), (("",),), {"one": ("",)}), Wanted(metrics=("chrf",), by_line=True)))
    assert single["scores"] == [0.0]


def test_progress_is_told_by_metric() -> None:
    """What is encoded says how far it is, under the name of the metric."""
    told = []
    score(lines("loose"), Wanted(metrics=("similarity",)), lambda *words: told.append(words))
    assert told == [("similarity", 25, 25)]


def test_lines_of_one_document_move_together() -> None:
    """Five documents can never show anything at the 5 % level: 2 of 2^5 shuffles are as extreme."""
    made = score(lines("clipped", "faithful", documents=5), Wanted(metrics=("bleu", "chrf"), plan=PLAN))
    assert made.made is not None
    assert made.made.judged[0].verdict.word == "too little material"
    assert "5 articles are too little" in made.made.judged[0].verdict.sentence
    apart = score(lines("clipped", "faithful"), Wanted(metrics=("bleu", "chrf"), plan=PLAN)).made
    assert apart is not None
    assert apart.judged[0].verdict.word == "better"


def test_from_python_the_numbers_are_the_same() -> None:
    """toolkit.score takes one reference or several, and refuses what does not match."""
    found = score_lines(SYSTEMS["loose"], [REFERENCE, SYSTEMS["moved"]], metrics=["bleu"])
    assert found == {"bleu": BLEU().corpus_score(SYSTEMS["loose"], [REFERENCE, SYSTEMS["moved"]]).score}
    assert score_lines(["a b c d"], ["a b c d"], metrics=["bleu"])["bleu"] == pytest.approx(100.0)
    with pytest.raises(InputError, match="the hypothesis has 1 line, reference 1 has 2"):
        score_lines(["a"], ["a", "b"])
    with pytest.raises(InputError, match="nothing to score"):
        score_lines([], [], metrics=["bleu"])
    with pytest.raises(UnknownPluginError, match="did you mean 'bleu'"):
        score_lines(["a"], ["a"], metrics=["blue"])
