"""Bullets of an article, translated."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tests.builders import material
from toolkit.documents import Bullet, Summary
from toolkit.errors import RejectedError
from toolkit.exchange import Backend, Limits, Policy
from toolkit.records import Failure, Identity, Rendering, Request, System
from toolkit.stages.carry import carry, requests_of_bullets

FRENCH = Summary(
    "art-deal",
    "",
    "lead",
    (
        Bullet("Paul a signé l’accord.", "seg-003", 0, 22, ("connective", "longer than 3 words: no safe cut")),
        Bullet("Les prix baissent en mai.", "seg-004", 0, 25),
    ),
)
SYSTEM = System("one (summarize first)", "fake", order="summarize-first", translator="one")
WORDS = {"Paul a signé l’accord.": "Paul signed.", "Les prix baissent en mai.": "Prices are falling in May."}


def backend(refused: str = "") -> Backend:
    """Make a backend that is not recorded, and refuses one text."""

    def send(requests: Sequence[Request]) -> list[Rendering]:
        if refused in [request.text for request in requests]:
            raise RejectedError("it does not take this text; leave it out")
        return [Rendering(WORDS[request.text], model="fake-1") for request in requests]

    return Backend(Identity("fake"), Limits(texts=1), paid=False, recorded=False, send=send, observed=dict)


def carried(summary: Summary = FRENCH, refused: str = "") -> Summary:
    return carry(summary, SYSTEM, backend(refused), None, Policy(), ("fr", "en"), 4)


def test_a_bullet_keeps_its_source_and_its_original() -> None:
    """The translation takes its place; the sentence it was drawn from and the French bullet stay beside it."""
    first, second = carried().bullets
    assert (first.text, first.original, first.segment, first.end) == (
        "Paul signed.",
        "Paul a signé l’accord.",
        "seg-003",
        22,
    )
    assert (second.text, second.model) == ("Prices are falling in May.", "fake-1")


def test_the_bound_is_judged_in_the_language_printed() -> None:
    """What was too long in French and is not in English loses that edit; what is too long now gains it."""
    assert [bullet.edits for bullet in carried().bullets] == [
        ("connective", "translated from fr"),
        ("translated from fr", "longer than 4 words"),
    ]


def test_no_request_has_the_id_of_a_segment() -> None:
    """A backend that finds texts by their place must not take a bullet for the paragraph it was drawn from."""
    asked = requests_of_bullets(FRENCH, "fr", "en")
    assert [(request.text, request.source, request.target) for request in asked] == [
        (bullet.text, "fr", "en") for bullet in FRENCH.bullets
    ]
    ids = {segment.id for segment in material().article.segments}
    assert ids.isdisjoint(request.segment for request in asked)


def test_one_bullet_missing_is_no_summary() -> None:
    """The failure names the bullet, its system and its summarizer; what was answered is still counted."""
    made = carried(refused="Les prix baissent en mai.")
    assert made.bullets == ()
    assert made.failure is not None
    assert (made.failure.stage, made.failure.kind) == ("summarize", "rejected")
    assert (made.failure.system, made.failure.summarizer) == (SYSTEM.name, "lead")
    assert made.failure.message.startswith("bullet 2 was not translated: it does not take this text")


def test_a_failure_to_summarize_is_the_systems_own() -> None:
    """Where there is nothing to translate, nothing is asked, and the reason stands under the system's name."""
    failed = dataclasses.replace(
        FRENCH, bullets=(), failure=Failure("summarize", "no_body", "no paragraph", "art-deal")
    )
    made = carried(failed)
    assert made.failure is not None
    assert (made.failure.kind, made.failure.system) == ("no_body", SYSTEM.name)
    assert made.answers == ()
