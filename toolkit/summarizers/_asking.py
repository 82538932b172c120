"""The contract of a summarizer that has to ask a service or a model: a conversation, each turn of it recorded.

It knows the service and nothing else. Whoever holds the conversation sends each request through the exchange, where
recordings, bounds on money and retries are: what was answered once is replayed, turn by turn.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from toolkit.documents import Bullet, Document
from toolkit.exchange import Backend, Limits, Tokens, identity_of
from toolkit.records import BULLETS, JSON, Identity, Rendering, Request

Talk = Generator[Request, Rendering, list[Bullet]]
"""Yields what to ask, is sent what was answered, and returns the bullets."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A summarizer with its options: all that a stage and the exchange see of it.

    Attributes:
        name: the plug-in's.
        languages: primary subtags it can read, None where it reads any.
        backend: what is asked.
        talk: begins the conversation about a document, for so many bullets of at most so many words.
        signature: all that can change a bullet.
        most: bounds what the conversation about a document can be billed for, given its first request.
        turns: calls a conversation may take.
    """

    name: str
    languages: frozenset[str] | None
    backend: Backend
    talk: Callable[[Document, int, int | None], Talk]
    signature: str
    most: Callable[[Request], Tokens | None]
    turns: int


class Asking(ABC):
    """Tell a document in a few bullets, by asking a service or a model.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        Options: frozen dataclass of what `options` of a summarizer may hold, as a translator's.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
        paid: whether somebody is billed: then nothing is sent twice without being told.
        turns: requests a conversation may have.
        needs_encoder: False: what chooses is the model.
        baseline: whether it frames the others instead of competing with them.
    """

    name: ClassVar[str]
    Options: ClassVar[type[Any]]
    extra: ClassVar[str] = ""
    paid: ClassVar[bool] = False
    turns: ClassVar[int] = 1
    needs_encoder: ClassVar[bool] = False
    baseline: ClassVar[bool] = False

    @abstractmethod
    def talk(self, document: Document, bullets: int, max_words: int | None, options: Any) -> Talk:
        """Ask until there are bullets.

        Args:
            document: at least one sentence.
            bullets: how many are wanted, at least 1; fewer come back from a shorter document.
            max_words: upper bound of words a bullet; one that passes it says so in its last edit.
            options: an instance of `Options`.

        Returns:
            Bullets in the order they are to be printed; the same answers give the same bullets.

        Raises:
            BackendError: nothing that was answered can be printed.
        """

    @abstractmethod
    def answer(self, request: Request, options: Any) -> Rendering:
        """Answer one request of the conversation, or raise.

        Raises:
            BackendError: of the kind that says whether it was billed and whether asking again may help.
            NotReadyError: a key, a model or an extra is missing.
        """

    @abstractmethod
    def signature(self, options: Any) -> str:
        """Name all that can change a bullet, from configuration alone: method, version, model."""

    def identity(self, options: Any) -> Identity:
        """Say what is asked for, from configuration alone: no probe, no network, no secret."""
        return replace(identity_of(f"{self.name}-bullets", options), format=BULLETS)

    def reads(self, options: Any) -> frozenset[str] | None:  # noqa: ARG002 - a contract
        """Give the primary subtags of the languages it can read, None where it reads any."""
        return None

    def obstacle(self, options: Any) -> str:  # noqa: ARG002 - a contract
        """Say in one line why it cannot work now, and the command that cures it; `""` where it can.

        Asks only this machine (an import, a file, an environment variable), never the network.
        """
        return ""

    def observed(self, options: Any) -> Mapping[str, JSON]:  # noqa: ARG002 - a contract
        """Say what stands in each new recording beside the answer; asked once, before anything is sent."""
        return {}

    def most_tokens(self, request: Request, options: Any) -> Tokens | None:  # noqa: ARG002 - a contract
        """Bound the tokens one call can be billed for; None where no tokens are billed."""
        return None

    def most_in_all(self, request: Request, options: Any) -> Tokens | None:
        """Bound the tokens of a whole conversation by its first request; by default it has no other."""
        return self.most_tokens(request, options)

    def bind(self, options: Any) -> Bound:
        """Fix the options."""

        def send(requests: Sequence[Request]) -> list[Rendering]:
            return [self.answer(request, options) for request in requests]

        def talk(document: Document, bullets: int, max_words: int | None) -> Talk:
            return self.talk(document, bullets, max_words, options)

        backend = Backend(
            identity=self.identity(options),
            limits=Limits(texts=1),
            paid=self.paid,
            recorded=True,
            send=send,
            observed=lambda: self.observed(options),
            most_tokens=lambda request: self.most_tokens(request, options),
        )
        return Bound(
            name=self.name,
            languages=self.reads(options),
            backend=backend,
            talk=talk,
            signature=self.signature(options),
            most=lambda request: self.most_in_all(request, options),
            turns=self.turns,
        )
