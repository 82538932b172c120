"""What a run is made of: its content-derived id and its `runs` row. Written from an allowlist: no secret can enter."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from toolkit._version import __version__
from toolkit.build import Parts, Planned
from toolkit.documents import Summary
from toolkit.exchange import Policy
from toolkit.prices import Bill
from toolkit.records import JSON, Material, Rendering, Translation, digest
from toolkit.settings import Settings
from toolkit.stages.assemble import Work
from toolkit.summarizers._asking import Bound
from toolkit.tables.rows import Row, row
from toolkit.text import SPLITTER


def identify(
    settings: Settings,
    parts: Parts,
    materials: Sequence[Material],
    translations: Mapping[tuple[str, str], Translation],
    summaries: Mapping[tuple[str, str, str], Summary],
) -> str:
    """Derive the run's id from content: the same settings, texts and signatures give the same `run-…`."""
    content = {
        "config": _config(settings, parts),
        "signatures": _signatures(parts),
        "materials": [_digests(material) for material in materials],
        "translations": [
            [*key, *(outcome.text if isinstance(outcome, Rendering) else None for outcome in translation.outcomes)]
            for key, translation in sorted(translations.items())
        ],
        "answers": [
            [*key, *(bullet.text for bullet in summary.bullets)]
            for key, summary in sorted(summaries.items())
            if summary.answers  # what is made on the spot follows from the rest
        ],
    }
    return "run-" + digest(_json(content).encode()).removeprefix("sha256:")[:12]


def run_row(
    work: Work,
    settings: Settings,
    parts: Parts,
    policy: Policy,
    command: str,
    started: datetime,
    duration_s: float,
) -> Row:
    """Make the row of `runs`: all that is volatile stands here."""
    outcomes = [
        outcome
        for (_, name), translation in work.translations.items()
        if any(each.system.name == name and each.backend for each in parts.systems)
        for outcome in translation.outcomes
    ]
    renderings = [outcome for outcome in outcomes if isinstance(outcome, Rendering)]
    fresh = [rendering for rendering in renderings if not rendering.replayed]
    bills = _bills(work)
    characters = [bill.characters for bill in bills if bill.characters is not None]
    costs = [bill.cost for bill in bills if bill.cost is not None]
    held_to = [*work.terms.values(), *work.methods.values()]
    currency = next((terms.currency for terms in held_to if terms.price), "")
    return row(
        "runs",
        run_id=work.run_id,
        created_at=f"{started:%Y-%m-%dT%H:%M:%SZ}",
        duration_s=round(duration_s, 3),
        toolkit_version=__version__,
        python_version=platform.python_version(),
        platform=f"{platform.system()}-{platform.machine()}",
        command=command,
        mode=policy.mode,
        offline=policy.mode == "replay",
        source_language=settings.source,
        target_language=settings.target,
        articles=len(work.materials),
        segments=sum(len(material.article.segments) for material in work.materials),
        systems=len(work.systems),
        summarizers=len({summarizer for _, _, summarizer in work.summaries}),
        translated=len(fresh),
        replayed=len(renderings) - len(fresh),
        failed=len(outcomes) - len(renderings),
        billed_characters=sum(characters) if characters else None,
        cost=float(sum(costs)) if currency else None,
        currency=currency,
        bill_estimated=any(bill.estimated for bill in bills),
        failures=len(work.failures),
        status="partial" if work.failures else "ok",
        config_json=_json({**_config(settings, parts), "prices": _prices(work), "why_fewer": _why_fewer(parts)}),
        signatures_json=_json(_signatures(parts)),
    )


def _bills(work: Work) -> list[Bill]:
    """Gather what this run was billed: what is replayed was paid for before."""
    segments = {material.article.id: material.article.segments for material in work.materials}
    answers = [work.bill_of(answer) for answer in work.answers() if not answer.rendering.replayed]
    return answers + [
        work.bill(system, outcome, segment.text)
        for (article, system), translation in work.translations.items()
        for segment, outcome in zip(segments[article], translation.outcomes, strict=True)
        if isinstance(outcome, Rendering) and not outcome.replayed
    ]


def _prices(work: Work) -> dict[str, Any]:
    prices = {name: asdict(terms.price) for name, terms in work.terms.items() if terms.price}
    bullets = {f"bullets by {name}": asdict(terms.price) for name, terms in work.methods.items() if terms.price}
    return {**prices, **bullets}


def _why_fewer(parts: Parts) -> dict[str, str]:
    """Give what reports say of short summaries, by summarizer, so that they need no plug-in to say it."""
    return {method.name: method.why_fewer for method in parts.summarizers if method.why_fewer}


def _config(settings: Settings, parts: Parts) -> dict[str, Any]:
    return {
        "source": settings.source,
        "target": settings.target,
        "systems": [_system(planned) for planned in parts.systems],
        "references": list(parts.references),
        "bullet_references": list(parts.bullet_references),
        "baselines": settings.baselines,
        "summary": asdict(settings.summary),
        "summarizers": [
            {"name": method.name, "identity": asdict(method.how.backend.identity)}
            for method in parts.summarizers
            if isinstance(method.how, Bound)
        ],
        "compare": asdict(settings.compare),
        "encoder": settings.encoder.name,
        "metrics": [metric.name for metric in parts.metrics],
    }


def _system(planned: Planned) -> dict[str, Any]:
    told: dict[str, Any] = asdict(planned.system)
    if planned.backend is not None:
        told["identity"] = asdict(planned.backend.identity)
    return told


def _signatures(parts: Parts) -> dict[str, JSON]:
    """Give the signature of all that can change a number, by family and name."""
    counts = {"translation": len(parts.references), "summary": len(parts.bullet_references)}
    return {
        "encoder": parts.encoder.signature(),
        "splitter": SPLITTER,
        "metrics": {metric.name: metric.signature(counts[metric.task]) for metric in parts.metrics},
        "summarizers": {summarizer.name: summarizer.signature() for summarizer in parts.summarizers},
    }


def _digests(material: Material) -> list[JSON]:
    return [
        material.article.id,
        material.article.digest,
        [[reference.name, reference.digest] for reference in material.references],
        [[bullets.name, bullets.digest] for bullets in material.bullets],
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
