"""A Marian model of a few hundred kilobytes, made here: it knows a handful of French sentences by heart.

    make(folder)

writes what a folder of transformers holds: weights, configuration, and a sentencepiece model trained on the same lines.
"""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

PAIRS = (
    ("Le dégel commence", "The thaw begins"),
    (
        "Le ministre l’a annoncé vendredi : « La rencontre est utile ».",
        "The minister said so on Friday: “The meeting is useful.”",
    ),
    ("Il n’a pas répondu aux questions.", "He took no questions."),
    ("La rencontre est utile.", "The meeting is useful."),
    ("Les prix baissent,", "Prices fall,"),
    ("et Paul signe l’accord.", "and Paul signs the deal."),
    ("Oui.", "Yes."),
)
POSITIONS = 48
"""Tokens a sentence may have."""


def make(
    folder: Path, pairs: tuple[tuple[str, str], ...] = PAIRS, steps: int = 120, tokens: tuple[str, ...] = ()
) -> Path:
    """Train and save a model.

    Args:
        folder: is created.
        pairs: what it learns, French and English.
        steps: of training, 0 for a model that never comes to an end.
        tokens: words of the vocabulary beside those of the sentences, such as a language's.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir(parents=True)
    tokenizer = _tokenizer(folder, pairs, tokens)
    size = len(tokenizer.get_vocab())
    torch.manual_seed(7)
    config = MarianConfig(
        vocab_size=size,
        d_model=48,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=96,
        decoder_ffn_dim=96,
        max_position_embeddings=POSITIONS,
        dropout=0.0,
        init_std=0.1,
        pad_token_id=size - 1,
        eos_token_id=0,
        decoder_start_token_id=size - 1,
        forced_eos_token_id=None,
    )
    model = MarianMTModel(config)
    _train(model, tokenizer, pairs, steps)
    model.generation_config.bad_words_ids = [[size - 1]]
    model.save_pretrained(folder)
    return folder


def open_tokenizer(folder: Path) -> Any:
    """Open the model's tokenizer in transformers, which recommends a package it does not need here."""
    from transformers import MarianTokenizer

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses", category=UserWarning)
        return MarianTokenizer.from_pretrained(folder)


def _tokenizer(folder: Path, pairs: tuple[tuple[str, str], ...], tokens: tuple[str, ...]) -> Any:
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    SentencePieceTrainer.train(
        sentence_iterator=iter([line for pair in pairs for line in pair]),
        model_prefix=str(folder / "source"),
        vocab_size=150,
        hard_vocab_limit=False,
        num_threads=1,
        minloglevel=2,
    )
    (folder / "source.vocab").unlink()
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copy(folder / "source.spm", folder / "target.spm")
    pieces = SentencePieceProcessor(model_file=str(folder / "source.spm"))
    words = ["</s>", "<unk>", *(pieces.id_to_piece(place) for place in range(3, pieces.get_piece_size()))]
    vocabulary = {word: place for place, word in enumerate([*words, *tokens, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    told = {"source_lang": "fr", "target_lang": "en", "tokenizer_class": "MarianTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told), encoding="utf-8")
    return open_tokenizer(folder)


def _train(model: Any, tokenizer: Any, pairs: tuple[tuple[str, str], ...], steps: int) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the same sums on every machine, and no slower for so little
    asked = tokenizer([source for source, _ in pairs], return_tensors="pt", padding=True)
    wanted = tokenizer(text_target=[target for _, target in pairs], return_tensors="pt", padding=True).input_ids
    wanted[wanted == tokenizer.pad_token_id] = -100
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    model.train()
    for _ in range(steps):
        optimizer.zero_grad()
        model(**asked, labels=wanted).loss.backward()
        optimizer.step()
    model.eval()
    torch.set_num_threads(threads)
