"""A two-layer model made here, through the whole of a run: windows, bullets, recordings, and a replay without it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.summarizers import bart
from tests.summarizers.desk import SENTENCES, Project
from toolkit import plugins
from toolkit.documents import Document
from toolkit.errors import BadAnswerError, NotReadyError, TooLargeError
from toolkit.records import Request
from toolkit.summarizers._seq2seq_windows import bullets, windows

Seq2Seq = plugins.load("summarizers", "seq2seq")
Options = Seq2Seq.Options
SUMMARIES = [summary for _, summary in bart.LEARNED]


@pytest.fixture
def model(tiny_bart: Path) -> Path:
    """Give the model's folder."""
    return tiny_bart


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Path) -> Iterator[Project]:
    """Put a copy of the model beside an article."""
    shutil.copytree(model, tmp_path / "tiny-bart")
    made = Project(tmp_path, monkeypatch)
    made.write({"folder": "tiny-bart"}, "seq2seq")
    yield made


def ask(text: str, **options: Any) -> str:
    """Have the model summarize a text."""
    answer: str = Seq2Seq().answer(Request(text, "en", "en"), Options(**options)).text
    return answer


def test_a_run_records_summaries_and_replays_them_without_the_model(project: Project) -> None:
    """Each window's summary becomes a bullet beside its source; offline the same comes without the model's folder."""
    ran = project.run()
    assert ran.bullets() == [
        "The port of Marsa reopened after nine days.",
        "Thirty-one ships are still waiting outside the breakwater.",
    ]
    assert [row["sentence"] for row in ran.rows()] == [SENTENCES[0], SENTENCES[2]]
    assert [row["edits"] for row in ran.rows()] == ["reworded", ""]
    recorded = project.recorded()
    assert [row["translation"].split("\n") for row in recorded] == [SUMMARIES]
    assert recorded[0]["engine"]["model"] == "tiny-bart"
    assert recorded[0]["observed"]["weights"].startswith("sha256:")
    shutil.rmtree(project.folder / "tiny-bart")
    again = project.run("--offline")
    assert again.code == 0
    assert again.run.rows("bullets") == ran.run.rows("bullets")
    assert again.run.run_id == ran.run.run_id


def test_one_recording_serves_any_number_of_bullets(project: Project) -> None:
    """How many bullets are wanted, and how long, is decided after the model has spoken."""
    project.run()
    ran = project.run("--offline", "--bullets", "3", "--max-words", "8")
    assert ran.bullets() == [
        "The port of Marsa reopened after nine days.",
        "Thirty-one ships are still waiting outside the breakwater.",
        "The dockers of Marsa accepted a raise of 4%.",
    ]
    assert [row["words"] for row in ran.rows()] == [8, 8, 9]
    assert ran.rows()[2]["edits"] == "reworded; longer than 8 words: no safe cut"


def test_offline_without_a_recording_loads_nothing(project: Project) -> None:
    """What was never recorded is named; the model is not opened."""
    shutil.rmtree(project.folder / "tiny-bart")
    ran = project.run("--offline")
    assert [row["kind"] for row in ran.failures] == ["missing"]
    assert "never recorded for seq2seq-bullets" in ran.failures[0]["message"]


def test_it_is_deterministic(model: Path) -> None:
    """Two instances say the same, and what a window's neighbor is does not matter."""
    both = ask(f"{bart.FIRST}\n{bart.SECOND}", folder=model)
    assert both == ask(f"{bart.FIRST}\n{bart.SECOND}", folder=model)
    assert both.split("\n") == [ask(bart.FIRST, folder=model), ask(bart.SECOND, folder=model)] == SUMMARIES


