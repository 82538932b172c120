"""The wheel, installed in a new environment and used outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ARTICLE = """Un accord est signé à Genève

  • Les deux parties ont signé jeudi.

Paul Martin a signé jeudi à Genève un accord sur le commerce de 12 produits agricoles.

Les prix doivent baisser de 5 % en mai, a déclaré le ministère du commerce.

Les syndicats ne participent pas à la réunion prévue la semaine prochaine.
"""
TRANSLATION = """A deal is signed in Geneva

  • Both sides signed on Thursday.

Paul Martin signed a deal in Geneva on Thursday on trade in 12 farm products.

Prices should fall by 5% in May, the trade ministry said.

The unions are not taking part in the meeting planned for next week.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what is in the repository."""
    project = Path(__file__).resolve().parent.parent
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(project / name, source)
    shutil.copytree(project / "toolkit", source / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a new environment that sees this one's libraries, but not its toolkit."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([str(python), "-c", where], check=True, capture_output=True, text=True).stdout.strip()
    # A plain line in a .pth adds a path; it runs no .pth of that path, so an editable toolkit there stays unseen.
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_wheel_carries_its_data(wheel: Path) -> None:
    """Schemas and the marker for type checkers are inside; tests and references are not."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "toolkit/py.typed" in names
    assert "toolkit/tables/schemas/scores.schema.json" in names
    assert {f"toolkit/reporters/_html/{name}" for name in ("page.html", "style.css", "script.js")} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "references/", "benchmarks/", "examples/"))]


def test_the_wheel_works_in_an_empty_folder(python: Path, tmp_path: Path) -> None:
    """Help, schema, plugins, init, then an offline run on that article with a pasted translation."""

    def toolkit(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "toolkit", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
            env=os.environ | {"PYTHONUTF8": "1"},
        )  # fmt: skip

    (tmp_path / "text.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "mine.txt").write_text(TRANSLATION, encoding="utf-8")
    where = subprocess.run(
        [str(python), "-c", "import toolkit; print(toolkit.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(python.parent.parent) in where.stdout
    nothing = toolkit("run")
    assert nothing.returncode == 2
    assert "toolkit init" in nothing.stderr
    assert toolkit("--help").returncode == 0
    assert '"urn:' in toolkit("schema", "scores").stdout
    assert "echo" in toolkit("plugins").stdout
    made = toolkit("init", "deal", "--article", "text.txt")
    assert made.returncode == 0, made.stderr
    ran = toolkit("run", "references/deal", "--offline", "--translation", "mine=mine.txt")
    assert ran.returncode == 0, ran.stderr
    assert "mine" in ran.stdout
    assert list((tmp_path / "outputs" / "runs").glob("*/manifest.json"))
