"""The documentation says what is true."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import click
import pytest

from toolkit.cli.main import cli


def commands(group: click.Group, path: str = "toolkit") -> list[str]:
    found = []
    for name, command in group.commands.items():
        found.append(f"{path} {name}")
        if isinstance(command, click.Group):
            found += commands(command, f"{path} {name}")
    return found


def test_the_generated_pages_are_fresh(project: Path) -> None:
    """docs/cli.md is what `make docs` would write."""
    spec = importlib.util.spec_from_file_location("generate", project / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert (project / "docs" / "cli.md").read_text(encoding="utf-8") == generate.page(), "run: make docs"


@pytest.mark.parametrize("command", commands(cli))
def test_each_command_has_a_help_text(command: str) -> None:
    """Its docstring is a full sentence."""
    found: click.Command = cli
    for name in command.split()[1:]:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    assert found.help
    assert re.match(r"[A-Z].*[.:;]", found.help.replace("\n", " "))


def pages(project: Path) -> list[Path]:
    return [*project.glob("*.md"), *(project / "docs").rglob("*.md")]


def test_links_between_pages_lead_somewhere(project: Path) -> None:
    """Every relative link of README and docs names a file that exists."""
    broken = [
        f"{page.name}: {link}"
        for page in pages(project)
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_page_of_docs_is_linked_from_the_readme_or_another_page(project: Path) -> None:
    """No page is an orphan."""
    linked = {
        (page.parent / link).resolve()
        for page in pages(project)
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in link
    }
    assert [page.name for page in (project / "docs").glob("*.md") if page.resolve() not in linked] == []
