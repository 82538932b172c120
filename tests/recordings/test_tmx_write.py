"""TMX as it is written: its structure by the specification, and its texts as a TMX library reads them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from translate.storage import tmx

from toolkit.recordings import Recordings
from toolkit.recordings.transfer import Wanted, export_file
from toolkit.records import Identity, Rendering, Request

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PAIRS = (
    ("Le « dégel »\u00a0!", "The “thaw”!"),
    ("A < B & C > D ]]> \"x\" 'y'", "A < B & C > D ]]>"),
    ("  deux  espaces, une\nligne\tet un\rretour ", " two  spaces, a\nline\tand a\rreturn "),
    ("🙂 \x85 \u2028 \x7f", "🙂"),
)


def exported(folder: Path, pairs: tuple[tuple[str, str], ...] = PAIRS, source: str = "fr") -> Path:
    """Record pairs and write them as TMX."""
    recordings = Recordings(folder / "recordings", Identity("deepl", options={"formality": "less"}))
    recordings.add(
        [
            (Request(text, source, "en"), Rendering(answer, 12, model="m", created_at="2026-01-31T12:00:00Z"))
            for text, answer in pairs
        ],
        {"program": "1.2"},
    )
    path = folder / "all.tmx"
    export_file(folder / "recordings", path, "tmx", Wanted())
    return path


def test_a_tmx_library_opens_it_and_reads_the_same_texts(tmp_path: Path) -> None:
    """translate-toolkit gives back every source and target as it was recorded, letter for letter."""
    store = tmx.tmxfile.parsefile(str(exported(tmp_path)))
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == list(PAIRS)
    assert store.sourcelanguage == "fr"
    assert [unit.getid() for unit in store.units] == [
        Recordings(tmp_path, Identity("deepl", options={"formality": "less"})).key(Request(text, "fr", "en"))
        for text, _ in PAIRS
    ]


def test_the_structure_is_that_of_tmx_1_4(tmp_path: Path) -> None:
    """Elements and attributes are those the specification's DTD requires, in its order."""
    root = ET.parse(exported(tmp_path)).getroot()
    assert (root.tag, root.attrib) == ("tmx", {"version": "1.4"})
    assert [child.tag for child in root] == ["header", "body"]
    # TMX 1.4b, "header": the attributes it requires, and the values that segtype may have.
    header = root[0].attrib
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert header.keys() == required
    assert header["segtype"] in {"block", "paragraph", "sentence", "phrase"}
    for unit in root[1]:
        assert unit.tag == "tu"
        assert unit.attrib.keys() == {"tuid", "datatype", "creationdate", "srclang"}
        assert unit.attrib["creationdate"] == "20260131T120000Z"  # "Date … YYYYMMDDThhmmssZ"
        kinds = [child.tag for child in unit]
        assert kinds == ["prop"] * (len(kinds) - 2) + ["tuv", "tuv"]  # (note|prop)*, tuv+
        properties, variants = unit.findall("prop"), unit.findall("tuv")
        assert all(each.attrib["type"].startswith("x-") for each in properties)  # user-defined types begin so
        assert [each.attrib for each in variants] == [{LANG: "fr"}, {LANG: "en"}]
        assert [[child.tag for child in each] for each in variants] == [["seg"], ["seg"]]


def test_several_source_languages_are_said_to_be_several(tmp_path: Path) -> None:
    """The header of a mixed file names no language, and each unit its own."""
    exported(tmp_path, PAIRS[:1], "de")
    root = ET.parse(exported(tmp_path, PAIRS[:1])).getroot()
    assert root[0].attrib["srclang"] == "*all*"
    assert {unit.attrib["srclang"] for unit in root[1]} == {"de", "fr"}
