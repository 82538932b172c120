"""The page: what it says is what the tables say, and nothing in them becomes more than text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.six import make_project, make_run
from tests.reporters.dom import Node, parse, table
from toolkit._written import NONE, number, plain
from toolkit.reporters._boards import name
from toolkit.reporters.html import Html, escaped_json
from toolkit.tables import Run, load_run

HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]></style><svg/onload=alert(1)>",
    "\u202eright to left\u202c and \u200e\u200f",
    "a\u2028line\u2029ends",
    "{{ run }}{% raw %}",
    "\"'><b>&amp;&#60;",
    "javascript:alert(1)",
    "\x00\x1b[31m",
)


LESS = r"( \(less is good\))?"


def page(run: Run, **sizes: int) -> Node:
    return parse(Html().render_runs([run], **sizes))


def with_text(run: Run, text: str) -> Run:
    """Put a text into every cell that is somebody's: names, articles, translations, bullets, messages, settings."""
    free = {
        "article_id", "segment_id", "system", "summarizer", "source_text", "reference_text", "translation", "reason",
        "lost_protected", "text", "sentence", "edits", "matched_text", "matched_reference", "reference", "message",
        "title", "command", "platform", "signature", "reference_names", "candidate", "baseline_system", "family",
        "currency", "source_language", "target_language", "model", "support_sentence", "created_at", "source_words",
        "translation_words", "value", "reference_system",
    }  # fmt: skip
    tables = {
        name: tuple(
            {key: f"{cell}{text}" if key in free and cell else cell for key, cell in row.items()} for row in rows
        )
        for name, rows in run.tables.items()
    }
    tables["runs"] = tuple(
        {**row, "config_json": json.dumps({text: {"deep": text}}), "signatures_json": json.dumps({text: text})}
        for row in tables["runs"]
    )
    tables["articles"] = tuple({**row, "coverage_json": json.dumps({text: 0.5})} for row in tables["articles"])
    manifest = {"files": [{"path": text, "sha256": text, "rows": 1}]}
    return replace(run, tables=tables, manifest=manifest, run_id=run.run_id + text)


# What it is made of


def test_the_page_is_closed_element_by_element_and_no_id_stands_twice(run: Run) -> None:
    ids = Counter(node.attributes["id"] for node in page(run).walk() if "id" in node.attributes)
    assert set(ids.values()) == {1}


def test_every_link_leads_to_something_in_the_page(run: Run) -> None:
    found = page(run)
    ids = {f"#{node.attributes['id']}" for node in found.walk() if "id" in node.attributes}
    links = [node.attributes["href"] for node in found.all("a")]
    assert set(links) <= ids
    assert len(links) > 5


