"""A Marian model made here, converted and run by CTranslate2 and by transformers."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.translators import marian
from toolkit import plugins
from toolkit._pieces import joined, pieces
from toolkit.errors import BadAnswerError, NotReadyError, UnsupportedError
from toolkit.exchange import Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Request
from toolkit.translators import _ct2_files
from toolkit.translators._ct2_languages import Marks, marks
from toolkit.translators._ct2_model import Model, Way

CTranslate2 = plugins.load("translators", "ctranslate2")
Options = CTranslate2.Options
FRENCH = [source for source, _ in marian.PAIRS]
ENGLISH = [target for _, target in marian.PAIRS]


def ask(*texts: str, source: str = "fr", target: str = "en") -> list[Request]:
    return [Request(text, source, target) for text in texts]


def texts(options: Any, *asked: str) -> list[str]:
    return [rendering.text for rendering in CTranslate2().translate_batch(ask(*asked), options)]


@pytest.fixture
def options(tiny_marian: Path, tmp_path: Path) -> Callable[..., Any]:
    """Give options with the tiny model, converted into a folder of the test's own."""

    def build(**told: Any) -> Any:
        return Options(**{"folder": tiny_marian, "converted": tmp_path / "converted", "device": "cpu", **told})

    return build


@pytest.fixture
def converted(options: Callable[..., Any], tmp_path: Path) -> Path:
    """Give a converted model that a test may break."""
    CTranslate2().translate_batch(ask("Oui."), options())
    (made,) = (tmp_path / "converted").iterdir()
    return made.rename(tmp_path / "own-model")


@pytest.mark.parametrize("beam_size", [1, 4])
def test_gives_what_transformers_gives(options: Callable[..., Any], tiny_marian: Path, beam_size: int) -> None:
    """In the same number format and with the same beam, each sentence is the same as from the library it came from."""
    from transformers import MarianMTModel

    tokenizer, model = marian.open_tokenizer(tiny_marian), MarianMTModel.from_pretrained(tiny_marian)
    wanted = []
    for text in FRENCH:
        found = model.generate(
            **tokenizer(text, return_tensors="pt"), num_beams=beam_size, do_sample=False, max_length=marian.POSITIONS
        )
        wanted.append(tokenizer.decode(found[0], skip_special_tokens=True))
    assert texts(options(compute_type="float32", beam_size=beam_size), *FRENCH) == wanted
    assert wanted == ENGLISH  # it has learned its lines: else the comparison would be of two kinds of nonsense


def test_what_must_survive_never_meets_the_model(options: Callable[..., Any]) -> None:
    """A URL and a placeholder, which the vocabulary cannot spell, come out as they are."""
    asked = ("Oui. https://a.fr/le?x=1", "{name}, la rencontre est utile.", "La rencontre est utile.", "https://a.fr/")
    got = texts(options(), *asked)
    assert got[0] == "Yes. https://a.fr/le?x=1"
    assert got[1].startswith("{name}, ")
    assert got[2:] == ["The meeting is useful.", "https://a.fr/"]


