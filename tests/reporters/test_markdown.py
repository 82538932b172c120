"""Markdown: what a renderer shows is the text, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolkit._written import plain
from toolkit.reporters.markdown import Markdown, escape, table

READER = MarkdownIt("commonmark").enable("table")


def shown(text: str) -> list[str]:
    """Give the inline texts a renderer shows, one a paragraph, heading, item or cell."""
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    return ["".join(child.content for child in token.children or ()) for token in inline]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    expected = plain(text).strip()
    assert shown(escape(text)) == ([expected] if expected else [])
    assert shown(table(["h"], [[escape(text)]])) == ["h", expected]


@pytest.mark.parametrize("text", ["# x", "1. x", "12) x", "- x", "+ x", "> x", "---", "===", "~~~", "    x", "| a |"])
def test_no_text_begins_a_block(text: str) -> None:
    tokens = [token.type for token in READER.parse(escape(text))]
    assert tokens == ["paragraph_open", "inline", "paragraph_close"]


def test_hostile_texts_make_no_html_no_link_and_no_extra_cell(hostile_run) -> None:
    tokens = READER.parse(Markdown().render(hostile_run))
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close"}
    assert not [token for token in tokens if token.type.startswith(("html", "code", "fence"))]
    rows = "".join({"tr_open": "/", "td_open": "d", "th_open": "h"}.get(token.type, "") for token in tokens)
    widths = [len(row) for row in rows.split("/")[1:]]
    heads = [i for i, row in enumerate(rows.split("/")[1:]) if row.startswith("h")]
    for start, end in zip(heads, [*heads[1:], len(widths)], strict=True):
        assert set(widths[start:end]) == {widths[start]}


def test_versions_and_signatures_stand_at_the_end(run) -> None:
    texts = shown(Markdown().render(run))
    assert texts[texts.index("What made the numbers") :] == [
        "What made the numbers",
        *("what", "version or signature"),
        *("toolkit", "0.1.0", "python", "3.11.9", "platform", "Linux-x86_64"),
        *("encoder", "minilm|v:1", "metrics bleu", "BLEU|nrefs:1|tok:13a"),
    ]


def test_the_only_time_is_the_runs_own(run, make_run) -> None:
    later = [{**run.rows("runs")[0], "created_at": "2030-01-01T00:00:00Z", "duration_s": 99.0, "command": "other"}]
    text = Markdown().render(make_run(runs=later))
    assert text.replace("2030-01-01T00:00:00Z", "2024-01-02T03:04:05Z") == Markdown().render(run)


def test_baselines_are_marked(run) -> None:
    assert "| – | reference b *(baseline)* | 0.950 | 51.0 | 74.9 | 3/3 |" in Markdown().render(run)


def test_missed_reference_bullets_are_listed(run) -> None:
    assert "missed a2: The work cost 3.4 million euros." in shown(Markdown().render(run))
