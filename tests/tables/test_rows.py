"""Rows: what the schemas say is what a row can be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toolkit.tables.rows import columns, row, typed_first

FAILURE = {
    "run_id": "run-1",
    "article_id": "art-x",
    "system": "deepl",
    "summarizer": "",
    "stage": "translate",
    "segment_id": "seg-001",
    "kind": "quota",
    "message": "used up",
}
SCORE = {
    "run_id": "run-1",
    "article_id": "art-x",
    "segment_id": "seg-001",
    "task": "translation",
    "unit": "segment",
    "system": "s",
    "summarizer": "",
    "baseline": False,
    "metric": "bleu",
    "output": "bleu",
    "score": 12.3456789,
    "scored": True,
    "reason": "",
    "signature": "",
}
COUNTS = {
    "run_id": "run-1",
    "article_id": "art-x",
    "segment_id": "",
    "system": "s",
    "summarizer": "",
    "metric": "m",
    "hypothesis_digest": "sha256:" + "0" * 64,
    "references_digest": "sha256:" + "1" * 64,
}


def test_a_row_has_the_columns_of_its_table_in_their_order_whatever_the_order_given() -> None:
    made = row("failures", **dict(reversed(FAILURE.items())))
    assert tuple(made) == columns("failures")
    assert made["record"] == "failures"
    assert made["schema_version"] == 1


@pytest.mark.parametrize("cells", [{"more": 1}, {"record": "scores"}, {"schema_version": 2}])
def test_a_column_the_table_has_not_is_refused(cells: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="failures"):
        row("failures", **FAILURE | cells)


def test_a_missing_column_is_named() -> None:
    cells = {name: cell for name, cell in FAILURE.items() if name != "kind"}
    with pytest.raises(ValueError, match=r"missing \['kind'\]"):
        row("failures", **cells)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("article_id", "7"),  # an id without its prefix: a reader would take it for a number
        ("segment_id", "001"),
        ("stage", "lunch"),
        ("kind", ""),
        ("message", None),
        ("message", 7),
    ],
)
def test_a_cell_the_schema_does_not_allow_is_refused(name: str, cell: object) -> None:
    with pytest.raises(ValueError, match=f"column {name} cannot hold"):
        row("failures", **FAILURE | {name: cell})


def test_booleans_are_not_numbers_and_numbers_not_booleans() -> None:
    with pytest.raises(ValueError, match="column baseline"):
        row("scores", **SCORE | {"baseline": 1})
    with pytest.raises(ValueError, match="column score"):
        row("scores", **SCORE | {"score": True})


def test_scores_are_rounded_to_six_places() -> None:
    assert row("scores", **SCORE)["score"] == 12.345679


@pytest.mark.parametrize("score", [7, np.float64(7), np.float32(7), np.int64(7)])
def test_every_kind_of_number_becomes_a_plain_float(score: object) -> None:
    made = row("scores", **SCORE | {"score": score})["score"]
    assert type(made) is float
    assert made == 7.0


def test_a_score_never_reads_minus_zero() -> None:
    assert math.copysign(1, row("scores", **SCORE | {"score": -1e-9})["score"]) == 1


@pytest.mark.parametrize("score", [None, math.nan, np.float64("nan"), math.inf])
def test_a_score_that_is_no_number_is_null_unscored_and_has_a_reason(score: object) -> None:
    made = row("scores", **SCORE | {"score": score})
    assert (made["score"], made["scored"], made["reason"]) == (None, False, "nothing was counted")
    assert row("scores", **SCORE | {"score": score, "reason": "no reference"})["reason"] == "no reference"


def test_a_score_beside_scored_false_is_a_bug() -> None:
    with pytest.raises(ValueError, match="scored=False"):
        row("scores", **SCORE | {"scored": False})


def test_statistics_take_the_metrics_own_columns_unrounded_and_uncounted_ones_as_null() -> None:
    made = row("statistics", **COUNTS, matches=2, share=1 / 3, unknown=math.nan)
    assert list(made)[-4:] == ["references_digest", "matches", "share", "unknown"]
    assert list(made.values())[-3:] == [2.0, 1 / 3, None]
    assert type(made["matches"]) is float


def test_lone_surrogates_are_replaced_because_no_file_can_carry_them() -> None:
    assert row("failures", **FAILURE | {"message": "a\ud800"})["message"] == "a\ufffd"


def test_rows_a_reader_infers_types_from_come_first_and_the_others_keep_their_order() -> None:
    def cells(name: str, bill: int | None, latency: float | None) -> dict[str, object]:
        return {"name": name, "bill": bill, "latency": latency}

    rows = [cells("a", None, None), cells("b", None, None), cells("c", None, 1.0), cells("d", 5, None)]
    assert [row["name"] for row in typed_first(rows)] == ["d", "c", "a", "b"]
    assert typed_first([]) == []


def test_scored_rows_come_before_unscored_ones() -> None:
    rows = [{"n": 1, "scored": False}, {"n": 2, "scored": True}, {"n": 3, "scored": False}, {"n": 4, "scored": True}]
    assert [row["n"] for row in typed_first(rows)] == [2, 4, 1, 3]
