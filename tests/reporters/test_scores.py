"""What `toolkit score` shows, table by table."""

from __future__ import annotations

from typing import Any

import pytest
from sacrebleu.metrics import BLEU, TER

from tests.corpus import REFERENCE, SYSTEMS
from toolkit.metrics._options import ChrfOptions
from toolkit.parallel import Parallel
from toolkit.reporters._scores import MANY, Block, bare, blocks, judgments
from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown
from toolkit.scoring import score
from toolkit.scoring._document import document, run_of
from toolkit.scoring._scores import Scores, Wanted
from toolkit.statistics.resampling import Plan


def made(*names: str, **words: Any) -> Scores:
    systems = {name: tuple(SYSTEMS[name.split()[0]]) for name in names}
    asked = Wanted(metrics=("bleu", "ter"), plan=Plan(resamples=40, trials=100), **words)
    return score(Parallel(("ref.txt",), (tuple(REFERENCE),), systems), asked)


def titled(scores: Scores, beginning: str, digits: int = 1) -> Block:
    (found,) = [each for each in blocks(document(scores), digits) if each.title.startswith(beginning)]
    return found


def test_scores_are_a_row_a_system() -> None:
    """In the order given, with as many digits as wanted; a metric whose small numbers are good is named."""
    scores = made("loose", "moved")
    block = titled(scores, "Scores of 25 segments")
    assert block.heads == ("", "BLEU", "TER")
    assert block.rows == (("loose", "72.4", "11.2"), ("moved", "81.3", "10.4"))  # as sacrebleu prints them
    assert block.notes == ("Scored against ref.txt.", "TER: lower is better.")
    theirs = [metric.corpus_score(SYSTEMS["loose"], [REFERENCE]).score for metric in (BLEU(), TER())]
    assert titled(scores, "Scores", digits=3).rows[0] == ("loose", *(f"{score:.3f}" for score in theirs))
    assert bare(document(made("loose")), 0) == "\n".join(f"{score:.0f}" for score in theirs)


@pytest.mark.parametrize(("documents", "where"), [(None, ""), (1, " on this article"), (2, "")])
def test_groups_are_drawn_best_first(documents: int | None, where: str) -> None:
    """By each output, whatever the order of the files: the TER of `moved` is the lowest, its BLEU the highest."""
    found = document(made("loose", "moved", "loose again")) | {"documents": documents}
    for row in found["scores"]:
        row["rank_group"] = 1 if row["system"] == "moved" else 2
    assert next(blocks(found)).notes[2:] == tuple(
        f"{title}: each before a bar is shown to beat each behind it{where}, every two compared (Holm): "
        "moved | loose, loose again."
        for title in ("BLEU", "TER")
    )


def test_bleu_is_taken_apart() -> None:
    """Precisions, brevity, and the two lengths, as sacrebleu prints them after its score."""
    theirs = BLEU().corpus_score(SYSTEMS["clipped"], [REFERENCE])
    block = titled(made("clipped"), "BLEU taken apart")
    assert block.rows == (
        (
            "clipped",
            *theirs.prec_str.split("/"),
            f"{theirs.bp:.3f}",
            f"{theirs.ratio:.3f}",
            str(theirs.sys_len),
            str(theirs.ref_len),
        ),
    )


def test_sacrebleus_test_is_a_table_a_metric_with_its_terms_once() -> None:
    """The baseline has no p; which draws, how many and which seed stands under the last table."""
    scores = made("loose", "moved", test="paired-bs")
    bleu, ter = titled(scores, "BLEU: sacrebleu's paired bootstrap"), titled(scores, "TER: sacrebleu's")
    assert bleu.heads == ("", "score", "mean", "± (95 %)", "p")
    assert (bleu.rows[0][-1], bleu.notes) == ("–", ())
    assert ter.notes == (
        "40 resamples of segments, seed 12345; p against loose, of one pair at a time, not corrected.",
    )
    shuffled = titled(made("loose", "moved", test="paired-ar"), "BLEU: sacrebleu's paired approximate")
    assert shuffled.heads == ("", "score", "p")


def test_every_metrics_verdict_stands_beside_the_joint_one() -> None:
    """One table a baseline; the unit and the test stand under it."""
    block = titled(made("clipped", "moved", "faithful"), "Against clipped")
    assert block.heads == ("", "BLEU", "TER", "together")
    assert [row[0] for row in block.rows] == ["moved", "faithful"]
    assert block.rows[1][1].startswith("+") and block.rows[1][1].endswith(" better")
    assert block.rows[1][3] == "better"
    assert block.notes[0].startswith(
        "Over 25 segments: paired approximate randomization, two-sided, at most 100 shuffles"
    )
    assert block.notes[1].startswith("Each line counts as independent of the others")


def test_a_copy_is_called_identical() -> None:
    """Cells of the table say it, too."""
    assert titled(made("loose", "loose again"), "Against loose").rows == (
        ("loose again", "0.0 identical", "0.0 identical", "identical"),
    )


@pytest.mark.parametrize("names", [5, 6])
def test_many_pairs_are_told_in_sentences(names: int) -> None:
    """Ten pairs come with their numbers; of fifteen the sentences stay, and where the numbers are."""
    scores = made(*[f"loose {n}" for n in range(names)], all_pairs=True)
    found = judgments(run_of(scores))
    assert len(found) == names * (names - 1) // 2
    short = len(found) > MANY
    assert all(bool(one.rows) is not short for one in found)
    assert ("JSON" in found[-1].notes[-1]) is short


def test_two_metrics_of_one_title_stay_apart() -> None:
    """chrF with two words is chrF++ by another way: each has its own table and column."""
    systems = {name: tuple(SYSTEMS[name]) for name in ("loose", "moved")}
    asked = Wanted(
        metrics=("chrf", "chrfpp"), chrf=ChrfOptions(word_order=2), test="paired-bs", plan=Plan(resamples=20, trials=50)
    )
    scores = score(Parallel(("ref.txt",), (tuple(REFERENCE),), systems), asked)
    tables = [each for each in blocks(document(scores)) if each.title.startswith("chrF++: sacrebleu's")]
    assert [len(table.rows) for table in tables] == [2, 2]
    assert tables[0].rows == tables[1].rows
    assert titled(scores, "Against loose").heads == ("", "chrF++", "chrF++", "together")


def test_names_from_outside_are_only_shown() -> None:
    """A file's name with control characters, markup or a pipe is text in both forms."""
    odd = "loose |<b>\x1b[31m"
    scores = made(odd, "moved")
    text = Console().render_scores(document(scores), run_of(scores), 100)
    markdown = Markdown().render_scores(document(scores), run_of(scores))
    assert "\x1b" not in text + markdown
    assert "loose \\|\\<b\\>\\\\x1b\\[31m" in markdown
    assert "loose |<b>\\x1b[31m" in text


def test_a_narrow_terminal_folds_and_loses_nothing() -> None:
    """At 60 columns no line is longer, and long names are folded, not cut."""
    name = "loose system-with-a-name-that-is-much-longer-than-any-column-of-a-table-can-be"
    scores = made(name, "moved")
    text = Console().render_scores(document(scores), run_of(scores), 60)
    assert max(map(len, text.splitlines())) <= 60
    assert "much-longer" in "".join(text.split())
