"""Translate then summarize, and summarize then translate: two systems side by side, asked, recorded and replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.summarizers.desk import ENGLISH, FRENCH, SENTENCES, Desk, Project, Server, bullets, toolkit
from toolkit.text import split

FIRST = "one (summarize first)"
LLM = 'backend = "llm"\noptions = { model = "tiny-model" }'
BOTH = 'order = ["translate-first", "summarize-first"]'
SOURCES = [sentence.text for text in FRENCH[2:] for sentence in split(text, "fr")]


@pytest.fixture
def server() -> Iterator[Server]:
    with Desk() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> Project:
    made = Project(tmp_path, monkeypatch, server)
    made.write({"model": "tiny-model"}, system=LLM, summary=BOTH)
    return made


def asked(server: Server) -> list[str]:
    """Give every text that was to be translated, in order."""
    told = [json.loads(seen.json["messages"][-1]["content"]) for seen in server.seen]
    return [question["text"] for question in told if "text" in question]


def test_both_orders_stand_side_by_side(project: Project, server: Server) -> None:
    """The same summarizer reads the translation and the article; the tables tell the two apart."""
    ran = project.run()
    assert ran.code == 0, ran.err
    first, second = ran.rows(system="one"), ran.rows(system=FIRST)
    assert [row["text"] for row in first] == list(SENTENCES[:2])
    assert [row["text"] for row in second] == [ENGLISH[text] for text in SOURCES[:2]]
    assert {(row["order"], row["translator"]) for row in first} == {("translate-first", "one")}
    assert {(row["order"], row["translator"]) for row in second} == {("summarize-first", "one")}
    assert [row["original"] for row in first] == ["", ""]
    assert [row["original"] for row in second] == [row["sentence"] for row in second] == SOURCES[:2]
    assert {row["edits"] for row in second} == {"translated from fr"}
    assert all(row["model"] == "tiny-model-2026-01-02" and row["key"] for row in second)
    assert [question["language"] for question in server.questions] == ["en", "fr"]


def test_each_summarizer_that_reads_french_has_both_orders(project: Project) -> None:
    """lead, the model and the newsroom's key points have a line in each; what reads English alone has one."""
    ran = project.run("-s", "desk", "-s", "extractive")
    lines = {(row["system"], row["summarizer"]) for row in ran.run.rows("aggregates") if row["task"] == "summary"}
    mine = {(system, summarizer) for system, summarizer in lines if system in {"one", FIRST}}
    both = {(system, summarizer) for system in ("one", FIRST) for summarizer in ("desk", "lead", "key_points")}
    assert mine == both | {("one", "extractive")}
    assert ran.bullets("key_points", FIRST) == ran.bullets("key_points", "one") == ["The dockers have voted"]


def test_the_orders_are_compared_within_a_summarizer(project: Project) -> None:
    """Under one summarizer, the other order is one more system against the first."""
    rows = [row for row in project.run().run.rows("comparisons") if row["family"] == "bullets by desk"]
    pairs = {(row["baseline"], row["candidate"]) for row in rows}
    assert pairs == {("one", FIRST)}


def test_the_second_order_has_no_line_among_translations(project: Project) -> None:
    """It translates bullets alone: no segments, no translation score."""
    run = project.run().run
    assert FIRST not in {row["system"] for row in run.rows("segments")}
    assert FIRST not in {row["system"] for row in run.rows("aggregates") if row["task"] == "translation"}
    assert toolkit("verify", str(run.folder)).code == 0


