"""Translations and summaries -> what is scored: each hypothesis beside its references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toolkit.documents import Summary
from toolkit.examples import Block, Example, Origin, Paired
from toolkit.records import Material, Rendering, Translation
from toolkit.stages._body import body


def pair_translation(
    materials: Sequence[Material], translations: Mapping[str, Translation], references: Sequence[str]
) -> Paired:
    """Pair one system's segments with the references.

    Args:
        materials: the articles.
        translations: by article id; an article without one counts as unanswered.
        references: names of the translations scored against. An article that lacks one of them is not scored: every
            example of a run is scored against the same number of references.
    """
    examples: list[Example] = []
    asked = 0
    for material in materials:
        texts = {reference.name: reference.texts for reference in material.references}
        if references and not all(name in texts for name in references):
            continue
        asked += len(material.article.segments)
        translation = translations.get(material.article.id)
        if translation is None:
            continue
        for place, (segment, outcome) in enumerate(zip(material.article.segments, translation.outcomes, strict=True)):
            if isinstance(outcome, Rendering):
                examples.append(
                    Example(
                        article=material.article.id,
                        segment=segment.id,
                        source=(segment.text,),
                        hypothesis=(outcome.text,),
                        references=tuple((texts[name][place],) for name in references),
                        reference_names=tuple(references),
                    )
                )
    return Paired(tuple(examples), asked, tuple(references))


def pair_summary(
    materials: Sequence[Material],
    summaries: Mapping[str, Summary],
    translations: Mapping[str, Translation],
    references: Sequence[str],
) -> Paired:
    """Pair one summarizer's bullets with the reference bullets and with the text they were drawn from.

    Args:
        materials: the articles.
        summaries: by article id; an article without one counts as unanswered.
        translations: by article id, of the system whose text was read.
        references: names of the reference bullets scored against.
    """
    examples: list[Example] = []
    asked = 0
    for material in materials:
        sets = {bullets.name: bullets.bullets for bullets in material.bullets}
        if references and not all(name in sets for name in references):
            continue
        asked += 1
        summary = summaries.get(material.article.id)
        if summary is None or summary.failure is not None:
            continue
        translation = translations[material.article.id]
        document = body(material, translation)
        examples.append(
            Example(
                article=material.article.id,
                segment="",
                source=tuple(each.text for paragraph in document.paragraphs for each in paragraph.sentences),
                hypothesis=tuple(bullet.text for bullet in summary.bullets),
                references=tuple(sets[name] for name in references),
                reference_names=tuple(references),
                blocks=_blocks(material, translation),
                origins=tuple(Origin(each.segment, each.start, each.end, each.original) for each in summary.bullets),
                language=material.article.language,
            )
        )
    return Paired(tuple(examples), asked, tuple(references))


def _blocks(material: Material, translation: Translation) -> tuple[Block, ...]:
    pairs = zip(material.article.segments, translation.outcomes, strict=True)
    return tuple(
        Block(segment.id, segment.text, outcome.text if isinstance(outcome, Rendering) else "")
        for segment, outcome in pairs
    )


def common(names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Name the references that every article with any has, in order of name.

    >>> common([("b", "a"), ("a",), ()])
    ('a',)
    """
    sets = [set(each) for each in names if each]
    return tuple(sorted(set.intersection(*sets))) if sets else ()
