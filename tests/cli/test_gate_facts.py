"""toolkit gate on facts: one lost number fails a floor, many fail a drop, and bullets are held to theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Toolkit
from tests.gate_runs import HEAD
from toolkit import jsonl
from toolkit.cli.main import guarded

CONFIG = (
    HEAD.format(metrics='["facts", "bullet_facts"]')
    + """
[[systems]]
name = "quick"
backend = "file"
options = { path = "quick" }
"""
)
ARTICLES = 20

Rendered = Callable[[str, int], str]
Gate = Callable[..., dict[str, Any]]


def make_run(folder: Path, render: Rendered, articles: int = ARTICLES) -> Path:
    """Run 20 articles of two segments without any reference; `render` spoils the right translation of each."""
    (folder / "quick").mkdir(parents=True)
    rows = []
    for number in range(articles):
        french = f"Le maire de Lyon a vendu {number + 20} navires lundi.\n\nIl n’a pas quitté la ville."
        english = f"The mayor of Lyon sold {number + 20} ships on Monday.\n\nHe has not left the city."
        rows.append({"id": f"t{number}", "text": french})
        (folder / "quick" / f"t{number}.txt").write_text(render(english, number), encoding="utf-8")
    (folder / "articles.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    (folder / "project.toml").write_text(CONFIG, encoding="utf-8")
    where = ["--config", str(folder / "project.toml"), "--out", str(folder / "runs")]
    assert guarded(["run", *where, "--quiet"]) == 0
    (made,) = (folder / "runs").iterdir()
    return made


def number_gone(text: str, number: int) -> str:
    """Lose the number of the first article."""
    return text.replace("20 ships", "its ships") if number == 0 else text


def one_changed(text: str, number: int) -> str:
    """Change the number of the first article."""
    return text.replace("20 ships", "90 ships") if number == 0 else text


def all_changed(text: str, number: int) -> str:
    """Change the number of every article."""
    return text.replace(f"{number + 20} ships", f"{number + 60} ships")


def made_up(text: str, number: int) -> str:
    """Put a year into every article."""
    return text.replace("Monday", "Monday in 1997")


RENDERED: dict[str, Rendered] = {
    "right": lambda text, number: text,
    "number gone": number_gone,
    "one changed": one_changed,
    "all changed": all_changed,
    "made up": made_up,
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a run of right translations, and others that have lost or made up facts."""
    folder = tmp_path_factory.mktemp("facts")
    return {name: make_run(folder / name, render) for name, render in RENDERED.items()}


@pytest.fixture
def found(toolkit: Toolkit, tmp_path: Path) -> Gate:
    """Hold one run to another by a gate given as text, and read what was found, with the exit code."""

    def held(run: Path, to: Path, gate: str) -> dict[str, Any]:
        path = tmp_path / "gate.toml"
        path.write_text(gate, encoding="utf-8")
        result = toolkit("gate", run, "--baseline", to, "--config", path, "--format", "json")
        made: dict[str, Any] = json.loads(result.out)
        return {**made, "code": result.code}

    return held


