"""What an LLM's answer must be before anybody takes it for a translation; the tokens are billed either way."""

from __future__ import annotations

import json
from collections.abc import Mapping

from toolkit.errors import BadAnswerError
from toolkit.records import Rendering, Request
from toolkit.translators._french import untranslated

_TIMES, _MORE = 5, 200
"""An answer longer than so many times its text and so many characters is no translation of it."""

_ENDINGS = {
    "length": "was cut off at the limit of tokens; raise the option output_factor",
    "model_length": "was cut off at the model's window; split the paragraph in two",
    "content_filter": "was stopped by a content filter; translate this text by hand",
}
_BILLED = "the tokens were billed"


def rendering(answer: object, request: Request) -> Rendering:
    """Take the translation out of a chat completion.

    Args:
        answer: the decoded body, of any shape.
        request: what was asked.

    Raises:
        BadAnswerError: it is cut off, refused, of the wrong shape, empty, too long, or not in the language asked for.
    """
    if not isinstance(answer, Mapping):
        raise BadAnswerError(f"the LLM server's answer is no chat completion; check OPENAI_BASE_URL; {_BILLED}")
    text = _translation(_content(answer))
    if not text.strip():
        raise BadAnswerError(
            f"the model gave an empty translation; run again, or translate this text by hand; {_BILLED}"
        )
    most = _TIMES * len(request.text) + _MORE
    if len(text) > most:
        problem = f"an answer of {len(text):,} characters to a text of {len(request.text):,}"
        raise BadAnswerError(f"the model gave {problem}; try another model; {_BILLED}")
    if untranslated(request, text):
        raise BadAnswerError(f"the model answered in French; try another model, or say more in instructions; {_BILLED}")
    usage, model = answer.get("usage"), answer.get("model")
    return Rendering(
        text=text,
        tokens=_count(usage, "total_tokens"),
        input_tokens=_count(usage, "prompt_tokens"),
        model=model if isinstance(model, str) else "",
    )


def _content(answer: Mapping[str, object]) -> str:
    """Give the words of the one choice, if the model came to its end and did not refuse."""
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise BadAnswerError(f"the LLM server's answer has not the documented shape; check OPENAI_BASE_URL; {_BILLED}")
    ending = choice.get("finish_reason")
    if ending not in {"stop", None}:
        problem = _ENDINGS.get(str(ending), f"ended with {str(ending)[:40]!r}; try another model")
        raise BadAnswerError(f"the model's answer {problem}; {_BILLED}")
    if message.get("refusal"):
        refusal = " ".join(str(message["refusal"]).split())[:200]
        raise BadAnswerError(f"the model refuses this text ({refusal}); translate it by hand; {_BILLED}")
    content = message.get("content")
    if not isinstance(content, str):
        raise BadAnswerError(f"the model's answer holds no text; try another model; {_BILLED}")
    return content


def _translation(content: str) -> str:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        advice = "use a server and model that keep to the option structure"
        raise BadAnswerError(f"the model's answer is not the JSON it was asked for; {advice}; {_BILLED}") from error
    text = found.get("translation") if isinstance(found, dict) else None
    if not isinstance(text, str):
        raise BadAnswerError(f'the model\'s JSON has no text under "translation"; try another model; {_BILLED}')
    return text


def _count(usage: object, name: str) -> int | None:
    found = usage.get(name) if isinstance(usage, Mapping) else None
    return found if type(found) is int and found >= 0 else None
