"""TMX of other tools is read, hostile XML is refused in a line, and memory stays bounded."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.recordings import _tmx_read
from toolkit.recordings._tmx_read import read_units

HEADER = '<header creationtool="x" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" datatype="xml"/>'


def tmx(body: str, *, doctype: str = "", version: str = "1.4", encoding: str = "UTF-8") -> str:
    """Write a whole file around units."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n{doctype}<tmx version="{version}">\n{HEADER}<body>\n'
    return f"{head}{body}\n</body></tmx>"


def unit(source: str, target: str = "Yes", attribute: str = "xml:lang") -> str:
    """Write one unit."""
    return f'<tu><tuv {attribute}="fr"><seg>{source}</seg></tuv><tuv {attribute}="en"><seg>{target}</seg></tuv></tu>'


def texts(path: Path, content: str | bytes) -> list[list[str]]:
    """Write a file and read it: the texts of each unit."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [[variant.text for variant in each.variants] for each in read_units(path)]


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
@pytest.mark.parametrize("attribute", ["lang", "xml:lang"])
def test_each_version_and_both_language_attributes_are_read(tmp_path: Path, version: str, attribute: str) -> None:
    """TMX 1.1 says `lang`, later versions `xml:lang`."""
    path = tmp_path / "a.tmx"
    path.write_text(tmx(unit("Oui", attribute=attribute), version=version), encoding="utf-8")
    [found] = read_units(path)
    assert [(variant.language, variant.text) for variant in found.variants] == [("fr", "Oui"), ("en", "Yes")]
    assert (found.line, found.kind) == (4, "sentence")


@pytest.mark.parametrize(
    ("doctype", "line"),
    [
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n', 4),
        ('<!DOCTYPE tmx SYSTEM "http://127.0.0.1:1/tmx14.dtd">\n', 4),
        ('<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for TMX//EN" "tmx14.dtd">\n', 4),
        ("<!DOCTYPE tmx [\n<!ELEMENT tmx (header, body)>\n]>\n", 6),
    ],
)
def test_a_doctype_is_passed_over_and_never_fetched(tmp_path: Path, doctype: str, line: int) -> None:
    """Real files name the DTD; nothing is at that address here, and nobody asks."""
    path = tmp_path / "a.tmx"
    path.write_text(tmx(unit("Oui"), doctype=doctype), encoding="utf-8")
    assert [each.line for each in read_units(path)] == [line + 1]


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ('Un <bpt i="1">&lt;b&gt;</bpt>mot<ept i="1">&lt;/b&gt;</ept> gras', "Un mot gras"),
        ('Un <hi type="term">mot <hi>fort</hi></hi>.', "Un mot fort."),
        ('Un<ph type="lb">&lt;br/&gt;</ph>mot', "Un mot"),
        ('Un<ph x="1"/> mot<it pos="begin">[b]</it>', "Un mot"),
        ('Un mot<ph>&lt;fn&gt;<sub>une note <bpt i="1">x</bpt></sub>&lt;/fn&gt;</ph>.', "Un mot."),
        ("Un <ut>{\\b</ut>mot", "Un mot"),
        ("<![CDATA[A < B]]> &amp; C&#233;", "A < B & Cé"),
        ("", ""),
    ],
)
def test_codes_in_a_segment_are_left_out_and_marked_text_stays(tmp_path: Path, segment: str, text: str) -> None:
    """What a translator sees as text is what is read."""
    assert texts(tmp_path / "a.tmx", tmx(unit(segment))) == [[text, "Yes"]]


def test_only_the_units_own_properties_are_read_and_notes_are_no_text(tmp_path: Path) -> None:
    """Properties and notes of a variant, and notes of the unit, change nothing."""
    variant = '<tuv xml:lang="fr"><prop type="x-b">2</prop><note>m</note><seg>Oui</seg></tuv>'
    inner = f'<note>n</note><prop type="x-a">one</prop>{variant}'
    path = tmp_path / "a.tmx"
    path.write_text(tmx(f"<tu>{inner}</tu>"), encoding="utf-8")
    [found] = read_units(path)
    assert found.properties == {"x-a": "one"}
    assert [variant.text for variant in found.variants] == ["Oui"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_encodings_are_taken_at_their_word(tmp_path: Path, encoding: str) -> None:
    """UTF-16 has its byte order mark, as Python's codec writes it; a mark before UTF-8 is passed over."""
    content = tmx(unit("Déjà"), encoding=encoding).encode(encoding)
    assert texts(tmp_path / "a.tmx", content) == [["Déjà", "Yes"]]
    if encoding == "UTF-8":
        assert texts(tmp_path / "b.tmx", b"\xef\xbb\xbf" + content) == [["Déjà", "Yes"]]


