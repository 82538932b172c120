"""A run with every text damaged and scored again: what a gate must not let pass.

Texts, references and bullets are read back from the run's tables, every second word of what was translated or written
by a summarizer is dropped, and from there on the stages are those of any run. Where the gate asks for the facts of
bullets, which may be as short as they like, each bullet states a number besides that no text has. The tables are whole:
`toolkit verify` finds nothing wrong with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from toolkit import build
from toolkit.build import Parts, Planned
from toolkit.comparing import settings_of
from toolkit.documents import Bullet, Summary
from toolkit.metrics._base import Metric
from toolkit.records import (
    Article,
    Failure,
    Material,
    Outcome,
    Reference,
    ReferenceBullets,
    Rendering,
    Segment,
    System,
    Translation,
    digest,
)
from toolkit.settings import EncoderSettings, Settings
from toolkit.stages.assemble import Work, assemble, statistics
from toolkit.steps import attribute_all, compare_all, score_all
from toolkit.tables import Row, Run, write_run

WHAT = "every second word of each translation and bullet dropped"
MADE_UP = "98,765,431"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged run.

    Attributes:
        run: as it stands on disk.
        what: was done to its texts.
        unscored: why a metric could not be counted again, by its name.
    """

    run: Run
    what: str
    unscored: Mapping[str, str]


def damage(text: str) -> str:
    """Drop every second word; a text of one word stays as it is.

    >>> damage("The council approved the new bridge."), damage("Yes")
    ('The approved new', 'Yes')
    """
    return " ".join(text.split()[::2])


def damaged(run: Run, names: Sequence[str], folder: Path) -> Damaged:
    """Damage a run, score it again, and write it.

    Args:
        run: as it was read.
        names: of the metrics that are counted.
        folder: where the damaged run is written.
    """
    config = json.loads(run.rows("runs")[0]["config_json"])
    encoder = EncoderSettings(config["encoder"])
    settings = Settings(target=config["target"], encoder=encoder, compare=settings_of(run), cache=folder / "cache")
    parts, unscored = _parts(run, config, names, settings)
    materials = _materials(run, parts.references)
    translations = _translations(run, config["target"])
    strange = any(metric.finds_facts and metric.task == "summary" for metric in parts.metrics)
    summaries = _summaries(run, f" {MADE_UP}" if strange else "")
    lines = score_all(materials, parts, translations, summaries, settings)
    work = Work(
        run_id="run-" + digest(f"{run.run_id}, {WHAT}".encode()).removeprefix("sha256:")[:12],
        target=config["target"],
        materials=tuple(materials),
        failures=(),
        systems=tuple(planned.system for planned in parts.systems),
        translations=translations,
        summaries=summaries,
        lines=tuple(lines),
        comparisons=compare_all(lines, settings.compare),
        losses=attribute_all(lines, parts, settings.compare),
        references=parts.references,
        bullet_references=parts.bullet_references,
    )
    tables = assemble(work)
    for table in ("runs", "failures"):
        tables[table] = [{**row, "run_id": work.run_id} for row in run.rows(table)]
    what = f"{WHAT}, and a number put into each bullet" if strange else WHAT
    return Damaged(write_run(folder, "damaged", tables, statistics(work), lambda _: {}), what, unscored)


def _parts(
    run: Run, config: Mapping[str, Any], names: Sequence[str], settings: Settings
) -> tuple[Parts, dict[str, str]]:
    """Build what scores, and say which metrics would not count as they did."""
    encoder = build.encoder(settings, offline=True)
    references = {"translation": config["references"], "summary": config["bullet_references"]}
    known = json.loads(run.rows("runs")[0]["signatures_json"])["metrics"]
    metrics = build.metrics(names, encoder)
    reasons = {each.name: _obstacle(each, len(references[each.task]), known.get(each.name, "")) for each in metrics}
    columns = {field.name for field in fields(System)}
    parts = Parts(
        systems=tuple(
            Planned(System(**{key: value for key, value in each.items() if key in columns}))
            for each in config["systems"]
        ),
        references=tuple(config["references"]),
        bullet_references=tuple(config["bullet_references"]),
        encoder=encoder,
        metrics=tuple(metric for metric in metrics if not reasons[metric.name]),
        summarizers=(),
        baselines=frozenset(_framing(run)),
    )
    return parts, {name: reason for name, reason in reasons.items() if reason}


