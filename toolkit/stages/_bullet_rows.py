"""Bullets as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.documents import Bullet
from toolkit.examples import BulletMatch
from toolkit.records import Material, Rendering, System
from toolkit.stages._line import Line
from toolkit.stages._work import Work
from toolkit.tables.rows import Row, row
from toolkit.text import words


def reference_bullet_rows(work: Work) -> Iterator[Row]:
    """Make one row a reference bullet."""
    for material in work.materials:
        for reference in material.bullets:
            for place, text in enumerate(reference.bullets):
                yield _bullet(
                    work, material.article.id, "", f"reference {reference.name}", place, Bullet(text),
                    role="reference", reference=reference.name, baseline=True, status="unscored",
                )  # fmt: skip


def bullet_rows(work: Work) -> Iterator[Row]:
    """Make one row a bullet, with what it was matched with and what supports it."""
    baselines = {(line.system.name, line.summarizer): line.baseline for line in work.lines}
    systems = {system.name: system for system in work.systems}
    matches = {key: found for line in work.lines for key, found in _matches(line).items()}
    faults = {key: found for line in work.lines for key, found in _faults(line).items()}
    materials = {material.article.id: material for material in work.materials}
    for (article, system, summarizer), summary in work.summaries.items():
        found = matches.get((article, system, summarizer), ())
        judged = faults.get((article, system, summarizer), ())
        sets = {bullets.name: bullets.bullets for bullets in materials[article].bullets}
        texts = _texts_read(work, materials[article], systems[system])
        for place, bullet in enumerate(summary.bullets):
            yield _bullet(
                work, article, system, summarizer, place, bullet,
                role="candidate", baseline=baselines[system, summarizer],
                order=systems[system].order, translator=systems[system].translated_by,
                sentence=texts.get(bullet.segment, "")[bullet.start : bullet.end],
                **(_match(found[place], sets) if found else {"status": "unscored"}),
                **(_judged(judged[place]) if judged else {}),
            )  # fmt: skip


def _matches(line: Line) -> dict[tuple[str, str, str], tuple[BulletMatch, ...]]:
    """Map article, system and summarizer to one match a bullet."""
    return {
        (example.article, line.system.name, line.summarizer): matches
        for column in line.columns
        if column.measurement is not None and column.measurement.matches
        for example, matches in zip(column.examples, column.measurement.matches, strict=True)
    }


def _faults(line: Line) -> dict[tuple[str, str, str], tuple[tuple[str, ...], ...]]:
    """Map article, system and summarizer to what was found in each bullet."""
    return {
        (example.article, line.system.name, line.summarizer): faults
        for column in line.columns
        if column.measurement is not None and column.measurement.faults
        for example, faults in zip(column.examples, column.measurement.faults, strict=True)
    }


def _judged(faults: Sequence[str]) -> Row:
    return {"publishable": not faults, "faults": "; ".join(faults)}


def _match(match: BulletMatch, sets: Mapping[str, Sequence[str]]) -> Row:
    matched = match.reference_bullet is not None
    return {
        "matched_reference": match.reference if matched else "",
        "matched_position": match.reference_bullet + 1 if match.reference_bullet is not None else None,
        "matched_text": sets[match.reference][match.reference_bullet] if match.reference_bullet is not None else "",
        "similarity": match.similarity,
        "support": match.support,
        "support_sentence": match.support_sentence,
        "unsupported": bool(match.unsupported),
        "repeats": None if match.repeats is None else match.repeats + 1,
        "repeat_similarity": match.repeat_similarity,
        "repeat_overlap": match.repeat_overlap,
        "status": "matched" if matched else ("extra" if match.reference else "unscored"),
    }


def _bullet(work: Work, article: str, system: str, summarizer: str, place: int, bullet: Bullet, **cells: Any) -> Row:
    unmatched = {
        "order": "", "translator": "", "reference": "", "reason": "", "sentence": "",
        "matched_reference": "", "matched_position": None,
        "matched_text": "", "similarity": None, "support": None, "support_sentence": "",
        "publishable": None, "faults": "",
        "unsupported": False, "repeats": None, "repeat_similarity": None, "repeat_overlap": None,
    }  # fmt: skip
    return row(
        "bullets",
        **{
            "run_id": work.run_id,
            "article_id": article,
            "system": system,
            "summarizer": summarizer,
            "position": place + 1,
            "text": bullet.text,
            "words": words(bullet.text),
            "segment_id": bullet.segment,
            "start": bullet.start,
            "end": bullet.end,
            "edits": "; ".join(bullet.edits),
            "original": bullet.original,
            "model": bullet.model,
            "key": bullet.key,
            **unmatched,
            **cells,
        },
    )


def _texts_read(work: Work, material: Material, system: System) -> dict[str, str]:
    """Give what summarizers read for a system, by segment: its translation, or the article itself."""
    if system.order == "summarize-first":
        return {segment.id: segment.text for segment in material.article.segments}
    translation = work.translations[material.article.id, system.name]
    pairs = zip(material.article.segments, translation.outcomes, strict=True)
    return {segment.id: outcome.text for segment, outcome in pairs if isinstance(outcome, Rendering)}
