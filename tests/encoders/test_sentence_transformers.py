from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.encoders import sentence_transformers as module
from toolkit.encoders._bundled import installed
from toolkit.encoders.sentence_transformers import SentenceTransformers
from toolkit.errors import NotReadyError


@pytest.mark.parametrize("model", ["/no/such/folder", "no such folder", "./nowhere"])
def test_a_missing_folder_is_named(model: str) -> None:
    """What is neither a folder nor a hub id is one line."""
    with pytest.raises(NotReadyError, match="no such folder"):
        SentenceTransformers(model).encode(["a"])


def test_a_model_that_cannot_be_had_is_one_line(tmp_path: Path) -> None:
    """A folder without a model in it says what is missing and what to do."""
    with pytest.raises(NotReadyError, match="give a folder with a model in it") as raised:
        SentenceTransformers(str(tmp_path)).encode(["a"])
    assert "\n" not in str(raised.value)


def test_the_bundled_model_knows_english_and_others_are_not_asked() -> None:
    """Without a model it is the bundled one; of others nobody knows the languages."""
    assert SentenceTransformers().languages == frozenset({"en"})
    assert SentenceTransformers("some/model").languages is None


def test_a_folder_signs_with_its_content(tmp_path: Path) -> None:
    """A changed file in a model's folder changes the signature."""
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    before = SentenceTransformers(str(tmp_path)).signature()
    (tmp_path / "config.json").write_text("{ }", encoding="utf-8")
    assert SentenceTransformers(str(tmp_path)).signature() != before


def test_a_folder_gives_the_same_vectors_as_the_bundled_model(texts: list[str]) -> None:
    """The bundled weights by their path are the bundled weights."""
    some = texts[:3]
    assert (SentenceTransformers(str(installed())).encode(some) == SentenceTransformers().encode(some)).all()


def test_building_it_imports_nothing_heavy() -> None:
    """Torch comes with the first text, not with the encoder."""
    code = (
        "import sys; from toolkit.encoders.sentence_transformers import SentenceTransformers;"
        "SentenceTransformers('some/model'); print('torch' in sys.modules)"
    )
    root = Path(module.__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "False"
