"""One encoder-decoder model, opened: windows in, summaries out. Its weights are read as safetensors, never as pickles.

A pickle may run any code when it is opened; a model's own code is never run either.
"""

from __future__ import annotations

import copy
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from toolkit._hub import config_of, content_of, fetched
from toolkit.errors import BadAnswerError, NotReadyError, UnsupportedError
from toolkit.records import JSON
from toolkit.summarizers._seq2seq_windows import windows

WEIGHTS = "*.safetensors"
_WANTED = ("*.json", WEIGHTS, "*.model", "*.txt", "*.spm")
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt")
# As the configurations of LED, of BART, Pegasus and mBART, and of T5 call the tokens they read.
_POSITIONS = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions")
_USUAL_WINDOW = 512  # of T5, whose later configurations do not say
_ENDLESS = 1_000_000  # what a tokenizer gives that does not know its window is larger
_BREAKS = re.compile(r"<n>|\s+")  # Pegasus writes a new line as a word


def obstacle(folder: Path) -> str:
    """Say why a folder's model cannot be used, as far as its files tell, `""` where it may be."""
    if not folder.is_dir():
        return f"there is no folder {folder}; give the option folder a model's folder"
    if not (folder / "config.json").is_file():
        return f"{folder} holds no model; it needs config.json and {WEIGHTS}"
    if not any(folder.glob(WEIGHTS)):
        pickles = any(path for pattern in _PICKLES for path in folder.glob(pattern))
        found = "only pickled weights, which may run code when opened" if pickles else "no weights"
        return f"{folder} holds {found}; use a model with {WEIGHTS}"
    return ""


def place(model: str, folder: Path | None) -> Path:
    """Give a model's folder, fetched from the hub where it is not on this machine.

    Raises:
        NotReadyError: there is none, or it has no weights that can be opened safely.
    """
    found = (
        folder
        if folder is not None
        else fetched(model, _WANTED, lambda path: (path / "config.json").is_file(), "seq2seq")
    )
    problem = obstacle(found)
    if problem:
        raise NotReadyError(problem)
    return found


class Model:
    """Summarize windows of text, each for itself: no summary depends on another.

    Attributes:
        device: what it runs on.
    """

    def __init__(self, folder: Path, device: str, window: int, prefix: str) -> None:
        """Load the model.

        Args:
            folder: holds its configuration, its tokenizer and its weights.
            device: `cpu`, `cuda`, or `auto` for a GPU where there is one.
            window: tokens it reads at a time, 0 for as many as it can.
            prefix: what stands before each window, `""` for the model's own.

        Raises:
            NotReadyError: a file is missing or broken, or it is no encoder-decoder model.
        """
        import torch

        self._folder = folder
        config = config_of(folder, "the model in {} has no encoder and decoder; choose one that summarizes")
        self.device = device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        with _ours(folder):
            self._tokenizer, self._model = _opened(folder, self.device)
        self._prefix = prefix or _own_prefix(config)
        self._most = _window(config, self._tokenizer)
        if window > self._most:
            raise NotReadyError(f"the model reads {self._most:,} tokens at a time; lower the option window")
        self._window = window or self._most

    def observed(self) -> dict[str, JSON]:
        """Give the weights' digest, the libraries' versions, and what they compute on."""
        return {
            "weights": content_of(sorted(self._folder.glob(WEIGHTS))),
            "library": f"transformers {metadata.version('transformers')}, torch {metadata.version('torch')}",
            "device": self.device,
        }

    def summarize(self, text: str, language: str, beam_size: int, tokens: int) -> list[str]:
        """Summarize an article, window by window, each without sampling.

        Args:
            text: one paragraph a line.
            language: BCP 47 code.
            beam_size: summaries kept in view at each step.
            tokens: a window's summary has at most.

        Raises:
            BadAnswerError: the library failed, or no window has a summary.
            TooLargeError: a single word is longer than the window.
        """
        parts = windows(text, language, self._count, self._window)
        try:
            made = [self._summary(part, beam_size, min(tokens, self._most - 1)) for part in parts]
        except (RuntimeError, ValueError, IndexError) as error:
            raise BadAnswerError(f"transformers failed ({_line(error)}); try another model or device") from error
        if not any(made):
            raise BadAnswerError("the model gave an empty summary; try another model")
        return [summary for summary in made if summary]

    def _count(self, text: str) -> int:
        return len(self._tokenizer(self._prefix + text, verbose=False)["input_ids"])

    def _summary(self, window: str, beam_size: int, tokens: int) -> str:
        import torch

        asked = self._tokenizer([self._prefix + window], return_tensors="pt", verbose=False)
        told = {name: asked[name].to(self.device) for name in ("input_ids", "attention_mask")}
        read = int(told["input_ids"].shape[1])
        with torch.inference_mode():
            made = self._model.generate(**told, generation_config=self._way(beam_size, tokens, read))
        text = self._tokenizer.batch_decode(made, skip_special_tokens=True, clean_up_tokenization_spaces=False)[0]
        return _BREAKS.sub(" ", text).strip()

    def _way(self, beam_size: int, tokens: int, read: int) -> Any:
        """Take the model's own way to generate, without sampling, and no longer than a short window bears."""
        way = copy.deepcopy(self._model.generation_config)
        way.do_sample, way.num_beams, way.num_beam_groups = False, beam_size, 1
        way.temperature = way.top_p = way.top_k = None
        way.max_length, way.max_new_tokens = None, tokens
        way.min_length = min(way.min_length or 0, read // 2, tokens)
        if beam_size == 1:
            way.length_penalty = way.early_stopping = None
        return way


def _opened(folder: Path, device: str) -> tuple[Any, Any]:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it without types
    told = {"trust_remote_code": False, "local_files_only": True}
    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), **told)
    model, info = AutoModelForSeq2SeqLM.from_pretrained(
        str(folder), use_safetensors=True, output_loading_info=True, **told
    )
    if info["missing_keys"]:
        raise NotReadyError(f"the weights in {folder} are not whole ({min(info['missing_keys'])} …); fetch them again")
    return tokenizer, model.to(device).eval()


def _own_prefix(config: dict[str, Any]) -> str:
    """Give what a T5 wants before a text to be summarized, as its configuration says."""
    tasks = config.get("task_specific_params")
    task = tasks.get("summarization") if isinstance(tasks, dict) else None
    prefix = task.get("prefix") if isinstance(task, dict) else None
    return prefix if isinstance(prefix, str) else ""


def _window(config: dict[str, Any], tokenizer: Any) -> int:
    stated = next((config[name] for name in _POSITIONS if isinstance(config.get(name), int)), _USUAL_WINDOW)
    known = tokenizer.model_max_length
    return min(stated, known) if isinstance(known, int) and known < _ENDLESS else int(stated)


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """Turn whatever a broken file makes the libraries raise into one line."""
    with warnings.catch_warnings():
        # Marian's tokenizer recommends a package that only matters for text from before Unicode.
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses", category=UserWarning)
        try:
            yield
        except (NotReadyError, UnsupportedError):
            raise
        except Exception as error:
            raise NotReadyError(f"the model in {folder} cannot be opened: {_line(error)}; fetch it again") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