def test_int8_on_the_cpu_is_the_default(options: Callable[..., Any]) -> None:
    """The default number format translates the same lines, and what was used stands beside the recordings."""
    assert texts(options(), *FRENCH) == ENGLISH
    observed = CTranslate2().observed(options())
    assert observed["device"] == "cpu"
    assert observed["compute_type"].startswith("int8")
    assert re.fullmatch(r"ctranslate2 \d+\.\d+.*", observed["library"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", observed["weights"])


def test_a_paragraph_is_translated_sentence_by_sentence(options: Callable[..., Any]) -> None:
    """The model sees one sentence at a time, and the paragraph comes back as one."""
    assert texts(options(), "Oui. La rencontre est utile. Il n’a pas répondu aux questions.") == [
        "Yes. The meeting is useful. He took no questions."
    ]


def test_a_sentence_longer_than_the_window_is_cut_between_clauses(options: Callable[..., Any], converted: Path) -> None:
    """All of it is translated: with a window of 20 tokens, a sentence of 27 is two pieces, cut at its comma."""
    (converted / "window.json").write_text("20")
    assert texts(options(folder=converted), "Les prix baissent, et Paul signe l’accord.") == [
        "Prices fall, and Paul signs the deal."
    ]


def test_a_word_longer_than_the_window_fails_alone(options: Callable[..., Any], tmp_path: Path) -> None:
    """What cannot be cut is refused, never shortened; the texts beside it are translated."""
    backend = CTranslate2().bind(options())
    asked = ask("Oui.", "x" * 500, "La rencontre est utile.")
    outcomes = list(exchange(backend, asked, Recordings(tmp_path, backend.identity), Policy()))
    assert [getattr(outcome, "text", "") for outcome in outcomes] == ["Yes.", "", "The meeting is useful."]
    assert outcomes[1].kind == "too_large"
    assert "500 characters is longer than the model's window" in outcomes[1].message


def test_a_translation_without_an_end_is_refused(tmp_path: Path) -> None:
    """A model that repeats itself until its window is full gives no translation."""
    endless = marian.make(tmp_path / "endless", steps=0)
    with pytest.raises(BadAnswerError, match="did not come to an end"):
        CTranslate2().translate_batch(ask("Oui."), Options(folder=endless, converted=tmp_path, device="cpu"))


def test_a_window_the_model_has_not_is_an_error(options: Callable[..., Any], converted: Path) -> None:
    """Where a folder says nothing of its window and it is short, the library's refusal is told, not a shorter text."""
    (converted / "window.json").unlink()
    with pytest.raises(BadAnswerError, match=r"ctranslate2 failed \(No position encodings"):
        texts(options(folder=converted), "l’accord " * 60)


@pytest.mark.parametrize("batch_tokens", [0, 64, 4096])
def test_sentences_come_back_in_their_order(options: Callable[..., Any], batch_tokens: int) -> None:
    """However they are computed together, each text gets its own sentences."""
    asked = [" ".join(FRENCH[place:]) for place in range(1, 5)] + ["Oui."] * 3
    alone = [texts(options(), text)[0] for text in asked]
    assert texts(options(batch_tokens=batch_tokens), *asked) == alone


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(options: Callable[..., Any], threads: int) -> None:
    """How many sentences are translated side by side is no part of what is asked."""
    assert texts(options(threads=threads), *FRENCH) == ENGLISH
    assert CTranslate2().identity(options(threads=threads)) == CTranslate2().identity(options())


def test_the_name_is_the_identity_and_never_the_place(tmp_path: Path) -> None:
    """A folder stands in the key by its name, or by the name it is given; nothing of its path does."""
    one, other = tmp_path / "one" / "opus", tmp_path / "other" / "opus"
    identity = CTranslate2().identity
    assert identity(Options(folder=one)).engine["model"] == "opus"
    assert identity(Options(folder=one)) == identity(Options(folder=other, converted=other, device="cuda"))
    assert identity(Options(model="a/b", folder=one)) == identity(Options(model="a/b"))
    assert identity(Options(folder=one)).engine["pieces"] == "sentences-1+pieces-2"
    assert identity(Options(folder=one, beam_size=1)).options == {"beam_size": 1}


def test_is_converted_once(options: Callable[..., Any], tiny_marian: Path, tmp_path: Path) -> None:
    """A second run opens what the first has made; another number format, and newer weights, are converted anew."""
    copy = shutil.copytree(tiny_marian, tmp_path / "model")
    folder = tmp_path / "converted"
    texts(options(folder=copy), "Oui.")
    (made,) = folder.iterdir()
    born = (made / "model.bin").stat().st_mtime_ns
    texts(options(folder=copy), "Oui.")
    assert (made / "model.bin").stat().st_mtime_ns == born
    texts(options(folder=copy, compute_type="float32"), "Oui.")
    (copy / "model.safetensors").touch()
    texts(options(folder=copy), "Oui.")
    assert len(list(folder.iterdir())) == 3


def test_a_model_is_loaded_once(options: Callable[..., Any]) -> None:
    """Batches of one run share a model; other options get another."""
    translator = CTranslate2()
    translator.translate_batch(ask("Oui."), options())
    first = translator._open[1]
    translator.translate_batch(ask("Oui."), options())
    assert translator._open[1] is first
    translator.translate_batch(ask("Oui."), options(beam_size=1))
    assert translator._open[1] is not first


def test_a_model_of_the_hub_is_taken_from_this_machine(
    options: Callable[..., Any], tiny_marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was fetched once needs no network: the hub's own cache is looked into first."""
    from huggingface_hub import constants

    cache = tmp_path / "hub" / "models--some--model"
    shutil.copytree(tiny_marian, cache / "snapshots" / "abc123")
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("abc123")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    assert texts(options(folder=None, model="some/model"), "Oui.") == ["Yes."]
    assert next((tmp_path / "converted").iterdir()).name.startswith("some--model-")


def test_a_model_that_cannot_be_fetched_is_named(
    options: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without network and without a copy, one line says so and what to do."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "empty"))
    with pytest.raises(NotReadyError, match=r"the model 'some/model' cannot be fetched .*check its name") as caught:
        texts(options(folder=None, model="some/model"), "Oui.")
    assert "\n" not in str(caught.value)


def _overwrite(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_overwrite("model.bin", b"hello"), "ctranslate2 cannot open"),
        (_overwrite("source.spm", b"hello"), "source.spm is no model of sentencepiece"),
        (_overwrite("shared_vocabulary.json", b"{"), "shared_vocabulary.json is no list of tokens"),
        (lambda folder: (folder / "target.spm").unlink(), "holds no tokenizer; put source.spm and target.spm or"),
        (lambda folder: (folder / "model.bin").unlink(), "holds no model; it needs model.bin, or config.json with"),
        (shutil.rmtree, "there is no folder"),
    ],
)
def test_a_broken_folder_is_one_line(
    options: Callable[..., Any], converted: Path, harm: Callable[[Path], object], words: str
) -> None:
    """Whatever is missing or broken in a model's folder is named, with what to do."""
    harm(converted)
    with pytest.raises(NotReadyError, match=re.escape(words)) as caught:
        texts(options(folder=converted), "Oui.")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b"hello"),
        ("config.json", b"[]"),
        ("config.json", b'{"model_type": "bloom"}'),
        ("config.json", b'{"model_type": "bart", "is_encoder_decoder": true}'),
        ("config.json", b'{"model_type": "speech_to_text", "is_encoder_decoder": true}'),
        ("vocab.json", b"{"),
    ],
)
def test_what_cannot_be_converted_is_one_line_and_leaves_nothing(
    options: Callable[..., Any], tiny_marian: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    """A folder of transformers that is broken, or of another kind of model, is named, and nothing half done stays."""
    copy = shutil.copytree(tiny_marian, tmp_path / "model")
    (copy / name).write_bytes(content)
    with pytest.raises(NotReadyError, match="cannot be converted") as caught:
        texts(options(folder=copy), "Oui.")
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "converted").glob("*")) == []


