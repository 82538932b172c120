"""A translation memory of another tool becomes recordings under a name of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit import jsonl
from toolkit.errors import InputError, UsageError
from toolkit.recordings import Recordings, verify
from toolkit.recordings.transfer import Imported, Memory, import_file
from toolkit.records import Request

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header segtype="{}"/><body>\n'


def variant(language: str, text: str, more: str = "") -> str:
    """Write one variant."""
    return f'<tuv xml:lang="{language}"{more}><seg>{text}</seg></tuv>'


def imported(folder: Path, *units: str, memory: Memory | None = None, kind: str = "paragraph") -> Imported:
    """Write units, each given by its variants, and import them."""
    path = folder / "agency.tmx"
    body = "\n".join(f"<tu>{each}</tu>" for each in units)
    path.write_text(f"{HEAD.format(kind)}{body}\n</body></tmx>", encoding="utf-8")
    os.utime(path, (1_769_860_800, 1_769_860_800))  # 2026-01-31T12:00:00Z
    return import_file(folder / "recordings", path, memory or Memory("agency"))


def answer(folder: Path, text: str, source: str = "fr", target: str = "en") -> str | None:
    """Look a text up as a run would."""
    memory = Memory("agency", source, target)
    found = Recordings(folder / "recordings", memory.identity).get(Request(text, source, target))
    return None if found is None else found.text


def test_each_unit_is_found_by_its_text_and_says_where_it_came_from(tmp_path: Path) -> None:
    """Regions are no hindrance, and the file's own languages stand in the recording."""
    done = imported(tmp_path, variant("fr-FR", "Oui.") + variant("en-GB", "Yes."))
    assert [(each.new, each.known) for each in done.files] == [(1, 0)]
    assert (done.told.units, len(done.told.texts)) == (1, 1)
    assert answer(tmp_path, "Oui.") == "Yes."
    [(_, row)] = jsonl.read_lines(tmp_path / "recordings" / done.files[0].file)
    assert (row["backend"], row["options"]) == ("memory", {"name": "agency"})
    assert row["observed"] == {"source": "fr-FR", "target": "en-GB"}
    assert verify(tmp_path / "recordings") == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("de\u0301gel  des\tprix", "dégel des prix"),
        ("  Un mot\n   sur deux lignes. ", "Un mot sur deux lignes."),
        ("Prix\u00a0: 5\u00a0% ", "Prix\u00a0: 5\u00a0%"),
    ],
)
def test_segments_are_written_as_articles_are_read(tmp_path: Path, written: str, asked: str) -> None:
    """NFC, one line, one ordinary space; no-break spaces inside stay, as in an article's blocks."""
    imported(tmp_path, variant("fr", written) + variant("en", " It\n fits. "))
    assert answer(tmp_path, asked) == "It fits."


def test_of_several_variants_the_exact_region_comes_first(tmp_path: Path) -> None:
    """Without it, the first that fits; a region that was asked for is never answered by another."""
    sides = variant("fr", "Oui.") + variant("en-US", "Yep.") + variant("en-GB", "Yes.")
    for target, expected in (("en-GB", "Yes."), ("en-US", "Yep."), ("en", "Yep.")):
        imported(tmp_path, sides, memory=Memory("agency", "fr", target))
        assert answer(tmp_path, "Oui.", target=target) == expected
    with pytest.raises(InputError, match=r"fr to en-AU.*fr, en-US, en-GB"):
        imported(tmp_path, sides, memory=Memory("agency", "fr", "en-AU"))


def test_a_memory_is_used_in_the_direction_that_is_asked_for(tmp_path: Path) -> None:
    """What was translated from English serves French articles too."""
    imported(tmp_path, variant("en", "Yes.") + variant("fr", "Oui."))
    assert answer(tmp_path, "Oui.") == "Yes."


def test_units_that_give_nothing_are_counted_with_the_reason(tmp_path: Path) -> None:
    """Without a language, or empty once its codes are gone."""
    done = imported(
        tmp_path,
        variant("fr", "Oui.") + variant("en", "Yes <ph>x</ph>."),
        variant("fr", "Oui.") + variant("de", "Ja."),
        variant("fr", "<ph>x</ph>") + variant("en", "Yes."),
        "",
        kind="sentence",
    )
    assert done.told.left_out == {"without fr or en": 2, "empty": 1}
    assert (done.told.units, len(done.told.texts), done.told.coded) == (4, 1, 1)
    assert done.told.sentences


@pytest.mark.parametrize(
    ("dates", "created_at"),
    [
        ("", "2026-01-31T12:00:00Z"),
        (' creationdate="20250101T000000Z"', "2025-01-01T00:00:00Z"),
        (' creationdate="20250101T000000Z" changedate="20250201T000000Z"', "2025-02-01T00:00:00Z"),
        (' changedate="yesterday"', "2026-01-31T12:00:00Z"),
    ],
)
def test_the_latest_change_counts_as_the_time_and_else_the_files_own(
    tmp_path: Path, dates: str, created_at: str
) -> None:
    """So a file that is imported twice is known the second time, whatever the clock says."""
    sides = variant("fr", "Oui.") + variant("en", "Yes.", dates)
    [landed] = imported(tmp_path, sides).files
    [(_, row)] = jsonl.read_lines(tmp_path / "recordings" / landed.file)
    assert row["created_at"] == created_at
    assert [(each.new, each.known) for each in imported(tmp_path, sides).files] == [(0, 1)]


def test_of_two_translations_the_later_one_counts(tmp_path: Path) -> None:
    """By its date, and where the dates are equal by its place in the file."""
    old, new = (f' changedate="20{year}0101T000000Z"' for year in (24, 25))
    imported(
        tmp_path,
        variant("fr", "Oui.") + variant("en", "Yes.", new),
        variant("fr", "Oui.") + variant("en", "Yep.", old),
        variant("fr", "Non.") + variant("en", "Nope."),
        variant("fr", "Non.") + variant("en", "No."),
    )
    assert (answer(tmp_path, "Oui."), answer(tmp_path, "Non.")) == ("Yes.", "No.")


def test_another_tools_file_needs_a_name(tmp_path: Path) -> None:
    """Nothing says whose translations they are but the user."""
    imported(tmp_path, variant("fr", "Oui.") + variant("en", "Yes."))
    with pytest.raises(UsageError, match=r"agency\.tmx:4: .*--as NAME"):
        import_file(tmp_path / "recordings", tmp_path / "agency.tmx")
