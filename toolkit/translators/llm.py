"""Any LLM behind an OpenAI-compatible API. The key is read from OPENAI_API_KEY, another server from OPENAI_BASE_URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from toolkit import _llm
from toolkit.exchange import Limits, Tokens
from toolkit.records import JSON, Glossary, Identity, Rendering, Request
from toolkit.translators import _llm_prompt
from toolkit.translators._base import Translator
from toolkit.translators._llm_answer import rendering


@dataclass(frozen=True, slots=True)
class LLMOptions(_llm.Options):
    """What a model can be told about a translation, beside what any model can be told.

    Attributes:
        context: send the neighboring blocks along; they are billed as input.
        glossary: term pairs to keep to; those that occur in a text are sent with it.
        output_factor: tokens an answer may have for each byte of the text, beside 256; thinking counts.
    """

    context: bool = False
    glossary: Glossary | None = None
    output_factor: float = field(default=1.0, metadata={"keyed": False})  # what it cuts off is never recorded


class LLM(Translator):
    """Ask a model behind an OpenAI-compatible API."""

    name: ClassVar[str] = "llm"
    Options: ClassVar[type[Any]] = LLMOptions
    extra: ClassVar[str] = "llm"
    paid: ClassVar[bool] = True  # also on this machine, where a gateway may pass a call on to somebody who bills

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._connection = _llm.Connection()

    def identity(self, options: LLMOptions) -> Identity:
        """Put the model, what it is told, and the prompt by its digest."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name != "model"}
        return Identity(
            backend=self.name,
            engine={"model": options.model},
            options=told,
            glossary=usual.glossary,
            prompt=_llm_prompt.prompt_digest(),
        )

    def limits(self, options: LLMOptions) -> Limits:  # noqa: ARG002 - the contract's
        """Take one text a call: in one conversation, an answer would depend on the texts beside it."""
        return Limits(texts=1)

    def reads_context(self, options: LLMOptions) -> bool:
        """Say what the option says."""
        return options.context

    def most_tokens(self, request: Request, options: LLMOptions) -> Tokens:
        """Take every byte that is sent for a token, and the limit that is sent for the answer."""
        output = _llm_prompt.most_output(request.text, options.output_factor)
        return _llm.most_tokens(_asked(request, options), output)

    def obstacle(self, options: LLMOptions) -> str:
        """Look for the client, the server's URL, the key where one is needed, and the model's name."""
        return _llm.obstacle(options)

    def observed(self, options: LLMOptions) -> Mapping[str, JSON]:
        """Give the client's version and the server's host."""
        return _llm.observed(options)

    def translate_batch(self, requests: Sequence[Request], options: LLMOptions) -> list[Rendering]:
        """Ask for each text in a call of its own; see the contract."""
        client = self._connection.client(options)
        return [rendering(client.complete(_call(request, options)), request) for request in requests]


def _asked(request: Request, options: LLMOptions) -> dict[str, Any]:
    """Give the parts of a call that a model may be shown, and so the ones billed as input."""
    messages = _llm_prompt.messages(request, options.instructions, options.glossary)
    return {"messages": messages, **_llm.response_format(options.structure, "translation", _llm_prompt.SCHEMA)}


def _call(request: Request, options: LLMOptions) -> dict[str, Any]:
    """Write the whole request."""
    limit = _llm_prompt.most_output(request.text, options.output_factor)
    return _llm.call(options, _asked(request, options), limit)


plugin = LLM
