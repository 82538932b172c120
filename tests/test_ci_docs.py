"""docs/ci.md: its commands run as they stand, in a copy of what a clone holds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from toolkit.tables import load_run

GH = """#!/bin/sh
echo "$@" >> "$GH_LOG"
case "$1 $2" in
  "run list") echo 4711 ;;
  "run download") mkdir -p baseline/outputs && cp -r outputs/runs baseline/outputs/ ;;
  "pr comment") cp comment.md "$GH_LOG.md" ;;
esac
"""


def blocks(project: Path, language: str) -> list[str]:
    """Give the page's blocks of a language."""
    page = (project / "docs" / "ci.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


@pytest.fixture
def workflow(project: Path) -> dict[str, Any]:
    """Read the workflow."""
    made: dict[str, Any] = yaml.safe_load(blocks(project, "yaml")[0])
    return made


@pytest.fixture
def steps(workflow: dict[str, Any]) -> dict[str, str]:
    """Give the workflow's commands by the name of their step."""
    return {step["name"]: step["run"] for step in workflow["jobs"]["gate"]["steps"] if "run" in step}


class Clone:
    """A copy of what a clone holds, with `toolkit` and a stand-in for `gh` on the path."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.here = folder / "clone"
        for name in ("references", "config", "outputs/recordings"):
            shutil.copytree(project / name, self.here / name, ignore=shutil.ignore_patterns("*.lock", "*.journal"))
        demo = self.here / "config" / "demo.toml"
        demo.write_text(demo.read_text(encoding="utf-8") + '\n[encoder]\nname = "hashing"\n', encoding="utf-8")
        programs = {"toolkit": f'#!/bin/sh\nexec "{sys.executable}" -m toolkit "$@"\n', "gh": GH}
        for name, text in programs.items():
            program = folder / "bin" / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(text, encoding="utf-8")
            program.chmod(0o755)
        self.log = folder / "gh.log"
        self.environment = {
            **os.environ,
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(project),
            "GH_LOG": str(self.log),
            "NUMBER": "17",
        }

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub's runner does: `bash -e`."""
        return subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=self.here,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def clone(project: Path, tmp_path: Path) -> Clone:
    """Make a clone without a baseline."""
    return Clone(project, tmp_path)


@pytest.fixture
def kept(project: Path, clone: Clone) -> Clone:
    """Keep a baseline as the page says."""
    (script,) = blocks(project, "sh")
    made = clone.run(script)
    assert made.returncode == 0, made.stderr
    assert "ok: baselines/main: derived again and found the same" in made.stdout
    assert made.stdout.splitlines()[-1].startswith("cannot tell: on this material")
    shutil.rmtree(clone.here / "outputs" / "runs")
    return clone


def test_every_command_runs_and_leaves_its_files(kept: Clone, steps: dict[str, str]) -> None:
    """All but the installation; the run is the baseline's again, so the gate passes, and the report is the comment."""
    assert list(steps) == ["Install", "Run", "Gate", "Comment"]
    assert steps["Install"].startswith("pip install ")
    done = {name: kept.run(command) for name, command in steps.items() if name != "Install"}
    assert {name: (each.returncode, each.stderr) for name, each in done.items()} == dict.fromkeys(done, (0, ""))
    assert done["Gate"].stdout == "::notice title=toolkit gate::pass: 13 checks, 13 pass\n"
    (suite,) = ElementTree.parse(kept.here / "gate.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("13", "0")
    (made,) = (kept.here / "outputs" / "runs").iterdir()
    assert (kept.here / "report.md").read_text(encoding="utf-8") == (made / "report.md").read_text(encoding="utf-8")
    assert kept.log.read_text(encoding="utf-8") == "pr comment 17 --body-file comment.md --edit-last --create-if-none\n"
    comment = Path(f"{kept.log}.md").read_text(encoding="utf-8")
    assert comment.startswith("## Gate: pass\n")
    assert f"# Run {load_run(made).run_id}" in comment


def test_a_failed_gate_ends_its_step_and_leaves_the_files(kept: Clone, steps: dict[str, str]) -> None:
    """Exit code 3; what is uploaded and commented afterwards is there."""
    gate = kept.here / "config" / "gate.toml"
    gate.write_text(gate.read_text(encoding="utf-8").replace("# bleu = 20.0", "bleu = 99.0"), encoding="utf-8")
    assert kept.run(steps["Run"]).returncode == 0
    done = kept.run(steps["Gate"])
    assert done.returncode == 3
    assert done.stdout.startswith("::error title=toolkit gate%3A apertium via Spanish%3A floor of bleu::BLEU ")
    assert kept.run(steps["Comment"]).returncode == 0
    assert Path(f"{kept.log}.md").read_text(encoding="utf-8").startswith("## Gate: fail\n")


def test_a_run_with_gaps_is_left_to_the_gate(kept: Clone, steps: dict[str, str]) -> None:
    """A system that was never recorded: the run's exit code 1 does not end its step; the gate's does."""
    demo = kept.here / "config" / "demo.toml"
    demo.write_text(demo.read_text(encoding="utf-8").replace('pivot = "cat"', 'pivot = "ita"'), encoding="utf-8")
    assert kept.run(steps["Run"]).returncode == 0
    done = kept.run(steps["Gate"])
    assert done.returncode == 3
    assert "apertium via Catalan%3A coverage::0 of 19 segments answered; all must be." in done.stdout


def test_a_mistake_ends_the_run(kept: Clone, steps: dict[str, str]) -> None:
    """Exit code 2 is not passed over."""
    (kept.here / "config" / "demo.toml").write_text("level = 1\n", encoding="utf-8")
    assert kept.run(steps["Run"]).returncode != 0


def test_the_baseline_may_be_an_artifact(project: Path, clone: Clone, steps: dict[str, str]) -> None:
    """The step fetches the run of the last success; the gate takes its folder as the page says."""
    assert clone.run(steps["Run"]).returncode == 0
    (step,) = yaml.safe_load(blocks(project, "yaml")[1])
    done = clone.run(step["run"])
    assert done.returncode == 0, done.stderr
    assert "run download 4711 --name run --dir baseline\n" in clone.log.read_text(encoding="utf-8")
    page = (project / "docs" / "ci.md").read_text(encoding="utf-8")
    option = re.findall(r"takes `--baseline (.*?)`", page)[0]
    assert clone.run(steps["Gate"].replace("baselines/main", option)).returncode == 0


def test_the_workflow_asks_for_little(workflow: dict[str, Any]) -> None:
    """It may read, and write comments; every action is pinned to a version; nothing of a fork is run with more."""
    assert workflow["permissions"] == {"contents": "read"}
    job = workflow["jobs"]["gate"]
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert list(workflow[True]) == ["pull_request"]  # YAML 1.1 reads `on` as true
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", each) for each in used), used
    assert not re.search(r"\$\{\{", "".join(step.get("run", "") for step in job["steps"]))  # no script from outside
