"""Articles, segments and failures as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from toolkit.prices import Bill
from toolkit.records import Failure, Rendering
from toolkit.stages._lost import lost_of
from toolkit.stages._work import Work
from toolkit.tables.rows import Row, row


def article_rows(work: Work) -> Iterator[Row]:
    """Make one row an article, the unreadable ones last."""
    for material in work.materials:
        article = material.article
        yield row(
            "articles",
            run_id=work.run_id,
            article_id=article.id,
            source_language=article.language,
            target_language=work.target,
            digest=article.digest,
            segments=len(article.segments),
            characters=sum(len(segment.text) for segment in article.segments),
            references=len(material.references),
            reference_names=" ".join(reference.name for reference in material.references),
            reference_bullets=len(material.bullets),
            reference_bullet_names=" ".join(bullets.name for bullets in material.bullets),
            status="ok",
            reason="",
            notes_json=_json(list(material.notes)),
            about_json=_json(material.about),
            coverage_json=_json(_coverage(work, article.id)),
        )
    for failure in work.failures:
        if failure.stage == "read" and failure.article:
            yield _unread(work, failure)


def _unread(work: Work, failure: Failure) -> Row:
    return row(
        "articles",
        run_id=work.run_id,
        article_id=failure.article,
        source_language="",
        target_language=work.target,
        digest="",
        segments=0,
        characters=0,
        references=0,
        reference_names="",
        reference_bullets=0,
        reference_bullet_names="",
        status="failed",
        reason=failure.message,
        notes_json="[]",
        about_json="{}",
        coverage_json="{}",
    )


def _coverage(work: Work, article: str) -> dict[str, float]:
    """Give each system's share of the article's segments, 0..1."""
    shares = {}
    for system in work.systems:
        translation = work.translations.get((article, system.name))
        if translation is not None:
            answered = sum(isinstance(outcome, Rendering) for outcome in translation.outcomes)
            shares[system.name] = answered / len(translation.outcomes)
    return shares


def segment_rows(work: Work) -> Iterator[Row]:
    """Make one row an article, system and segment."""
    for material in work.materials:
        references = {reference.name: reference.texts for reference in material.references}
        texts = references.get(work.references[0]) if work.references else None
        for system in work.systems:
            translation = work.translations.get((material.article.id, system.name))
            for place, outcome in enumerate(translation.outcomes if translation else ()):
                segment = material.article.segments[place]
                yield row(
                    "segments",
                    run_id=work.run_id,
                    article_id=material.article.id,
                    segment_id=segment.id,
                    position=place + 1,
                    kind=segment.kind,
                    system=system.name,
                    baseline=system.baseline,
                    backend=system.backend,
                    source_text=segment.text,
                    reference_text=texts[place] if texts else "",
                    lost_protected=" ".join(lost_of(segment, outcome)),
                    **_outcome(outcome, work.bill(system.name, outcome, segment.text)),
                )


def _outcome(outcome: Rendering | Failure, bill: Bill) -> Row:
    rendering = outcome if isinstance(outcome, Rendering) else Rendering("")
    return {
        "translation": rendering.text,
        "status": "failed" if isinstance(outcome, Failure) else "ok",
        "reason": outcome.message if isinstance(outcome, Failure) else "",
        "model": rendering.model,
        "key": rendering.key,
        "replayed": rendering.replayed,
        "billed_characters": bill.characters,
        "tokens": rendering.tokens,
        "input_tokens": rendering.input_tokens,
        "cost": None if bill.cost is None else float(bill.cost),
        "bill_estimated": bill.estimated,
        "latency_ms": rendering.latency_ms,
        "recorded_at": rendering.created_at,
    }


def failure_rows(work: Work) -> Iterator[Row]:
    """Make one row a failure."""
    for failure in work.failures:
        yield row(
            "failures",
            run_id=work.run_id,
            article_id=failure.article,
            system=failure.system,
            summarizer=failure.summarizer,
            stage=failure.stage,
            segment_id=failure.segment,
            kind=failure.kind,
            message=failure.message,
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
