"""docs/gate.md quotes what the gate prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gate_runs import close, halved, loose, make_run
from toolkit.cli.main import guarded

DROPS = "[drops]\nbleu = 1.4\nchrf = 1.0\nbullet_f1 = 0.02\n"


def masked(text: str) -> str:
    """Leave run ids out: they change with every version of what makes the numbers."""
    return re.sub(r"run-[0-9a-f]{12}", "run-…", text)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make the runs that the page speaks of."""
    folder = tmp_path_factory.mktemp("docs")
    both = {"one": close, "two": loose}
    rest = {
        "halved": {**both, "one": halved},
        "slipped": {**both, "one": lambda text, n: loose(text, n) if n in {1, 4} else close(text, n)},
        "better": {**both, "one": lambda text, n: text},
        "gaps": {"one": lambda text, n: None if n in {4, 9} else close(text, n), "three": loose},
    }
    made = {name: make_run(folder / name, systems, int(name == "gaps")) for name, systems in rest.items()}
    made["baseline"] = make_run(folder / "baseline", both)
    made["other"] = make_run(folder / "other", both, change=lambda rows: rows[0]["references"].__setitem__(0, OTHER))
    for name, way in (("good", close), ("bad", halved)):
        made[f"three {name}"] = make_run(folder / f"three {name}", {"one": way}, articles=3)
        made[f"one {name}"] = make_run(folder / f"one {name}", {"one": way}, articles=1)
    return made


OTHER = "A bridge.\n\nTractors on a road.\n\nBread is dearer.\n\nThe harbor stays."
CASES = (
    ("halved", "baseline", DROPS),
    ("halved", "baseline", "[drops]\nbleu = 99.0\n"),
    ("gaps", "baseline", f"{DROPS}ter = 2.0\n"),
    ("slipped", "baseline", DROPS),
    ("better", "baseline", DROPS),
    ("three bad", "three good", DROPS),
    ("one bad", "one good", DROPS),
    ("baseline", "baseline", "[floors]\nbleu = 72.0\n"),
    ("other", "baseline", DROPS),
    ("", "baseline", DROPS),
    ("", "three good", DROPS),
)
"""(run, baseline, gate); without a run the gate tries itself."""


@pytest.fixture
def printed(
    runs: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], str]:
    """Give all that the gate prints in these cases, on a terminal of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")

    def all_of_it() -> str:
        capsys.readouterr()
        gate = tmp_path / "gate.toml"
        for run, baseline, text in CASES:
            gate.write_text(text, encoding="utf-8")
            what = [str(runs[run])] if run else ["--self-test"]
            guarded(["gate", *what, "--baseline", str(runs[baseline]), "--config", str(gate)])
        return masked("\n".join(capsys.readouterr()))

    return all_of_it


def test_every_quoted_line_is_printed(project: Path, printed: Callable[[], str]) -> None:
    """Each paragraph of each block, as it stands, run ids aside."""
    page = (project / "docs" / "gate.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 10
    paragraphs = [paragraph.strip("\n") for block in blocks for paragraph in block.split("\n\n")]
    output = printed()
    assert [paragraph for paragraph in paragraphs if f"{paragraph}\n" not in output] == []


def test_the_table_of_keys_is_complete(project: Path) -> None:
    """Every key of gate.toml has its row."""
    from dataclasses import fields

    from toolkit.gate_settings import GateSettings

    page = (project / "docs" / "gate.md").read_text(encoding="utf-8")
    keys = re.findall(r"^\| `\[*([a-z_]+)\]*` \|", page, re.MULTILINE)
    assert sorted(keys) == sorted(field.name for field in fields(GateSettings))
