"""Any LLM behind an OpenAI-compatible API. The key is read from OPENAI_API_KEY, another server from OPENAI_BASE_URL."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from urllib.parse import urlsplit

from toolkit.errors import NotReadyError
from toolkit.exchange import Limits, Tokens
from toolkit.plugins import missing_extra
from toolkit.records import JSON, Glossary, Identity, Rendering, Request, digest
from toolkit.translators import _llm_prompt
from toolkit.translators._base import Translator
from toolkit.translators._http import is_loopback, url_obstacle
from toolkit.translators._llm_answer import rendering

if TYPE_CHECKING:
    from toolkit.translators._llm_client import Client

KEY = "OPENAI_API_KEY"
URL = "OPENAI_BASE_URL"
OPENAI = "https://api.openai.com/v1"

_SHORTEST_KEY = 8  # anything shorter cannot be kept out of messages by its spelling
_NEW_LIMIT = ("api.openai.com", ".openai.azure.com")  # hosts that know max_completion_tokens; newer models only that


@dataclass(frozen=True, slots=True)
class LLMOptions:
    """What a model can be told.

    Attributes:
        model: its name, as the server knows it.
        instructions: what is said to it beside the prompt: register, style, spelling.
        temperature: 0 for the likeliest words; reasoning models of OpenAI take only 1.
        seed: number that makes sampling repeatable, as far as the server can.
        reasoning_effort: how much a reasoning model thinks; `default` sends nothing.
        context: send the neighboring blocks along; they are billed as input.
        glossary: term pairs to keep to; those that occur in a text are sent with it.
        structure: how JSON is asked for: by a schema, as any JSON, or by the prompt alone.
        output_factor: tokens an answer may have for each byte of the text, beside 256; thinking counts.
        limit_field: the request's field for that; `auto` takes the newer one for OpenAI and Azure.
        timeout_s: seconds one answer may take.
    """

    model: str = ""
    instructions: str = ""
    temperature: float = 0.0
    seed: int | None = None
    reasoning_effort: Literal["default", "none", "minimal", "low", "medium", "high"] = "default"
    context: bool = False
    glossary: Glossary | None = None
    structure: _llm_prompt.Structure = "json_schema"
    output_factor: float = field(default=1.0, metadata={"keyed": False})  # what it cuts off is never recorded
    limit_field: Literal["auto", "max_tokens", "max_completion_tokens"] = field(
        default="auto", metadata={"keyed": False}
    )
    timeout_s: float = field(default=120.0, metadata={"keyed": False})


class LLM(Translator):
    """Ask a model behind an OpenAI-compatible API."""

    name: ClassVar[str] = "llm"
    Options: ClassVar[type[Any]] = LLMOptions
    extra: ClassVar[str] = "llm"
    paid: ClassVar[bool] = True  # also on this machine, where a gateway may pass a call on to somebody who bills

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, float], Client] | None = None

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
        return _llm_prompt.most_tokens(_asked(request, options), output)

    def obstacle(self, options: LLMOptions) -> str:
        """Look for the client, the server's URL, the key where one is needed, and the model's name."""
        if importlib.util.find_spec("openai") is None:
            return str(missing_extra("llm", "openai"))
        url = _url()
        return url_obstacle(url, URL) or _key_obstacle(url) or ("" if options.model.strip() else _NO_MODEL)

    def observed(self, options: LLMOptions) -> Mapping[str, JSON]:
        """Give the client's version and the server's host."""
        self._require(options)
        return {"client": f"openai {metadata.version('openai')}", "server": urlsplit(_url()).hostname or ""}

    def translate_batch(self, requests: Sequence[Request], options: LLMOptions) -> list[Rendering]:
        """Ask for each text in a call of its own; see the contract."""
        client = self._client(options)
        return [rendering(client.complete(_call(request, options)), request) for request in requests]

    def _require(self, options: LLMOptions) -> None:
        obstacle = self.obstacle(options)
        if obstacle:
            raise NotReadyError(obstacle)

    def _client(self, options: LLMOptions) -> Client:
        """Give the open client, or open one where the key, the server or the time-out has changed."""
        from toolkit.translators._llm_client import Client

        self._require(options)
        key, url = os.environ.get(KEY, "").strip(), _url()
        wanted = digest(key.encode()), url, options.timeout_s  # the key itself stays out of what could be printed
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, Client(key, url, options.timeout_s)
        return self._open[1]


_NO_MODEL = 'the option model is empty; name one your server has, as options = { model = "…" }'


def _url() -> str:
    return os.environ.get(URL, "").strip() or OPENAI


def _key_obstacle(url: str) -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        return "" if is_loopback(url) else f"{KEY} is not set; run: export {KEY}=… with a key of the server's account"
    short = len(key) < _SHORTEST_KEY and not is_loopback(url)
    if short or not key.isascii() or not key.isprintable() or " " in key:
        return f"{KEY} is not a key; copy it again from the server's account"
    return ""


def _asked(request: Request, options: LLMOptions) -> dict[str, Any]:
    """Give the parts of a call that a model may be shown, and so the ones billed as input."""
    messages = _llm_prompt.messages(request, options.instructions, options.glossary)
    return {"messages": messages, **_llm_prompt.response_format(options.structure)}


def _call(request: Request, options: LLMOptions) -> dict[str, Any]:
    """Write the whole request."""
    told: dict[str, Any] = {"model": options.model.strip(), "temperature": options.temperature}
    if options.seed is not None:
        told["seed"] = options.seed
    if options.reasoning_effort != "default":
        told["reasoning_effort"] = options.reasoning_effort
    limit = _llm_prompt.most_output(request.text, options.output_factor)
    return {**told, **_asked(request, options), _limit_field(options): limit}


def _limit_field(options: LLMOptions) -> str:
    if options.limit_field != "auto":
        return options.limit_field
    host = urlsplit(_url()).hostname or ""
    return "max_completion_tokens" if host.endswith(_NEW_LIMIT) else "max_tokens"


plugin = LLM
