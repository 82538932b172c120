"""toolkit report: the page of a run, of several, and the list of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from tests.cli.six import make_project, make_run
from tests.reporters.dom import parse, table


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return make_run(tmp_path)


def test_the_page_stands_in_the_runs_folder_and_the_run_stays_whole(run: Path, toolkit: Toolkit) -> None:
    """Without a name it is the latest; a page that is there already is written anew."""
    for names in ([], ["latest"], [run], [run.name]):
        made = toolkit("report", *names, "--out", "runs")
        assert (made.code, made.err) == (0, "")
        assert made.out.strip() == str((run / "report.html").resolve())
    found = parse((run / "report.html").read_text(encoding="utf-8"))
    assert "no such file" in found.by_id("failures").text
    assert toolkit("verify", run).code == 0


def test_the_page_can_stand_elsewhere(run: Path, toolkit: Toolkit) -> None:
    made = toolkit("report", run, "--to", "public/page.html")
    assert made.out.strip() == "public/page.html"
    assert parse(Path("public/page.html").read_text(encoding="utf-8")).all("h1")
    assert not (run / "report.html").exists()


def test_of_several_runs_the_newest_is_shown_with_the_trend_over_all(
    run: Path, tmp_path: Path, toolkit: Toolkit
) -> None:
    second = make_run(tmp_path, "more")
    made = toolkit("report", second, run, run, "--to", "page.html")
    assert made.code == 0
    found = parse(Path("page.html").read_text(encoding="utf-8"))
    head, *lines = table(found.by_id("trend").all("table")[0])
    assert len(head) == 1 + 2 + 1
    assert {line[0] for line in lines} == {"plain", "broken"}


def test_markdown_goes_to_stdout(run: Path, toolkit: Toolkit) -> None:
    made = toolkit("report", run, "--format", "md")
    assert made.out == (run / "report.md").read_text(encoding="utf-8")


def test_an_index_lists_the_runs_the_newest_first(run: Path, toolkit: Toolkit) -> None:
    """A run that has a page is linked, and the link leads to it."""
    assert toolkit("report", run).code == 0
    made = toolkit("report", "--index", "runs")
    assert made.out.strip() == str(Path("runs") / "index.html")
    found = parse(Path("runs/index.html").read_text(encoding="utf-8"))
    (link,) = [node.attributes["href"] for node in found.all("a")]
    assert (Path("runs") / link).resolve() == (run / "report.html").resolve()
    assert [line[1] for line in table(found.all("table")[0])[1:]] == [f"run-{run.name.split('-')[1]}"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "no finished run 'nothing'"),
        (["--index", "runs", "--to", "x.html"], "leave RUN and --to out"),
        (["latest", "latest", "--format", "md"], "name one"),
        (["--to", "articles.jsonl/page.html"], "cannot write"),
        (["--index", "empty"], "no folder"),
    ],
)
@pytest.mark.usefixtures("run")
def test_what_cannot_be_done_is_one_line(toolkit: Toolkit, arguments: list[str], message: str) -> None:
    made = toolkit("report", *arguments, "--out", "runs")
    assert made.code in {1, 2}
    assert message in made.err
    assert "Traceback" not in made.err


def test_a_run_that_was_changed_is_refused(run: Path, toolkit: Toolkit) -> None:
    """A page never shows numbers that nobody computed."""
    path = run / "aggregates.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"score":', '"score": ', 1), encoding="utf-8")
    made = toolkit("report", run)
    assert made.code == 2
    assert "is not what manifest.json says" in made.err
