"""The news as a run keeps it: one article, the systems' translations of it, and what the metrics counted of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._news import News
from toolkit import plugins
from toolkit.build import Parts, Planned
from toolkit.exchange import Policy
from toolkit.provenance import identify, run_row
from toolkit.records import Article, Material, Reference, Rendering, Segment, System, Translation, digest
from toolkit.settings import CompareSettings, EncoderSettings, Settings
from toolkit.stages.assemble import Work, assemble, statistics
from toolkit.steps import compare_all, score_all
from toolkit.tables import write_run

ARTICLE = "art-news"
SETTINGS = Settings(encoder=EncoderSettings("hashing"), compare=CompareSettings(trials=1000))


def write(news: News, metrics: Sequence[str], out: Path) -> Path:
    """Score the news, compare the systems, write the run, and give its folder.

    The texts are the data's, untouched: reading them from an article would set their spaces and letters right.
    """
    text = "\n".join(news.reference)
    segments = tuple(Segment(f"seg-{place:04}", "paragraph", line) for place, line in enumerate(news.reference))
    article = Article(ARTICLE, SETTINGS.source, segments, digest(text.encode()))
    materials = [Material(article, (Reference("a", news.reference, digest(text.encode())),))]
    translations = {
        (ARTICLE, name): Translation(ARTICLE, name, SETTINGS.target, tuple(map(Rendering, lines)))
        for name, lines in news.systems.items()
    }
    parts = Parts(
        systems=tuple(Planned(System(name)) for name in news.systems),
        references=("a",),
        bullet_references=(),
        encoder=plugins.load("encoders", SETTINGS.encoder.name)(),
        metrics=tuple(plugins.load("metrics", name)() for name in metrics),
        summarizers=(),
        baselines=frozenset(),
    )
    lines = score_all(materials, parts, translations, {}, SETTINGS)
    work = Work(
        run_id=identify(SETTINGS, parts, materials, translations, {}),
        target=SETTINGS.target,
        materials=tuple(materials),
        failures=(),
        systems=tuple(planned.system for planned in parts.systems),
        translations=translations,
        summaries={},
        lines=tuple(lines),
        comparisons=compare_all(lines, SETTINGS.compare),
        losses=(),
        references=parts.references,
        bullet_references=(),
    )
    tables = assemble(work)
    tables["runs"] = [run_row(work, SETTINGS, parts, Policy(), "", datetime.now(UTC), 0.0)]
    return write_run(out, "run", tables, statistics(work), lambda _: {}).folder
