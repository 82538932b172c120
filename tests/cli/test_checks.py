"""toolkit checks."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from toolkit.checks import RULES

ARTICLE = """Bridge closed

The council of Arles, which met on Monday, did not close the old bridge.

READ | Five bridges that fell
"""
SOUND = "• The council of Arles did not close the old bridge.\n"
BROKEN = "• The council of Arles did close the old bridge.\n• He left.\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {"article": ARTICLE, "sound": SOUND, "broken": BROKEN}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: str(tmp_path / name) for name in texts}


def test_sound_bullets_exit_with_0(toolkit: Toolkit, files: dict[str, str]) -> None:
    """With the article all rules judge, and there is nothing to add."""
    done = toolkit("checks", files["sound"], "--article", files["article"])
    assert done.code == 0
    assert done.out.splitlines()[-1] == "1 of 1 can be printed"


def test_broken_bullets_exit_with_1_and_say_why(toolkit: Toolkit, files: dict[str, str]) -> None:
    """The lost negation is seen beside the article."""
    done = toolkit("checks", files["broken"], "--article", files["article"])
    assert done.code == 1
    assert "    negation: lost a negation or a bound of its sentence (not)" in done.out
    assert "0 of 2 can be printed; not judged: negation (of 1), " in done.out


def test_without_an_article_its_rules_are_not_judged(toolkit: Toolkit, files: dict[str, str]) -> None:
    """Nothing is held against what is not there: the lost negation passes, and is said not to be judged."""
    done = toolkit("checks", files["broken"], "--format", "json")
    found = json.loads(done.out)
    assert [one["publishable"] for one in found] == [True, False]
    assert set(found[0]["not_judged"]) == {rule.name for rule in RULES if rule.needs in {"article", "sentence"}}
    assert done.code == 1


def test_a_page_has_a_row_a_bullet(toolkit: Toolkit, files: dict[str, str]) -> None:
    """Markdown for an issue or a mail."""
    lines = toolkit("checks", files["broken"], "--format", "md").out.splitlines()
    assert lines[2] == "| The council of Arles did close the old bridge. | yes |  |"
    assert lines[3].startswith("| He left. | no | short: ")


def test_the_bound_can_be_taken_away(toolkit: Toolkit, files: dict[str, str]) -> None:
    """Ten words break a bound of five, and none of nought."""
    assert toolkit("checks", files["sound"], "--max-words", "5").code == 1
    assert toolkit("checks", files["sound"], "--max-words", "0").code == 0


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_the_rules_can_be_listed(form: str, toolkit: Toolkit) -> None:
    """Each with its reason, without any file."""
    done = toolkit("checks", "--rules", "--format", form)
    assert done.code == 0
    told = [(one["rule"], one["reason"]) for one in json.loads(done.out)] if form == "json" else []
    assert not told or told == [(rule.name, rule.reason) for rule in RULES]
    assert all(json.dumps(rule.reason)[1:-1] in done.out or rule.reason in done.out for rule in RULES)


def test_the_page_of_docs_has_every_rule(project: Path) -> None:
    """docs/checks.md lists them as `--rules --format md` does."""
    page = (project / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [f"| {rule.name} | {rule.reason} | {rule.needs} |" for rule in RULES]
    assert "\n".join(rows) in page


def test_without_bullets_it_is_a_mistake(toolkit: Toolkit, tmp_path: Path) -> None:
    """One line says what to do."""
    empty = tmp_path / "empty.txt"
    empty.write_text("•\n", encoding="utf-8")
    assert toolkit("checks").code == 2
    done = toolkit("checks", str(empty))
    assert done.code == 2
    assert "put one bullet on each line" in done.err


def test_bullets_come_through_a_pipe(toolkit: Toolkit, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """ "-" is what is piped in, judged as a file is; an empty pipe is one clear line."""
    piped = io.TextIOWrapper(io.BytesIO(BROKEN.encode()))
    monkeypatch.setattr("sys.stdin", piped)
    done = toolkit("checks", "-", "--article", files["article"])
    assert done == toolkit("checks", files["broken"], "--article", files["article"])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert toolkit("checks", "-").err == "error: stdin is empty; put a text into it\n"
