"""The experiments behind docs/agreement.md and docs/facts.md: what they read, plant, and do without data."""

from __future__ import annotations

import gzip
import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import _newstest, facts, power


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("name", "first"), [("power", "newstest2012"), ("agreement", "newstest2012"), ("facts", "demetr")]
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
