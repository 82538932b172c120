"""toolkit verify: an untouched run passes; whatever is changed in it is found and named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from tests.cli.six import make_project, make_run, rewrite, sign, without_arrays
from toolkit.tables import Row, counts, load_run
from toolkit.tables.counts import Counts

Change = Callable[[list[Row]], None]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one run for all tests, which change copies of it."""
    folder = tmp_path_factory.mktemp("six")
    make_project(folder)
    return make_run(folder)


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    """Copy the run."""
    return Path(shutil.copytree(original, tmp_path / "run"))


def row_of(rows: list[Row], **cells: object) -> Row:
    """Find the first row with these cells."""
    return next(row for row in rows if all(row[name] == value for name, value in cells.items()))


def put(column: str, value: object, **cells: object) -> Change:
    """Change one cell of the first row with these cells."""
    return lambda rows: row_of(rows, **cells).update({column: value})


def drop(**cells: object) -> Change:
    """Take out the first row with these cells."""
    return lambda rows: rows.remove(row_of(rows, **cells))


SECOND = {"article_id": "art-town-2", "segment_id": "seg-002", "system": "plain"}
PAIR = {"baseline": "plain", "candidate": "broken", "output": "chrf"}

CHANGES: dict[str, tuple[str, Change, str]] = {
    "a hypothesis": (
        "segments.jsonl",
        put("translation", "The mayor signed it.", **SECOND),
        "segments.jsonl: art-town-2, seg-002, plain: translation: expected the text that bleu scored",
    ),
    "a reference": (
        "segments.jsonl",
        put("reference_text", "The mayor signed it.", **SECOND),
        "segments.jsonl: art-town-2, seg-002, plain: reference_text: expected the text that bleu scored",
    ),
    "a bullet": (
        "bullets.jsonl",
        put("text", "The mayor signed it.", article_id="art-town-3", system="broken"),
        "bullets.jsonl: art-town-3, broken, extractive: text: expected the bullets that bullet_f1 scored (",
    ),
    "a reference bullet": (
        "bullets.jsonl",
        put("text", "The mayor signed it.", article_id="art-town-3", role="reference"),
        "bullets.jsonl: art-town-3, reference a: text: expected the bullets that bullet_f1 scored against",
    ),
    "a segment's score": (
        "scores.jsonl",
        put("score", 99.5, output="chrf", **SECOND),
        "scores.jsonl: art-town-2, seg-002, plain, chrf: score: expected ",
    ),
    "a corpus score": (
        "aggregates.jsonl",
        put("score", 99.5, system="broken", output="bleu"),
        "aggregates.jsonl: broken, bleu: score: expected ",
    ),
    "a rank": (
        "aggregates.jsonl",
        lambda rows: row_of(rows, system="broken", output="bleu").update(ranked=True, rank=1, rank_group=1),
        "aggregates.jsonl: broken, bleu: ranked: expected False, found True",
    ),
    "a coverage": (
        "aggregates.jsonl",
        lambda rows: row_of(rows, system="broken", output="bleu").update(examples=15, coverage=1.0),
        "aggregates.jsonl: broken, bleu: examples: expected 18, found 15",
    ),
    "a count": (
        "statistics/bleu.jsonl",
        put("match_1", 1.0, **SECOND),
        "statistics/bleu.npz: art-town-2, seg-002, plain, bleu: match_1: expected 1.0, found 13.0",
    ),
    "a fact's fate": (
        "facts.jsonl",
        put("state", "lost", kind="weekday", **SECOND),
        "facts.jsonl: art-town-2, seg-002, plain, 2: state: expected kept, found lost",
    ),
    "a missing fact": (
        "facts.jsonl",
        drop(kind="weekday", **SECOND),
        "facts.jsonl: art-town-2, seg-002, plain, 2: expected a line, found none",
    ),
    "a count of facts": (
        "statistics/facts.jsonl",
        put("kept", 7.0, **SECOND),
        "statistics/facts.npz: art-town-2, seg-002, plain, facts: kept: expected 7.0, found 2.0",
    ),
    "an interval": (
        "comparisons.jsonl",
        put("high", 1.0, **PAIR),
        "comparisons.jsonl: translations, plain, broken, chrf: high: expected ",
    ),
    # Over 5 articles whole articles are flipped: all 16 pairs of signs, of which only the two ends are as large: 1/16.
    "a p": (
        "comparisons.jsonl",
        put("p", 0.01, **PAIR),
        "comparisons.jsonl: translations, plain, broken, chrf: p: expected 0.0625, found 0.01",
    ),
    "a seed": (
        "comparisons.jsonl",
        put("seed", 7, **PAIR),
        "comparisons.jsonl: translations, plain, broken, chrf: seed: expected 12345, found 7",
    ),
    "a verdict": (
        "verdicts.jsonl",
        put("verdict", "worse", task="translation"),
        "verdicts.jsonl: translations, plain, broken: verdict: expected too little material, found worse",
    ),
    "a missing segment": (
        "segments.jsonl",
        drop(**SECOND),
        "segments.jsonl: art-town-2, seg-002, plain: expected a line, found none",
    ),
    "a missing score": (
        "scores.jsonl",
        drop(output="chrf", **SECOND),
        "scores.jsonl: art-town-2, seg-002, plain, chrf: expected a line, found none",
    ),
    "a missing count": (
        "statistics/chrf.jsonl",
        drop(**SECOND),
        "statistics/chrf.jsonl: art-town-2, seg-002, plain, chrf: expected a line, found none",
    ),
    "a missing bullet's count": (
        "statistics/bullet_f1.jsonl",
        drop(article_id="art-town-2", system="plain"),
        "statistics/bullet_f1.jsonl: art-town-2, plain, extractive, bullet_f1: expected a line, found none",
    ),
    "missing bullets": (
        "bullets.jsonl",
        drop(article_id="art-town-2", system="plain"),
        "bullets.jsonl: art-town-2, plain, extractive: expected a line, found none",
    ),
    "a missing comparison": (
        "comparisons.jsonl",
        drop(**PAIR),
        "comparisons.jsonl: translations, plain, broken, chrf: expected a line, found none",
    ),
    "a line of a leaderboard": (
        "aggregates.jsonl",
        drop(system="broken", output="bleu"),
        "aggregates.jsonl: broken, bleu: expected a line, found none",
    ),
    "a score twice": (
        "scores.jsonl",
        lambda rows: rows.append(rows[0]),
        "bleu: expected one line, found two",
    ),
    "a count of what failed": (
        "statistics/bleu.jsonl",
        lambda rows: rows.append(row_of(rows, system="broken") | {"article_id": "art-town-6"}),
        "statistics/bleu.jsonl: art-town-6, seg-001, broken, bleu: expected no such line, found a line",
    ),
    "a number as text": (
        "scores.jsonl",
        put("score", "99.5", output="chrf", **SECOND),
        "expected a row of this table, found row of scores: column score cannot hold '99.5'",
    ),
    "a column": (
        "verdicts.jsonl",
        lambda rows: rows[0].pop("sentence"),
        "verdicts.jsonl: line 1: expected a row of this table, found row of verdicts: missing ['sentence']",
    ),
    "settings": (
        "runs.jsonl",
        put("config_json", '{"compare": {}}'),
        "runs.jsonl: config_json: expected the settings of a run, found something else",
    ),
}


