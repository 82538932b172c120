"""One article, one system."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builders import ENGLISH, FRENCH, material
from toolkit.errors import AuthError
from toolkit.exchange import Backend, Limits, Policy
from toolkit.records import Failure, Identity, Rendering, Request, System
from toolkit.stages.translate import from_reference, requests_of, translate


def backend(send: object) -> Backend:
    return Backend(Identity("fake"), Limits(), paid=False, recorded=False, send=send, observed=dict)  # type: ignore[arg-type]


def test_a_request_says_which_segment_it_is() -> None:
    """Backends that look up instead of translating need the place; the text is what is sent."""
    requests = requests_of(material(), "en")
    assert [request.text for request in requests] == list(FRENCH)
    assert [request.segment for request in requests] == ["seg-001", "seg-002", "seg-003", "seg-004"]
    assert {request.context for request in requests} == {""}


def test_context_is_the_neighboring_segments() -> None:
    """A backend that reads context gets the segment before and the one after."""
    requests = requests_of(material(), "en", context=True)
    assert requests[0].context == FRENCH[1]
    assert requests[1].context == f"{FRENCH[0]}\n{FRENCH[2]}"


def test_the_answers_stand_in_the_order_of_the_segments() -> None:
    """One outcome a segment."""
    done: list[int] = []

    def shout(requests: Sequence[Request]) -> list[Rendering]:
        return [Rendering(request.text.upper()) for request in requests]

    made = translate(material(), System("loud", "fake"), backend(shout), None, Policy(), "en", progress=done.append)
    assert [outcome.text for outcome in made.outcomes if isinstance(outcome, Rendering)] == [t.upper() for t in FRENCH]
    assert sum(done) == 4
    assert made.complete


def test_a_failure_carries_the_systems_name() -> None:
    """The exchange knows the backend, the stage knows the system."""

    def refuse(requests: Sequence[Request]) -> list[Rendering]:
        raise AuthError("the key is refused")

    made = translate(material(), System("DeepL formal", "fake"), backend(refuse), None, Policy(), "en")
    failures = [outcome for outcome in made.outcomes if isinstance(outcome, Failure)]
    assert {failure.system for failure in failures} == {"DeepL formal"}
    assert {failure.kind for failure in failures} == {"auth"}
    assert not made.complete


def test_a_reference_reads_as_a_translation() -> None:
    """Reference a as a system has the reference's texts."""
    made = from_reference(material(), System("reference a", reference="a"), "en")
    assert [outcome.text for outcome in made.outcomes if isinstance(outcome, Rendering)] == list(ENGLISH)


def test_a_reference_an_article_has_not_is_a_failure_a_segment() -> None:
    """It is said, not left out."""
    made = from_reference(material(), System("reference c", reference="c"), "en")
    kinds = [outcome.kind for outcome in made.outcomes if isinstance(outcome, Failure)]
    assert kinds == ["no_reference"] * len(ENGLISH) == ["no_reference"] * len(made.outcomes)
