"""The pages of summarizers say what is true."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from toolkit import plugins
from toolkit.asked import examine
from toolkit.summarizers._asking import Asking
from toolkit.summarizers._signs import FITTED, SIGNS

ASKING = [name for name in plugins.available("summarizers") if issubclass(plugins.load("summarizers", name), Asking)]


def page(project: Path, name: str) -> str:
    return (project / "docs" / "summarizers" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ASKING)
def test_every_option_is_on_its_page_with_its_default(name: str, project: Path) -> None:
    """The table has each option once, with the value that holds where nothing is said."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", page(project, name), re.MULTILINE)
    defaults = [(option.name, option.default) for option in fields(plugins.load("summarizers", name).Options)]
    wanted = [(option, "none" if default is None else json.dumps(default)) for option, default in defaults]
    assert sorted((option, default.strip("`")) for option, default in rows) == sorted(
        (option, default.removesuffix(".0")) for option, default in wanted
    )


@pytest.mark.parametrize("path", ["summaries.md", *(f"summarizers/{name}.md" for name in ASKING)])
def test_the_configs_shown_are_taken(path: str, project: Path, tmp_path: Path) -> None:
    """Each block of TOML is a config without a problem."""
    text = (project / "docs" / path).read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert blocks
    for block in blocks:
        (tmp_path / "config.toml").write_text(block, encoding="utf-8")
        assert examine(tmp_path / "config.toml")[1] == []


def test_the_signs_of_a_printable_line_are_listed_with_their_weights(project: Path) -> None:
    """What each is, and what it weighs, as `extractive` has them."""
    text = (project / "docs" / "summaries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([^|]+) \| ([+−]\d\.\d\d) \|$", text, re.MULTILINE)
    assert rows == [(sign, what, f"{FITTED[sign]:+.2f}".replace("-", "−")) for sign, what in SIGNS.items()]
    assert f"logistic function of {FITTED['base']:.2f} and" in text
