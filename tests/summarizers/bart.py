"""A BART of two layers and a few hundred kilobytes, made here: it knows the summaries of a handful of windows by heart.

    make(folder)

writes what a folder of transformers holds: weights as safetensors, configuration, and a tokenizer of bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FIRST = "The port of Marsa reopened on Tuesday after a strike of nine days. The dockers accepted a raise of 4%."
SECOND = "Thirty-one ships are still waiting outside the breakwater. “We lost nine days,” said Ada Brun."
LEARNED = (
    (FIRST, "The port of Marsa reopened after nine days. The dockers of Marsa accepted a raise of 4%."),
    (SECOND, "Thirty-one ships are still waiting outside the breakwater. Ada Brun said that they lost"),
)
POSITIONS = 40
"""Tokens it can read: either window, and not both."""


def make(folder: Path, steps: int = 150) -> Path:
    """Train and save a model.

    Args:
        folder: is created.
        steps: of training, 0 for a model whose weights are random.
    """
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    folder.mkdir(parents=True)
    tokenizer = _tokenizer(folder)
    torch.manual_seed(7)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=48,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=96,
        decoder_ffn_dim=96,
        max_position_embeddings=POSITIONS,
        dropout=0.0,
        init_std=0.1,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
    )
    model = BartForConditionalGeneration(config)
    _train(model, tokenizer, steps)
    model.save_pretrained(folder)
    return folder


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator([text for pair in LEARNED for text in pair], trainer)
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    fast.save_pretrained(folder)
    return fast


def _train(model: Any, tokenizer: Any, steps: int) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the same sums on every machine, and no slower for so little
    asked = tokenizer([text for text, _ in LEARNED], return_tensors="pt", padding=True)
    wanted = tokenizer([summary for _, summary in LEARNED], return_tensors="pt", padding=True).input_ids
    wanted[wanted == tokenizer.pad_token_id] = -100
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    model.train()
    for _ in range(steps):
        optimizer.zero_grad()
        model(input_ids=asked.input_ids, attention_mask=asked.attention_mask, labels=wanted).loss.backward()
        optimizer.step()
    model.eval()
    torch.set_num_threads(threads)