def _obstacle(metric: Metric, references: int, signature: str) -> str:
    """Say what keeps a metric from being counted again as it was, `""` where nothing does."""
    if metric.task == "translation" and references > 1:
        return f"the run's tables hold the first of its {references} references alone"
    if metric.signature(references) != signature:
        return f"it was counted with {signature}, here it would be {metric.signature(references)}"
    return ""


def _framing(run: Run) -> set[str]:
    """Name the summarizers that only frame the others."""
    systems = {row["system"] for row in run.rows("aggregates") if not row["summarizer"] and row["baseline"]}
    rows = [row for row in run.rows("aggregates") if row["summarizer"] and row["system"] not in systems]
    return {row["summarizer"] for row in rows if row["baseline"]}


def _materials(run: Run, references: Sequence[str]) -> list[Material]:
    """Put the articles together again, with the references that the tables hold."""
    segments: dict[str, dict[str, Row]] = {}
    for row in sorted(run.rows("segments"), key=lambda row: row["position"]):
        segments.setdefault(row["article_id"], {}).setdefault(row["segment_id"], row)
    bullets: dict[str, dict[str, list[str]]] = {}
    for row in sorted(run.rows("bullets"), key=lambda row: row["position"]):
        if row["role"] == "reference":
            bullets.setdefault(row["article_id"], {}).setdefault(row["reference"], []).append(row["text"])
    readable = [row for row in run.rows("articles") if row["status"] == "ok"]
    return [_material(row, segments, bullets, references) for row in readable]


def _material(
    article: Row,
    segments: Mapping[str, Mapping[str, Row]],
    bullets: Mapping[str, Mapping[str, Sequence[str]]],
    references: Sequence[str],
) -> Material:
    own = article["article_id"]
    rows = list(segments.get(own, {}).values())
    texts = tuple(row["reference_text"] for row in rows)
    blocks = tuple(Segment(row["segment_id"], row["kind"], row["source_text"]) for row in rows)
    return Material(
        Article(own, article["source_language"], blocks, article["digest"]),
        tuple(Reference(name, texts, "") for name in references[:1] if any(texts)),
        tuple(ReferenceBullets(name, tuple(lines), "") for name, lines in bullets.get(own, {}).items()),
    )


def _translations(run: Run, language: str) -> dict[tuple[str, str], Translation]:
    found: dict[tuple[str, str], list[Outcome]] = {}
    for row in sorted(run.rows("segments"), key=lambda row: row["position"]):
        found.setdefault((row["article_id"], row["system"]), []).append(_outcome(row))
    return {key: Translation(*key, language, tuple(outcomes)) for key, outcomes in found.items()}


def _outcome(row: Row) -> Outcome:
    if row["status"] == "failed":
        return Failure("translate", "failed", row["reason"], row["article_id"], row["system"])
    return Rendering(row["translation"] if row["baseline"] else damage(row["translation"]))


def _summaries(run: Run, more: str) -> dict[tuple[str, str, str], Summary]:
    found: dict[tuple[str, str, str], list[Bullet]] = {}
    for row in sorted(run.rows("bullets"), key=lambda row: row["position"]):
        if row["role"] == "candidate":
            key = (row["article_id"], row["system"], row["summarizer"])
            found.setdefault(key, []).append(Bullet(row["text"] if row["baseline"] else damage(row["text"]) + more))
    return {key: Summary(*key, tuple(bullets)) for key, bullets in found.items()}
