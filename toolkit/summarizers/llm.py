"""Bullets written by any LLM behind an OpenAI-compatible API, checked against the article, and asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from toolkit import _llm
from toolkit._llm_reply import BILLED, Advice, reply
from toolkit.documents import Bullet, Document
from toolkit.errors import BadAnswerError
from toolkit.exchange import Tokens
from toolkit.records import JSON, Identity, Rendering, Request
from toolkit.sentences import SPLITTER
from toolkit.summarizers import _llm_prompt as prompt
from toolkit.summarizers._asking import Asking, Talk
from toolkit.summarizers._llm_judge import RULES, Judged, judge

AGAIN = 2
"""How often a model is asked again with what was wrong: after that, more of the same rarely helps and always costs."""

_LONGEST = 20_000  # characters; no bullets are longer
_MORE = prompt.ECHO + 32  # bytes a later question grows by, with the key that what is repeated stands under
_BYTES_A_TOKEN = 8  # news has three to five in any tokenizer of today: with more, the server did not read it all
_ADVICE = Advice(
    limit="raise the option answer_tokens",
    window="choose a model with a longer window",
    blocked="write these bullets by hand",
)
_TOO_LONG = "choose a model with a longer window; an article is never cut to fit"


@dataclass(frozen=True, slots=True)
class LLMOptions(_llm.Options):
    """What a model can be told about bullets, beside what any model can be told.

    Attributes:
        answer_tokens: tokens one answer may have; thinking counts.
    """

    answer_tokens: int = field(default=1000, metadata={"keyed": False})  # what it cuts off is never recorded


class LLM(Asking):
    """Ask a model behind an OpenAI-compatible API for bullets, and hold them against the article."""

    name: ClassVar[str] = "llm"
    Options: ClassVar[type[Any]] = LLMOptions
    extra: ClassVar[str] = "llm"
    paid: ClassVar[bool] = True  # also on this machine, where a gateway may pass a call on to somebody who bills
    turns: ClassVar[int] = 1 + AGAIN

    def __init__(self) -> None:
        """Open nothing yet: the first call does, and later ones use the same connection."""
        self._connection = _llm.Connection()

    def talk(self, document: Document, bullets: int, max_words: int | None, options: LLMOptions) -> Talk:  # noqa: ARG002
        """Ask, and ask again with what was wrong, at most twice; then take the answer with the fewest faults."""
        task = prompt.task(document, bullets, max_words)
        tried: list[Judged] = []
        while len(tried) < self.turns and (not tried or tried[-1].faults):
            before = tried[-1] if tried else Judged((), (), ())
            text = prompt.asked(task, before.written, before.faults)
            rendering = yield Request(text, document.language, document.language, article=document.article)
            tried.append(judge(rendering.text, task))
        return _best(tried)

    def answer(self, request: Request, options: LLMOptions) -> Rendering:
        """Send one turn; what the model says is taken whole, and judged later.

        Raises:
            BadAnswerError: it was cut off, refused, empty or endless, or the server did not read all of the article.
        """
        client = self._connection.client(options)
        asked = _asked(request, options)
        found = reply(client.complete(_llm.call(options, asked, options.answer_tokens), _TOO_LONG), _ADVICE)
        if not found.content.strip():
            raise BadAnswerError(f"the model gave an empty answer; run again, or try another model; {BILLED}")
        if len(found.content) > _LONGEST:
            raise BadAnswerError(f"the model gave {len(found.content):,} characters; try another model; {BILLED}")
        sent = sum(len(message["content"].encode()) for message in asked["messages"])
        # 0 is no count: Ollama gave it for a prompt it had cached (ollama/ollama#5370, mended in July 2024).
        if found.input_tokens and found.input_tokens * _BYTES_A_TOKEN < sent:
            read = f"the server counts {found.input_tokens:,} tokens in {sent:,} bytes, so it did not read them all"
            raise BadAnswerError(f"{read}; give the model a longer window (Ollama: num_ctx); {BILLED}")
        return Rendering(text=found.content, tokens=found.tokens, input_tokens=found.input_tokens, model=found.model)

    def identity(self, options: LLMOptions) -> Identity:
        """Put the model, what it is told, and the prompt by its digest."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name != "model"}
        return replace(usual, engine={"model": options.model}, options=told, prompt=prompt.prompt_digest())

    def obstacle(self, options: LLMOptions) -> str:
        """Look for the client, the server's URL, the key where one is needed, and the model's name."""
        if options.answer_tokens < 1:
            return "answer_tokens must be 1 or more; change that option of the summarizer"
        return _llm.obstacle(options)

    def observed(self, options: LLMOptions) -> Mapping[str, JSON]:
        """Give the client's version and the server's host."""
        return _llm.observed(options)

    def most_tokens(self, request: Request, options: LLMOptions) -> Tokens:
        """Take every byte that is sent for a token, and the limit that is sent for the answer."""
        return _llm.most_tokens(_asked(request, options), options.answer_tokens)

    def most_in_all(self, request: Request, options: LLMOptions) -> Tokens:
        """Bound all turns: each question after the first repeats an answer, and says what was wrong with it."""
        one = self.most_tokens(request, options)
        return Tokens(self.turns * one.input + AGAIN * _MORE, self.turns * one.output)

    def signature(self, options: LLMOptions) -> str:
        """Name the model, the prompt and the rules that judge."""
        digest = prompt.prompt_digest().removeprefix("sha256:")[:12]
        return f"llm|version:1|model:{options.model}|prompt:{digest}|again:{AGAIN}|{RULES}|{SPLITTER}"


def _asked(request: Request, options: LLMOptions) -> dict[str, Any]:
    """Give the parts of a call that a model may be shown, and so the ones billed as input."""
    messages = prompt.messages(request.text, options.instructions)
    return {"messages": messages, **_llm.response_format(options.structure, "bullets", prompt.SCHEMA)}


def _best(tried: list[Judged]) -> list[Bullet]:
    usable = [judged for judged in tried if judged.bullets]
    if not usable:
        problem = f"the model's bullets cannot be printed after {len(tried)} answers ({tried[-1].faults[0]})"
        raise BadAnswerError(f"{problem}; try another model, or say more in instructions; {BILLED}")
    return list(min(usable, key=lambda judged: len(judged.faults)).bullets)


plugin = LLM