def failed(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name the checks that failed: kind, line and output."""
    return [(each["kind"], each["line"], each["output"]) for each in told["checks"] if each["status"] == "fail"]


@pytest.fixture
def documented(project: Path) -> str:
    """Give the gate that docs/gate.md shows for facts."""
    page = (project / "docs" / "gate.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page[page.index("## Facts") :], re.DOTALL)
    return str(block)


def test_where_nothing_has_changed_every_check_passes(runs: dict[str, Path], found: Gate, documented: str) -> None:
    """Without a reference: facts need none."""
    told = found(runs["right"], runs["right"], documented)
    assert (told["code"], told["status"]) == (0, "pass")
    outputs = {check["output"] for check in told["checks"] if check["status"] == "pass"}
    assert outputs >= {"facts", "facts_invented", "bullet_facts_wrong"}


@pytest.mark.parametrize(
    ("run", "checks"),
    [
        # A bullet may leave a number out; where the translation has another one, the bullet repeats it.
        ("number gone", [("floor", "quick", "facts")]),
        ("one changed", [("floor", "quick", "facts"), ("floor", "extractive on quick", "bullet_facts_wrong")]),
    ],
)
def test_one_lost_number_fails_the_floor(
    run: str, checks: list[tuple[str, str, str]], runs: dict[str, Path], found: Gate, documented: str
) -> None:
    """Exit code 3, and the check names the metric: one of 80 facts is gone, which is no matter of chance."""
    told = found(runs[run], runs["right"], documented)
    assert told["code"] == 3
    assert failed(told) == checks
    sentence = next(each["sentence"] for each in told["checks"] if each["status"] == "fail")
    # Number, Lyon, Monday and the negation of each article, 80 in all: 79 / 80.
    assert sentence.startswith("facts kept 0.9875 (interval 0.9")
    assert sentence.endswith("to 1.0000) over 20 articles is below the floor of 1.")  # no share is above 1


DROPS = "[drops]\nfacts = 0.05\nfacts_invented = 2\nbullet_facts_wrong = 10\n"


@pytest.mark.parametrize(
    ("run", "checks"),
    [
        ("one changed", []),
        ("all changed", [("drop", "quick", "facts"), ("drop", "extractive on quick", "bullet_facts_wrong")]),
        ("made up", [("drop", "quick", "facts_invented"), ("drop", "extractive on quick", "bullet_facts_wrong")]),
    ],
)
def test_a_drop_fails_where_it_is_more_than_chance(
    run: str, checks: list[tuple[str, str, str]], runs: dict[str, Path], found: Gate
) -> None:
    """Of counts, where less is good, a rise is the loss; one of 20 articles may be chance."""
    told = found(runs[run], runs["right"], DROPS)
    assert told["code"] == (3 if checks else 0)
    assert failed(told) == checks
    for each in told["checks"]:
        if each["status"] == "fail":
            assert each["numbers"]["gain"] < -each["numbers"]["limit"]
            assert each["numbers"]["adjusted_p"] <= 0.05


def test_the_other_way_round_is_a_gain(runs: dict[str, Path], found: Gate) -> None:
    """Fewer facts made up than the baseline had."""
    told = found(runs["right"], runs["made up"], DROPS)
    assert told["code"] == 0
    (check,) = [each for each in told["checks"] if each["output"] == "facts_invented"]
    assert "facts invented 0.00 is 20.00 better than the baseline's 20.00" in check["sentence"]


def test_a_floor_holds_for_a_single_article_too(tmp_path: Path, found: Gate, documented: str) -> None:
    """A drop of one article can only be inconclusive."""
    right = make_run(tmp_path / "right", RENDERED["right"], articles=1)
    worse = make_run(tmp_path / "worse", one_changed, articles=1)
    assert ("floor", "quick", "facts") in failed(found(worse, right, documented))


def test_the_report_names_the_fact_that_failed_first(runs: dict[str, Path]) -> None:
    """In the translation and in the bullet that repeats it, with the words on both sides, above all scores."""
    told = (runs["one changed"] / "report.md").read_text(encoding="utf-8")
    lines = [
        "- art-t0 seg-001 · quick: lost number: 20 → 90",
        "- art-t0 · extractive on quick, bullet 1: invented number: 20 → 90 (against the article)",
        "- bullets: 1 of ",
    ]
    places = [told.index(line) for line in ["## Where it fails: facts lost or invented", *lines, "## Translations"]]
    assert places == sorted(places)
    assert "wrong facts per 100 bullets" in told
    assert "invented" not in (runs["number gone"] / "report.md").read_text(encoding="utf-8").split("bullets: 0 of")[1]


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        ("[floors]\nfacts_invented = -1\n", "floors.facts_invented must be 0 or more, not -1"),
        ("[floors]\nbullet_facts_wrong = -0.5\n", "floors.bullet_facts_wrong must be 0 or more, not -0.5"),
        ("[floors]\nfacts = 1.5\n", "floors.facts must be 0 to 1, not 1.5"),
        ("[drops]\nbullet_facts_wrong = 0\n", "drops.bullet_facts_wrong must be above 0, not 0"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    gate: str, told: str, runs: dict[str, Path], toolkit: Toolkit, tmp_path: Path
) -> None:
    """Counts have no upper end."""
    (tmp_path / "gate.toml").write_text(gate, encoding="utf-8")
    result = toolkit("gate", runs["right"], "--baseline", runs["right"], "--config", tmp_path / "gate.toml")
    assert result.code == 2
    assert told in result.err


def test_the_gate_proves_that_it_sees_damage_to_facts(runs: dict[str, Path], toolkit: Toolkit, tmp_path: Path) -> None:
    """Dropped words take facts from a translation; a bullet may be short, so a number is put into it besides."""
    (tmp_path / "gate.toml").write_text("[floors]\nfacts = 1.0\nbullet_facts_wrong = 0\n", encoding="utf-8")
    result = toolkit("gate", "--baseline", runs["right"], "--config", tmp_path / "gate.toml", "--self-test")
    assert result.code == 0, result.out
    told = " ".join(result.out.split())
    assert "(every second word of each translation and bullet dropped, and a number put into each bullet)" in told
    assert "caught: quick: facts kept" in told
    assert "caught: extractive on quick: wrong facts per 100 bullets 100.00" in told
