"""How a model behind an OpenAI-compatible API is asked, whatever for: the server, the key, and a request's fields.

The key is read from OPENAI_API_KEY, another server from OPENAI_BASE_URL.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from toolkit._http import SHORTEST_KEY, is_key, is_loopback, url_obstacle
from toolkit.errors import NotReadyError
from toolkit.exchange._backend import Tokens
from toolkit.plugins import missing_extra
from toolkit.records import JSON, digest

if TYPE_CHECKING:
    from toolkit._llm_client import Client

KEY = "OPENAI_API_KEY"
URL = "OPENAI_BASE_URL"
OPENAI = "https://api.openai.com/v1"

Structure = Literal["json_schema", "json_object", "none"]
Effort = Literal["default", "none", "minimal", "low", "medium", "high"]
LimitField = Literal["auto", "max_tokens", "max_completion_tokens"]

_NEW_LIMIT = ("api.openai.com", ".openai.azure.com")  # hosts that know max_completion_tokens; newer models only that
_NO_MODEL = 'the option model is empty; name one your server has, as options = { model = "…" }'
_OVERHEAD = 512  # tokens the chat format may add: OpenAI's cookbook counts 3 a message and 3 more; harmony's is longest


@dataclass(frozen=True, slots=True)
class Options:
    """What a model can be told, whatever it is asked for.

    Attributes:
        model: its name, as the server knows it.
        instructions: what is said to it beside the prompt: register, style, spelling, what readers care about.
        temperature: 0 for the likeliest words; reasoning models of OpenAI take only 1.
        seed: number that makes sampling repeatable, as far as the server can.
        reasoning_effort: how much a reasoning model thinks; `default` sends nothing.
        structure: how JSON is asked for: by a schema, as any JSON, or by the prompt alone.
        limit_field: the request's field for the most tokens of an answer; `auto` takes the newer one for OpenAI and
            Azure.
        timeout_s: seconds one answer may take.
    """

    model: str = ""
    instructions: str = ""
    temperature: float = 0.0
    seed: int | None = None
    reasoning_effort: Effort = "default"
    structure: Structure = "json_schema"
    limit_field: LimitField = field(default="auto", metadata={"keyed": False})
    timeout_s: float = field(default=120.0, metadata={"keyed": False})


class Connection:
    """Keep one client open from call to call."""

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._open: tuple[tuple[str, str, float], Client] | None = None

    def client(self, options: Options) -> Client:
        """Give the open client, or open one where the key, the server or the time-out has changed.

        Raises:
            NotReadyError: the client, the key or the model's name is missing.
        """
        require(options)
        from toolkit._llm_client import Client

        key, url = os.environ.get(KEY, "").strip(), _url()
        wanted = digest(key.encode()), url, options.timeout_s  # the key itself stays out of what could be printed
        if self._open is None or self._open[0] != wanted:
            self._open = wanted, Client(key, url, options.timeout_s)
        return self._open[1]


def obstacle(options: Options) -> str:
    """Look for the client, the server's URL, the key where one is needed, and the model's name."""
    if importlib.util.find_spec("openai") is None:
        return str(missing_extra("llm", "openai"))
    url = _url()
    return url_obstacle(url, URL) or _key_obstacle(url) or ("" if options.model.strip() else _NO_MODEL)


def require(options: Options) -> None:
    """See that a model can be asked.

    Raises:
        NotReadyError: it cannot.
    """
    found = obstacle(options)
    if found:
        raise NotReadyError(found)


def observed(options: Options) -> Mapping[str, JSON]:
    """Give the client's version and the server's host.

    Raises:
        NotReadyError: no model can be asked.
    """
    require(options)
    return {"client": f"openai {metadata.version('openai')}", "server": urlsplit(_url()).hostname or ""}


def call(options: Options, asked: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """Write the whole request.

    Args:
        options: what the model is told.
        asked: the fields a model may be shown: messages and the shape of the answer.
        limit: tokens the answer may have.
    """
    told: dict[str, Any] = {"model": options.model.strip(), "temperature": options.temperature}
    if options.seed is not None:
        told["seed"] = options.seed
    if options.reasoning_effort != "default":
        told["reasoning_effort"] = options.reasoning_effort
    return {**told, **asked, _limit_field(options): limit}


def response_format(structure: Structure, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the request's fields that ask for JSON, none where the prompt alone does."""
    if structure == "json_schema":
        named = {"name": name, "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    return {"response_format": {"type": "json_object"}} if structure == "json_object" else {}


def most_tokens(asked: Mapping[str, Any], output: int) -> Tokens:
    """Bound what one call can be billed for.

    A byte-level BPE has a token for each of the 256 bytes and only ever joins them, so that no text has more tokens
    than bytes (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.2).

    Args:
        asked: all of the request's fields a model may be shown.
        output: the limit that is sent along.
    """
    return Tokens(input=len(json.dumps(asked, ensure_ascii=False).encode()) + _OVERHEAD, output=output)


def _url() -> str:
    return os.environ.get(URL, "").strip() or OPENAI


def _key_obstacle(url: str) -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        return "" if is_loopback(url) else f"{KEY} is not set; run: export {KEY}=… with a key of the server's account"
    if not is_key(key, shortest=0 if is_loopback(url) else SHORTEST_KEY):
        return f"{KEY} is not a key; copy it again from the server's account"
    return ""


def _limit_field(options: Options) -> str:
    if options.limit_field != "auto":
        return options.limit_field
    host = urlsplit(_url()).hostname or ""
    return "max_completion_tokens" if host.endswith(_NEW_LIMIT) else "max_tokens"
