"""What an LLM's answer must be before anybody takes it for a translation; the tokens are billed either way."""

from __future__ import annotations

import json

from toolkit._french import untranslated
from toolkit._llm_reply import BILLED, Advice, reply
from toolkit.errors import BadAnswerError
from toolkit.records import Rendering, Request

_TIMES, _MORE = 5, 200
"""An answer longer than so many times its text and so many characters is no translation of it."""

_ADVICE = Advice(
    limit="raise the option output_factor",
    window="split the paragraph in two",
    blocked="translate this text by hand",
)


def rendering(answer: object, request: Request) -> Rendering:
    """Take the translation out of a chat completion.

    Args:
        answer: the decoded body, of any shape.
        request: what was asked.

    Raises:
        BadAnswerError: it is cut off, refused, of the wrong shape, empty, too long, or not in the language asked for.
    """
    found = reply(answer, _ADVICE)
    text = _translation(found.content)
    if not text.strip():
        raise BadAnswerError(
            f"the model gave an empty translation; run again, or translate this text by hand; {BILLED}"
        )
    most = _TIMES * len(request.text) + _MORE
    if len(text) > most:
        problem = f"an answer of {len(text):,} characters to a text of {len(request.text):,}"
        raise BadAnswerError(f"the model gave {problem}; try another model; {BILLED}")
    if untranslated(request, text):
        raise BadAnswerError(f"the model answered in French; try another model, or say more in instructions; {BILLED}")
    return Rendering(text=text, tokens=found.tokens, input_tokens=found.input_tokens, model=found.model)


def _translation(content: str) -> str:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        advice = "use a server and model that keep to the option structure"
        raise BadAnswerError(f"the model's answer is not the JSON it was asked for; {advice}; {BILLED}") from error
    text = found.get("translation") if isinstance(found, dict) else None
    if not isinstance(text, str):
        raise BadAnswerError(f'the model\'s JSON has no text under "translation"; try another model; {BILLED}')
    return text
