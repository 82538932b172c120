"""CTranslate2 with a model whose files can be broken; the library itself is part of this process."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.translators import marian
from tests.translators.local_faults import Break, Engine
from tests.translators.scene import ENGLISH
from tests.translators.services import Absent

_FIND = importlib.util.find_spec
_IN_PROCESS = "the library runs in this process: "


@lru_cache
def _model() -> Path:
    """Train once, on what the table translates."""
    folder = Path(tempfile.mkdtemp()) / "tiny-marian"
    return marian.make(folder, pairs=tuple(ENGLISH.items()))


def _settle(patch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    patch.setattr(importlib.util, "find_spec", _FIND)
    model = folder / "model"
    shutil.rmtree(model, ignore_errors=True)
    shutil.copytree(_model(), model)
    return {"folder": str(model), "converted": str(folder / "converted"), "device": "cpu"}


def _break(patch: pytest.MonkeyPatch, folder: Path) -> None:
    shutil.rmtree(folder / "converted")
    (folder / "model" / "model.safetensors").write_bytes(b"no weights")


def _missing(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setattr(importlib.util, "find_spec", lambda name: None if name == "ctranslate2" else _FIND(name))


def _obstacle() -> str:
    missing = [name for name in ("ctranslate2", "sentencepiece", "transformers") if not importlib.util.find_spec(name)]
    return f"it needs {' and '.join(missing)}" if missing else ""


LOCAL = Engine(
    name="ctranslate2",
    settle=_settle,
    asked=None,
    obstacle=_obstacle,
    faults={
        "program missing": Break("not_ready", None, _missing),
        "non-zero exit": Absent(_IN_PROCESS + "there is no program to exit"),
        "hang": Absent(_IN_PROCESS + "there is nothing to wait for"),
        "killed": Absent(_IN_PROCESS + "what kills it kills the run, which the next run takes up"),
        "wrong line count": Absent("its answers are lists of tokens, one for each sentence, and no lines"),
        "bad model folder": Break("not_ready", None, _break),
    },
)
