from __future__ import annotations

import pytest

from toolkit.encoders.minilm import MiniLM


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """Load the bundled weights once for all tests."""
    return MiniLM()


@pytest.fixture(scope="session")
def one_thread() -> None:
    """Keep torch to one thread: two that wait for each other on a busy machine take twenty times as long."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Give short, long, odd and empty texts, all within the window."""
    return [
        "",
        "Yes.",
        "The minister left Paris on Monday.",
        "Le ministre a quitté Paris lundi.",
        "  Two   spaces,\ttabs and\u00a0no-break spaces  ",
        "emoji 🙂, CJK 漢字, accents éàü and déjà",
        "Prices rose by 3.5 % to €1,200.50 (up from $900).",
        "antidisestablishmentarianism" * 5,
        "word " * 253,
        *(" ".join(["The sea was calm and the wind was low that day."] * count) for count in range(2, 20)),
    ]
