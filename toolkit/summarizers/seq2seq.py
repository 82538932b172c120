"""Bullets from an encoder-decoder model on this machine, run by transformers: BART, Pegasus, T5, LED and their like."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit._hub import name_obstacle
from toolkit.documents import Document
from toolkit.errors import NotReadyError
from toolkit.plugins import missing_extra
from toolkit.records import JSON, Identity, Rendering, Request
from toolkit.sentences import SPLITTER
from toolkit.summarizers._asking import Asking, Talk
from toolkit.summarizers._seq2seq_windows import CHOICE, WINDOWS
from toolkit.summarizers._seq2seq_windows import bullets as chosen

if TYPE_CHECKING:
    from toolkit.summarizers._seq2seq_model import Model


@dataclass(frozen=True, slots=True)
class Seq2SeqOptions:
    """Which model, and how it is run.

    Attributes:
        model: its name on the hub; with `folder`, the name recordings are found by, `""` for the folder's own.
        folder: the model on this machine, as transformers reads it; None for the hub.
        language: primary subtag of the language it was trained to summarize.
        prefix: what stands before each window, `""` for what the model's configuration says.
        window: tokens it reads at a time, 0 for as many as it can.
        beam_size: summaries kept in view at each step, 1 for the likeliest word only.
        summary_tokens: tokens the summary of one window may have.
        device: what it runs on; `auto` takes a GPU where there is one.
    """

    model: str = ""
    folder: Path | None = None
    language: str = "en"
    prefix: str = ""
    window: int = 0
    beam_size: int = 4  # as the configuration of BART's model of CNN/DailyMail has it
    summary_tokens: int = 142  # likewise
    device: Literal["auto", "cpu", "cuda"] = field(default="auto", metadata={"keyed": False})


class Seq2Seq(Asking):
    """Summarize with an encoder-decoder model on this machine, window by window, and take whole sentences of it."""

    name: ClassVar[str] = "seq2seq"
    Options: ClassVar[type[Any]] = Seq2SeqOptions
    extra: ClassVar[str] = "seq2seq"

    def __init__(self) -> None:
        """Load nothing yet: the first article does."""
        self._open: tuple[Seq2SeqOptions, Model] | None = None

    def talk(self, document: Document, bullets: int, max_words: int | None, options: Seq2SeqOptions) -> Talk:  # noqa: ARG002
        """Ask once for the summaries of all windows: one recording serves any number of bullets, of any length."""
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        answer = yield Request(text, document.language, document.language, article=document.article)
        return chosen(answer.text.split("\n"), document, bullets, max_words)

    def answer(self, request: Request, options: Seq2SeqOptions) -> Rendering:
        """Summarize an article: one line a window."""
        made = self._loaded(options).summarize(request.text, request.source, options.beam_size, options.summary_tokens)
        return Rendering(text="\n".join(made), model=_name(options))

    def reads(self, options: Seq2SeqOptions) -> frozenset[str]:
        """Give the language of the options."""
        return frozenset({options.language.partition("-")[0].lower()})

    def identity(self, options: Seq2SeqOptions) -> Identity:
        """Put the model by its name, never by its place on this machine, and the rules that cut an article."""
        usual = super().identity(options)
        told = {name: value for name, value in usual.options.items() if name not in {"model", "folder"}}
        return replace(usual, engine={"model": _name(options), "windows": WINDOWS}, options=told)

    def obstacle(self, options: Seq2SeqOptions) -> str:
        """Look for the packages, and at the model's folder."""
        for package in ("torch", "transformers", "sentencepiece"):
            if importlib.util.find_spec(package) is None:
                return str(missing_extra("seq2seq", package))
        if options.beam_size < 1 or options.window < 0 or options.summary_tokens < 1:
            return "beam_size and summary_tokens must be 1 or more, window 0 or more; change that option"
        if options.folder is None:
            return name_obstacle(options.model)
        from toolkit.summarizers._seq2seq_model import obstacle

        return obstacle(options.folder)

    def observed(self, options: Seq2SeqOptions) -> Mapping[str, JSON]:
        """Give the weights' digest, the libraries' versions, and what they compute on."""
        return self._loaded(options).observed()

    def signature(self, options: Seq2SeqOptions) -> str:
        """Name the model and the rules that cut and choose."""
        return f"seq2seq|version:1|model:{_name(options)}|{WINDOWS}|{CHOICE}|{SPLITTER}"

    def _loaded(self, options: Seq2SeqOptions) -> Model:
        """Give the model that is open, or open it, fetched as needed."""
        from toolkit.summarizers._seq2seq_model import Model, place

        if self._open is None or self._open[0] != options:
            obstacle = self.obstacle(options)
            if obstacle:
                raise NotReadyError(obstacle)
            folder = place(options.model, options.folder)
            self._open = options, Model(folder, options.device, options.window, options.prefix)
        return self._open[1]


def _name(options: Seq2SeqOptions) -> str:
    return options.model or (options.folder.name if options.folder is not None else "")


plugin = Seq2Seq
