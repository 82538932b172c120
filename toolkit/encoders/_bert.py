"""The forward pass of a BERT encoder in NumPy: token ids in, mean-pooled unit vectors or vectors of each token out.

Activations are kept features first, (width, tokens): every product is then `weights @ activations` on the weights as
they lie in the file, so that they can stay memory-mapped, and normalization and softmax run along the fast axis.

Several texts share one product, but no number of one enters another: attention is computed per text, the rest per
token. The tokens of a pack are filled up to a multiple of the widest tile of BLAS kernels, so that every token goes
through the same kernel whatever stands beside it: a text's vector is the same bit for bit in any company.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

HEADS = 12
LAYERS = 6
EPSILON = np.float32(1e-12)  # layer_norm_eps of the model's config.json
TILE = 16  # tokens; no BLAS kernel in use takes more columns of float32 at once

# erfc(z) = (a1 t + … + a5 t^5) exp(-z²), t = 1 / (1 + p z), z >= 0, to 1.5e-7: Abramowitz & Stegun, Handbook of
# Mathematical Functions, 7.1.26. SciPy has it exactly, and takes 0.2 s to import.
_P = np.float32(0.3275911 * 0.5**0.5)  # p for z = |x| / sqrt(2)
_A5 = np.float32(1.061405429)
_A4_TO_A1 = tuple(np.float32(a) for a in (-1.453152027, 1.421413741, -0.284496736, 0.254829592))
_BLOCK = 32  # rows at a time: three blocks of 32 x 512 float32 stay within a core's second-level cache


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear layer.

    Attributes:
        weight: (out, in).
        bias: (out, 1).
    """

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """Map (in, tokens) to (out, tokens)."""
        y: Array = self.weight @ x
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class Norm:
    """A layer normalization over the features of each token.

    Attributes:
        gain: (width, 1).
        bias: (width, 1).
    """

    gain: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """Normalize (width, tokens) in place, and give it back."""
        x -= x.mean(axis=0)
        deviation = np.sqrt(np.square(x).mean(axis=0) + EPSILON)
        x /= deviation
        x *= self.gain
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer block."""

    query: Dense
    key: Dense
    value: Dense
    attended: Dense
    attended_norm: Norm
    wide: Dense
    narrow: Dense
    narrow_norm: Norm


@dataclass(frozen=True, slots=True)
class Run:
    """Neighboring texts of one length within a pack.

    Attributes:
        start: first token, counted over the pack.
        texts: how many.
        tokens: tokens of each.
    """

    start: int
    texts: int
    tokens: int

    @property
    def span(self) -> slice:
        """Give the tokens of the run."""
        return slice(self.start, self.start + self.texts * self.tokens)


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """The hidden states of a pack of texts.

    Attributes:
        states: (layers, tokens of all texts one after another, width).
        pooled: (texts, width), what a call gives for them; None where the highest layer was not computed.
    """

    states: Array
    pooled: Array | None


class Bert:
    """A BERT encoder with mean pooling, of the shape of all-MiniLM-L6-v2."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        """Name the weights; none is copied but the position embeddings.

        Args:
            weights: by their names in the safetensors file.
        """
        self._words = weights["embeddings.word_embeddings.weight"]
        # Sentences are never paired here: every token has type 0.
        types = weights["embeddings.token_type_embeddings.weight"]
        self._positions = weights["embeddings.position_embeddings.weight"] + types[0]
        self._norm = _norm(weights, "embeddings.LayerNorm")
        self._layers = [_layer(weights, f"encoder.layer.{place}") for place in range(LAYERS)]

    def __call__(self, texts: Sequence[Sequence[int]]) -> Array:
        """Encode a pack of texts.

        Args:
            texts: token ids of each, special tokens included; texts of one length side by side are fastest.

        Returns:
            (texts, width), rows of length 1.
        """
        runs = _runs([len(text) for text in texts])
        *_, last = self._states(texts, runs)
        return _pool(last, runs)

    def hidden(self, texts: Sequence[Sequence[int]], layers: Sequence[int]) -> Hidden:
        """Give the hidden states of a pack of texts at some layers; those above the highest are not computed.

        Args:
            texts: as for a call.
            layers: 0 for the embeddings, up to LAYERS; at least one.
        """
        runs = _runs([len(text) for text in texts])
        states = islice(self._states(texts, runs), max(layers) + 1)
        kept = {layer: x for layer, x in enumerate(states) if layer in layers}
        stacked = np.stack([kept[layer][:, : runs[-1].span.stop].T for layer in layers])
        return Hidden(stacked, _pool(kept[LAYERS], runs) if LAYERS in kept else None)

    def _states(self, texts: Sequence[Sequence[int]], runs: Sequence[Run]) -> Iterator[Array]:
        """Go up: the embeddings, then what each layer makes of them, each an array of its own, (width, tokens)."""
        x = self._norm(self._embed(texts))
        yield x
        for layer in self._layers:
            heads = _attend(layer, x, runs)
            x = layer.attended_norm(np.add(attended := layer.attended(heads), x, out=attended))
            inner = layer.narrow(gelu(layer.wide(x)))
            inner += x
            x = layer.narrow_norm(inner)
            yield x

    def _embed(self, texts: Sequence[Sequence[int]]) -> Array:
        ids = np.concatenate([np.asarray(text, dtype=np.intp) for text in texts])
        places = np.concatenate([np.arange(len(text)) for text in texts])
        x = np.zeros((-(-len(ids) // TILE) * TILE, self._words.shape[1]), dtype=np.float32)
        x[: len(ids)] = self._words[ids]
        x[: len(ids)] += self._positions[places]
        return np.ascontiguousarray(x.T)


def gelu(x: Array) -> Array:
    """Apply x Φ(x) to each value, in place, within 1e-6, and give it back.

    >>> gelu(np.array([[-1.0, 0.0, 1.0]], dtype=np.float32)).round(4).tolist()[0]
    [-0.15870000422000885, 0.0, 0.8413000106811523]
    """
    for start in range(0, len(x), _BLOCK):
        block = x[start : start + _BLOCK]
        size = np.abs(block)
        t = size * _P
        t += np.float32(1)
        np.reciprocal(t, out=t)
        tail = t * _A5
        for a in _A4_TO_A1:
            tail += a
            tail *= t
        np.square(block, out=t)
        t *= np.float32(-0.5)
        np.exp(t, out=t)
        tail *= t  # erfc(|x| / sqrt(2)); 2 x Φ(x) = x + |x| (1 - erfc)
        tail *= size
        size -= tail
        block += size
        block *= np.float32(0.5)
    return x


def _attend(layer: Layer, x: Array, runs: Sequence[Run]) -> Array:
    """Let the tokens of each text look at each other: (width, tokens) in and out."""
    query, key, value = layer.query(x), layer.key(x), layer.value(x)
    query *= np.float32((len(x) // HEADS) ** -0.5)
    heads = np.zeros_like(x)
    for run in runs:
        q, k, v = (_by_head(part[:, run.span], run) for part in (query, key, value))
        weights = np.ascontiguousarray(k.swapaxes(2, 3)) @ q  # (texts, heads, keys, queries)
        weights -= weights.max(axis=2, keepdims=True)
        np.exp(weights, out=weights)
        mixed = v @ weights
        mixed /= weights.sum(axis=2, keepdims=True)
        heads[:, run.span] = mixed.transpose(1, 2, 0, 3).reshape(len(x), -1)
    return heads


def _by_head(x: Array, run: Run) -> Array:
    """Lay (width, texts x tokens) out as (texts, heads, width of a head, tokens)."""
    return np.ascontiguousarray(x.reshape(HEADS, -1, run.texts, run.tokens).transpose(2, 0, 1, 3))


def _pool(x: Array, runs: Sequence[Run]) -> Array:
    """Average the tokens of each text: (width, tokens) to unit rows (texts, width)."""
    means = [x[:, run.span].reshape(-1, run.texts, run.tokens).mean(axis=2).T for run in runs]
    vectors = np.ascontiguousarray(np.concatenate(means))
    vectors /= np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
    return vectors


def _runs(lengths: Sequence[int]) -> list[Run]:
    runs: list[Run] = []
    start = 0
    for tokens, group in groupby(lengths):
        run = Run(start, len(list(group)), tokens)
        runs.append(run)
        start = run.span.stop
    return runs


def _layer(weights: Mapping[str, Array], prefix: str) -> Layer:
    return Layer(
        query=_dense(weights, f"{prefix}.attention.self.query"),
        key=_dense(weights, f"{prefix}.attention.self.key"),
        value=_dense(weights, f"{prefix}.attention.self.value"),
        attended=_dense(weights, f"{prefix}.attention.output.dense"),
        attended_norm=_norm(weights, f"{prefix}.attention.output.LayerNorm"),
        wide=_dense(weights, f"{prefix}.intermediate.dense"),
        narrow=_dense(weights, f"{prefix}.output.dense"),
        narrow_norm=_norm(weights, f"{prefix}.output.LayerNorm"),
    )


def _dense(weights: Mapping[str, Array], name: str) -> Dense:
    return Dense(weights[f"{name}.weight"], weights[f"{name}.bias"][:, None])


def _norm(weights: Mapping[str, Array], name: str) -> Norm:
    return Norm(weights[f"{name}.weight"][:, None], weights[f"{name}.bias"][:, None])
