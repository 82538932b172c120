"""The smaller commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Toolkit

ENGLISH = """Prices fall in May

Paul Martin signed the deal in Geneva on Thursday.

However, the unions, which represent 4,000 farmers, did not take part in the meeting.

Prices should fall by 5% in May, the trade ministry said.
"""


def test_help_imports_nothing_heavy() -> None:
    """`toolkit --help` loads neither numpy nor sacrebleu nor torch, nor any part of ours below the command line."""
    code = (
        "import sys; from toolkit.cli.main import guarded; guarded(['--help'])\n"
        "heavy = {'numpy', 'sacrebleu', 'torch', 'rich', 'deepl', 'jsonlines', 'tenacity'} & set(sys.modules)\n"
        "ours = {name for name in sys.modules if name.startswith('toolkit.')}\n"
        "ours -= {'toolkit.errors', 'toolkit._version'}\n"
        "below = {name for name in ours if not (name + '.').startswith('toolkit.cli.')}\n"
        "assert not heavy | below, heavy | below"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_python_m_toolkit_is_toolkit() -> None:
    """Both ways in are the same."""
    printed = subprocess.run([sys.executable, "-m", "toolkit", "--version"], check=True, capture_output=True, text=True)
    assert printed.stdout.startswith("toolkit, version ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_each_shell(shell: str) -> None:
    """The line of docs/cli.md prints a completion script."""
    import os

    environment = os.environ | {"_TOOLKIT_COMPLETE": f"{shell}_source"}
    code = "import sys; from toolkit.cli.main import main; sys.argv = ['toolkit']; main()"
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "_TOOLKIT_COMPLETE" in printed.stdout


def test_schema_lists_and_prints(toolkit: Toolkit) -> None:
    """Every table has a valid schema; an unknown one is named with those that exist."""
    for table in toolkit("schema").out.split():
        jsonschema.Draft202012Validator.check_schema(json.loads(toolkit("schema", table).out))
    result = toolkit("schema", "scors")
    assert result.code == 2
    assert "scores" in result.err


def test_plugins_part_no_word_at_the_edge_of_a_terminal() -> None:
    """In a pipe each is one line, whatever its length."""
    from toolkit.cli.plugins import _line

    told = "not ready: the option name is missing"
    assert _line("memory", told, None) == f"  memory{' ' * 17}{told}"
    assert _line("memory", told, 50).splitlines() == [
        "  memory                 not ready: the option",
        "                         name is missing",
    ]


def test_plugins_say_what_is_not_ready_and_why(toolkit: Toolkit) -> None:
    """Without a key DeepL is not ready, and the cure stands beside it."""
    result = toolkit("plugins", "translators")
    assert result.code == 0
    line = next(line for line in result.out.splitlines() if "deepl" in line)
    assert "not ready" in line
    assert "DEEPL_AUTH_KEY" in line
    assert toolkit("plugins", "nothing").code == 2


def test_config_check_names_every_problem(here: Path, toolkit: Toolkit) -> None:
    """All at once, each with its line; plug-in names and options too."""
    path = here / "own.toml"
    path.write_text(
        'metrics = ["blue"]\n[[systems]]\nname = "one"\nbackend = "apertium"\noptions = { pivto = "spa" }\n'
        '[[systems]]\nname = "two"\nbackend = "apertum"\n',
        encoding="utf-8",
    )
    result = toolkit("config", "check", path)
    assert result.code == 2
    lines = result.err.splitlines()
    assert [line.split(":")[1] for line in lines[:-1]] == ["1", "5", "8"]
    assert "did you mean 'pivot'" in result.err
    assert "did you mean 'apertium'" in result.err
    assert toolkit("config", "check", here / "config" / "demo.toml").code == 0


def test_config_check_knows_a_gate_from_a_run(here: Path, toolkit: Toolkit) -> None:
    """Each kind is checked as what it is, and a run's config in the place of a gate's is told from a mistake in one."""
    gate = here / "config" / "gate.toml"
    assert toolkit("config", "check", gate).out == f"{gate}: ok; a gate of bleu, chrf, similarity, bullet_f1\n"
    gate.write_text(gate.read_text("utf-8").replace("bleu = 1.4", "blue = 1.4") + "\n[floor]\nbleu = 1\n", "utf-8")
    result = toolkit("config", "check", gate)
    assert result.code == 2
    assert "unknown key 'floor'; did you mean 'floors'?" in result.err
    result = toolkit("gate", "--baseline", "latest", "--config", here / "config" / "demo.toml")
    assert result.code == 2
    assert "demo.toml: this is the config of a run; name a file of what the gate asks" in result.err


def test_summarize_prints_bullets_with_their_sources(here: Path, toolkit: Toolkit) -> None:
    """One bullet a line; --sources shows the sentence each was drawn from."""
    (here / "text.txt").write_text(ENGLISH, encoding="utf-8")
    result = toolkit("summarize", "text.txt", "-s", "lead", "--bullets", "2")
    assert result.code == 0, result.err
    assert result.out.startswith("• Paul Martin signed the deal in Geneva")
    assert result.out.count("• ") == 2
    assert "seg-002: Paul Martin" in toolkit("summarize", "text.txt", "-s", "lead", "--sources").out


def test_translate_prints_the_article_block_for_block(here: Path, toolkit: Toolkit) -> None:
    """Recorded translations are printed in the layout of an article, which reads again as one."""
    result = toolkit("translate", "references/wang-blinken", "-b", "apertium", "--offline")
    assert result.code == 0, result.err
    assert result.out.count("\n• ") == 3
    (here / "mine.txt").write_text(result.out, encoding="utf-8")
    assert toolkit("run", "references/wang-blinken", "-t", "mine=mine.txt", "-q").code == 0


def test_translate_wants_one_article_and_one_system(here: Path, toolkit: Toolkit) -> None:
    """Two systems cannot be printed as one text."""
    result = toolkit("translate", "references/wang-blinken", "-b", "echo", "-b", "apertium")
    assert result.code == 2
    assert "--backend" in result.err


def test_translate_passes_over_no_article(here: Path, toolkit: Toolkit) -> None:
    """One that cannot be read makes two of them all the same; and it offers no option that it has not."""
    (here / "references" / "empty").mkdir()
    (here / "references" / "empty" / "article.fr.txt").write_bytes(b"")
    result = toolkit("translate", "references", "-b", "echo")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: references holds 2 articles: name one of them\n"
    result = toolkit("translate", "references/wang-blinken")
    assert (result.code, "add --backend NAME" in result.err, "--translation" in result.err) == (2, True, False)


@pytest.mark.parametrize("command", ["run", "translate"])
def test_a_system_of_a_config_that_is_not_read_says_which(command: str, here: Path, toolkit: Toolkit) -> None:
    """An article of one's own belongs to no project: its config counts where it is named."""
    line = (command, "references/wang-blinken", "-b", "apertium via Spanish", "--offline")
    result = toolkit(*line)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("where no article is named: add --config config/demo.toml\n")
    assert toolkit(*line, "--config", "config/demo.toml").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_output_that_finds_no_room_is_one_line(project: Path) -> None:
    """`toolkit … > FILE` on a full disk is no bug: no traceback, and an exit code that says so."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", "schema"], cwd=project, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: cannot write the output: no space is left")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipe")
def test_a_reader_that_goes_away_is_no_success(project: Path) -> None:
    """`toolkit gate … | head` must not turn a verdict that was not told into a 0; nothing is said of it."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "schema"], cwd=project, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_runs_lists_what_is_finished(here: Path, toolkit: Toolkit) -> None:
    """The latest is last; a folder without a manifest is not listed."""
    assert "no finished run" in toolkit("runs").out
    assert toolkit("run", "--offline").code == 0
    (here / "outputs" / "runs" / "half").mkdir()
    assert len(toolkit("runs").out.splitlines()) == 1
    listed = json.loads(toolkit("runs", "--format", "json").out)
    assert listed[0]["status"] == "ok"


