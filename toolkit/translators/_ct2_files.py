"""Where a model's files are: a folder as it is, or converted once from the form transformers reads, or from the hub."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
import warnings
from pathlib import Path

from toolkit._hub import config_of, content_of, fetched, name_obstacle
from toolkit.errors import NotReadyError
from toolkit.plugins import missing_extra

CONVERTED = Path("outputs/cache/ctranslate2")
"""Where converted models are kept by default: beside what else can always be made again."""

_WEIGHTS = "model.bin"  # of a folder CTranslate2 reads
_SOURCES = ("*.safetensors", "pytorch_model*.bin")  # of one transformers reads
_TOKENS = ("source.spm", "target.spm", "sentencepiece.bpe.model", "tokenizer_config.json")
_WANTED = ["*.json", *_SOURCES, _WEIGHTS, "*.spm", "sentencepiece.bpe.model", "*vocabulary.txt"]
_WINDOW = "window.json"  # ours: CTranslate2's own config.json does not say how long a sentence may be

USUAL_WINDOW = 512
"""Tokens of a sentence where a folder does not say: what OPUS-MT and NLLB were trained on."""


def obstacle(model: str, folder: Path | None) -> str:
    """Say why a model cannot be used, as far as its place tells, `""` where it may be."""
    if folder is not None:
        if not folder.is_dir():
            return f"there is no folder {folder}; give the option folder a model's folder"
        if not _kind(folder):
            return f"{folder} holds no model; it needs {_WEIGHTS}, or config.json with {' or '.join(_SOURCES)}"
        return ""
    return name_obstacle(model)


def place(model: str, folder: Path | None, converted: Path, compute_type: str) -> Path:
    """Give the folder CTranslate2 can open, after fetching and converting where that is needed.

    Args:
        model: hub id, used where there is no folder.
        folder: the model's folder, None for the hub.
        converted: where converted models are kept.
        compute_type: how the weights are stored.

    Raises:
        NotReadyError: there is no such model, or it cannot be fetched or converted.
    """
    found = folder if folder is not None else fetched(model, _WANTED, lambda place: bool(_kind(place)), "ctranslate2")
    if _kind(found) == "ready":
        return found
    name = f"{folder.name if folder is not None else model.replace('/', '--')}-{_stamp(found)}-{compute_type}"
    target = converted / name
    if not (target / _WEIGHTS).is_file():
        _convert(found, target, compute_type)
    return target


def window(folder: Path) -> int:
    """Tell how many tokens a sentence may have, its marks included."""
    try:
        found = json.loads((folder / _WINDOW).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return USUAL_WINDOW
    return found if isinstance(found, int) else USUAL_WINDOW


def content(folder: Path) -> str:
    """Name the weights by their content."""
    return content_of([folder / _WEIGHTS])


def _kind(folder: Path) -> str:
    if (folder / _WEIGHTS).is_file():
        return "ready"
    sources = any(path for pattern in _SOURCES for path in folder.glob(pattern))
    return "source" if sources and (folder / "config.json").is_file() else ""


def _stamp(folder: Path) -> str:
    """Name a folder's state by the size and time of its files, so that a model trained anew is converted anew."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    states = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]
    return hashlib.sha256(json.dumps(states).encode()).hexdigest()[:12]


def _convert(source: Path, target: Path, compute_type: str) -> None:
    """Convert beside the target, then rename: what is half done is never taken for a model."""
    for package in ("torch", "transformers"):
        if importlib.util.find_spec(package) is None:
            raise missing_extra("ctranslate2", package)
    config = config_of(source, "the model in {} cannot be converted: it has no encoder and decoder; try another model")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".converting-") as work:
            made = Path(work) / "model"
            _run_converter(source, made, compute_type)
            for name in _TOKENS:
                if (source / name).is_file():
                    shutil.copy(source / name, made / name)
            (made / _WINDOW).write_text(
                json.dumps(config.get("max_position_embeddings", USUAL_WINDOW)), encoding="utf-8"
            )
            if not (target / _WEIGHTS).is_file():  # another run may have been faster
                made.replace(target)
    except OSError as error:
        if (target / _WEIGHTS).is_file():
            return
        raise NotReadyError(
            f"a converted model cannot be written to {target.parent}: {error.strerror or error}"
        ) from error


def _run_converter(source: Path, made: Path, compute_type: str) -> None:
    from ctranslate2.converters import TransformersConverter  # type: ignore[import-untyped]  # ships no types
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it without types
    with warnings.catch_warnings():
        # The converter reads only the vocabulary of the tokenizer, which needs no sacremoses.
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses", category=UserWarning)
        try:
            TransformersConverter(str(source)).convert(str(made), quantization=compute_type)
        except Exception as error:  # whatever a broken file makes three libraries raise
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise NotReadyError(f"the model in {source} cannot be converted: {reason}; try another model") from error