def test_an_untouched_run_passes(run: Path, toolkit: Toolkit) -> None:
    """It says what was derived again, one number a table; a failed article and a nullable column are no obstacle."""
    result = toolkit("verify", run)
    assert result.code == 0, result.out
    made = load_run(run)
    for table in ("scores", "aggregates", "comparisons", "verdicts"):
        assert f"{table} {len(made.rows(table))}" in result.out
    assert result.out.count("\n") == 1
    assert made.rows("failures")


def test_the_order_of_lines_does_not_matter(run: Path, toolkit: Toolkit) -> None:
    """Tables put rows without nulls first, for the sake of readers: places are found by what the rows say."""
    for file in ("statistics/bleu.jsonl", "statistics/bullet_f1.jsonl", "scores.jsonl", "segments.jsonl"):
        rewrite(run, file, list.reverse)
    result = toolkit("verify", run)
    assert result.code == 0, result.out


def test_the_demo_passes(here: Path, toolkit: Toolkit) -> None:
    """One article, baselines, references as systems and every usual metric; `latest` is meant where none is named."""
    assert toolkit("run", "--offline", "--quiet").code == 0
    result = toolkit("verify")
    assert result.code == 0, result.out
    assert str(next((here / "outputs" / "runs").glob("*")).relative_to(here)) in result.out


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_named(what: str, run: Path, toolkit: Toolkit) -> None:
    """The manifest is made to fit, so that only the other rows can give the change away: one line, exit code 1."""
    file, change, told = CHANGES[what]
    rewrite(run, file, change)
    result = toolkit("verify", run)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("mismatch: ")
    assert result.out.count("\n") == 1
    assert told in result.out


