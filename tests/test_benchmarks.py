"""The experiments behind docs/agreement.md: what they read, what they plant, and what they do without data."""

from __future__ import annotations

import gzip
import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import _newstest, _rivals, power


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize("name", ["power", "agreement"])
@pytest.mark.parametrize("folder", ["", "empty"])
def test_without_data_it_fails_with_one_line(
    name: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not skip: an experiment that did not run has shown nothing."""
    monkeypatch.setenv("TOOLKIT_DATA", str(tmp_path / folder) if folder else "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        importlib.import_module(f"benchmarks.{name}").main()
    assert str(stopped.value) == (
        "error: mt/newstest2012.fr-en.jsonl.gz is not there; set TOOLKIT_DATA to the folder that holds mt/"
    )


def test_a_set_is_read_with_what_people_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are added up by article, systems nobody judged are left out, and people's order is the win ratio."""
    lines = [
        {"seg": seg, "doc": f"d{seg // 2}", "ref": "one two three", "hyps": {"a": "one two three", "b": "x", "c": "y"}}
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


@pytest.mark.parametrize("name", ["bullets", "bullets_sample"])
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
