"""Runs of as many small articles as a test needs, for what holds one run to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.corpus import REFERENCE, SYNONYMS
from toolkit import jsonl
from toolkit.cli.main import guarded
from toolkit.tables import Row

Rendered = Callable[[str, int], str | None]
"""(sentence of the reference, number of its article from 0) -> what a system makes of it; None: the article fails."""

HEAD = """
articles = ["articles.jsonl"]
metrics = {metrics}
baselines = false
[encoder]
name = "hashing"
[summary]
summarizers = ["extractive"]
bullets = 1
[compare]
resamples = 200
trials = 1000
"""


def close(text: str, number: int) -> str:
    """Render nearly as the reference: in every third article words are swapped for others."""
    return loose(text, number) if number % 3 == 0 else text


def loose(text: str, number: int) -> str:
    """Swap words for others of the same meaning."""
    return " ".join(SYNONYMS.get(word, word) for word in text.split())


def halved(text: str, number: int) -> str:
    """Drop every second word of what `close` makes."""
    return " ".join(close(text, number).split()[::2])


def make_project(
    folder: Path,
    systems: Mapping[str, Rendered],
    articles: int = 20,
    metrics: Sequence[str] = ("bleu", "chrf", "bullet_f1"),
    references: int = 1,
    change: Callable[[list[Row]], object] = list,
) -> Path:
    """Write the articles, their references and each system's translations; give the config.

    Args:
        folder: made where it is missing.
        systems: what each makes of a sentence.
        articles: how many.
        metrics: plug-in names.
        references: one or two an article.
        change: what is done to the articles' rows before they are written.
    """
    rows: list[Row] = []
    for number in range(articles):
        lines = [REFERENCE[(number + step) % len(REFERENCE)] for step in range(4)]
        french = [f"Phrase {number + step} du texte, en français." for step in range(4)]
        texts = ["\n\n".join(lines), "\n\n".join(loose(line, number) for line in lines)][:references]
        bullets = [[lines[1]]]
        rows.append({"id": f"t{number}", "text": "\n\n".join(french), "references": texts, "bullets": bullets})
        for name, render in systems.items():
            blocks = [render(line, number) for line in lines]
            (folder / name).mkdir(parents=True, exist_ok=True)
            if None not in blocks:
                (folder / name / f"t{number}.txt").write_text("\n\n".join(filter(None, blocks)), encoding="utf-8")
    change(rows)
    (folder / "articles.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    parts = [f'[[systems]]\nname = "{name}"\nbackend = "file"\noptions = {{ path = "{name}" }}\n' for name in systems]
    config = folder / "project.toml"
    config.write_text(HEAD.format(metrics=list(metrics)) + "".join(parts), encoding="utf-8")
    return config


def make_run(folder: Path, systems: Mapping[str, Rendered], code: int = 0, **project: object) -> Path:
    """Make the project and run it; give the run's folder."""
    config = make_project(folder, systems, **project)  # type: ignore[arg-type]
    assert guarded(["run", "--config", str(config), "--out", str(folder / "runs"), "--quiet"]) == code
    (made,) = (folder / "runs").iterdir()
    return made
