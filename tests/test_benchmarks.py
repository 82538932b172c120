"""The experiments behind docs/agreement.md and docs/facts.md: what they read, plant, and do without data."""

from __future__ import annotations

import gzip
import importlib
import json
import math
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import (
    _demetr,
    _mqm,
    _newstest,
    _realsumm,
    _rivals,
    bullets,
    bullets_agreement,
    bullets_blind,
    bullets_weights,
    facts,
    facts_bullets,
    planted,
    power,
    readings,
    trust,
    weights,
)
from toolkit import plugins
from toolkit.examples import Block, Origin
from toolkit.summarizers._signs import SIGNS, chances
from toolkit.summarizers.extractive import WEIGHTS


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("power", "newstest2012"),
        ("agreement", "newstest2012"),
        ("trust", "newstest2012"),
        ("facts", "demetr"),
        ("planted", "newstest2012"),
    ],
)
@pytest.mark.parametrize("folder", ["", "empty"])
def test_without_data_it_fails_with_one_line(
    name: str, first: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not skip: an experiment that did not run has shown nothing."""
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path / folder) if folder else "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        importlib.import_module(f"benchmarks.{name}").main()
    assert str(stopped.value) == (
        f"error: mt/{first}.fr-en.jsonl.gz is not there; set TOOLKIT_DATA to the folder that holds mt/"
    )


@pytest.mark.parametrize("folder", ["", "empty"])
def test_bullets_without_data_fail_with_one_line(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not skip either."""
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path / folder) if folder else "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        bullets_agreement.main()
    assert str(stopped.value) == (
        "error: summaries/realsumm.jsonl.gz is not there; set TOOLKIT_DATA to the folder that holds summaries/"
    )


def judged(people: Any, words: Any) -> _realsumm.Judged:
    return _realsumm.Judged((), (), (), np.array(people, dtype=float), np.array(words, dtype=float), {})


def test_length_is_held_fixed_by_taking_it_out_of_both_ranks() -> None:
    """The partial correlation is that of what a straight line through the lengths' ranks leaves (least squares)."""
    random = np.random.default_rng(7)
    people, words, scores = random.permuted(np.tile(np.arange(12.0), (3, 1)), axis=1)

    def left(ranks: Any) -> Any:
        line = np.stack([words, np.ones(12)], axis=1)
        return ranks - line @ np.linalg.lstsq(line, ranks, rcond=None)[0]

    found = bullets_agreement.agreement(judged([people], [words]), np.array([scores]))
    assert found.held[0] == pytest.approx(np.corrcoef(left(people), left(scores))[0, 1])
    longest = bullets_agreement.agreement(judged([people], [words]), np.array([words]))
    assert longest.held[0] == 0.0


def test_like_pairs_are_those_of_about_one_length() -> None:
    """By hand: 100 and 95 words are alike, 50 is not; the score has the one pair the wrong way, or ties it."""
    some = judged([[0.2, 0.5, 0.9]], [[100, 95, 50]])
    assert bullets_agreement.agreement(some, np.array([[3.0, 1.0, 2.0]])).like == 0.0
    assert bullets_agreement.agreement(some, np.array([[1.0, 1.0, 2.0]])).like == 0.5


def test_a_published_figure_that_is_not_met_ends_the_program() -> None:
    """What cannot be reproduced is no ground to stand on."""
    some = judged([[0.1, 0.5, 0.9], [0.2, 0.4, 0.3]], [[100, 95, 30], [95, 100, 25]])
    some.published.update(dict.fromkeys(bullets_agreement.PUBLISHED, np.array([[1.0, 3.0, 2.0], [1.0, 2.0, 3.0]])))
    with pytest.raises(SystemExit, match=r"are not the published 0\.4975 and 0\.408"):
        list(bullets_agreement.reproduced(some))


