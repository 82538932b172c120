"""The schemas: valid, complete, strict, and what the documentation says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from toolkit.tables.rows import STATISTICS, TABLES, columns, describe, row, schema

EVERY = (*TABLES, STATISTICS)


def test_every_schema_file_is_a_table_and_every_table_has_one(project: Path) -> None:
    files = {path.name.removesuffix(".schema.json") for path in (project / "toolkit" / "tables" / "schemas").iterdir()}
    assert files == set(EVERY)


@pytest.mark.parametrize("table", EVERY)
def test_a_schema_is_valid_2020_12_and_named_without_a_host(table: str) -> None:
    found = schema(table)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"urn:translation-summary-toolkit:{table}:1"


@pytest.mark.parametrize("table", EVERY)
def test_a_schema_allows_its_columns_alone_requires_all_and_begins_with_the_three(table: str) -> None:
    found = schema(table)
    assert found["additionalProperties"] is False
    assert found["required"] == list(found["properties"])
    assert columns(table)[:3] == ("record", "schema_version", "run_id")
    assert found["properties"]["record"]["const"] == table
    assert found["properties"]["schema_version"]["const"] == 1


@pytest.mark.parametrize("table", EVERY)
def test_every_column_is_a_scalar_with_a_description_and_text_is_never_null(table: str) -> None:
    for name, spec in schema(table)["properties"].items():
        kinds = set(spec["type"]) if isinstance(spec["type"], list) else {spec["type"]}
        assert kinds - {"null"} in ({"string"}, {"boolean"}, {"integer"}, {"number"}), name
        assert spec["description"].endswith("."), name
        assert kinds != {"string", "null"}, name


@pytest.mark.parametrize("table", EVERY)
def test_open_ended_data_and_units_are_named_as_such(table: str) -> None:
    for name, spec in schema(table)["properties"].items():
        if name.endswith("_json"):
            assert table in {"runs", "articles"}
        if name.endswith(("_ms", "_s")) and spec["type"] != "string":
            assert "seconds" in spec["description"], name
        if name.endswith("_at"):
            assert "UTC" in spec["description"]


def test_a_statistics_schema_has_the_metrics_columns_after_those_of_every_metric() -> None:
    found = schema(STATISTICS, ["matches", "total"])
    Draft202012Validator.check_schema(found)
    assert found["required"][-3:] == ["references_digest", "matches", "total"]
    assert columns(STATISTICS, ["matches"])[-1] == "matches"


@pytest.mark.parametrize("names", [["system"], ["twice", "twice"]])
def test_a_metrics_column_must_have_a_name_of_its_own(names: list[str]) -> None:
    with pytest.raises(ValueError, match="cannot take"):
        schema(STATISTICS, names)


def test_other_tables_take_no_statistics_and_unknown_tables_are_named() -> None:
    with pytest.raises(ValueError, match="cannot take"):
        schema("scores", ["matches"])
    with pytest.raises(ValueError, match="no table 'lunch'"):
        schema("lunch")


def test_a_schema_given_away_can_be_changed_without_harm() -> None:
    schema("scores")["properties"].clear()
    assert "score" in columns("scores")
    assert "score" in schema("scores")["properties"]


@pytest.mark.parametrize(
    "cells",
    [
        {"score": None},  # scored, but no score
        {"scored": False, "reason": "why"},  # a score, but not scored
        {"score": None, "scored": False},  # no reason
    ],
)
def test_score_scored_and_reason_must_agree(cells: dict[str, object]) -> None:
    sound = row(
        "scores", run_id="run-1", article_id="art-x", segment_id="", task="summary", unit="article", system="s",
        summarizer="lead", baseline=True, metric="m", output="m", score=1.0, scored=True, reason="", signature="",
    )  # fmt: skip
    validator = Draft202012Validator(schema("scores"))
    assert validator.is_valid(sound)
    assert not validator.is_valid(sound | cells)


@pytest.mark.parametrize("table", EVERY)
def test_the_documentation_shows_each_table_as_its_schema_says(table: str, project: Path) -> None:
    page = (project / "docs" / "report-format.md").read_text(encoding="utf-8")
    words = json.loads(
        (project / "toolkit" / "tables" / "schemas" / f"{table}.schema.json").read_text(encoding="utf-8")
    )
    heading = "statistics/METRIC" if table == STATISTICS else table
    assert f"### {heading}.jsonl\n\n{words['description']}\n\n{describe(table)}" in page