def test_a_folder_that_cannot_be_written_is_named(options: Callable[..., Any], tmp_path: Path) -> None:
    """A file where converted models are to be kept is one line."""
    (tmp_path / "converted").write_text("in the way")
    with pytest.raises(NotReadyError, match="a converted model cannot be written"):
        texts(options(), "Oui.")


def test_a_faster_run_wins(options: Callable[..., Any], tiny_marian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs that convert one model at once both end with a whole one."""
    usual = _ct2_files._run_converter

    def race(source: Path, made: Path, compute_type: str) -> None:
        monkeypatch.setattr(_ct2_files, "_run_converter", usual)
        assert texts(options(), "Oui.") == ["Yes."]
        usual(source, made, compute_type)

    monkeypatch.setattr(_ct2_files, "_run_converter", race)
    assert texts(options(), "Oui.") == ["Yes."]


@pytest.mark.parametrize(("source", "target"), [("de", "en"), ("fr", "es")])
def test_another_pair_is_unsupported(options: Callable[..., Any], source: str, target: str) -> None:
    """A model of one pair is not asked for another, as far as its files name its own."""
    with pytest.raises(UnsupportedError, match=f"translates fr into en, and {source} into {target} is asked for"):
        CTranslate2().translate_batch(ask("Oui.", source=source, target=target), options())


def test_a_gpu_that_is_not_there_is_one_line(options: Callable[..., Any]) -> None:
    """The library's own words are passed on."""
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is a GPU")
    with pytest.raises(NotReadyError, match="ctranslate2 cannot open"):
        texts(options(device="cuda"), "Oui.")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "the option model is empty"),
        ({"model": "/no/such/folder"}, "is no name of a model on the hub; give the option folder"),
        ({"model": "a/b", "beam_size": 0}, "beam_size must be 1 or more"),
        ({"model": "a/b", "batch_tokens": -1}, "batch_tokens and threads 0 or more"),
    ],
)
def test_options_that_cannot_be_used_are_named(told: dict[str, Any], words: str) -> None:
    """Nothing is loaded for options that lead nowhere."""
    assert words in CTranslate2().obstacle(Options(**told))
    with pytest.raises(NotReadyError, match=re.escape(words)):
        texts(Options(**told), "Oui.")


