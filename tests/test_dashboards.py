"""Every recipe of docs/dashboards.md is run as it stands, on two runs and their exports."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.six import make_project, make_run
from toolkit.cli.main import guarded
from toolkit.tables import load_run, runs

PROJECT = Path(__file__).resolve().parent.parent
PAGE = (PROJECT / "docs" / "dashboards.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


SQL, PYTHON = blocks("sql"), blocks("python")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two runs, the second after one translation has changed, and export them by the page's own commands."""
    folder = tmp_path_factory.mktemp("dashboards")
    make_project(folder)
    make_run(folder, "outputs/runs")
    (folder / "plain" / "town-1.txt").write_text(
        (folder / "plain" / "town-1.txt").read_text(encoding="utf-8").replace("deal", "agreement"), encoding="utf-8"
    )
    assert guarded(["run", "--config", str(folder / "six.toml"), "--out", str(folder / "outputs/runs"), "-q"]) == 1
    here = Path.cwd()
    os.chdir(folder)
    try:
        for line in "".join(blocks("sh")).splitlines():
            command, *arguments = shlex.split(line, comments=True)
            assert command == "toolkit"
            assert guarded(arguments) == 0
    finally:
        os.chdir(here)
    return folder


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


def query(sql: str) -> list[dict[str, Any]]:
    """Run a query as the page says: over the files where it names files, else in the exported database."""
    database = ":memory:" if "'" in sql.split("FROM", 1)[1].split(maxsplit=1)[0] else "runs.duckdb"
    with duckdb.connect(database, read_only=database != ":memory:") as connection:
        found = connection.sql(sql)
        return [dict(zip(found.columns, cells, strict=True)) for cells in found.fetchall()]


def test_the_worst_segments_are_those_of_the_scores_table(here: Path) -> None:
    rows = query(SQL[0])
    scores = [row["score"] for run in runs(here / "outputs/runs") for row in load_run(run.folder).rows("scores")
              if row["output"] == "bleu" and row["scored"]]  # fmt: skip
    assert [row["score"] for row in rows] == sorted(scores)[:5]
    assert all(row["source_text"] and row["translation"] for row in rows)


@pytest.mark.usefixtures("here")
def test_the_leader_of_each_run_has_a_score_and_how_far_it_may_be_off() -> None:
    rows = query(SQL[1])
    assert [row["system"] for row in rows] == ["plain", "plain"]
    assert len({row["run_id"] for row in rows}) == 2
    assert all(0 <= row["width"] < row["bleu"] <= 100 for row in rows)


@pytest.mark.usefixtures("here")
def test_a_series_over_time_has_a_point_a_run_and_system() -> None:
    rows = query(SQL[2])
    assert sorted(row["metric"] for row in rows) == ["broken", "broken", "plain", "plain"]
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)
    assert all(isinstance(row["time"], datetime) and isinstance(row["value"], float) for row in rows)


def test_the_table_of_what_is_sure_has_the_verdicts(here: Path) -> None:
    rows = query(SQL[3])
    assert {row["baseline"] for row in rows} == {"plain"}
    told = [row for run in runs(here / "outputs/runs") for row in load_run(run.folder).rows("verdicts")]
    assert sorted((row["verdict"], row["sentence"]) for row in rows) == sorted(
        (row["verdict"], row["sentence"]) for row in told
    )
    assert len(rows) == 4  # two runs, translations and bullets


def run_block(place: int) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(PYTHON[place], names)
    return names


@pytest.mark.usefixtures("here")
def test_the_pandas_block_averages_scores_by_kind_of_segment() -> None:
    table = run_block(0)["by_kind"]
    assert set(table.index) == {"headline", "paragraph"}
    assert {system for _, system in table.columns} == {"plain", "broken"}
    assert table.notna().all().all()


@pytest.mark.usefixtures("here")
def test_the_polars_block_counts_what_failed() -> None:
    """One article of three segments failed in each of the two runs."""
    assert run_block(1)["failed"].rows() == [("broken", 6), ("plain", 0)]


@pytest.mark.usefixtures("here")
def test_the_pyarrow_block_reads_columns_and_their_meaning() -> None:
    names = run_block(2)
    assert names["table"].column_names == ["candidate", "output", "difference", "low", "high"]
    assert names["table"].num_rows > 0
    assert names["meaning"].startswith("Lower bound of the difference's interval")


@pytest.mark.usefixtures("here")
def test_the_points_for_grafana_have_a_time_a_name_and_a_number() -> None:
    points = run_block(3)["points"]
    assert len(points) == 4
    assert all(set(point) == {"time", "metric", "value"} for point in points)
    assert all(datetime.fromisoformat(point["time"]) and isinstance(point["value"], float) for point in points)


def test_the_documents_for_every_eval_ever_say_what_the_tables_say(here: Path) -> None:
    run_block(4)
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((here / "every_eval_ever").iterdir())]
    assert sorted(each["model_info"]["name"] for each in documents) == ["broken", "broken", "plain", "plain"]
    trend = json.loads((here / "export" / "trend.json").read_text(encoding="utf-8"))
    scores = {(row["run_id"], row["system"], row["output"]): row for row in trend}
    for document in documents:
        for each in document["evaluation_results"]:
            row = scores[each["source_data"]["dataset_name"], document["model_info"]["name"], each["evaluation_name"]]
            assert each["score_details"]["score"] == row["score"]
            interval = each["score_details"]["uncertainty"]["confidence_interval"]
            assert (interval["lower"], interval["upper"]) == (row["low"], row["high"])


@pytest.mark.skipif(
    importlib.util.find_spec("every_eval_ever") is None, reason="the package every-eval-ever is not installed"
)
def test_the_documents_for_every_eval_ever_are_valid(here: Path) -> None:
    """By the schema that the package carries."""
    from jsonschema import Draft7Validator

    run_block(4)
    text = (resources.files("every_eval_ever") / "schemas" / "eval.schema.json").read_text(encoding="utf-8")
    for path in (here / "every_eval_ever").iterdir():
        Draft7Validator(json.loads(text)).validate(json.loads(path.read_text(encoding="utf-8")))


def test_the_notebook_draws_what_it_says(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell, as a notebook runs them: three figures with a line, a dot or a bar for each system or pair."""
    pytest.importorskip("matplotlib", reason="the package matplotlib is not installed")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("MPLCONFIGDIR", str(here / "matplotlib"))
    import matplotlib.pyplot as plt

    notebook = json.loads((PROJECT / "docs" / "dashboards.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], {cell["cell_type"] for cell in notebook["cells"]}) == (4, {"markdown", "code"})
    assert not any(cell.get("outputs") for cell in notebook["cells"])
    names: dict[str, Any] = {}
    drawn = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
            drawn += [names["axes"]] if "axes" in names and names["axes"] not in drawn else []
    assert [len(axes.lines) for axes in drawn] == [2, 0, 1]
    assert {line.get_label() for line in drawn[0].lines} == {"plain", "broken"}
    assert [label.get_text() for label in drawn[1].get_yticklabels()] == ["broken", "plain"]
    assert len(drawn[2].collections[1].get_offsets()) == 2  # a dot a run
    plt.close("all")