def test_a_set_is_read_with_what_people_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are added up by article, systems nobody judged are left out, and people's order is the win ratio."""
    lines = [
        {
            "seg": seg,
            "doc": f"d{seg // 2}",
            "src": "un",
            "ref": "one two three",
            "hyps": {"a": "one two three", "b": "x", "c": "y"},
        }
        for seg in range(4)
    ]
    ranked = [{"seg": seg, "better": "a", "worse": "b", "n": 2} for seg in range(4)]
    ranked += [{"seg": 0, "better": "b", "worse": "a", "n": 1}]
    for year in _newstest.YEARS:
        write(tmp_path / "mt" / f"{year}.fr-en.jsonl.gz", lines)
        write(tmp_path / "mt" / f"{year}.fr-en.rankings.jsonl.gz", ranked)
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path))
    monkeypatch.setattr(_newstest, "KEPT", tmp_path / "kept")
    year, _ = _newstest.load(["bleu"])
    assert year.systems == ("a", "b")
    assert year.articles == 2
    assert year.rows["bleu"][0][:, 0].tolist() == [6, 6]  # words of each article: two segments of three
    assert year.people.ratio.tolist() == pytest.approx([8 / 9, 1 / 9])  # nine comparisons, a won eight
    assert year.people.separated == {(0, 1)}
    assert [kept.suffix for kept in (tmp_path / "kept").iterdir()] == [".npy", ".npy"]  # counted once for both years


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("bleu", [[50, 50, 40, 30, 20, 10, 50, 48, 46, 44], [30, 35, 20, 9, 5, 2, 30, 29, 28, 27]]),
        ("chrf", [[60, 50, 40] * 6, [60, 70, 30] * 6]),
        ("similarity", [[4.0, 5.0], [2.4, 3.0]]),
    ],
)
def test_a_planted_loss_is_what_it_says(name: str, rows: list[list[float]]) -> None:
    """Each article's own score falls by the points asked for, and no further than to 0."""
    metric = _newstest.scorers([name])[name]
    counted = np.array(rows, dtype=np.float64)
    points = 0.02 if name == "similarity" else 3.0
    after = metric.combine(power.damaged(metric, counted, points))
    assert after == pytest.approx(metric.combine(counted) - points)
    if name in power.MATCHES:
        assert not metric.combine(power.damaged(metric, counted, 200.0)).any()


