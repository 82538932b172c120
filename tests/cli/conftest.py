"""A project in a folder of its own, and the command line run in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.cli.main import guarded


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str


Toolkit = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the article, the config and the recordings, and go there; the fast lexical encoder stands in for MiniLM."""
    for name in ("references", "config", "outputs/recordings"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("*.lock", "*.journal"))
    demo = tmp_path / "config" / "demo.toml"
    demo.write_text(demo.read_text(encoding="utf-8") + '\n[encoder]\nname = "hashing"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def toolkit(capsys: pytest.CaptureFixture[str]) -> Toolkit:
    """Run a command as the shell would."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        code = guarded([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run
