"""all-MiniLM-L6-v2 from a pinned package of weights, in NumPy: no torch, no network, within 1e-4 of the original."""

from __future__ import annotations

import hashlib
import json
import mmap
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from toolkit._cores import cores
from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.encoders._bert import Bert, Hidden
from toolkit.encoders._bundled import CURE, installed
from toolkit.encoders._windows import RULE, encode_pieces, read_pieces
from toolkit.errors import NotReadyError

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # it ships no types
    from tokenizers import Tokenizer

Made = TypeVar("Made")

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIM = 384
WINDOW = 254  # tokens; 256 in sentence_bert_config.json, where the two special ones count
PACK = 512  # tokens a product, about; measured: larger packs are no faster, 128 takes a sixth longer


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is needed to encode, once loaded."""

    tokenizer: Tokenizer
    bert: Bert
    blas: ThreadpoolController

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without special ones."""
        return [len(ids) - 2 for ids in _tokenize(self.tokenizer, texts)]


class MiniLM(Encoder):
    """Encode English with all-MiniLM-L6-v2, bundled: 384 dimensions, a window of 256 tokens."""

    name = "minilm"
    languages = frozenset({"en"})
    gives_tokens = True

    def __init__(self, model: str = "") -> None:
        """Choose the weights; nothing is read before the first text.

        Args:
            model: folder with the very same model.safetensors and tokenizer.json, `""` for the installed package.
        """
        super().__init__(model)
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode each text on its own; equal texts are computed once."""
        if not texts:
            return np.empty((0, DIM), dtype=np.float32)
        unique = list(dict.fromkeys(texts))
        with self._working() as loaded:
            vectors = encode_pieces(unique, loaded.count, WINDOW, lambda some: _encode(loaded, some))
        places = {text: place for place, text in enumerate(unique)}
        rows: Vectors = vectors[[places[text] for text in texts]]
        return rows

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        """Encode the tokens of each text; equal texts are computed once."""
        if not texts:
            return []
        unique = list(dict.fromkeys(texts))
        with self._working() as loaded:
            found = read_pieces(unique, loaded.count, WINDOW, lambda some: _read(loaded, some, layers))
        known = dict(zip(unique, found, strict=True))
        return [known[text] for text in texts]

    def signature(self) -> str:
        """Name model, weights and the rule for long texts."""
        return f"all-MiniLM-L6-v2|weights:{WEIGHTS[:12]}|tokenizer:{TOKENIZER[:12]}|window:256|{RULE}|numpy-1"

    @contextmanager
    def _working(self) -> Iterator[Loaded]:
        """Let one caller at a time work: how many threads BLAS uses is a setting of the whole process."""
        with self._lock:
            self._loaded = loaded = self._loaded or _load(self.model)
            with loaded.blas.limit(limits=1, user_api="blas"):
                yield loaded


def _encode(loaded: Loaded, texts: Sequence[str]) -> Vectors:
    tokens = _tokenize(loaded.tokenizer, texts)
    order, packs = _packed(tokens)
    vectors = np.empty((len(texts), DIM), dtype=np.float32)
    vectors[order] = np.concatenate(_spread(loaded.bert, packs))
    return vectors


def _read(loaded: Loaded, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
    encodings = loaded.tokenizer.encode_batch([_clean(text) for text in texts])
    order, packs = _packed([encoding.ids for encoding in encodings])
    hidden = _spread(lambda pack: loaded.bert.hidden(pack, layers), packs)
    split = (each for pack, of_it in zip(packs, hidden, strict=True) for each in _split(pack, of_it))
    read = dict(zip(order, split, strict=True))
    return [
        TokenVectors(tuple(own.tokens[1:-1]), tuple(own.offsets[1:-1]), *read[place])
        for place, own in enumerate(encodings)
    ]


def _split(pack: Sequence[list[int]], hidden: Hidden) -> Iterator[tuple[Vectors, Vectors | None]]:
    """Give for each text of a pack the states of its tokens, without the special ones, and its own vector."""
    start = 0
    for place, text in enumerate(pack):
        end = start + len(text)
        yield hidden.states[:, start + 1 : end - 1], None if hidden.pooled is None else hidden.pooled[place]
        start = end


def _packed(tokens: Sequence[list[int]]) -> tuple[list[int], list[list[list[int]]]]:
    """Sort texts by length and cut them into packs: places of the texts in the order of the packs, and the packs.

    Every core gets as many packs, of about as many tokens each: a pack more on one of two cores is a pack's time lost.
    """
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    rounds = -(-sum(map(len, tokens)) // (PACK * cores()))
    return order, _packs([tokens[place] for place in order], rounds * cores())


def _spread(work: Callable[[list[list[int]]], Made], packs: Sequence[list[list[int]]]) -> list[Made]:
    """Work on each pack, spread over the cores."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(work, packs))


def _packs(texts: Sequence[list[int]], count: int) -> list[list[list[int]]]:
    """Deal texts out, in order, to so many packs of about as many tokens each; none is empty, so there may be fewer."""
    total = sum(map(len, texts))
    packs: list[list[list[int]]] = [[] for _ in range(count)]
    before = 0
    for text in texts:
        middle = before + len(text) / 2
        packs[int(middle / total * count)].append(text)
        before += len(text)
    return [pack for pack in packs if pack]


def _tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast([_clean(text) for text in texts])]


def _clean(text: str) -> str:
    # A lone surrogate is no character: the tokenizer refuses it, and UTF-8 has no place for it either.
    return text.encode("utf-8", "replace").decode("utf-8")


def _load(model: str) -> Loaded:
    """Check and map the files; the digest, 55 ms for 91 MB, is computed while the tokenizer is read."""
    folder = Path(model) if model else installed()
    try:
        with ThreadPoolExecutor(1) as pool, (folder / "model.safetensors").open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            digest = pool.submit(lambda: hashlib.sha256(mapped).hexdigest())
            from threadpoolctl import ThreadpoolController
            from tokenizers import Tokenizer

            written = (folder / "tokenizer.json").read_bytes()
            if hashlib.sha256(written).hexdigest() != TOKENIZER or digest.result() != WEIGHTS:
                raise NotReadyError(_wrong(folder, model))
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise NotReadyError(f"cannot read the encoder's weights in {folder}: {error}; {_cure(model)}") from error
    tokenizer = Tokenizer.from_buffer(written)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Loaded(tokenizer, Bert(_tensors(mapped)), ThreadpoolController())


def _tensors(mapped: mmap.mmap) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """View the tensors of a safetensors file where they lie.

    The format is a length, a JSON header, and the numbers. Its library copies every tensor (30 ms and 43 MB here); a
    view costs nothing, and processes side by side share the pages.
    """
    length = int.from_bytes(mapped[:8], "little")
    header = json.loads(mapped[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            start, end = entry["data_offsets"]
            numbers = np.frombuffer(mapped, "<f4", (end - start) // 4, 8 + length + start)
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def _cure(model: str) -> str:
    return "check the encoder's `model`, or leave it out" if model else CURE


def _wrong(folder: Path, model: str) -> str:
    other = "; for another model choose the encoder sentence_transformers" if model else ""
    return f"the files in {folder} are not the all-MiniLM-L6-v2 expected here; {_cure(model)}{other}"


plugin = MiniLM