def test_trust_is_counted_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """chrF sees copies and nonsense as people do; a segment tau of (8 - 1) / 9; of two pairs the spoilt one is seen."""
    news = [
        {
            "seg": seg,
            "doc": f"d{seg // 2}",
            "src": "un",
            "ref": "one two three",
            "hyps": {"a": "one two three", "b": "xyz"},
        }
        for seg in range(4)
    ]
    ranked = [{"seg": seg, "better": "a", "worse": "b", "n": 2} for seg in range(4)]
    ranked += [{"seg": 0, "better": "b", "worse": "a", "n": 1}]
    marked = [
        {"doc": "d", "seg": str(seg), "system": system, "src": "un", "ref": "one two three", "hyp": hyp, "human": human}
        for system, hyp, human in (("good", "one two three", -1.0), ("bad", "xyz", -5.0), ("reference", "one", 0.0))
        for seg in range(2)
    ]
    pair = {"id": 1, "src": "un", "ref": "one two three", "mt": "one two thre", "severity": "critical"}
    pairs = [
        {**pair, "pert": "one three", "pert_desc": "a word is gone"},
        {**pair, "pert": "one two three", "pert_desc": "the reference", "severity": "base"},
    ]
    for year in _newstest.YEARS:
        write(tmp_path / "mt" / f"{year}.fr-en.jsonl.gz", news)
        write(tmp_path / "mt" / f"{year}.fr-en.rankings.jsonl.gz", ranked)
    write(tmp_path / _mqm.FILE, marked)
    write(tmp_path / _demetr.FILE, pairs)
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path))
    for module in (_newstest, _mqm, _demetr):
        monkeypatch.setattr(module, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(trust, "placed", lambda: ["chrf"])
    trust.main()
    lines = capsys.readouterr().out.splitlines()
    assert "| chrf | 1 of 1 | 0 of 0 = – | 100.0 | 1 of 1 | 0 of 0 = – | 100.0 | 1 of 1 | 0 of 0 = – | 100.0 |" in lines
    assert "| chrf | 0.778 | 0.778 | 1.000 |" in lines
    assert [line for line in lines if line][-5:] == [
        "| all | 2 | 50.0 |",
        "| **critical** | 1 | 100.0 |",
        "| a word is gone | 1 | 100.0 |",
        "| **base** | 1 | 0.0 |",
        "| the reference | 1 | 0.0 |",
    ]


def preferences(seed: int) -> weights.Sheet:
    """Make 400 preferences of 20 articles that recall at layer 3 and the error at layer 5 follow."""
    draw = np.random.default_rng(seed)
    recall, error, breaks = draw.normal(size=(3, 400, weights.DEPTH))
    recall[:, 3] += 1.0
    error[:, 5] -= 0.5
    chrf = draw.normal(0.3, 1.0, size=400)
    return weights.Sheet(f"made {seed}", recall, error, breaks, chrf, np.ones(400), np.arange(400) % 20)


def test_weights_are_those_of_a_logistic_regression() -> None:
    """SciPy's minimizer of the same sum, each set weighing the same, finds the same weights."""
    from scipy.optimize import minimize

    years = [preferences(1), preferences(2).part(np.arange(400) < 100)]
    columns = [year.columns(3, 5) for year in years]
    scale = np.concatenate(columns).std(axis=0)

    def lack(scaled: np.ndarray) -> float:
        parts = [np.log1p(np.exp(-(x / scale) @ scaled)).mean() for x in columns]
        return float(sum(parts) + weights.RIDGE / 2 * (scaled**2).sum())

    expected = minimize(lack, np.zeros(4), tol=1e-10).x / scale
    assert weights.fitted(columns, [year.n for year in years]) == pytest.approx(expected, abs=1e-4)


def test_layers_are_those_that_agree_best() -> None:
    """The planted layers are found, recall and chrF weigh 1, and unseen articles are ordered nearly as well."""
    years = [preferences(1), preferences(2)]
    choice = weights.choose(years)
    assert (choice.recall, choice.error) == (3, 5)
    assert sum(choice.weights[:2]) == pytest.approx(1.0)
    for year, held in zip(years, weights.held_out(years, seed=1), strict=True):
        assert year.tau(choice.score(year)) - 0.1 < held < 1


def test_a_planted_error_is_found_where_the_translation_has_a_flag_it_had_not_before() -> None:
    """A flag that the translation has without the error is not counted; each kind has its line, and all together."""
    kind = "numbers changed in a reasonable range"
    lines = [
        {"src": "Cinq chats.", "mt": "Five cats.", "pert": "Six cats.", "pert_desc": kind},
        {"src": "Sept chats.", "mt": "Eight cats.", "pert": "Eight cats!", "pert_desc": kind},
    ]
    told = list(facts.planted(lines))
    assert "| a number changed | 2 | 1 |" in told
    assert "| all | 2 | 1 |" in told
    assert told[-1] == "1 of 2 unperturbed translations flagged, 50.0 %: 1 lost number"


def test_an_error_planted_in_a_bullet_is_found_and_what_was_flagged_before_is_left_out() -> None:
    """Number, name and both ways with a negation; the last bullet is wrong as it stands."""
    text = "Only Ada Brun was not there for 5 days. The mayor has left."
    blocks = (Block("seg-001", "", text),)
    cases = [
        facts_bullets.Case("Ada Brun was not there for 5 days.", Origin("seg-001", 0, 39), blocks),
        facts_bullets.Case("The mayor has left.", Origin("seg-001", 40, len(text)), blocks),
        facts_bullets.Case("Ada Brun was there for 8 days.", Origin("seg-001", 0, 39), blocks),
    ]
    assert list(facts_bullets.planted(cases)) == [
        "| a number changed | 1 | 1 |",
        "| a name changed | 1 | 1 |",
        "| a negation left out | 1 | 1 |",
        "| a negation put in | 1 | 1 |",
    ]
    (line,) = facts_bullets.flagged("three", cases, show=False)
    assert line == "| three | 3 | 1 | 33.3 % | 1 invented number, 1 lost negation |"


def test_each_error_is_planted_once_and_drawn_by_the_seed() -> None:
    """Into texts that have what it needs; the words around it stay, and the same seed plants the same."""
    source = "Hier, Kerviel et Trichet ont quitté Rome avec sept amis et 250 euros."
    target = "Yesterday Kerviel and Trichet have left Rome with seven friends and 250 euros."
    ways = planted.kinds([planted.Pair(source, target), planted.Pair("Selon Zatlin, oui.", "It is Zatlin today.")])
    spoilt = {kind: plant(source, target, random.Random(1)) for kind, plant in ways.items()}
    assert spoilt == {kind: plant(source, target, random.Random(1)) for kind, plant in ways.items()}
    changed = {kind: set(target.split()) ^ set(text.split()) for kind, text in spoilt.items() if text}
    assert set(ways) - set(changed) == {"a people replaced", "a negation left out"}
    assert "seven" in changed["a number changed, in words"]
    assert "Rome" in changed["a place replaced"] & changed["a place or people removed"]
    assert changed["a name replaced"] in ({"Kerviel", "Zatlin"}, {"Trichet", "Zatlin"})
    assert changed["a name removed"] in ({"Kerviel"}, {"Trichet"})
    assert changed["a negation put in"] == {"not"}


def test_the_table_of_what_we_planted_counts_what_is_found() -> None:
    """One line a kind and one for all; a text is flagged where it is without the error."""
    pairs = [planted.Pair("Il est à Rome avec 40 chats.", "He is in Rome with 40 cats.")]
    told = list(planted.table({"own": pairs}))
    assert "| a place replaced | own | 1 | 100.0 % | 0.0 % |" in told
    assert told[-1] == "| all | own | 4 | 100.0 % | 0.0 % |"
    assert list(planted.clean({"own": pairs})) == ["0 of 1 own flagged, 0.0 %: none"]


@pytest.mark.parametrize(
    "name", ["bullets", "bullets_blind", "bullets_sample", "bullets_weights", "facts_bullets", "readings"]
)
@pytest.mark.parametrize("folder", ["", "empty"])
def test_without_its_news_the_bullets_fail_with_one_line(
    name: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do not skip either."""
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path / folder) if folder else "")
    with pytest.raises(SystemExit) as stopped:
        importlib.import_module(f"benchmarks.{name}").main()
    assert str(stopped.value) == (
        "error: summaries/cnn-highlights.jsonl.gz is not there; set TOOLKIT_DATA to the folder that holds summaries/"
    )


def test_the_weights_of_bullets_are_a_grid_that_holds_those_tried_on_the_other_half() -> None:
    """Each setting is tried once, the one in force too; what is not on the grid keeps the value in force."""
    tried = bullets_weights.settings()
    on_grid = math.prod(map(len, bullets_weights.GRID.values()))
    assert len(set(map(str, tried))) == len(tried) in {on_grid, on_grid + 1}
    assert WEIGHTS in tried
    assert set(bullets.CHOSEN) == {0, 1}
    assert all(weights in tried for weights in bullets.CHOSEN.values())
    assert {weights.short for weights in tried} == {WEIGHTS.short}


def test_the_best_weights_are_those_of_the_highest_f1_over_both_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    """Of two settings the second is better on one article of ten: 0.55 beside 0.5."""
    metric = plugins.load("metrics", "bullet_f1")(None)
    rows = np.zeros((2, 2, 10, len(metric.columns)))
    rows[..., 1:3] = 1.0  # a bullet and a reference bullet
    rows[..., 0] = 0.5
    rows[1, :, 7, 0] = 1.0
    other = replace(WEIGHTS, position=0.9)
    assert bullets_weights.shown("some", [WEIGHTS, other], rows, metric) == other
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "some, 10 articles"
    assert told[1].endswith(" 55.00")
    assert told[-1].endswith(" 50.00  in force")


def test_what_readers_said_is_kept_by_digests_and_without_text() -> None:
    """Eight hexadecimal digits a line, and two answers or three."""
    said = readings.answers()
    assert {name for name, _, _ in said} == {"cnn-highlights", "realsumm"}
    assert all(re.fullmatch("[0-9a-f]{8}", line) for _, _, line in said)
    assert {
        len(line)
        for row in map(json.loads, readings.ANSWERS.read_text(encoding="utf-8").splitlines())
        for line in row["read"].values()
    } == {2, 3}
    assert readings.digest("abc") == "ba7816bf"  # NIST FIPS 180-4, example of SHA-256


def test_signs_weigh_what_a_ridge_regression_gives() -> None:
    """SciPy's minimizer of the same sum gives every line the same chance; the base is not held small."""
    from scipy.optimize import minimize

    draw = np.random.default_rng(1)
    found = draw.normal(2.0, 3.0, size=(300, len(SIGNS)))
    said = draw.random((2, 300)) < 1 / (1 + np.exp(2.0 - found[:, 0]))
    lines = [
        readings.Line(one, readings.Answer(bool(said[0, place]), worth=True, alone=again), place=0, half=0)
        for place, one in enumerate(found)
        for again in (bool(said[1, place]) if place % 2 else None,)
    ]
    # Every second line was read twice, and each reading counts.
    read = np.concatenate([found, found[1::2]])
    answers = np.concatenate([said[0], said[1, 1::2]])
    spread = (read - read.mean(axis=0)) / read.std(axis=0)

    def lack(weights: np.ndarray) -> float:
        logit = spread @ weights[1:] + weights[0]
        lost = np.log1p(np.exp(np.where(answers, -logit, logit))).sum()
        return float(lost + (weights[1:] ** 2).sum() / (2 * readings.PENALTY))

    best = minimize(lack, np.zeros(len(SIGNS) + 1), tol=1e-10).x
    expected = 1 / (1 + np.exp(-(spread @ best[1:] + best[0])))
    assert chances(read, readings.fit(lines)) == pytest.approx(expected, abs=1e-3)


def test_bullets_to_be_read_hide_whose_they_are() -> None:
    """Only the box with the bullet marked in it, the bullet's sentence and the beginning of its article are told."""
    box = ("A storm came.", "A ferry sank.")
    item = bullets_blind.Item("newsroom", box, 1, "A ferry sank off Marsa.", "It was late.")
    assert bullets_blind.told([item]) == [
        "1. ARTICLE BEGINS: It was late.",
        "     - A storm came.",
        "    >> A ferry sank.",
        "   SOURCE: A ferry sank off Marsa.",
        "",
    ]


def test_rivals_give_every_sentence_once_in_an_order_of_their_own() -> None:
    """Lead is the order of reading; a sentence that cannot be shortened gives way to the next."""
    sentences = (
        "The port of Marsa is open again after the long strike of its dockers and its crane drivers and its pilots.",
        "Dockers of Marsa ended the strike.",
        "The strike of the dockers closed the port.",
        "Farmers lost wheat to hail.",
    )
    for rival in _rivals.RIVALS:
        assert sorted(_rivals.order_of(rival, sentences)) == sorted(sentences)
    assert _rivals.bullets_of(_rivals.order_of("lead-3", sentences), 2, 10) == list(sentences[1:3])
