"""Encoder-decoder models on this machine, run by CTranslate2: OPUS-MT, NLLB and their like."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from toolkit import _pieces
from toolkit.errors import NotReadyError
from toolkit.exchange import Limits
from toolkit.plugins import missing_extra
from toolkit.records import JSON, Identity, Rendering, Request
from toolkit.translators import _ct2_files
from toolkit.translators._base import Translator
from toolkit.translators._protect import cut

if TYPE_CHECKING:
    from toolkit.translators._ct2_model import Model

_TOGETHER = 64  # texts a call; what is computed together is another matter, see batch_tokens


@dataclass(frozen=True, slots=True)
class CTranslate2Options:
    """Which model, and how it is run.

    Attributes:
        model: its name on the hub; with `folder`, the name recordings are found by, `""` for the folder's own.
        folder: the model on this machine, as CTranslate2 or as transformers reads it; None for the hub.
        converted: where models are kept that were converted, None for outputs/cache/ctranslate2.
        compute_type: number format of the weights.
        device: what it runs on; `auto` takes a GPU where there is one.
        beam_size: translations kept in view at each step, 1 for the likeliest word only.
        batch_tokens: tokens computed together, 0 for one sentence at a time: only then a sentence's translation cannot
            depend on the others.
        threads: sentences translated side by side on the CPU, 0 for as many as there are cores.
    """

    model: str = ""
    folder: Path | None = None
    converted: Path | None = field(default=None, metadata={"keyed": False})
    compute_type: Literal["int8", "int8_float16", "int16", "float16", "bfloat16", "float32"] = "int8"
    device: Literal["auto", "cpu", "cuda"] = field(default="auto", metadata={"keyed": False})
    beam_size: int = 4  # as the configurations of OPUS-MT's models have it
    batch_tokens: int = 0
    threads: int = field(default=0, metadata={"keyed": False})


class CTranslate2(Translator):
    """Translate with an OPUS-MT, NLLB or similar model on this machine."""

    name: ClassVar[str] = "ctranslate2"
    Options: ClassVar[type[Any]] = CTranslate2Options
    extra: ClassVar[str] = "ctranslate2"

    def __init__(self) -> None:
        """Load nothing yet: the first batch does."""
        self._open: tuple[CTranslate2Options, Model, Path] | None = None

    def identity(self, options: CTranslate2Options) -> Identity:
        """Put the model by its name, never by its place on this machine, and the rules that cut a text."""
        told = {
            name: value for name, value in super().identity(options).options.items() if name not in {"model", "folder"}
        }
        return Identity(backend=self.name, engine={"model": _name(options), "pieces": _pieces.RULES}, options=told)

    def limits(self, options: CTranslate2Options) -> Limits:  # noqa: ARG002 - the contract's
        """Take many texts a call, so that all cores have work."""
        return Limits(texts=_TOGETHER)

    def obstacle(self, options: CTranslate2Options) -> str:
        """Look for the packages, and at the model's folder."""
        for package in ("ctranslate2", "sentencepiece"):
            if importlib.util.find_spec(package) is None:
                return str(missing_extra("ctranslate2", package))
        if options.beam_size < 1 or options.batch_tokens < 0 or options.threads < 0:
            return "beam_size must be 1 or more, batch_tokens and threads 0 or more; change that option of the system"
        return _ct2_files.obstacle(options.model, options.folder)

    def observed(self, options: CTranslate2Options) -> Mapping[str, JSON]:
        """Give the weights' digest, the library's version, and what it computes on and with."""
        model, place = self._loaded(options)
        return {
            "weights": _ct2_files.content(place),
            "library": f"ctranslate2 {metadata.version('ctranslate2')}",
            "device": model.device,
            "compute_type": model.compute_type,
        }

    def translate_batch(self, requests: Sequence[Request], options: CTranslate2Options) -> list[Rendering]:
        """Translate the sentences around what must survive, and put each text together again; see the contract."""
        model, _ = self._loaded(options)
        chosen = model.marks(requests[0].source, requests[0].target)
        source, target = requests[0].source, requests[0].target
        cuts = [cut(request.text) for request in requests]
        parts = [
            [_pieces.pieces(text, source, lambda piece: model.fits(piece, chosen)) for text in each.texts]
            for each in cuts
        ]
        done = iter(model.translate([piece for texts in parts for pieces in texts for piece in pieces], chosen))
        made = [[_pieces.joined([next(done) for _ in pieces], target) for pieces in texts] for texts in parts]
        whole = [each.joined(texts) for each, texts in zip(cuts, made, strict=True)]
        return [Rendering(text=text, model=_name(options)) for text in whole]

    def _loaded(self, options: CTranslate2Options) -> tuple[Model, Path]:
        """Give the model that is open, or open it, fetched and converted as needed."""
        from toolkit.translators._ct2_model import Model, Way

        if self._open is None or self._open[0] != options:
            obstacle = self.obstacle(options)
            if obstacle:
                raise NotReadyError(obstacle)
            converted = options.converted or _ct2_files.CONVERTED
            place = _ct2_files.place(options.model, options.folder, converted, options.compute_type)
            way = Way(options.device, options.compute_type, options.threads, options.beam_size, options.batch_tokens)
            self._open = options, Model(place, way), place
        return self._open[1], self._open[2]


def _name(options: CTranslate2Options) -> str:
    return options.model or (options.folder.name if options.folder is not None else "")


plugin = CTranslate2
