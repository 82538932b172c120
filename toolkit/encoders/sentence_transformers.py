"""Any sentence-transformers model, by local folder or hub id; torch is imported with the first text."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.encoders._base import Encoder, Vectors
from toolkit.encoders._bundled import installed
from toolkit.encoders._windows import RULE, encode_pieces
from toolkit.errors import NotReadyError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_HUB_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_PIECE = 1 << 20  # bytes hashed at a time


class SentenceTransformers(Encoder):
    """Encode with any sentence-transformers model, on the CPU; without `model`, with the bundled all-MiniLM-L6-v2."""

    name = "sentence_transformers"

    def __init__(self, model: str = "") -> None:
        """Choose the model; nothing is loaded before the first text.

        Args:
            model: local folder or hub id, `""` for the bundled weights. The bundled model knows English; what another
                model knows is not written in its files, so any language is scored with it: choose accordingly.
        """
        super().__init__(model)
        self.languages = None if model else frozenset({"en"})
        self._model: SentenceTransformer | None = None
        self._revision = ""
        self._here = False
        self._lock = threading.Lock()

    def offline(self) -> SentenceTransformers:
        """Take a hub's model from its cache on this machine, or not at all: the hub is not asked."""
        made = SentenceTransformers(self.model)
        made._here = True
        return made

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text in a batch of its own: padding to a neighbor's length would change the last bits."""
        model = self._load()
        if not texts:
            return np.empty((0, model.get_embedding_dimension() or 0), dtype=np.float32)
        tokenizer = model.tokenizer

        def encode(some: Sequence[str]) -> Vectors:
            vectors: Vectors = model.encode(
                list(some), batch_size=1, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
            return vectors.astype(np.float32, copy=False)

        if not model.max_seq_length or not hasattr(tokenizer, "num_special_tokens_to_add"):
            return encode(texts)  # no window, or none that is counted in tokens (static embeddings)

        def count(some: Sequence[str]) -> list[int]:
            return [len(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]) for text in some]

        return encode_pieces(texts, count, model.max_seq_length - tokenizer.num_special_tokens_to_add(), encode)

    def signature(self) -> str:
        """Name the model, its revision, the library and torch."""
        versions = "|".join(f"{library}:{metadata.version(library)}" for library in ("sentence-transformers", "torch"))
        named = Path(self.model).name if self.model else "all-MiniLM-L6-v2"
        if self.model and not Path(self.model).is_dir():
            named = self.model
        return f"{named}|revision:{self._revised()}|cpu|{RULE}|{versions}"

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _opened(self._place(), here=self._here)
            return self._model

    def _place(self) -> str:
        """Give what sentence-transformers is to open: a folder that exists, or a hub id."""
        if not self.model:
            return str(installed())
        if not Path(self.model).is_dir() and not _HUB_ID.fullmatch(self.model):
            raise NotReadyError(f"no such folder: {self.model}; give a folder with a model in it, or a hub id")
        return self.model

    def _revised(self) -> str:
        """Digest a folder's files; ask the hub's local cache for the commit of an id."""
        if not self._revision:
            place = self._place()
            if Path(place).is_dir():
                self._revision = _digest(Path(place))
            else:
                self._revision = _commit(place) or (self._load() and _commit(place)) or "unknown"
        return self._revision


def _opened(place: str, *, here: bool) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise NotReadyError(f"{error}; run: pip install sentence-transformers") from error
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it without types
    try:
        return SentenceTransformer(place, device="cpu", local_files_only=here)
    except (OSError, ValueError) as error:
        first = str(error).strip().partition("\n")[0]
        network = "without --offline" if here else "with the network on and HF_HUB_OFFLINE unset"
        raise NotReadyError(
            f"cannot open the sentence-transformers model {place!r}: {first}; give a folder with a model in it, or let"
            f" it be fetched once {network}"
        ) from error


def _commit(model: str) -> str:
    from huggingface_hub import try_to_load_from_cache

    full = model if "/" in model else f"sentence-transformers/{model}"
    found = try_to_load_from_cache(full, "config.json")
    return Path(found).parent.name[:12] if isinstance(found, str) else ""


def _digest(folder: Path) -> str:
    """Name all files of a model's folder, by path and content."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                whole.update(piece)
    return whole.hexdigest()[:12]


plugin = SentenceTransformers
