"""Translations as they came -> one line a system that has lost something on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.records import Material, Rendering, System, Translation
from toolkit.stages._lost import lost_of


def losses(
    materials: Sequence[Material],
    systems: Sequence[System],
    translations: Mapping[tuple[str, str], Translation],
) -> Iterator[str]:
    """Say of each system with a backend what its new translations lost; recorded ones were said when they were new.

    Args:
        materials: the articles.
        systems: in the order they are named.
        translations: by article id and system name.

    Yields:
        How many texts, and the first with what it lost.
    """
    for system in systems:
        found = [
            (f"{material.article.id} {segment.id}", missing)
            for material in materials
            if system.backend and (translation := translations.get((material.article.id, system.name)))
            for segment, outcome in zip(material.article.segments, translation.outcomes, strict=True)
            if isinstance(outcome, Rendering) and not outcome.replayed and (missing := lost_of(segment, outcome))
        ]
        if found:
            where, missing = found[0]
            texts = "1 text" if len(found) == 1 else f"{len(found):,} texts"
            said = " ".join(missing)
            who = f"{system.name} ({system.backend})"
            yield f"{who}: {texts} lost what must survive, first {where}: {said}; compare them with the source"
