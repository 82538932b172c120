"""The words of a chat completion, if the model came to its end and did not refuse; the tokens are billed either way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.errors import BadAnswerError

BILLED = "the tokens were billed"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do where an answer cannot be had, as each use of a model words it.

    Attributes:
        limit: the answer met the limit of tokens.
        window: it met the model's window.
        blocked: a filter stopped it, or the model refused.
    """

    limit: str
    window: str
    blocked: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        content: its words.
        model: what answered, `""` where the server does not say.
        tokens: of all that was sent and answered, None where the server does not say.
        input_tokens: those of `tokens` that were sent, likewise.
    """

    content: str
    model: str
    tokens: int | None
    input_tokens: int | None


def reply(answer: object, advice: Advice) -> Reply:
    """Read a chat completion.

    Args:
        answer: the decoded body, of any shape.
        advice: what to do where it holds no answer.

    Raises:
        BadAnswerError: it is cut off, refused, or of the wrong shape.
    """
    if not isinstance(answer, Mapping):
        raise BadAnswerError(f"the LLM server's answer is no chat completion; check OPENAI_BASE_URL; {BILLED}")
    usage, model = answer.get("usage"), answer.get("model")
    return Reply(
        content=_content(answer, advice),
        model=model if isinstance(model, str) else "",
        tokens=_count(usage, "total_tokens"),
        input_tokens=_count(usage, "prompt_tokens"),
    )


def _content(answer: Mapping[str, object], advice: Advice) -> str:
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise BadAnswerError(f"the LLM server's answer has not the documented shape; check OPENAI_BASE_URL; {BILLED}")
    ending = choice.get("finish_reason")
    if ending not in {"stop", None}:
        raise BadAnswerError(f"the model's answer {_ending(str(ending), advice)}; {BILLED}")
    if message.get("refusal"):
        refusal = " ".join(str(message["refusal"]).split())[:200]
        raise BadAnswerError(f"the model refuses this text ({refusal}); {advice.blocked}; {BILLED}")
    content = message.get("content")
    if not isinstance(content, str):
        raise BadAnswerError(f"the model's answer holds no text; try another model; {BILLED}")
    return content


def _ending(reason: str, advice: Advice) -> str:
    endings = {
        "length": f"was cut off at the limit of tokens; {advice.limit}",
        "model_length": f"was cut off at the model's window; {advice.window}",
        "content_filter": f"was stopped by a content filter; {advice.blocked}",
    }
    return endings.get(reason, f"ended with {reason[:40]!r}; try another model")


def _count(usage: object, name: str) -> int | None:
    found = usage.get(name) if isinstance(usage, Mapping) else None
    return found if type(found) is int and found >= 0 else None
