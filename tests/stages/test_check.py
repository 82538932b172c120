"""What a translation has lost is said once a system, of what is new."""

from __future__ import annotations

import dataclasses

from tests.builders import segments
from toolkit.records import Article, Failure, Material, Outcome, Rendering, System, Translation
from toolkit.stages.check import losses

TEXTS = ("Une hausse de 12 %", "Voir https://a.fr/le", "Bonjour {name}")
MATERIAL = Material(Article("art-a", "fr", segments(TEXTS), ""))
APERTIUM = System("Apertium, Spanish", backend="apertium")


def said(*texts: str, system: System = APERTIUM, **more: object) -> list[str]:
    """Check one translation."""
    outcomes: tuple[Outcome, ...] = tuple(dataclasses.replace(Rendering(text), **more) for text in texts)  # type: ignore[arg-type]
    translation = Translation("art-a", system.name, "en", outcomes)
    return list(losses([MATERIAL], [system], {("art-a", system.name): translation}))


def test_a_system_that_lost_something_is_one_line() -> None:
    """It names the system and its backend, how many texts, and the first with what is missing."""
    assert said("A rise of 21%", "See https://a.fr/the", "Hello {name}") == [
        "Apertium, Spanish (apertium): 2 texts lost what must survive, first art-a seg-001: 12 %; "
        "compare them with the source"
    ]
    assert said("A rise of 12%", "See https://a.fr/le", "Hello {nom}")[0].startswith(
        "Apertium, Spanish (apertium): 1 text lost what must survive, first art-a seg-003: {name};"
    )


def test_what_is_whole_is_not_spoken_of() -> None:
    """Nothing lost, no line."""
    assert said("A rise of 12%", "See https://a.fr/le", "Hello {name}") == []


def test_a_recorded_answer_was_spoken_of_when_it_was_new() -> None:
    """Replayed translations, and references that stand as systems, are not checked again."""
    assert said("", "", "", replayed=True) == []
    assert said("", "", "", system=System("reference b", reference="b")) == []


def test_a_failed_segment_has_lost_nothing() -> None:
    """It is told of elsewhere."""
    failed = Failure("translate", "outage", "down", "art-a", APERTIUM.name, segment="seg-001")
    translation = Translation("art-a", APERTIUM.name, "en", (failed,) * 3)
    assert list(losses([MATERIAL], [APERTIUM], {("art-a", APERTIUM.name): translation})) == []