def test_recordings_list_and_verify(here: Path, toolkit: Toolkit) -> None:
    """What is there is listed; a changed text no longer belongs to its key and is named."""
    assert toolkit("recordings", "list").out.count("apertium") >= 2
    assert json.loads(toolkit("recordings", "list", "--format", "json").out)[0]["recordings"] == 19
    assert "no unanswered text" in toolkit("recordings", "list", "--unknown").out
    assert toolkit("recordings", "verify").code == 0
    path = sorted((here / "outputs" / "recordings").glob("*.jsonl"))[0]
    path.write_text(path.read_text(encoding="utf-8").replace("Wang dit", "Wang dira", 1), encoding="utf-8")
    result = toolkit("recordings", "verify")
    assert result.code == 1
    assert f"{path.name}:1: key" in result.err


def test_recordings_that_are_not_there_do_not_hold_true(here: Path, toolkit: Toolkit) -> None:
    """A mistyped folder must not pass a check; an empty one holds nothing that could be wrong."""
    result = toolkit("recordings", "verify", "--recordings", "outputs/recordigns")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: no such folder: outputs/recordigns; ")
    (here / "none").mkdir()
    assert toolkit("recordings", "verify", "--recordings", "none").out == "0 recordings in none hold true\n"


def test_verbose_says_more_and_a_log_file_keeps_it(here: Path, toolkit: Toolkit) -> None:
    """-vv logs every step to stderr and to the file; without it there is silence."""
    assert toolkit("run", "--offline").err == ""
    assert toolkit("-vv", "--log-file", "toolkit.log", "run", "--offline").code == 0
    log = (here / "toolkit.log").read_text(encoding="utf-8")
    assert "translating art-wang-blinken by apertium via Spanish" in log
    assert "scoring by similarity" in log
    assert toolkit("--log-file", "no/such/folder.log", "runs").code == 2
