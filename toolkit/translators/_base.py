"""The contract of a translator: requests in, renderings out.

A translator knows its service and nothing else: looking up recordings, leaving out duplicates, cutting into batches,
asking again and recording are the exchange's. It is built without arguments, and building it opens nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from toolkit.exchange import Backend, Limits, Tokens, identity_of
from toolkit.records import JSON, Identity, Rendering, Request


@dataclass(frozen=True, slots=True)
class NoOptions:
    """Options of a translator that has none."""


class Translator(ABC):
    """Translate texts with one engine or service.

    Attributes:
        name: file name of the plug-in, as in config and on the command line.
        Options: frozen dataclass of what `options` of a system may hold; every field has a default. Field types: str,
            int, float, bool, Literal of strings, Glossary (a TSV file's path in config), Path (relative to the
            config's folder). A field with `metadata={"keyed": False}` (a URL, a time-out) is left out of the identity.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
        paid: whether somebody is billed: then nothing is sent twice without being told.
        recorded: whether answers are worth recording; False for what is instant, free and local.
        finds: whether it only finds whole texts that somebody has translated; then it translates no bullet.
    """

    name: ClassVar[str]
    Options: ClassVar[type[Any]] = NoOptions
    extra: ClassVar[str] = ""
    paid: ClassVar[bool] = False
    recorded: ClassVar[bool] = True
    finds: ClassVar[bool] = False

    @abstractmethod
    def translate_batch(self, requests: Sequence[Request], options: Any) -> list[Rendering]:
        """Translate all of one batch, or raise.

        Args:
            requests: at most `limits()` of them, all of one language pair.
            options: an instance of `Options`.

        Returns:
            One rendering a request, in the same order, with text, bill and model as far as the service tells them.

        Raises:
            BackendError: of the kind that says whether it was billed and whether asking again may help.
            NotReadyError: a key, a program or an extra is missing.
        """

    def identity(self, options: Any) -> Identity:
        """Say what is asked for, from configuration alone: no probe, no network, no secret.

        The default puts every keyed option that differs from its default, the glossary by its digest, so that a new
        option with a default leaves the keys of older recordings as they were.
        """
        return identity_of(self.name, options)

    def limits(self, options: Any) -> Limits:  # noqa: ARG002 - a contract
        """Say how much one call takes; one text, where an answer would depend on its neighbours in the call."""
        return Limits()

    def reads_context(self, options: Any) -> bool:  # noqa: ARG002 - a contract
        """Say whether requests should carry the text around theirs, which is then part of what is asked."""
        return False

    def most_tokens(self, request: Request, options: Any) -> Tokens | None:  # noqa: ARG002 - a contract
        """Bound the tokens a call with this one text can be billed for; None where no tokens are billed."""
        return None

    def obstacle(self, options: Any) -> str:  # noqa: ARG002 - a contract
        """Say in one line why it cannot work now, and the command that cures it; `""` where it can.

        Asks only this machine (an import, a program on the path, an environment variable), never the network.
        """
        return ""

    def observed(self, options: Any) -> Mapping[str, JSON]:  # noqa: ARG002 - a contract
        """Say what stands in each new recording beside the answer (a program's version); asked once, before sending."""
        return {}

    def bind(self, options: Any) -> Backend:
        """Fix the options: what comes out is all the exchange sees of a translator."""

        def send(requests: Sequence[Request]) -> list[Rendering]:
            return self.translate_batch(requests, options)

        return Backend(
            identity=self.identity(options),
            limits=self.limits(options),
            paid=self.paid,
            recorded=self.recorded,
            send=send,
            observed=lambda: self.observed(options),
            context=self.reads_context(options),
            most_tokens=lambda request: self.most_tokens(request, options),
        )
