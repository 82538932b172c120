"""One translation and one summarizer -> bullets; the article's own key points become a baseline."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from toolkit.documents import Answer, Bullet, Document, Summary
from toolkit.errors import BackendError
from toolkit.records import Failure, Material, Outcome, Rendering, Request, System, Translation
from toolkit.stages._body import body
from toolkit.summarizers._asking import Bound, Talk
from toolkit.summarizers._base import Summarizer
from toolkit.text import KNOWN

KEY_POINTS = "key_points"
OF_THE_TEXT = frozenset({"language", "no_body", "no_bullet", "incomplete"})
"""Kinds of failure that lie in what is read, and not in what was asked."""

Ask = Callable[[Request], Outcome]
"""Answers one request, through the exchange."""


def summarize(
    material: Material,
    translation: Translation,
    summarizer: Summarizer,
    bullets: int,
    max_words: int | None,
    name: str = "",
) -> Summary:
    """Make bullets of one translation, or say why not.

    A summary is made only from a complete body: half a text would be blamed on the summarizer.

    Args:
        material: the article.
        translation: what is read: a system's translation, or the article itself.
        summarizer: what makes the bullets, on the spot.
        bullets: how many are wanted.
        max_words: upper bound of words a bullet, None without one.
        name: what the summarizer is called in this run, its own name where `""`.
    """
    name = name or summarizer.name
    read = _document(material, translation, summarizer.languages, name)
    if isinstance(read, Summary):
        return read
    made = tuple(summarizer.summarize(read, bullets, max_words))
    if not made:
        return _failed(translation, name, "no_bullet", "no sentence of the body can stand as a bullet")
    return Summary(translation.article, translation.system, name, made)


def ask_for_summary(
    material: Material,
    translation: Translation,
    summarizer: Bound,
    bullets: int,
    max_words: int | None,
    name: str,
    ask: Ask,
) -> Summary:
    """Hold the conversation that brings bullets, or say why there are none; as in `summarize`.

    Args:
        material: the article.
        translation: what is read: a system's translation, or the article itself.
        summarizer: what leads the conversation.
        bullets: how many are wanted.
        max_words: upper bound of words a bullet, None without one.
        name: what the summarizer is called in this run.
        ask: answers one request.
    """
    read = _document(material, translation, summarizer.languages, name)
    if isinstance(read, Summary):
        return read
    answers: list[Answer] = []
    try:
        made = _held(summarizer.talk(read, bullets, max_words), ask, name, answers)
    except BackendError as error:
        made = Failure("summarize", error.kind, str(error))
    told = tuple(answers)
    if isinstance(made, Failure):
        failed = _failed(translation, name, made.kind, made.message)
        return dataclasses.replace(failed, answers=told)
    return Summary(translation.article, translation.system, name, tuple(made), answers=told)


def document_of(material: Material, translation: Translation, languages: frozenset[str] | None) -> Document | None:
    """Give what a summarizer would read, None where it could not."""
    read = _document(material, translation, languages, "")
    return None if isinstance(read, Summary) else read


def original(material: Material, system: System) -> Translation:
    """Read the article itself as a system's translation, for summarizers that read its language."""
    texts = tuple(Rendering(segment.text) for segment in material.article.segments)
    return Translation(material.article.id, system.name, material.article.language, texts)


def _held(talk: Talk, ask: Ask, name: str, answers: list[Answer]) -> Sequence[Bullet] | Failure:
    """Pass questions and answers on until there are bullets, or something is not answered."""
    try:
        request = next(talk)
        while True:
            outcome = ask(request)
            if isinstance(outcome, Failure):
                talk.close()
                return outcome
            answers.append(Answer(name, summarizer=True, text=request.text, rendering=outcome))
            request = talk.send(outcome)
    except StopIteration as end:
        bullets: Sequence[Bullet] = end.value
        return [_signed(bullet, answers) for bullet in bullets]


def _signed(bullet: Bullet, answers: Sequence[Answer]) -> Bullet:
    """Say what wrote a bullet and where that is recorded: the last answer, unless the talk says which."""
    if bullet.key or not answers:
        return bullet
    last = answers[-1].rendering
    return dataclasses.replace(bullet, model=last.model, key=last.key)


def key_points(material: Material, translation: Translation) -> Summary | None:
    """Take the article's own key points, translated; None where the article has none.

    They are a baseline: what the newsroom printed. No summarizer ever reads them.
    """
    pairs = [
        (segment, outcome)
        for segment, outcome in zip(material.article.segments, translation.outcomes, strict=True)
        if segment.kind == "key_point"
    ]
    if not pairs:
        return None
    if any(isinstance(outcome, Failure) for _, outcome in pairs):
        return _failed(translation, KEY_POINTS, "incomplete", "a key point was not translated")
    made = tuple(
        Bullet(outcome.text, segment.id, 0, len(outcome.text))
        for segment, outcome in pairs
        if isinstance(outcome, Rendering)
    )
    return Summary(translation.article, translation.system, KEY_POINTS, made)


def _document(
    material: Material, translation: Translation, languages: frozenset[str] | None, name: str
) -> Document | Summary:
    """Give what is read, or the failure where no summary can honestly be made."""
    reason = _obstacle(material, translation, languages, name)
    if reason:
        return _failed(translation, name, *reason)
    read = body(material, translation)
    if not any(paragraph.sentences for paragraph in read.paragraphs):
        return _failed(translation, name, "no_body", "the article has no paragraph to draw bullets from")
    return read


def _obstacle(
    material: Material, translation: Translation, languages: frozenset[str] | None, name: str
) -> tuple[str, str] | None:
    """Give a failure's kind and message where no summary can honestly be made."""
    language = translation.language.partition("-")[0].lower()
    if language not in KNOWN or (languages is not None and language not in languages):
        known = languages if languages is not None else KNOWN
        return "language", f"{name} reads {', '.join(sorted(known & KNOWN))}, not {translation.language}"
    missing = [
        segment.id
        for segment, outcome in zip(material.article.segments, translation.outcomes, strict=True)
        if segment.kind == "paragraph" and isinstance(outcome, Failure)
    ]
    if missing:
        return "incomplete", f"no summary of an incomplete body: {len(missing)} paragraphs are missing ({missing[0]} …)"
    return None


def _failed(translation: Translation, summarizer: str, kind: str, message: str) -> Summary:
    failure = Failure("summarize", kind, message, translation.article, translation.system, summarizer)
    return Summary(translation.article, translation.system, summarizer, (), failure)
