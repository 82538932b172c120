"""Models of the Hugging Face hub: their names, their files on this machine, and their content."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import NotReadyError
from toolkit.plugins import missing_extra

_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_PIECE = 1 << 20  # bytes hashed at a time


def name_obstacle(model: str) -> str:
    """Say why a name cannot be a model's on the hub, `""` where it can.

    >>> name_obstacle("/some/folder")
    "'/some/folder' is no name of a model on the hub; give the option folder"
    """
    if not model.strip():
        return "the option model is empty; name a model of the hub, or give the option folder"
    return "" if _ID.fullmatch(model) else f"{model!r} is no name of a model on the hub; give the option folder"


def config_of(folder: Path, otherwise: str) -> dict[str, Any]:
    """Read what kind of model it is: transformers would make up the weights that one of another kind lacks.

    Args:
        folder: that of the model.
        otherwise: what the error says of a model without encoder and decoder; `{}` stands for the folder.

    Raises:
        NotReadyError: it cannot be read, or has no encoder and decoder.
    """
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotReadyError(f"{folder / 'config.json'} cannot be read; fetch the model again") from error
    if not isinstance(found, dict) or found.get("is_encoder_decoder") is not True:
        raise NotReadyError(otherwise.format(folder))
    return found


def fetched(model: str, wanted: Sequence[str], whole: Callable[[Path], bool], extra: str) -> Path:
    """Give the hub's own copy on this machine, or fetch it: a model once used stays the same.

    Args:
        model: its name on the hub.
        wanted: patterns of the files to fetch.
        whole: tells whether a folder holds what is needed.
        extra: the optional dependency group that brings the hub's package.

    Raises:
        NotReadyError: it is not here and cannot be fetched.
    """
    if importlib.util.find_spec("huggingface_hub") is None:
        raise missing_extra(extra, "huggingface_hub")
    from huggingface_hub import snapshot_download

    reason: Exception | None = None
    for local in (True, False):
        try:
            found = Path(snapshot_download(model, allow_patterns=list(wanted), local_files_only=local))
        except Exception as error:  # whatever its HTTP library raises
            reason = error
            continue
        if whole(found):
            return found
    said = f" ({type(reason).__name__})" if reason else ""
    raise NotReadyError(
        f"the model {model!r} cannot be fetched{said}; check its name and the network, and that HF_HUB_OFFLINE is"
        " unset, or give the option folder"
    ) from reason


def content_of(paths: Iterable[Path]) -> str:
    """Name files by what they hold, one after the other."""
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
    return "sha256:" + whole.hexdigest()