BOMB = '<!DOCTYPE tmx [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;">\n]>\n'
EXTERNAL = '<!DOCTYPE tmx [\n\n<!ENTITY x SYSTEM "file:///etc/hostname">\n]>\n'
PARAMETER = '<!DOCTYPE tmx [\n<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd">\n%x;\n]>\n'


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (tmx(unit("&b;"), doctype=BOMB), 3, "declares entities"),
        (tmx(unit("&x;"), doctype=EXTERNAL), 4, "declares entities"),
        (tmx(unit("x"), doctype=PARAMETER), 3, "declares entities"),
        (tmx(unit("caf&eacute;"), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'), 5, "undefined entity"),
        (tmx(unit("<hi>" * 40 + "</hi>" * 40)), 4, "more than 32 deep"),
        (tmx(unit("x") + "\n" + unit("y" * 1_000_001)), 5, "more than 1,000,000 characters"),
        (tmx("<tu>" + "<tuv/>" * 20_001 + "</tu>"), 4, "more than 1,000,000 characters"),
        (tmx(unit("x") + f'\n<tu note="{"y" * 2_000_000}"/>'), 5, "more than 1,000,000 bytes"),
        (tmx(unit("x") + f"\n<!--{'y' * 2_000_000}-->"), 5, "more than 1,000,000 bytes"),
        (tmx(unit("x"))[:-20], 4, "not XML"),
        (tmx(unit("Oui <b>")), 4, "mismatched tag"),
        (tmx(unit("Oui")).replace("Oui", "a\x01b"), 4, "not well-formed"),
        ('<?xml version="1.0"?>\n<xliff version="1.2"/>', 2, "not a TMX file: its first element is <xliff>"),
        ("", 1, "not XML"),
    ],
)
def test_what_is_hostile_or_broken_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, words: str
) -> None:
    """One line names the file, the line of it, what is wrong and what to do."""
    path = tmp_path / "a.tmx"
    with pytest.raises(InputError, match=words) as caught:
        texts(path, content)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (tmx(unit("Déjà")).encode("latin-1"), "not well-formed"),
        (tmx(unit("Oui"), encoding="klingon").encode(), "klingon"),
        (tmx(unit("Oui"), encoding="gb18030").encode(), "multi-byte|encoding"),
        (tmx(unit("Oui"), encoding="UTF-16").encode(), "encoding"),
    ],
)
def test_a_wrong_encoding_is_one_line(tmp_path: Path, content: bytes, words: str) -> None:
    """The declaration and the bytes do not match, or nobody knows it."""
    with pytest.raises(InputError, match=words) as caught:
        texts(tmp_path / "a.tmx", content)
    assert "\n" not in str(caught.value)


def test_a_file_past_the_bound_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is looked at first, and the bound is said."""
    monkeypatch.setattr(_tmx_read, "LIMIT_BYTES", 1000)
    with pytest.raises(InputError, match="larger than 1,000 bytes"):
        texts(tmp_path / "a.tmx", tmx(unit("x" * 1000)))
    with pytest.raises(InputError, match="cannot read"):
        list(read_units(tmp_path / "none.tmx"))


def test_units_are_handed_over_while_the_file_is_read(tmp_path: Path) -> None:
    """Five megabytes are read with less than one held: nothing grows with the file."""
    path = tmp_path / "a.tmx"
    path.write_text(tmx("\n".join([unit("mot " * 20, "word " * 20)] * 20_000)), encoding="utf-8")
    assert path.stat().st_size > 5_000_000
    for _ in read_units(path):
        break  # imports are paid for
    tracemalloc.start()
    count = sum(1 for _ in read_units(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 1_000_000