def test_counts_of_facts_are_held_against_the_texts(run: Path, toolkit: Toolkit) -> None:
    """In a run without arrays nothing else gives a changed count away: the texts are read again."""
    without_arrays(run)
    rewrite(run, "statistics/facts.jsonl", put("kept", 7.0, **SECOND))
    result = toolkit("verify", run)
    assert result.code == 1
    told = "statistics/facts.jsonl: art-town-2, seg-002, plain, facts: kept: expected 2.0, found 7.0"
    assert result.out.startswith(f"mismatch: {told}")


def test_a_changed_file_is_named_first_and_its_row_next(run: Path, toolkit: Toolkit) -> None:
    """The manifest tells the file, the other tables tell the cell."""
    file, change, told = CHANGES["a segment's score"]
    rewrite(run, file, change, rehash=False)
    result = toolkit("verify", run)
    assert result.code == 1
    first, second = result.out.splitlines()
    assert first.endswith("scores.jsonl is not what manifest.json says: it was changed since")
    assert told in second


@pytest.mark.parametrize("break_it", [lambda path: path.unlink(), lambda path: path.write_text("{", encoding="utf-8")])
def test_a_file_that_cannot_be_read_is_named(break_it: Callable[[Path], object], run: Path, toolkit: Toolkit) -> None:
    """What is missing or broken is the one thing said: no other line is blamed for it."""
    break_it(run / "scores.jsonl")
    result = toolkit("verify", run)
    assert result.code == 1
    assert result.out.count("\n") == 1
    assert "scores.jsonl" in result.out


def spoil(run: Path, change: Callable[[Counts], Counts], *, rehash: bool = True) -> None:
    """Change the arrays of BLEU, by default with the manifest, so that only the lines can give it away."""
    path = run / "statistics" / "bleu.npz"
    path.write_bytes(counts.encode(change(counts.read(path))))
    if rehash:
        sign(run, "statistics/bleu.npz")


def at_second(kept: Counts) -> int:
    """Find the row of `SECOND`."""
    wanted = [names.index(value) for names, value in zip(kept.names, (*SECOND.values(), ""), strict=True)]
    return kept.codes.tolist().index(wanted)


def put_count(kept: Counts) -> Counts:
    """Change one count."""
    other = kept.counts.copy()
    other[at_second(kept), kept.columns.index("match_1")] = 1.0
    return replace(kept, counts=other)


def put_digest(kept: Counts) -> Counts:
    """Change one digest of a text."""
    other = kept.digests.copy()
    other[at_second(kept), 0] = 0
    return replace(kept, digests=other)


def cut(kept: Counts) -> Counts:
    """Leave out the last row, which is one of the line `broken`."""
    return replace(kept, codes=kept.codes[:-1], digests=kept.digests[:-1], counts=kept.counts[:-1])


