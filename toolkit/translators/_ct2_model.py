"""One model, opened: sentences in, translations out. CTranslate2 computes, sentencepiece cuts words into tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit._cores import cores
from toolkit.errors import BadAnswerError, NotReadyError, UnsupportedError
from toolkit.translators._ct2_files import window
from toolkit.translators._ct2_languages import Marks, marks, same

_TOKENIZERS = (("source.spm", "target.spm"), ("sentencepiece.bpe.model", "sentencepiece.bpe.model"))
"""Files for the source and the target side, as OPUS-MT and as NLLB, M2M100 and mBART-50 name them."""

_VOCABULARIES = (
    "source_vocabulary.json",
    "shared_vocabulary.json",
    "source_vocabulary.txt",
    "shared_vocabulary.txt",
)
_END = "</s>"


@dataclass(frozen=True, slots=True)
class Way:
    """How a model is run.

    Attributes:
        device: `cpu`, `cuda` or `auto`.
        compute_type: number format of the weights.
        threads: sentences translated side by side on the CPU, 0 for as many as there are cores.
        beam_size: translations kept in view at each step, 1 for the likeliest word only.
        batch_tokens: tokens computed together, 0 for one sentence at a time.
    """

    device: str
    compute_type: str
    threads: int
    beam_size: int
    batch_tokens: int


class Model:
    """Translate sentences.

    Attributes:
        device: what it runs on.
        compute_type: number format it computes with; another than asked for where the device has not that one.
    """

    def __init__(self, folder: Path, way: Way) -> None:
        """Load the model.

        Raises:
            NotReadyError: a file is missing or broken, or there is no such device.
        """
        self._folder = folder
        self._way = way
        self._source, self._target = (_tokenizer(folder / name) for name in _names(folder))
        self._vocabulary = _vocabulary(folder)
        self._adds_end = _config(folder, "config.json").get("add_source_eos") is True
        self._window = window(folder)
        self._translator = _opened(folder, way)
        self.device = str(self._translator.device)
        self.compute_type = str(self._translator.compute_type)

    def marks(self, source: str, target: str) -> Marks:
        """Choose what tells the model the languages.

        Raises:
            UnsupportedError: it is a model of another pair.
        """
        told = _config(self._folder, "tokenizer_config.json")
        chosen = marks(self._vocabulary, source, target)
        sides = [("source_lang", source)] + ([] if chosen.source else [("target_lang", target)])
        for side, language in [] if chosen.target else sides:
            code = told.get(side)
            if isinstance(code, str) and len(code) in {2, 3} and not same(code, language):
                pair = f"{told.get('source_lang')} into {told.get('target_lang')}"
                raise UnsupportedError(
                    f"the model translates {pair}, and {source} into {target} is asked for; choose another model"
                )
        return chosen

    def fits(self, piece: str, chosen: Marks) -> bool:
        """Tell whether a piece goes into the model's window as a whole."""
        return len(self._source.encode(piece, out_type=str)) + len(chosen.source) + 1 <= self._window

    def translate(self, pieces: Sequence[str], chosen: Marks) -> list[str]:
        """Translate pieces that fit, each to its end.

        Raises:
            BadAnswerError: the library failed, or a translation did not come to an end.
        """
        end = () if self._adds_end else (_END,)
        tokens = [[*chosen.source, *self._source.encode(piece, out_type=str), *end] for piece in pieces]
        try:
            results = self._translator.translate_batch(
                tokens,
                target_prefix=[list(chosen.target)] * len(tokens) if chosen.target else None,
                beam_size=self._way.beam_size,
                max_batch_size=self._way.batch_tokens or 1,
                batch_type="tokens" if self._way.batch_tokens else "examples",
                max_input_length=0,  # else longer input is cut without a word
                max_decoding_length=self._window - 1,
                return_end_token=True,  # else a translation that was cut off looks like a whole one
                disable_unk=True,
            )
        except (RuntimeError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            raise BadAnswerError(f"ctranslate2 failed ({reason}); shorten the text, or try another model") from error
        return [self._text(result.hypotheses[0], piece, chosen) for result, piece in zip(results, pieces, strict=True)]

    def _text(self, hypothesis: list[str], piece: str, chosen: Marks) -> str:
        if not hypothesis or hypothesis[-1] != _END:
            start = piece[:40]
            raise BadAnswerError(
                f"the translation of {start!r} … did not come to an end; try another model or beam_size"
            )
        text = str(self._target.decode_pieces(hypothesis[len(chosen.target) : -1]))
        return text.replace("▁", " ").strip()  # the shared vocabulary has words the target's tokenizer does not know


def _names(folder: Path) -> tuple[str, str]:
    for names in _TOKENIZERS:
        if all((folder / name).is_file() for name in names):
            return names
    wanted = " or ".join(" and ".join(dict.fromkeys(names)) for names in _TOKENIZERS)
    raise NotReadyError(f"{folder} holds no tokenizer; put {wanted} of the model beside its weights")


def _tokenizer(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise NotReadyError(f"{path} is no model of sentencepiece; fetch the model again") from error


def _opened(folder: Path, way: Way) -> Any:
    import ctranslate2  # type: ignore[import-untyped]  # ships no types

    try:
        device = way.device if way.device != "auto" else _device()
        return ctranslate2.Translator(
            str(folder),
            device=device,
            compute_type=way.compute_type,
            inter_threads=(way.threads or cores()) if device == "cpu" else 1,
            intra_threads=1,  # so that no number depends on how many there are
        )
    except (RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise NotReadyError(f"ctranslate2 cannot open {folder}: {reason}; convert or fetch the model again") from error


def _device() -> str:
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _vocabulary(folder: Path) -> frozenset[str]:
    for name in _VOCABULARIES:
        path = folder / name
        if path.is_file():
            try:
                text = path.read_text(encoding="utf-8")
                return frozenset(json.loads(text) if path.suffix == ".json" else text.split("\n"))
            except (OSError, ValueError, TypeError) as error:
                raise NotReadyError(f"{path} is no list of tokens; convert or fetch the model again") from error
    return frozenset()


def _config(folder: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