@pytest.mark.parametrize("package", ["ctranslate2", "sentencepiece"])
def test_without_its_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """The extra is named with the command that brings it."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    line = CTranslate2().obstacle(Options(model="a/b"))
    assert line.startswith(f"the package '{package}' is missing")
    assert "pip install 'translation-summary-toolkit[ctranslate2]'" in line


NLLB = {"▁le", "fra_Latn", "eng_Latn", "zho_Hans", "zho_Hant", "arb_Arab", "nob_Latn", "srp_Cyrl", "deu_Latn"}
M2M = {"▁le", "__fr__", "__en__", "__zh__"}
MBART = {"▁le", "fr_XX", "en_XX", "zh_CN"}
OPUS = {"▁le", ">>eng<<", ">>cmn_Hans<<", ">>pt_BR<<", ">>por<<", ">>fr<<"}


@pytest.mark.parametrize(
    ("vocabulary", "source", "target", "wanted"),
    [
        (NLLB, "fr", "en-GB", Marks(("fra_Latn",), ("eng_Latn",))),
        (NLLB, "ar", "zh", Marks(("arb_Arab",), ("zho_Hans",))),
        (NLLB, "no", "zh-TW", Marks(("nob_Latn",), ("zho_Hant",))),
        (NLLB, "de-AT", "zh-Hant", Marks(("deu_Latn",), ("zho_Hant",))),
        (M2M, "fr", "en", Marks(("__fr__",), ("__en__",))),
        (MBART, "fr-CA", "zh", Marks(("fr_XX",), ("zh_CN",))),
        (OPUS, "es", "en", Marks((">>eng<<",))),
        (OPUS, "es", "pt", Marks((">>por<<",))),
        (OPUS, "es", "fr", Marks((">>fr<<",))),
        ({"▁le", "en_XX"}, "fr", "en", Marks()),
    ],
)
def test_languages_are_named_as_the_model_names_them(
    vocabulary: set[str], source: str, target: str, wanted: Marks
) -> None:
    """BCP 47 codes become those of FLORES-200, M2M100, mBART-50 or OPUS-MT, whichever the vocabulary holds."""
    assert marks(vocabulary, source, target) == wanted


@pytest.mark.parametrize("vocabulary", [NLLB, M2M, MBART, OPUS])
def test_a_language_the_model_has_not_is_unsupported(vocabulary: set[str]) -> None:
    """It is named, with some of those there are."""
    with pytest.raises(UnsupportedError, match=r"knows no language 'sw'; choose another model; it knows .+"):
        marks(vocabulary, "fr", "sw")


def test_the_target_s_mark_reaches_the_model(tmp_path: Path) -> None:
    """A model with several targets gets the mark of the one wanted as a token of its own, before the sentence."""
    folder = marian.make(tmp_path / "several", steps=0, tokens=(">>eng<<", ">>deu<<"))
    place = _ct2_files.place("", folder, tmp_path, "float32")
    model = Model(place, Way("cpu", "float32", 1, 1, 0))
    asked: list[list[str]] = []

    class Spy:
        def translate_batch(self, tokens: list[list[str]], **told: Any) -> list[Any]:
            asked.extend(tokens)
            return [type("Result", (), {"hypotheses": [["▁", "O", "</s>"]]})() for _ in tokens]

    model._translator = Spy()
    model.translate(["Oui."], model.marks("fr", "de"))
    assert asked[0][0] == ">>deu<<"
    assert asked[0][-1] == "</s>"
    assert ">>deu<<" in model._vocabulary


def test_the_mark_of_the_target_is_no_part_of_the_translation(options: Callable[..., Any], converted: Path) -> None:
    """A model as NLLB begins its answer with the target's code, which is taken off."""
    model = Model(converted, Way("cpu", "float32", 1, 1, 0))
    words = ["eng_Latn", *model._target.encode("The deal", out_type=str), "▁nowhere", "</s>"]
    assert model._text(words, "Le", Marks(("fra_Latn",), ("eng_Latn",))) == "The deal nowhere"


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [
        ("Il vient. Elle part.", 99, ["Il vient.", "Elle part."]),
        ("un deux ; trois quatre, cinq six", 20, ["un deux ;", "trois quatre,", "cinq six"]),
        ("un deux – trois quatre", 12, ["un deux", "– trois", "quatre"]),
        ("un deux trois quatre", 9, ["un deux", "trois", "quatre"]),
        ("  ", 9, []),
    ],
)
def test_where_a_text_is_cut(text: str, most: int, wanted: list[str]) -> None:
    """Between sentences, then after semicolons and colons, then at commas and dashes, then between words."""
    assert pieces(text, "fr", lambda piece: len(piece) <= most) == wanted


def test_nothing_but_space_is_lost_in_cutting(project: Path) -> None:
    """Whatever the window, the pieces of the article's blocks hold all of its characters, in order."""
    article = (project / "references/wang-blinken/article.fr.txt").read_text("utf-8")
    for most in (25, 60, 200):
        for block in article.split("\n"):
            found = pieces(block, "fr", lambda piece, most=most: len(piece) <= most)
            assert "".join("".join(found).split()) == "".join(block.split())
            assert max(map(len, found), default=0) <= most


def test_a_language_without_sentence_rules_is_one_piece() -> None:
    """Where sentences cannot be told, a text that fits stays whole."""
    assert pieces("Eins. Zwei.", "de", lambda piece: True) == ["Eins. Zwei."]
    assert joined(["一。", "二。"], "zh-CN") == "一。二。"
