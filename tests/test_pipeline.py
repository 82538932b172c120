"""The whole of a run, in Python: coverage, ranks, references as systems, and what one failure does to the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit import load_run, pipeline, run, score
from toolkit.asked import Call, settings
from toolkit.encoders._base import Encoder, TokenVectors, Vectors
from toolkit.encoders.hashing import plugin as hashing
from toolkit.errors import BackendTimeoutError, InputError, OutageError, ToolkitError, UsageError
from toolkit.exchange import Policy
from toolkit.records import Rendering, Request
from toolkit.reporters._where import short_lines
from toolkit.settings import CompareSettings, EncoderSettings, Settings, SystemSettings
from toolkit.summarizers import extractive
from toolkit.tables import Run
from toolkit.text import segments
from toolkit.translators import echo

FRENCH = "Un accord est signé\n\n• Les prix baissent\n\nPaul a signé l’accord jeudi.\n\nLes prix baissent en mai.\n"
ENGLISH = "A deal is signed\n\n• Prices fall\n\nPaul signed the deal on Thursday.\n\nPrices fall in May.\n"
OTHER = "The accord is signed\n\n• Prices drop\n\nPaul has signed the accord.\n\nPrices drop in May.\n"
BULLETS = "• Paul signed the deal on Thursday.\n• Prices fall in May.\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Write two articles with two references and one set of bullets each."""
    for name in ("one", "two"):
        folder = tmp_path / "texts" / name
        folder.mkdir(parents=True)
        for file, text in {
            "article.fr.txt": FRENCH,
            "translation.a.en.txt": ENGLISH,
            "translation.b.en.txt": OTHER,
            "bullets.a.en.txt": BULLETS,
        }.items():
            (folder / file).write_text(text, encoding="utf-8")
    (tmp_path / "mine.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


def made(texts: Path, *systems: SystemSettings, **changes: object) -> Settings:
    """Make settings that write into the test's folder and need no model."""
    base = Settings(
        articles=(texts / "texts",),
        systems=systems or (SystemSettings("mine", "file", {"path": str(texts / "mine.txt")}),),
        encoder=EncoderSettings("hashing"),
        out=texts / "runs",
        recordings=texts / "recordings",
        cache=texts / "cache",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def aggregate(finished: Run, system: str, output: str, summarizer: str = "") -> dict[str, object]:
    """Find one row of a leaderboard."""
    key = (system, output, summarizer)
    return next(r for r in finished.rows("aggregates") if (r["system"], r["output"], r["summarizer"]) == key)


def test_all_references_are_used_unless_some_are_named(texts: Path) -> None:
    """With two, each hypothesis meets both, and no reference stands as a system."""
    finished = pipeline.run(made(texts))
    row = aggregate(finished, "mine", "bleu")
    assert (row["references"], row["reference_names"]) == (2, "a b")
    assert row["score"] == 100.0
    assert "reference b" not in {each["system"] for each in finished.rows("aggregates")}


def test_a_reference_that_is_not_scored_against_is_a_baseline(texts: Path) -> None:
    """Scored against a alone, b stands in the table and is not ranked."""
    finished = pipeline.run(made(texts, references=("a",)))
    row = aggregate(finished, "reference b", "bleu")
    assert row["baseline"]
    assert not row["ranked"]
    assert aggregate(finished, "mine", "bleu")["rank"] == 1


def test_a_reference_scored_as_a_system_is_taken_from_everybody(texts: Path) -> None:
    """Every system meets the same number of references."""
    systems = (
        SystemSettings("mine", "file", {"path": str(texts / "mine.txt")}),
        SystemSettings("the second", reference="b"),
    )
    finished = pipeline.run(made(texts, *systems))
    assert {row["reference_names"] for row in finished.rows("aggregates") if not row["summarizer"]} == {"a"}
    assert aggregate(finished, "the second", "bleu")["ranked"]


def test_a_failing_backend_never_stops_the_others(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has failure rows and no rank; the other system is scored and ranked first."""

    def down(self: object, requests: Sequence[Request], options: object) -> list[Rendering]:
        raise OutageError("it is down; try again later")

    monkeypatch.setattr(echo.plugin, "translate_batch", down)
    mine = SystemSettings("mine", "file", {"path": str(texts / "mine.txt")})
    finished = pipeline.run(made(texts, SystemSettings("down", "echo"), mine, baselines=False, budget_s=0.01))
    assert {row["system"] for row in finished.rows("failures")} == {"down"}
    assert aggregate(finished, "mine", "bleu")["rank"] == 1
    assert not aggregate(finished, "down", "bleu")["scored"]
    assert finished.rows("runs")[0]["status"] == "partial"


def test_a_baseline_that_failed_leaves_the_others_scores_and_no_comparison(
    texts: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What was translated and scored is kept; the log says why nothing is compared."""

    def down(self: object, requests: Sequence[Request], options: object) -> list[Rendering]:
        raise OutageError("it is down; try again later")

    monkeypatch.setattr(echo.plugin, "translate_batch", down)
    mine = SystemSettings("mine", "file", {"path": str(texts / "mine.txt")})
    asked = made(texts, SystemSettings("down", "echo"), mine, baselines=False, budget_s=0.01)
    finished = pipeline.run(replace(asked, compare=CompareSettings(baseline="down")))
    assert aggregate(finished, "mine", "bleu")["rank"] == 1
    assert (finished.rows("comparisons"), finished.rows("verdicts")) == ((), ())
    assert "nothing is compared: nothing named 'down' was scored" in caplog.text


def test_a_baseline_that_takes_no_part_is_refused_before_anything_is_translated(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mistake costs nothing, and the names there are to choose from are told."""
    monkeypatch.setattr(pipeline, "translate_all", None)  # which cannot be called
    with pytest.raises(UsageError, match="nothing is named 'mein' to compare with; there are: mine, "):
        pipeline.run(replace(made(texts), compare=CompareSettings(baseline="mein")))


def test_a_system_below_full_coverage_is_not_ranked(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may not win by failing on the hardest article."""

    def half(self: object, requests: Sequence[Request], options: object) -> list[Rendering]:
        if requests[0].article == "art-two":
            raise OutageError("it is down; try again later")
        return [
            Rendering(text) for text in ("A deal is signed", "Prices fall", "Paul signed the deal.", "Prices fall.")
        ]

    monkeypatch.setattr(echo.plugin, "translate_batch", half)
    mine = SystemSettings("mine", "file", {"path": str(texts / "mine.txt")})
    finished = pipeline.run(
        made(texts, SystemSettings("half", "echo"), mine, references=("a",), baselines=False, budget_s=0.01)
    )
    row = aggregate(finished, "half", "bleu")
    assert (row["coverage"], row["ranked"], row["rank"]) == (0.5, False, None)
    assert aggregate(finished, "mine", "bleu")["rank"] == 1
    assert '"half":0.0' in str(finished.rows("articles")[1]["coverage_json"]).replace(" ", "")


def test_what_is_written_is_what_is_given_back(texts: Path) -> None:
    """load_run reads the same rows from the folder."""
    finished = pipeline.run(made(texts))
    again = load_run(finished.folder)
    assert again.tables == finished.tables
    assert again.statistics == finished.statistics


def test_sums_of_statistics_give_the_aggregate_again(texts: Path) -> None:
    """The stored counts are sufficient: bleu's sums combine to the row's score."""
    from toolkit.metrics.bleu import plugin as bleu

    finished = pipeline.run(made(texts, references=("a",)))
    rows = [row for row in finished.statistics["bleu"] if row["system"] == "mine"]
    totals = sum(bleu().measure([]).rows.sum(axis=0) + [row[column] for column in bleu.columns] for row in rows)
    assert round(float(bleu().combine(totals)[0]), 6) == aggregate(finished, "mine", "bleu")["score"]


def test_key_points_and_lead_stand_beside_each_summarizer(texts: Path) -> None:
    """Baselines frame the bullets of every system, and of reference a."""
    finished = pipeline.run(made(texts, references=("a",)))
    lines = {(row["system"], row["summarizer"]): row["baseline"] for row in finished.rows("aggregates")}
    assert lines["mine", "extractive"] is False
    assert lines["mine", "lead"] is True
    assert lines["mine", "key_points"] is True
    assert lines["reference a", "extractive"] is True
    assert ("untranslated", "lead") not in lines


def test_why_a_summary_is_short_is_the_summarizers_word_and_stands_in_the_run(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reports of a run need no plug-in to say it, and those that give no reason are not in the record."""
    monkeypatch.setattr(extractive.plugin, "why_fewer", "it is choosy")
    finished = pipeline.run(made(texts))
    assert json.loads(finished.rows("runs")[0]["config_json"])["why_fewer"] == {"extractive": "it is choosy"}
    monkeypatch.delattr(extractive.plugin, "why_fewer")
    [line] = short_lines(load_run(finished.folder), most=9)
    assert line.startswith("extractive on mine: ")
    assert line.endswith(" of 3 bullets for art-one, first of 2 articles; it is choosy")


def test_python_and_the_command_line_do_the_same(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`toolkit.run` gives the run that it wrote."""
    monkeypatch.chdir(texts)
    finished = run("texts/one", translations={"mine": "mine.txt"}, metrics=["bleu", "chrf"], summarizers=["lead"])
    assert {row["output"] for row in finished.rows("aggregates")} == {"bleu", "chrf"}
    assert finished.folder.is_relative_to(Path("outputs/runs"))


def test_score_gives_one_number_an_output() -> None:
    """Plain lists of lines, one or several references."""
    assert score(["the cat sat"], ["the cat sat"], metrics=["chrf"]) == {"chrf": 100.0}
    several = score(["the cat sat"], [["a dog ran"], ["the cat sat"]], metrics=["chrf"])
    assert several == {"chrf": 100.0}


def test_score_names_what_does_not_fit() -> None:
    """Lines of different number, no lines, a metric of bullets, a language nobody knows."""
    with pytest.raises(InputError, match="the hypothesis has 1 line, reference 1 has 2"):
        score(["one"], ["one", "two"], metrics=["chrf"])
    with pytest.raises(InputError, match="no line"):
        score([], [], metrics=["chrf"])
    with pytest.raises(UsageError, match="plain lines"):
        score(["one"], ["one"], metrics=["support"])
    with pytest.raises(UsageError, match="not de"):
        score(["eins"], ["eins"], metrics=["similarity"], target="de")


@pytest.mark.parametrize(
    "call",
    [
        lambda: score("the cat sat", "the dog sat"),
        lambda: score(["the cat sat"], ["the dog sat"], metrics="chrf"),
        lambda: run("texts/one", backends="echo"),
    ],
)
def test_a_text_is_no_list_of_texts(call: Callable[[], object]) -> None:
    """Its letters would be scored as segments, or asked for as backends."""
    with pytest.raises(UsageError, match="is one text, and takes a list of them; put brackets around it"):
        call()


def test_a_mode_that_is_none_asks_nobody(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`cache="offline"` is a mistake that must not be sent, and paid for, as the usual mode is."""
    monkeypatch.chdir(texts)
    with pytest.raises(UsageError, match="no mode 'offline'; there are: use, replay, refresh, write-only"):
        run("texts/one", backends=["echo"], cache="offline")  # type: ignore[arg-type]  # the mistake
    assert not (texts / "outputs").exists()


def test_a_run_shows_itself_in_a_line(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook prints what a cell ends with: where the run is, and not its whole manifest."""
    monkeypatch.chdir(texts)
    finished = run("texts/one", backends=["echo"], metrics=["chrf"])
    assert repr(finished) == f"Run(folder={finished.folder!r}, run_id={finished.run_id!r})"


def test_what_was_asked_lies_over_the_config(texts: Path, project: Path) -> None:
    """Words of a call replace the config's; what is not said stays as the config has it."""
    config = project / "config" / "demo.toml"
    base = settings(Call(config=config))
    chosen = settings(Call(config=config, backends=["apertium via Catalan"], bullets=2))
    assert [system.name for system in base.systems] == ["apertium via Spanish", "apertium via Catalan"]
    assert [system.options for system in chosen.systems] == [{"pivot": "cat"}]
    assert (chosen.summary.bullets, chosen.summary.max_words) == (2, 20)
    whole = settings(Call(config=config, max_words=0))
    assert whole.summary.max_words == 0


def test_the_bound_on_characters_holds_for_the_whole_run(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one article took is not there for the next: the second is not sent, and says why."""
    monkeypatch.setattr(echo.plugin, "recorded", True)
    other = texts / "texts" / "two" / "article.fr.txt"
    other.write_text(FRENCH.replace("Paul", "Anne").replace("accord", "pacte"), encoding="utf-8")
    first = sum(len(block.text) for block in segments(FRENCH))
    finished = pipeline.run(made(texts, SystemSettings("paid", "echo"), baselines=False), Policy(max_characters=first))
    rows = {(row["article_id"], row["status"]) for row in finished.rows("segments")}
    assert ("art-one", "ok") in rows
    assert ("art-one", "failed") not in rows
    assert ("art-two", "failed") in rows
    assert {row["kind"] for row in finished.rows("failures") if row["stage"] == "translate"} == {"limit"}


def test_what_may_have_been_billed_counts_towards_the_bound(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call without an answer in time used up its characters: the next article is not sent beyond the bound."""
    calls: list[str] = []

    def silent(self: object, requests: Sequence[Request], options: object) -> list[Rendering]:
        calls.append(requests[0].article)
        raise BackendTimeoutError("no answer in time; try again later")

    monkeypatch.setattr(echo.plugin, "recorded", True)
    monkeypatch.setattr(echo.plugin, "paid", True)
    monkeypatch.setattr(echo.plugin, "translate_batch", silent)
    other = texts / "texts" / "two" / "article.fr.txt"
    other.write_text(FRENCH.replace("Paul", "Anne").replace("accord", "pacte"), encoding="utf-8")
    first = sum(len(block.text) for block in segments(FRENCH))
    with pytest.raises(ToolkitError):
        pipeline.run(made(texts, SystemSettings("paid", "echo"), baselines=False), Policy(max_characters=first))
    assert calls == ["art-one"]


def test_the_lexical_encoder_is_named_where_it_is_used(texts: Path) -> None:
    """A number by another encoder has another signature."""
    finished = pipeline.run(made(texts))
    assert hashing.name in str(aggregate(finished, "mine", "similarity")["signature"])


def test_a_text_whose_tokens_were_read_is_not_encoded_besides(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Translations are scored token by token first: summarizers and other metrics find their vectors kept."""
    encode, tokens = hashing.encode, hashing.tokens
    asked: list[str] = []

    def telling(self: Encoder, texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return encode(self, texts)

    def reading(self: Encoder, texts: Sequence[str], layers: Sequence[int]) -> list[TokenVectors]:
        wholes = encode(self, texts)
        return [replace(own, whole=whole) for own, whole in zip(tokens(self, texts, layers), wholes, strict=True)]

    monkeypatch.setattr(hashing, "encode", telling)
    monkeypatch.setattr(hashing, "tokens", reading)
    pipeline.run(made(texts, metrics=("bullet_f1", "support", "similarity", "meaning")))
    assert asked, "the words of each text are encoded for its tokens"
    assert set(asked).isdisjoint(each.text for text in (ENGLISH, OTHER) for each in segments(text))


def test_what_must_survive_is_checked_whoever_translated(texts: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A number with its unit that is gone stands in its segment's row, and one warning names the system."""
    article = texts / "texts" / "one"
    for name in article.iterdir():
        name.unlink()
    (article / "article.fr.txt").write_text("Un accord\n\nLes prix baissent de 12 % (https://a.fr/le).\n", "utf-8")
    (texts / "mine.txt").write_text("A deal\n\nPrices fall by twelve percent (https://a.fr/le).\n", "utf-8")
    finished = pipeline.run(made(texts, articles=(article,)))
    rows = [(row["system"], row["lost_protected"]) for row in finished.rows("segments")]
    assert rows == [("mine", ""), ("mine", "12 %"), ("untranslated", ""), ("untranslated", "")]
    warned = [record.getMessage() for record in caplog.records if "must survive" in record.getMessage()]
    assert warned == [
        "mine (file): 1 text lost what must survive, first art-one seg-002: 12 %; compare them with the source"
    ]