SPOILED: dict[str, tuple[Callable[[Counts], Counts], str]] = {
    "a count": (put_count, "art-town-2, seg-002, plain, bleu: match_1: expected 13.0, found 1.0"),
    "a digest": (put_digest, "art-town-2, seg-002, plain, bleu: hypothesis_digest: expected sha256:"),
    "a missing row": (cut, "broken, row 15: expected art-town-5, seg-003, found none"),
    "the order of rows": (
        lambda kept: replace(kept, codes=kept.codes[::-1].copy()),
        "plain, row 1: expected art-town-1, seg-001, found art-town-6, seg-003",
    ),
    "a line": (
        lambda kept: replace(kept, names=(*kept.names[:2], ("plain", "third"), kept.names[3])),
        "broken, row 1: expected art-town-1, seg-001, found none",
    ),
    "a column": (
        lambda kept: replace(kept, columns=("other", *kept.columns[1:])),
        "columns: expected ",
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_arrays_that_are_not_those_of_the_lines_are_named(what: str, run: Path, toolkit: Toolkit) -> None:
    """The manifest fits, so that only the JSON Lines can give it away."""
    change, told = SPOILED[what]
    spoil(run, change)
    result = toolkit("verify", run)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith(f"mismatch: statistics/bleu.npz: {told}")
    assert result.out.count("\n") == 1


def test_arrays_that_were_changed_since_are_named_first_and_their_row_next(run: Path, toolkit: Toolkit) -> None:
    """The manifest tells the file, the lines tell the cell."""
    spoil(run, put_count, rehash=False)
    first, second = toolkit("verify", run).out.splitlines()
    assert first.endswith("bleu.npz is not what manifest.json says: it was changed since")
    assert SPOILED["a count"][1] in second


def test_a_count_that_is_changed_everywhere_gives_other_scores(run: Path, toolkit: Toolkit) -> None:
    """Lines and arrays agree, and nothing that follows from them does."""
    rewrite(run, "statistics/bleu.jsonl", put("match_1", 1.0, **SECOND))
    spoil(run, put_count)
    result = toolkit("verify", run)
    assert result.code == 1
    assert "scores.jsonl: art-town-2, seg-002, plain, bleu: score: expected " in result.out


@pytest.mark.parametrize("data", [None, b"", b"PK"])
def test_arrays_that_cannot_be_read_are_named(data: bytes | None, run: Path, toolkit: Toolkit) -> None:
    """By verify, which reads on, and by compare, which does not: a line each, and no other file is blamed."""
    path = run / "statistics" / "bleu.npz"
    path.unlink()
    told = "cannot read "
    if data is not None:
        path.write_bytes(data)
        sign(run, "statistics/bleu.npz")
        told = "statistics/bleu.npz: expected the arrays of statistics/bleu.jsonl, found something else"
    verified, compared = toolkit("verify", run), toolkit("compare", run)
    assert (verified.code, verified.out.count("\n")) == (1, 1)
    assert told in verified.out
    assert (compared.code, compared.out, compared.err.count("\n")) == (2, "", 1)
    assert "bleu.npz" in compared.err
    assert "make the run again" in compared.err


def test_a_run_without_arrays_is_verified_and_compared_as_before(run: Path, toolkit: Toolkit) -> None:
    """An older toolkit wrote none; what is said of the run does not depend on them."""
    with_them = toolkit("compare", run, "--format", "json")
    without_arrays(run)
    assert toolkit("verify", run).code == 0
    assert toolkit("compare", run, "--format", "json") == with_them


def test_the_json_form(run: Path, toolkit: Toolkit) -> None:
    """A script reads whether it is sound, and what is not."""
    sound = json.loads(toolkit("verify", run, "--format", "json").out)
    assert sound["ok"] is True
    assert sound["problems"] == []
    assert sound["derived"]["verdicts"] == len(load_run(run).rows("verdicts"))
    rewrite(run, *CHANGES["a p"][:2])
    result = toolkit("verify", run, "--format", "json")
    assert result.code == 1
    assert json.loads(result.out)["problems"] == [CHANGES["a p"][2]]


def test_what_is_no_run_is_refused(tmp_path: Path, toolkit: Toolkit) -> None:
    """A folder without a manifest, and a name that no run has, are mistakes of the command line."""
    for name in (tmp_path, "run-000"):
        result = toolkit("verify", name, "--out", tmp_path)
        assert result.code == 2
        assert "toolkit runs" in result.err