def test_bullets_are_translated_as_texts_are(project: Project, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system's own backend, through its recordings: each once, and a replay sends nothing."""
    ran = project.run()
    texts = asked(server)
    assert sorted(texts) == sorted({*FRENCH[:1], "Les dockers ont voté", *FRENCH[2:], *SOURCES[:2]})
    sent = len(server.seen)
    assert project.run().run.rows("bullets") == ran.run.rows("bullets")
    assert len(server.seen) == sent
    monkeypatch.delenv("OPENAI_API_KEY")
    again = project.run("--offline")
    assert again.code == 0
    assert again.run.rows("bullets") == ran.run.rows("bullets")
    assert again.run.run_id == ran.run.run_id


def test_the_article_is_summarized_once_for_all_systems(project: Project, server: Server) -> None:
    """Two translators translate the same bullets of the article; they are asked for once."""
    two = LLM + '\n[[systems]]\nname = "two"\nbackend = "llm"\noptions = { model = "tiny-model", seed = 2 }'
    project.write({"model": "tiny-model"}, system=two, summary=BOTH)
    ran = project.run()
    assert [question["language"] for question in server.questions].count("fr") == 1
    originals = [row["original"] for row in ran.rows(system=FIRST)]
    assert originals == [row["original"] for row in ran.rows(system="two (summarize first)")] == SOURCES[:2]


def test_a_translated_bullet_is_measured_anew(project: Project, server: Server) -> None:
    """The bound is the translation's: what is longer than it says so, whatever the French bullet did."""
    ran = project.run("--max-words", "5", "-s", "lead")
    told = [(row["words"], row["edits"]) for row in ran.rows("lead", FIRST)]
    assert told == [
        (6, "translated from fr; longer than 5 words"),
        (7, "translated from fr; longer than 5 words"),
    ]


def test_a_bullet_that_is_not_translated_is_a_failure(project: Project, server: Server) -> None:
    """It names the bullet; no half of a summary is printed, and the other order is there."""
    server.gate = lambda seen: (
        (lambda handler: handler.answer(200, {}))
        if json.loads(seen.json["messages"][-1]["content"]).get("text") == SOURCES[1]
        else None
    )
    ran = project.run()
    assert ran.code == 1
    assert ran.bullets(system=FIRST) == []
    assert len(ran.bullets(system="one")) == 2
    told = {(row["system"], row["summarizer"]): row["message"] for row in ran.failures}
    assert told.keys() == {(FIRST, "desk"), (FIRST, "lead")}
    assert told[FIRST, "desk"].startswith("bullet 2 was not translated: ")


def test_a_summary_that_fails_fails_for_every_translator(project: Project, server: Server) -> None:
    """A model that gives nothing to translate is named for the system of that order too."""
    server.script += ["no JSON"] * 6
    ran = project.run()
    assert {(row["system"], row["summarizer"]) for row in ran.failures} == {("one", "desk"), (FIRST, "desk")}


def test_offline_names_bullets_that_were_never_translated(project: Project, server: Server) -> None:
    """Where the text is recorded and its bullets are not, the miss says which bullet by which system."""
    project.write({"model": "tiny-model"}, system=LLM)
    project.run()
    sent = len(server.seen)
    project.write({"model": "tiny-model"}, system=LLM, summary=BOTH + '\nsummarizers = ["lead"]')
    ran = project.run("--offline")
    assert len(server.seen) == sent
    assert f"1 recording is missing: art-marsa by lead on {FIRST}: (bullet 1 was not translated" in ran.err


PRICE = 'price = { per_million_input_tokens = 1.0, per_million_output_tokens = 1.0 }\ncurrency = "EUR"'


def test_translated_bullets_are_counted_and_paid_for(project: Project, server: Server) -> None:
    """A dry run counts them before, the run's bill holds them, and the bound on money covers all three askings."""
    project.write({"model": "tiny-model"}, system=f"{LLM}\n{PRICE}", summary=BOTH, more=PRICE)
    flags = ("run", "--config", "config.toml", "--dry-run", "--format", "json")
    quotes = {row["system"]: row for row in json.loads(toolkit(*flags).out)["systems"]}
    assert quotes.keys() == {"one", "bullets by desk", FIRST}
    assert (quotes["bullets by desk"]["to_send"], quotes["bullets by desk"]["guessed"]) == (2, 1)
    assert (quotes[FIRST]["to_send"], quotes[FIRST]["guessed"]) == (4, 2)  # of lead known, of the model guessed
    cost = project.run().run.rows("runs")[0]["cost"]
    counted = sum(len(json.dumps(seen.json)) for seen in server.seen)  # the server counts characters as tokens
    assert cost > counted / 1e6
    assert cost <= sum(row["cost"] for row in quotes.values())
    after = {row["system"]: row for row in json.loads(toolkit(*flags).out)["systems"]}
    assert [row["to_send"] for row in after.values()] == [0, 0, 0]
    assert [row["guessed"] for row in after.values()] == [0, 0, 0]


def test_a_run_that_may_not_pay_for_bullets_keeps_what_it_has(project: Project, server: Server) -> None:
    """The bound is one run's, over translations, bullets and their translation."""
    project.write({"model": "tiny-model"}, system=f"{LLM}\n{PRICE}", summary=BOTH, more=PRICE)
    ran = project.run(
        "--max-chars", str(sum(len(text) for text in ENGLISH if text in FRENCH[0] + FRENCH[2] + FRENCH[3]) + 40)
    )
    assert {row["kind"] for row in ran.run.rows("failures")} == {"limit"}
    assert server.questions == []
    assert "texts were not sent" in ran.err


def test_only_the_second_order(project: Project) -> None:
    """Without the first, no summarizer reads a translation."""
    project.write({"model": "tiny-model"}, system=LLM, summary='order = ["summarize-first"]')
    ran = project.run()
    lines = {row["system"] for row in ran.run.rows("aggregates") if row["task"] == "summary"}
    assert lines == {FIRST}


def test_a_summarizer_that_reads_no_french_cannot_go_first(project: Project) -> None:
    """It is said before anything is sent, with what to do."""
    project.write({"model": "tiny-model"}, system=LLM, summary='order = ["summarize-first"]')
    told = toolkit("run", "--config", "config.toml", "-s", "extractive")
    assert told.code == 2
    assert 'extractive reads en, not fr, and cannot summarize first; add "translate-first"' in told.err


def test_what_only_finds_texts_translates_no_bullet(project: Project, server: Server) -> None:
    """A file of whole paragraphs has no second order."""
    project.write({"model": "tiny-model"}, summary=BOTH)
    ran = project.run()
    assert ran.code == 0
    assert {row["system"] for row in ran.run.rows("bullets") if row["role"] == "candidate"} == {"one"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('order = ["translate-last"]', "config.toml:6: summary.order must be one of 'translate-first'"),
        ("order = []", "config.toml:6: summary.order must name translate-first, summarize-first or both"),
        ('order = ["summarize-first", "summarize-first"]', "summary.order must name"),
        ('summarizers = ["dsk"]', "config.toml:6: unknown summarizer 'dsk'"),
    ],
)
def test_what_the_config_gets_wrong_is_named(line: str, message: str, project: Project) -> None:
    """File, line and key, and what may stand there."""
    project.write({"model": "tiny-model"}, summary=line)
    assert message in toolkit("config", "check", "config.toml").err + toolkit("config", "check", "config.toml").out


