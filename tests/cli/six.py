"""Six tiny articles with two translations each, and the runs made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from toolkit import jsonl
from toolkit.cli.main import guarded
from toolkit.tables import Row

CONFIG = """
articles = ["articles.jsonl"]
metrics = ["bleu", "chrf", "facts", "bullet_f1", "support"]
baselines = false
[encoder]
name = "hashing"
[summary]
summarizers = ["extractive"]
bullets = 1
[compare]
resamples = 50
trials = 100
[[systems]]
name = "plain"
backend = "file"
options = { path = "plain" }
[[systems]]
name = "broken"
backend = "file"
options = { path = "broken" }
"""
TOWNS = ("Lyon", "Nantes", "Brest", "Metz", "Tours", "Dijon")


def english(town: str, verb: str = "signed") -> str:
    """Give three blocks about a town."""
    return (
        f"A deal in {town}\n\nThe mayor of {town} {verb} the deal with the farmers on Monday.\n\n"
        f"Prices of milk in {town} should fall by the end of the month.\n"
    )


def make_project(folder: Path, references: str = "signed", text: str = "a signé") -> None:
    """Write articles, references, bullets and the translations of two systems; `broken` lacks the last article."""
    rows = []
    for number, town in enumerate(TOWNS, 1):
        french = (
            f"Un accord à {town}\n\nLe maire de {town} {text} l’accord avec les éleveurs lundi.\n\n"
            f"Les prix du lait à {town} devraient baisser avant la fin du mois.\n"
        )
        bullets = [[f"The mayor of {town} signed the deal with the farmers."]]
        row = {"id": f"town-{number}", "text": french, "references": [english(town, references)], "bullets": bullets}
        rows.append(row)
        for system, blocks in (("plain", english(town, "has signed")), ("broken", english(town, "sign at"))):
            (folder / system).mkdir(parents=True, exist_ok=True)
            if (system, number) != ("broken", len(TOWNS)):
                (folder / system / f"town-{number}.txt").write_text(blocks, encoding="utf-8")
    (folder / "articles.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    (folder / "six.toml").write_text(CONFIG, encoding="utf-8")


def make_run(folder: Path, out: str = "runs") -> Path:
    """Run the project; one article of one system fails, so the exit code is 1."""
    where = folder / out
    assert guarded(["run", "--config", str(folder / "six.toml"), "--out", str(where), "--quiet"]) == 1
    (made,) = where.iterdir()
    return made


def rewrite(run: Path, file: str, change: Callable[[list[Row]], None], *, rehash: bool = True) -> None:
    """Change a table in place, and the manifest with it, so that only what the rows say can give it away."""
    rows = [row for _, row in jsonl.read_lines(run / file)]
    change(rows)
    (run / file).write_bytes(b"".join(map(jsonl.dump, rows)))
    if rehash:
        sign(run, file, len(rows))


def sign(run: Path, file: str, rows: int | None = None) -> None:
    """Make the manifest fit a file as it stands."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    entry = next(entry for entry in manifest["files"] if entry["path"] == file)
    entry["rows"] = rows
    entry["sha256"] = f"sha256:{hashlib.sha256((run / file).read_bytes()).hexdigest()}"
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def without_arrays(run: Path) -> None:
    """Make a run what an older toolkit wrote, which knew no arrays."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = [entry for entry in manifest["files"] if not entry["path"].endswith(".npz")]
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for arrays in run.glob("statistics/*.npz"):
        arrays.unlink()
