"""What summaries would send, as far as that is known before their texts are there; the rest is guessed, and said so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from toolkit._methods import Method
from toolkit.build import Parts, Planned
from toolkit.documents import Bullet, Summary
from toolkit.errors import BackendError
from toolkit.exchange import Backend, Plan, Policy, plans
from toolkit.prices import Terms
from toolkit.recordings import Recordings
from toolkit.records import Material, Request
from toolkit.settings import Settings
from toolkit.stages.carry import requests_of_bullets
from toolkit.stages.summarize import document_of, original, summarize
from toolkit.steps._summaries import ARTICLE, Reading, readings
from toolkit.steps._turns import translate_all
from toolkit.summarizers._asking import Bound


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What one summarizer, or one system that translates bullets, would be asked.

    Attributes:
        name: as it stands in the list.
        backend: what is asked.
        terms: what its service charges.
        articles: plans by article id.
        guessed: texts among them that are not known yet.
        turns: calls a text may take.
    """

    name: str
    backend: Backend
    terms: Terms
    articles: Mapping[str, Plan]
    guessed: int
    turns: int = 1


@dataclass
class _Questions:
    """What is asked about each article, in order, and how many of the texts are guesses."""

    by_article: dict[str, list[Request]] = field(default_factory=dict)
    guessed: int = 0

    def add(self, article: str, requests: Sequence[Request], *, guess: str = "") -> None:
        """Add what is asked; a guess is marked, so that no two count as the same text."""
        marked = [dataclasses.replace(request, context=guess) if guess else request for request in requests]
        self.by_article.setdefault(article, []).extend(marked)
        self.guessed += len(marked) if guess else 0

    def told(self, name: str, backend: Backend, terms: Terms, settings: Settings, policy: Policy) -> Inquiry:
        """Plan what is asked."""
        recordings = Recordings(settings.recordings, backend.identity) if backend.recorded else None
        found = plans([(backend, requests) for requests in self.by_article.values()], recordings, policy)
        return Inquiry(name, backend, terms, dict(zip(self.by_article, found, strict=True)), self.guessed)


def asked(materials: Sequence[Material], parts: Parts, settings: Settings, policy: Policy) -> list[Inquiry]:
    """Say what summaries would ask for: first the summarizers, then the systems that translate bullets.

    What is recorded is replayed; nothing is sent and nothing is written.
    """
    turned = [planned for planned in parts.systems if planned.system.order == "summarize-first"]
    if not turned and not any(method.asks for method in parts.summarizers):
        return []
    replay = dataclasses.replace(policy, mode="replay", max_cost=None, max_characters=None)
    translations = translate_all(materials, parts.translating, settings, replay)
    found: list[Inquiry] = []
    known: dict[tuple[str, str], Summary | None] = {}
    for method in parts.summarizers:
        questions = _Questions()
        for read in readings(method, materials, parts, translations, settings):
            made = _made(method, read, questions, settings)
            if read.system == ARTICLE.name:
                known[read.material.article.id, method.name] = made
        if isinstance(method.how, Bound):
            backend = dataclasses.replace(method.how.backend, most_tokens=method.how.most)
            told = questions.told(f"bullets by {method.name}", backend, method.terms, settings, policy)
            found.append(dataclasses.replace(told, turns=method.how.turns))
    return [*found, *(_carried(planned, materials, known, settings, policy) for planned in turned)]


def _made(method: Method, read: Reading, questions: _Questions, settings: Settings) -> Summary | None:
    """Make the summary as far as recordings go, and note what is asked; None where it is not known."""
    wanted, bound = settings.summary.bullets, settings.summary.max_words or None
    article = read.material.article.id
    if not isinstance(method.how, Bound):
        return summarize(read.material, read.translation, method.how, wanted, bound, method.name)
    document = document_of(read.material, read.translation, method.how.languages)
    if document is None:
        source = dataclasses.replace(original(read.material, ARTICLE), language=settings.target)
        guess = document_of(read.material, source, method.how.languages)
        if guess is not None:
            talk = method.how.talk(guess, wanted, bound)
            questions.add(article, [next(talk)], guess=f"guess {read.system}")
        return None
    talk = method.how.talk(document, wanted, bound)
    recordings = Recordings(settings.recordings, method.how.backend.identity)
    try:
        request = next(talk)
        while True:
            questions.add(article, [request])
            answer = recordings.get(request)
            if answer is None:
                return None
            request = talk.send(answer)
    except StopIteration as end:
        bullets: Sequence[Bullet] = end.value
        return Summary(article, read.system, method.name, tuple(bullets))
    except BackendError:
        return None


def _carried(
    planned: Planned,
    materials: Sequence[Material],
    known: Mapping[tuple[str, str], Summary | None],
    settings: Settings,
    policy: Policy,
) -> Inquiry:
    if planned.backend is None:
        raise TypeError(f"{planned.system.name} translates nothing")
    questions = _Questions()
    by_id = {material.article.id: material for material in materials}
    for (article, method), summary in known.items():
        guess = "" if summary is not None else f"guess {method}"
        told = summary or Summary(article, ARTICLE.name, method, tuple(_first(by_id[article], settings)))
        questions.add(article, requests_of_bullets(told, settings.source, settings.target), guess=guess)
    return questions.told(planned.system.name, planned.backend, planned.terms, settings, policy)


def _first(material: Material, settings: Settings) -> Iterator[Bullet]:
    """Give as many sentences of the article as bullets are wanted: bullets are about as long."""
    document = document_of(material, original(material, ARTICLE), None)
    sentences = (sentence for paragraph in document.paragraphs for sentence in paragraph.sentences) if document else ()
    return (Bullet(sentence.text) for sentence in islice(sentences, settings.summary.bullets))
