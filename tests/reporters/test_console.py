"""The terminal: readable at every width, whatever the texts are."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from toolkit.reporters.console import Console
from toolkit.reporters.markdown import Markdown

SYSTEM = "a-system-with-a-name-longer-than-any-column"


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_longer_than_the_terminal_even_with_wide_characters(width, run, hostile_run) -> None:
    for one in (run, hostile_run):
        lines = Console().render(one, width).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_every_number_of_the_leaderboards_is_there_whole_at_every_width(width, run) -> None:
    text = Console().render(run, width)
    for number in ("0.701", "21.3", "48.1", "0.901", "40.0", "66.7", "0.600", "18.0"):  # BLEU and chrF as sacrebleu's
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text), number


def test_baselines_come_last_unranked_and_incomplete_systems_say_so(run) -> None:
    lines = Console().render(run, 120).splitlines()
    start = lines.index("Translations, highest similarity first")
    names = [line.split()[1] for line in lines[start + 3 : start + 9] if len(line.split()) > 1]
    assert names == [SYSTEM, "apertium-es", "deepl", "reference", "untranslated"]
    ranks = [line.split()[0] for line in lines[start + 3 : start + 9]]
    assert ranks == ["1", "2", "–", "baselines", "–", "–"]
    assert any("deepl is not ranked: 2 of 3 examples answered." in line for line in lines)


def test_worst_segments_are_those_of_ranked_systems_lowest_first(run) -> None:
    found = re.findall(r"^(\d\.\d+)  (art-pont seg-\d+) \((\w+)\) · (.*)$", Console().render(run, 120), re.MULTILINE)
    assert found == [
        ("0.550", "art-pont seg-002", "paragraph", "apertium-es"),
        ("0.740", "art-pont seg-003", "paragraph", "apertium-es"),
        ("0.810", "art-pont seg-001", "headline", "apertium-es"),
        ("0.850", "art-pont seg-002", "paragraph", SYSTEM),
        ("0.900", "art-pont seg-003", "paragraph", SYSTEM),
    ]


def test_source_reference_and_translation_stand_side_by_side(run) -> None:
    lines = Console().render(run, 160).splitlines()
    row = next(line for line in lines if line.startswith("Les travaux"))
    assert [cell.strip() for cell in re.split(r"\s{2,}", row)] == [
        "Les travaux ont coûté 3,4 millions d’euros.",
        "The work cost 3.4 million euros.",
        "apertium-es: The work cost 3.4 million euros.",
    ]


def test_a_long_name_is_cut_with_an_ellipsis(run) -> None:
    lines = Console().render(run, 60).splitlines()
    assert any(line.startswith(" 1  a-system-with") and "…" in line for line in lines)


def test_bullets_show_what_they_were_matched_with_and_what_was_missed(run) -> None:
    text = Console().render(run)
    assert "extractive on apertium-es  bullet F1 0.600" in text
    assert "0.812 = a1 The bridge reopens on 12 May." in text
    assert re.search(r"extra +Anne Dupont rules\. \[says 1 again, unsupported\]", text)
    assert "missed a2  The work cost 3.4 million euros." in text
    assert "City bridge.\n" not in text  # a baseline's bullet


def test_a_score_that_is_missing_is_named_with_its_reason(run) -> None:
    assert "support not scored: no encoder for de" in Console().render(run, 140)


def test_markup_and_emoji_codes_are_shown_as_text(hostile_run) -> None:
    text = re.sub(r"\s+", "", Console().render(hostile_run, 140))
    assert "[red]x[/red]" in text
    assert ":smile:" in text


def test_colors_are_there_when_asked_for_and_change_no_word(run) -> None:
    colored = Console().render(run, 100, color=True)
    assert "\x1b[2m" in colored  # dim: baselines
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in bare.splitlines()] == Console().render(run, 100).splitlines()


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "30"), ("FORCE_COLOR", "1")]
)
def test_the_caller_decides_on_width_and_color_and_not_the_environment(run, monkeypatch, name, value) -> None:
    before = [Console().render(run, 90, color=color) for color in (False, True)]
    monkeypatch.setenv(name, value)
    assert [Console().render(run, 90, color=color) for color in (False, True)] == before


def test_only_the_bullets_of_the_first_articles_are_shown(make_run, run) -> None:
    rows = [{**cells, "article_id": f"art-{n}"} for n in range(5) for cells in run.rows("bullets")]
    text = Console().render(make_run(bullets=rows))
    assert "The bullets of art-2" in text
    assert "The bullets of art-3" not in text
    assert "The bullets of 2 more articles are in bullets.jsonl." in text


def test_many_failures_are_cut_and_counted(make_run, run) -> None:
    rows = [{**run.rows("failures")[0], "message": f"message {n}"} for n in range(12)]
    text = Console().render(make_run(failures=rows))
    assert "message 9" in text
    assert "message 10" not in text
    assert "and 2 more in failures.jsonl" in text


def test_one_cause_over_many_segments_is_one_line(make_run, run) -> None:
    rows = [{**run.rows("failures")[0], "segment_id": f"seg-{n:03}"} for n in range(1, 6)]
    text = Console().render(make_run(failures=rows), 140)
    assert "art-pont · deepl · seg-001, seg-002, seg-003 and 2 more · translate: the allowance" in text


def test_worst_segments_fall_back_to_chrf_without_similarity(make_run, run) -> None:
    rows = [{**cells, "metric": "chrf", "output": "chrf"} for cells in run.rows("scores")]
    assert "the segments with the lowest chrf" in Console().render(make_run(scores=rows))


def test_different_references_are_told_apart(make_run, run) -> None:
    rows = [
        {**cells, "reference_names": "b" if cells["system"] == "apertium-es" else "a b"}
        for cells in run.rows("aggregates")
    ]
    text = Console().render(make_run(aggregates=rows), 140)
    assert "Scored against reference b: apertium-es." in text
    assert "Scored against references a, b:" in text


def test_what_was_lost_is_a_line_a_system(run, make_run) -> None:
    """Systems that lost something are named with the first segment and what is missing, on the page too."""
    assert "What was lost on the way" not in Console().render(run, 120)
    rows = [
        {**row, "lost_protected": "12 % {name}"} if row["system"] == "apertium-es" and row["position"] > 1 else row
        for row in run.rows("segments")
    ]
    finished = make_run(segments=rows)
    said = "apertium-es lost what must survive in 2 segments, first art-pont seg-002: 12 % {name}"
    assert said in Console().render(finished, 120)
    assert said in Markdown().render(finished).replace("\\", "")
