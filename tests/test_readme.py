"""What the README says can be done."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from toolkit.cli.main import guarded


@pytest.fixture
def here(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a copy of what a clone holds."""
    for name in ("references", "config", "outputs/recordings"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("*.lock", "*.journal"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_python_example_runs(project: Path) -> None:
    """The block is taken from the page and run as it stands."""
    code = re.findall(r"```python\n(.*?)```", (project / "README.md").read_text(encoding="utf-8"), re.DOTALL)[0]
    names: dict[str, object] = {}
    exec(code, names)
    assert names["rows"]


@pytest.mark.usefixtures("here")
def test_what_the_pages_show_is_the_demo_runs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line of the table in the README, and the verdict in the page on statistics, is printed by the demo run."""
    readme, statistics = (
        re.findall(r"```text\n(.*?)```", (project / page).read_text(encoding="utf-8"), re.DOTALL)[0]
        for page in ("README.md", "docs/statistics.md")
    )
    assert guarded(["run", "--offline", "-q"]) == 0
    printed = capsys.readouterr().out
    assert [line for line in readme.splitlines() if line not in printed] == []
    assert statistics in printed