@pytest.mark.parametrize(
    ("options", "method", "more", "message"),
    [
        ({"modle": "x"}, "llm", "", "unknown key 'modle'; did you mean 'model'?"),
        ({"api_key": "x"}, "llm", "", "looks like a secret"),
        ({}, "lmm", "", "unknown summarizer 'lmm'; did you mean 'llm'?"),
        ({"model": "x"}, "lead", "", "summarizer 'lead' takes no options; leave them out"),
        ({}, "llm", '[[summarizers]]\nname = "desk"\nmethod = "llm"', "two summarizers are named 'desk'; rename one"),
        ({}, "llm", "calls_per_minute = 0", "calls_per_minute of summarizer 'desk' must be 1 or more"),
        ({}, "llm", "price = { per_million_characters = 1.0 }", "the price of summarizer 'desk' needs a currency"),
    ],
)
def test_what_a_summarizer_gets_wrong_is_named(
    options: dict[str, str], method: str, more: str, message: str, project: Project
) -> None:
    """Its plug-in, its options and its price are checked as a system's are."""
    project.write(options, method, more=more)
    told = toolkit("config", "check", "config.toml")
    assert told.code == 2
    assert message in told.out + told.err


def test_tmx_holds_no_bullets(project: Project, server: Server) -> None:
    """What a model wrote of an article is no translation, and goes into no translation memory."""
    server.script.append(bullets())
    project.run()
    told = toolkit("recordings", "export", "memory.tmx", "--recordings", "recordings")
    assert told.code == 0, told.err
    memory = (project.folder / "memory.tmx").read_text("utf-8")
    assert ENGLISH[FRENCH[2]] in memory
    assert "sentences" not in memory