def test_nothing_is_fetched_styled_or_run_but_what_the_policy_names_by_digest(run: Run) -> None:
    found = page(run)
    (policy,) = [
        node.attributes["content"]
        for node in found.all("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'", "'none'", "'none'")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (code,) = [node.inner[0] for node in found.all(tag) if "type" not in node.attributes]
        assert isinstance(code, str)
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    for node in found.walk():
        assert not [name for name in node.attributes if name == "style" or name.startswith("on") or name == "src"]
        assert node.attributes.get("href", "#").startswith(("#", "data:,"))


def test_every_table_has_a_caption_and_every_head_a_scope(run: Run) -> None:
    tables = page(run).all("table")
    assert len(tables) > 5
    assert all(each.all("caption") for each in tables)
    assert all(head.attributes.get("scope") in {"col", "row"} for each in tables for head in each.all("th"))


# Hostile text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute_and_stands_there_to_be_read(run: Run, text: str) -> None:
    """The page of a run whose every text is hostile has the elements of one whose texts are harmless."""
    run = replace(run, tables={**run.tables, "facts": (fact("lost"),)})
    harmless, hostile = page(with_text(run, "x")), page(with_text(run, text))
    shapes = [[(node.tag, sorted(node.attributes)) for node in each.walk()] for each in (harmless, hostile)]
    assert shapes[0] == shapes[1]
    shown = " ".join(plain(text).split())
    for part in ("segments", "bullets", "leaderboards", "pairs", "failures", "made"):
        assert shown in hostile.by_id(part).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_the_data_of_the_script_stays_data(run: Run, text: str) -> None:
    spoiled = with_text(run, text)
    written = Html().render_runs([spoiled], whole=0, first=1)
    (node,) = [each for each in parse(written).all("script") if "type" in each.attributes]
    data = json.loads(str(node.inner[0]))
    systems = {plain(row["system"]) for row in spoiled.rows("segments")}
    assert {each["name"] for each in data["systems"]} == systems
    assert len(data["blocks"]) == 2
    assert written.count("</script>") == 2
    assert "<!--" not in written


def test_data_in_a_script_cannot_end_it() -> None:
    text = escaped_json(["</SCRIPT>", "<!--", "&lt;", "\u2028\u2029", "é"])
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == ["</SCRIPT>", "<!--", "&lt;", "\u2028\u2029", "é"]


def test_a_segment_of_a_megabyte_is_shown_whole_and_compared_with_nothing(make_run: Any, run: Run) -> None:
    """Nobody waits for a million words to be compared; the text is there, and can be scrolled by keyboard."""
    rows = [{**row, "translation": "word " * 200_000} for row in run.rows("segments")]
    found = page(make_run(segments=rows))
    texts = [node for node in found.all("p", "long") if node.text.startswith("word word")]
    assert len(texts) == len(rows)
    assert all(node.text.count("word") == 200_000 and not node.all("mark") for node in texts)
    assert {node.attributes["tabindex"] for node in texts} == {"0"}


# Every number is the tables'


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run of six articles by two systems, with intervals, several articles to resample, and a failure."""
    folder = tmp_path_factory.mktemp("six")
    make_project(folder)
    return load_run(make_run(folder))


@pytest.fixture(params=["made up", "real"])
def any_run(request: pytest.FixtureRequest, run: Run, real: Run) -> Run:
    return run if request.param == "made up" else real


def test_the_leaderboards_say_what_aggregates_says(any_run: Run) -> None:
    """Translations have each metric's first number, the rest is in the table; what was scored nowhere has no column."""
    found, firsts = page(any_run), {}
    scored = {row["output"] for row in any_run.rows("aggregates") if row["scored"]}
    for row in any_run.rows("aggregates"):
        firsts.setdefault((row["metric"] if row["task"] == "translation" else row["output"]), row["output"])
    rows = [row for row in any_run.rows("aggregates") if row["output"] in scored & {*firsts.values()}]
    for board in found.all("table", "board"):
        head, *lines = table(board)
        for cells, line in zip(lines, board.all("tr")[1:], strict=True):
            named = dict(zip(head, cells, strict=True))
            label = cells[1].removesuffix(" baseline")
            mine = [row for row in rows if name(row) == label]
            for row in mine:
                column = next(
                    each for each in head if re.fullmatch(re.escape(row["title"]) + LESS + "( .+ to .+)?", each)
                )
                wanted = number(row["output"], row["score"])
                if row["low"] is not None:
                    wanted += f" {number(row['output'], row['low'])} to {number(row['output'], row['high'])}"
                assert named[column] == wanted
                rows.remove(row)
            first = mine[0]
            assert named["scored"] == f"{first['scored_examples']}/{first['examples']}"
            assert named["#"] == (str(first["rank"]) if first["ranked"] else NONE)
            assert ("baseline" in line.attributes.get("class", "")) == first["baseline"]
    assert rows == []


def test_a_real_run_has_intervals_and_their_confidence(real: Run) -> None:
    assert any(row["low"] is not None for row in real.rows("aggregates"))
    assert "the 95% interval of that score" in page(real).by_id("leaderboards").text


def test_the_pairs_say_what_comparisons_says(any_run: Run) -> None:
    found = page(any_run).by_id("pairs")
    rows = [row for row in any_run.rows("comparisons") if row["scored"]]
    for verdict, node in zip(any_run.rows("verdicts"), found.all("div", "pair"), strict=True):
        assert verdict["sentence"] in node.text
        assert node.all("span", "word")[0].text == verdict["verdict"]
        assert "sacrebleu's own p" in node.text or verdict["task"] == "summary"
        for own in node.all("table"):
            head, *lines = table(own)
            for line in lines:
                cells = dict(zip(head, line, strict=True))
                row = next(
                    each
                    for each in rows
                    if each["family"] == verdict["family"] and each["title"] == re.sub(LESS, "", line[0])
                )
                _same_numbers(cells, row)
                rows.remove(row)
    assert rows == []


def _same_numbers(cells: dict[str, str], row: dict[str, Any]) -> None:
    """Hold the cells that stand there against a row of comparisons; a column is left out where it has nothing."""
    digits = 0.05 if row["output"] in {"bleu", "chrf", "bullet_bleu"} else 0.0005
    assert float(cells["difference"]) == pytest.approx(row["difference"], abs=1.01 * digits)
    assert cells["won, lost, tied"] == f"{row['wins']}/{row['losses']}/{row['ties']}"
    low, high = cells["interval"].split(" … ")
    assert (float(low), float(high)) == pytest.approx((row["low"], row["high"]), abs=1.01 * digits)
    for head, column in (("p", "p"), ("adjusted p", "adjusted_p")):
        assert cells.get(head, NONE) == (NONE if row[column] is None else f"{row[column]:.4f}")
    assert cells.get("shown from", NONE) == number(row["output"], row["detectable"])


def test_every_segment_stands_there_with_every_systems_text_and_scores(any_run: Run) -> None:
    found = page(any_run).by_id("segments")
    titles = {row["output"]: row["title"] for row in any_run.rows("aggregates")}
    scores = {(r["article_id"], r["segment_id"], r["system"], titles[r["output"]]): r for r in any_run.rows("scores")}
    left = list(any_run.rows("segments"))
    for block in found.all("article"):
        article, segment = block.all("h3")[0].text.split()[:2]
        mine = [row for row in left if (row["article_id"], row["segment_id"]) == (article, segment)]
        assert mine[0]["source_text"] in block.text
        assert mine[0]["reference_text"] in block.text
        versions = {node.all("h4")[0].text.removesuffix(" baseline"): node for node in block.all("div", "version")}
        assert set(versions) == {row["system"] for row in mine}
        for row in mine:
            version = versions[row["system"]]
            assert version.all("p", "text")[0].text == row["translation"]
            for span in version.all("span"):
                title, shown = span.text.rsplit(" ", 1)
                score = scores.get((article, segment, row["system"], title))
                assert shown == (number(score["output"], score["score"]) if score else NONE)
            assert (row["status"] == "failed") == ("no translation" in version.text)
            left.remove(row)
    assert left == []


def test_bullets_stand_beside_what_they_were_matched_with(run: Run) -> None:
    found = page(run).by_id("bullets")
    extractive, lead = (table(node)[1:] for node in found.all("table", "matches"))
    made = [row for row in run.rows("bullets") if row["role"] == "candidate"]
    assert extractive[0][1] == number("similarity", made[0]["similarity"])
    assert extractive[0][2] == f"a1 {made[0]['matched_text']}"
    assert made[0]["text"] in extractive[0][0]
    assert f"{made[0]['words']} words, support {number('support', made[0]['support'])}" in extractive[0][0]
    assert [line[1] for line in extractive[1:]] == ["extra", "missed"]
    assert extractive[2][0] == "nothing"
    assert extractive[2][2] == "a2 The work cost 3.4 million euros."
    assert [line[1] for line in lead] == ["extra"]


def test_what_is_at_fault_with_a_bullet_stands_under_it(run: Run) -> None:
    """Where the run looked for it; of one that has not the columns nothing is said."""
    found = {"repeats": 1, "unsupported": True, "publishable": False, "faults": "length: 30 words, at most 25"}
    bad = [{**row, **(found if row["text"] == "Anne Dupont rules." else {})} for row in run.rows("bullets")]
    old = [{name: cell for name, cell in row.items() if name not in found} for row in bad]
    bullets, older = (
        page(replace(run, tables={**run.tables, "bullets": tuple(rows)})).by_id("bullets") for rows in (bad, old)
    )
    cells = table(bullets.all("table", "matches")[0])
    for fault in ("says bullet 1 again", "unsupported", "not publishable: length: 30 words, at most 25"):
        assert fault in cells[2][0]
        assert fault not in older.text


def test_the_loss_to_the_translation_stands_beside_the_loss_to_the_summarizer(run: Run, make_run: Any) -> None:
    """Of summarizers that compete; each loss is drawn, zero in the middle."""
    (found,) = page(run).all("table", "losses")
    row, *_ = run.rows("losses")
    head, line = table(found)
    cells = dict(zip(head, line, strict=False))
    assert line[0] == "extractive on apertium-es"
    assert cells["translation loss"] == f"{row['translation_loss']:+.3f}"
    assert cells["summary loss"] == f"{row['summary_loss']:+.3f}"
    assert cells["ceiling"] == f"{row['ceiling']:.3f}"
    intervals = [cell for name, cell in zip(head, line, strict=True) if name == "interval"]
    assert intervals == [f"{row[f'{way}_low']:+.3f} … {row[f'{way}_high']:+.3f}" for way in ("translation", "summary")]
    assert [len(cell.all("svg")) for cell in found.all("td")] == [0, 0, 0, 1, 0, 1, 0]
    assert not page(make_run(losses=[])).all("table", "losses")


def test_a_bullet_links_to_the_segment_it_was_drawn_from(run: Run) -> None:
    rows = [{**row, "sentence": "The bridge reopens." if row["segment_id"] else ""} for row in run.rows("bullets")]
    found = page(replace(run, tables={**run.tables, "bullets": tuple(rows)}))
    (link, *_) = [node for node in found.by_id("bullets").all("a") if node.text == "seg-002"]
    target = found.by_id(link.attributes["href"].removeprefix("#"))
    assert "art-pont seg-002 (paragraph)" in target.text


def test_what_failed_is_counted_at_the_top_and_told_at_the_end(run: Run) -> None:
    found = page(run)
    assert "1 failure: see what failed" in found.all("header")[0].text
    rows = [table(node)[1:] for node in found.by_id("failures").all("table")]
    (failure,) = run.rows("failures")
    assert rows[0] == [["translate", "quota", "deepl", "art-pont", "seg-003", "1", failure["message"]]]
    assert rows[1] == [["art-pont", "deepl", "66.7%"]]


def test_the_figures_at_the_top_are_those_of_the_runs_row(run: Run) -> None:
    found = page(run).all("dl", "figures")[0]
    shown = {node.all("dt")[0].text: node.all("dd")[0].text for node in found.all("div")}
    row = run.rows("runs")[0]
    wanted = {"segments translated now": "translated", "from recordings": "replayed", "without a translation": "failed"}
    for label, column in {**{each: each for each in ("articles", "segments", "systems")}, **wanted}.items():
        assert shown[label] == str(row[column])


def fact(state: str, **cells: object) -> dict[str, object]:
    return {
        "article_id": "art-pont", "unit": "segment", "segment_id": "seg-003", "system": "apertium-es", "summarizer": "",
        "bullet": None, "baseline": False, "against": "article", "kind": "money", "state": state,
        "value": "3400000 euro", "source_words": "3,4 millions d’euros", "translation_words": "",
    } | cells  # fmt: skip


def test_facts_are_counted_by_system_and_those_lost_or_invented_stand_under_their_text(run: Run) -> None:
    """Kept ones are only counted; a run that looked for none says nothing of them."""
    rows = (
        fact("kept", segment_id="seg-001"),
        fact("lost", translation_words="34 million euros"),
        fact("invented", kind="month", source_words="", translation_words="in May"),
        fact("lost", source_words="", value="US", kind="place"),
        fact("unsure", system="untranslated", baseline=True),
    )
    whole = page(replace(run, tables={**run.tables, "facts": rows}))
    assert "apertium-es: facts of the source lost: 2, facts invented: 1." in whole.all("ul", "warnings")[0].text
    found = whole.by_id("segments")
    (head, *lines) = table(found.all("table", "facts")[0])
    assert head == ["system", "kept", "lost", "invented", "unsure", "lost and invented, by kind"]
    assert lines == [
        ["apertium-es", "1", "2", "1", "0", "money 1, month 1, place 1"],
        ["untranslated baseline", "0", "0", "0", "1", ""],
    ]
    notes = [node.text for node in found.by_id("s-1-3").all("p", "note")]
    assert notes == [
        "lost money: 3,4 millions d’euros → 34 million euros", "invented month: in May", "lost place: US",
    ]  # fmt: skip
    assert found.by_id("s-1-3").attributes["data-errors"] == "3"
    assert found.by_id("s-1-3").attributes["data-flags"] == "lost invented"
    assert not found.by_id("s-1-1").all("p", "note")
    assert not page(run).all("table", "facts")


def test_wrong_facts_of_a_bullet_stand_under_it_and_in_what_to_be_wary_of(run: Run) -> None:
    """With the words on both sides and the text they were held against; the table of the texts does not count them."""
    cells = {"unit": "bullet", "summarizer": "extractive", "segment_id": "seg-002", "bullet": 2}
    rows = (
        fact("kept", segment_id="seg-001"),
        fact("invented", **cells, kind="number", source_words="deux ans", translation_words="six years"),
        fact("kept", **cells, kind="name"),
    )
    whole = page(replace(run, tables={**run.tables, "facts": rows}))
    told = "extractive on apertium-es: wrong facts in bullets: number 1."
    assert told in whole.all("ul", "warnings")[0].text
    notes = [node.text for node in whole.by_id("bullets").all("p", "note")]
    assert notes == [
        "invented number: deux ans → six years (against the article)",
        "says bullet 1 again",
        "unsupported",
    ]
    assert table(whole.all("table", "facts")[0])[1:] == [["apertium-es", "1", "0", "0", "0", ""]]


# Many segments


def test_beyond_the_bound_the_worst_and_all_that_failed_stand_in_the_page(make_run: Any, run: Run) -> None:
    """Segment 2 has the lowest score of the ranked systems, segment 3 failed: segment 1 is left to the script."""
    rows = [dict(row) for row in run.rows("segments")]
    failed = next(row for row in rows if row["segment_id"] == "seg-003" and not row["baseline"])
    failed |= {"status": "failed", "translation": "", "reason": "it is down"}
    written = Html().render_runs([make_run(segments=rows)], whole=2, first=1)
    found = parse(written)
    assert [node.attributes["id"] for node in found.by_id("segments").all("article")] == ["s-1-2", "s-1-3"]
    left = found.by_id("left")
    assert "1 more are left out" in left.text
    assert "segments.jsonl" in left.text
    data = json.loads(str(found.by_id("rest").inner[0]))
    assert [block[:2] for block in data["blocks"]] == [[1, 1]]
    assert "no translation: it is down" in found.by_id("s-1-3").text


def test_up_to_the_bound_all_segments_stand_in_the_page(run: Run) -> None:
    found = page(run, whole=3)
    assert len(found.by_id("segments").all("article")) == 3
    assert not [node for node in found.walk() if node.attributes.get("id") == "rest"]


# Several runs


def test_the_trend_gives_each_runs_scores_and_breaks_where_they_cannot_be_compared(run: Run) -> None:
    def older(minute: int, factor: float, **cells: object) -> Run:
        rows = [{**row, "score": row["score"] and row["score"] * factor, **cells} for row in run.rows("aggregates")]
        runs = [{**row, "created_at": f"2024-01-01T00:{minute:02}:00Z"} for row in run.rows("runs")]
        return replace(
            run, run_id=f"run-{minute}", tables={**run.tables, "aggregates": tuple(rows), "runs": tuple(runs)}
        )

    found = parse(Html().render_runs([older(1, 0.5, signature="other"), older(2, 0.8), run])).by_id("trend")
    head, *lines = table(found.all("table")[0])
    assert [("run-1" in text, "another signature" in text) for text in head[1:4]] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    scores = {row["system"]: row["score"] for row in run.rows("aggregates") if row["output"] == "similarity"}
    for system, *cells in ([line[0].removesuffix(" baseline"), *line[1:4]] for line in lines):
        assert cells == [f"{scores[system] * factor:.3f}" for factor in (0.5, 0.8, 1)]
    pieces = [node.attributes["points"].count(",") for node in found.all("table")[0].all("polyline")]
    assert pieces == [1, 2] * len(lines)


def test_one_run_has_no_trend(run: Run) -> None:
    assert not [node for node in page(run).walk() if node.attributes.get("id") == "trend"]


def test_a_list_of_runs_links_to_the_pages_there_are_whatever_their_folders_are_called(run: Run) -> None:
    hostile = replace(run, folder=Path('b">&?#\u202e'))
    found = parse(Html().render_index([(run, False), (hostile, True)]))
    lines = table(found.all("table")[0])[1:]
    assert [line[1] for line in lines] == [run.run_id] * 2
    assert lines[0][8:10] == [
        "a-system-with-a-name-longer-than-any-column, similarity 0.901", "extractive on apertium-es, bullet F1 0.600",
    ]  # fmt: skip
    assert [node.attributes["href"] for node in found.all("a")] == ["b%22%3E%26%3F%23%E2%80%AE/report.html"]
    assert "toolkit report RUN" in found.text


def test_a_list_names_nobody_first_where_nothing_is_ranked(make_run: Any) -> None:
    found = parse(Html().render_index([(make_run(aggregates=[]), False)]))
    assert table(found.all("table")[0])[1][8:10] == ["", ""]