def test_all_of_a_long_article_is_read(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows hold every word in order, and none is longer than the model reads."""
    from toolkit.summarizers._seq2seq_model import Model

    opened = Model(model, "cpu", 0, "")
    text = "\n".join([bart.FIRST, bart.SECOND] * 5)
    read: list[str] = []
    monkeypatch.setattr(Model, "_summary", lambda self, window, *rest: read.append(window) or "Said.")
    opened.summarize(text, "en", 1, 20)
    assert " ".join(read).split() == text.split()
    assert max(opened._count(window) for window in read) <= bart.POSITIONS
    assert len(read) >= 6  # five times 24 and 23 tokens, at most 40 a window


def test_windows_are_about_equally_long() -> None:
    """Ten sentences of three words, and seven words a window: five windows of two, not three of two and a rest."""
    text = " ".join(["One two three."] * 10)
    found = windows(text, "en", lambda window: len(window.split()), 7)
    assert [len(window.split()) for window in found] == [6, 6, 6, 6, 6]


def test_a_sentence_longer_than_the_window_is_cut_between_clauses() -> None:
    """All of it is read, in two windows."""
    found = windows("The port is open, and the dockers work.", "en", lambda window: len(window.split()), 5)
    assert found == ["The port is open,", "and the dockers work."]


def test_a_word_longer_than_the_window_is_an_error(model: Path) -> None:
    """It is refused, never cut."""
    with pytest.raises(TooLargeError, match="longer than the model's window"):
        ask("é" * 200, folder=model)


def test_the_bullets_of_windows_take_turns(document: Callable[..., Document]) -> None:
    """First the first sentence of each window, then the second; what repeats or breaks off is left out."""
    told = [
        "The port of Marsa is open. The dockers of the town won a raise of 4%. Ships",
        "The harbor of Marsa is waiting for 31 ships. The port of Marsa is open again.",
    ]
    made = bullets(told, document(*SENTENCES), 4, None)
    assert [bullet.text for bullet in made] == [
        "The port of Marsa is open.",
        "The harbor of Marsa is waiting for 31 ships.",
        "The dockers of the town won a raise of 4%.",
    ]


def test_a_bullet_of_no_sentence_says_so(document: Callable[..., Document]) -> None:
    """What shares too few words with any sentence has no source, and its edit tells who wrote it."""
    made = bullets(["Nobody expects the long winter to end soon."], document(*SENTENCES), 1, None)
    assert (made[0].segment, made[0].start, made[0].end) == ("", 0, 0)
    assert made[0].edits == ("written by the model",)


def test_a_summary_without_a_whole_sentence_is_an_error(document: Callable[..., Document]) -> None:
    """Half sentences are never printed."""
    with pytest.raises(BadAnswerError, match="no whole sentence"):
        bullets(["The port of", "and then"], document(*SENTENCES), 2, None)


def test_pickled_weights_are_refused(model: Path, tmp_path: Path) -> None:
    """A folder with only pickled weights is named in one line, before anything of it is opened."""
    folder = tmp_path / "pickled"
    shutil.copytree(model, folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    message = "only pickled weights, which may run code when opened"
    assert message in Seq2Seq().obstacle(Options(folder=folder))
    with pytest.raises(NotReadyError, match=message):
        ask(bart.FIRST, folder=folder)


def test_the_code_of_a_model_is_never_run(model: Path, tmp_path: Path) -> None:
    """A configuration that names code of its own does not get it imported."""
    folder = tmp_path / "coded"
    shutil.copytree(model, folder)
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoConfig": "evil.Config", "AutoModelForSeq2SeqLM": "evil.Model"}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    assert ask(bart.FIRST, folder=folder) == SUMMARIES[0]
    assert not (tmp_path / "ran").exists()


def broken(change: str, folder: Path) -> None:
    """Damage a model's folder."""
    path = folder / change
    if change == "model.safetensors":
        from safetensors.torch import load_file, save_file

        weights = load_file(path)
        weights.pop("model.encoder.layers.0.fc1.weight")
        save_file(weights, path, {"format": "pt"})
    elif change == "config.json":
        path.write_text(json.dumps({**json.loads(path.read_text()), "is_encoder_decoder": False}))
    else:
        path.unlink()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("model.safetensors", r"are not whole \(model.encoder.layers.0.fc1.weight …\); fetch them again"),
        ("config.json", "has no encoder and decoder"),
        ("tokenizer.json", "cannot be opened"),
    ],
)
def test_a_broken_folder_is_one_line(change: str, message: str, model: Path, tmp_path: Path) -> None:
    """Missing weights are never made up, and what the libraries raise is told in a line."""
    folder = tmp_path / "broken"
    shutil.copytree(model, folder)
    broken(change, folder)
    with pytest.raises(NotReadyError, match=message) as raised:
        ask(bart.FIRST, folder=folder)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "the option model is empty"),
        ({"model": "/no/such"}, "is no name of a model on the hub"),
        ({"folder": Path("no-such")}, "there is no folder no-such"),
        ({"folder": Path()}, "holds no model"),
        ({"model": "some/model", "beam_size": 0}, "beam_size and summary_tokens must be 1 or more"),
    ],
)
def test_obstacles_are_told_without_loading(
    options: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this machine can tell is told at once."""
    monkeypatch.chdir(tmp_path)
    assert message in Seq2Seq().obstacle(Options(**options))


def test_a_model_that_is_not_here_is_not_fetched_where_the_hub_is_off() -> None:
    """HF_HUB_OFFLINE is respected, and the line says what to do."""
    with pytest.raises(NotReadyError, match=r"cannot be fetched .*HF_HUB_OFFLINE is unset, or give the option folder"):
        ask(bart.FIRST, model="some/model")


def test_a_window_the_model_has_not_is_an_error(model: Path) -> None:
    """More tokens than it reads are refused; fewer make more windows."""
    with pytest.raises(NotReadyError, match="reads 40 tokens at a time"):
        ask(bart.FIRST, folder=model, window=41)
    assert len(ask(f"{bart.FIRST}\n{bart.SECOND}", folder=model, window=24).split("\n")) == 2


def test_the_prefix_of_a_t5_comes_from_its_configuration(model: Path, tmp_path: Path) -> None:
    """What a model wants before a text is read there, or said in the options."""
    from toolkit.summarizers._seq2seq_model import Model

    folder = tmp_path / "prefixed"
    shutil.copytree(model, folder)
    config = json.loads((folder / "config.json").read_text())
    config["task_specific_params"] = {"summarization": {"prefix": "summarize: "}}
    (folder / "config.json").write_text(json.dumps(config))
    assert Model(folder, "cpu", 0, "")._prefix == "summarize: "
    assert Model(folder, "cpu", 0, "tell: ")._prefix == "tell: "


def test_the_identity_is_configuration_alone() -> None:
    """No file is looked at: a folder counts by its name, the device not at all, what changes the answer does."""
    identity = Seq2Seq().identity(Options(folder=Path("models/tiny-bart"), beam_size=2))
    assert identity == Seq2Seq().identity(Options(folder=Path("elsewhere/tiny-bart"), beam_size=2, device="cuda"))
    assert identity.engine["model"] == "tiny-bart"
    assert identity.options == {"beam_size": 2}
    assert identity != Seq2Seq().identity(Options(folder=Path("models/tiny-bart")))


def test_a_french_model_summarizes_the_article_itself() -> None:
    """The option language says what a model reads."""
    assert Seq2Seq().reads(Options(language="fr-FR")) == {"fr"}


def test_naming_it_imports_no_torch() -> None:
    """The plug-in is listed and bound without the libraries that run it."""
    import subprocess

    code = (
        "import sys; from toolkit import plugins; p = plugins.load('summarizers', 'seq2seq'); p().bind(p.Options());"
        "plugins.load('summarizers', 'llm'); print(sorted({'torch', 'transformers', 'openai'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "[]\n"
