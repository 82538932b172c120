"""Recordings that are written to one file and read back are the same recordings; damage changes nothing."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit import jsonl
from toolkit.errors import InputError, UsageError
from toolkit.recordings import Recordings, verify
from toolkit.recordings.transfer import Memory, Wanted, export, export_file, form_of, import_file
from toolkit.records import Identity, Rendering, Request

DEEPL, ECHO = Identity("deepl", options={"formality": "less"}), Identity("echo")
HELLO, BYE = Request("Bonjour.", "fr", "en"), Request("Au revoir.", "fr", "en")
JANUARY, MARCH = "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"
FORMS = pytest.mark.parametrize("form", ["jsonl", "tmx"])

AWKWARD = "\x00\x1f\x85\ud800\u2028\ufffe\uffff\r\n\t<&>\"'\\]"  # for XML, for JSON or for lines
ANY = st.text(alphabet=st.sampled_from(AWKWARD) | st.characters(exclude_categories=()), max_size=20)
FILLED = ANY.map(lambda text: text if text.strip() else f"{text}x")
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=5,
)
TIMES = st.sampled_from([JANUARY, MARCH])
COUNTS = st.none() | st.integers(0)
LATENCIES = st.none() | st.floats(0, 1e9)
ANSWERS = st.builds(Rendering, FILLED, COUNTS, COUNTS, ANY, latency_ms=LATENCIES, created_at=TIMES)
LANGUAGES = st.sampled_from(["fr", "fr-CA", "en", "zh-Hant"])
REQUESTS = st.builds(Request, ANY, LANGUAGES, LANGUAGES, context=ANY)
IDENTITIES = st.builds(
    Identity, st.sampled_from(["deepl", "echo"]), options=st.dictionaries(ANY, JSONS, max_size=2), prompt=ANY
)


def filled(folder: Path) -> set[bytes]:
    """Record three texts of two backends, one of them twice; give the lines that are each text's latest."""
    deepl, echo = Recordings(folder, DEEPL), Recordings(folder, ECHO)
    deepl.add([(HELLO, Rendering("Hi.", created_at=JANUARY)), (HELLO, Rendering("Hello.", created_at=MARCH))], {})
    deepl.add([(Request("Hallo.", "de", "en"), Rendering("Hello.", created_at=MARCH))], {})
    echo.add([(BYE, Rendering("Au revoir.", created_at=JANUARY))], {"at": 1.0})
    return {line for line in lines(folder) if b'"Hi."' not in line}


def lines(folder: Path) -> set[bytes]:
    """Gather the lines of all recordings files."""
    return {line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines()}


def test_tmx_carries_the_latest_answers_and_jsonl_every_line(tmp_path: Path) -> None:
    """What comes back into an empty folder is byte for byte what went out, each line in its own file."""
    latest = filled(tmp_path / "a")
    for form, expected in (("tmx", latest), ("jsonl", lines(tmp_path / "a"))):
        path = tmp_path / f"all.{form}"
        assert export_file(tmp_path / "a", path, form_of(str(path)), Wanted()) == len(expected)
        done = import_file(tmp_path / form, path)
        assert lines(tmp_path / form) == expected
        assert sum(each.new for each in done.files) == len(expected)
        assert [each.file for each in done.files] == sorted(each.name for each in (tmp_path / "a").glob("*.jsonl"))
        assert verify(tmp_path / "jsonl") == verify(tmp_path / "a") or form == "tmx"


HARDEST = (
    Identity("deepl", options={AWKWARD: AWKWARD}, prompt=AWKWARD),
    Request(AWKWARD, "fr", "zh-Hant", context=AWKWARD),
    Rendering(AWKWARD, model=AWKWARD, latency_ms=1e-320, created_at=JANUARY),
)


@FORMS
@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(IDENTITIES, REQUESTS, ANSWERS), min_size=1, max_size=4), JSONS)
@example([HARDEST], {AWKWARD: [AWKWARD, -0.0, 10**30, 1e300]})
def test_whatever_was_recorded_comes_back_from_both_forms(form: Any, answers: list[Any], observed: Any) -> None:
    """Texts with characters that XML forbids, options of any kind and numbers of any size: the lines are the same."""
    with tempfile.TemporaryDirectory() as folder:
        a, b, path = Path(folder, "a"), Path(folder, "b"), Path(folder, "all")
        for identity, request, rendering in answers:
            Recordings(a, identity).add([(request, rendering)], {"seen": observed})
        export_file(a, path, form, Wanted())
        import_file(b, path)
        expected = lines(a)
        if form == "tmx":
            latest: dict[str, tuple[str, int, bytes]] = {}
            for file in a.glob("*.jsonl"):
                for number, line in enumerate(file.read_bytes().splitlines()):
                    row = json.loads(line)
                    latest[row["key"]] = max(latest.get(row["key"], ("", 0, b"")), (row["created_at"], number, line))
            expected = {line for *_, line in latest.values()}
        assert lines(b) == expected


@FORMS
def test_what_is_known_is_passed_over(tmp_path: Path, form: Any) -> None:
    """A second import adds nothing and changes no byte."""
    filled(tmp_path / "a")
    export_file(tmp_path / "a", tmp_path / "all", form, Wanted())
    before = {path: path.read_bytes() for path in (tmp_path / "a").glob("*.jsonl")}
    assert [each.new for each in import_file(tmp_path / "a", tmp_path / "all").files] == [0, 0]
    assert {path: path.read_bytes() for path in (tmp_path / "a").glob("*.jsonl")} == before


def test_the_answer_of_the_latest_time_wins_wherever_it_came_from(tmp_path: Path) -> None:
    """An older answer that is imported later does not take the place of a newer one, and a newer one does."""
    old, new = tmp_path / "old", tmp_path / "new"
    Recordings(old, DEEPL).add([(HELLO, Rendering("Hi.", created_at=JANUARY))], {})
    Recordings(new, DEEPL).add([(HELLO, Rendering("Hello.", created_at=MARCH))], {})
    for into, other in ((old, new), (new, old)):
        [theirs] = other.glob("*.jsonl")
        import_file(into, theirs)
        found = Recordings(into, DEEPL).get(HELLO)
        assert found is not None
        assert found.text == "Hello."


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(backend="deepl"), 3),
        (Wanted(backend=Recordings(Path(), ECHO).path.name), 1),
        (Wanted(source="de"), 1),
        (Wanted(source="fr", target="en"), 3),
        (Wanted(backend="echo", source="fr"), 1),
    ],
)
def test_only_what_is_wanted_is_exported(tmp_path: Path, wanted: Wanted, count: int) -> None:
    """By backend, by file, by language."""
    filled(tmp_path)
    out = io.BytesIO()
    assert export(tmp_path, out, "jsonl", wanted) == count
    assert out.getvalue().count(b"\n") == count


@FORMS
@pytest.mark.parametrize("wanted", [Wanted(target="de"), Wanted(backend="google")])
def test_an_export_of_nothing_is_an_error_and_leaves_no_file(tmp_path: Path, form: Any, wanted: Wanted) -> None:
    """An empty file would look like a backup."""
    filled(tmp_path / "a")
    with pytest.raises(UsageError):
        export_file(tmp_path / "a", tmp_path / "all", form, wanted)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_export_never_stands_among_the_recordings(tmp_path: Path) -> None:
    """There it would be read as recordings of its own."""
    filled(tmp_path)
    with pytest.raises(UsageError, match="another folder"):
        export_file(tmp_path, tmp_path / "sub" / ".." / "all.jsonl", "jsonl", Wanted())


def test_the_form_is_guessed_from_the_ending() -> None:
    """An ending that says nothing is asked about."""
    assert [form_of(name) for name in ("a.jsonl", "a.tmx", "-")] == ["jsonl", "tmx", "jsonl"]
    for name in ("a", "a.xml"):
        with pytest.raises(UsageError, match="--format"):
            form_of(name)


def damaged(row: dict[str, Any]) -> list[bytes]:
    """Make lines that `verify` would name, and one no JSON writer can write."""
    return [
        jsonl.dump({**row, "text": "Bonsoir."}),
        jsonl.dump({name: value for name, value in row.items() if name != "model"}),
        jsonl.dump({**row, "translation": " "}),
        jsonl.dump({**row, "created_at": "2026-01-01"}),
        b'{"key": \n',
        b"[]\n",
        jsonl.dump(row).replace(b'"observed": {}', b'"observed": {"n": 1e999}'),
        jsonl.dump(row)[:-20],
    ]


@pytest.mark.parametrize("case", range(8))
def test_a_damaged_line_refuses_the_whole_file_and_nothing_is_written(tmp_path: Path, case: int) -> None:
    """The line is named; sound lines before it, also of other files, are not taken in either."""
    filled(tmp_path / "a")
    path = tmp_path / "all.jsonl"
    export_file(tmp_path / "a", path, "jsonl", Wanted())
    row = json.loads(path.read_bytes().splitlines()[0])
    path.write_bytes(path.read_bytes() + damaged(row)[case])
    with pytest.raises(InputError, match=r"all\.jsonl:5: ") as caught:
        import_file(tmp_path / "b", path)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "b").exists()


def test_a_damaged_unit_refuses_the_whole_tmx(tmp_path: Path) -> None:
    """A property that no longer fits the key is named by the line of its unit."""
    filled(tmp_path / "a")
    path = tmp_path / "all.tmx"
    export_file(tmp_path / "a", path, "tmx", Wanted())
    path.write_text(path.read_text(encoding="utf-8").replace('"less"', '"more"'), encoding="utf-8")
    with pytest.raises(InputError, match=r"all\.tmx:6: the key does not belong"):
        import_file(tmp_path / "b", path)
    assert not (tmp_path / "b").exists()


def test_a_segment_changed_in_another_tool_is_no_longer_what_the_service_said(tmp_path: Path) -> None:
    """It is refused as a recording, and taken as a memory, with the words it has now."""
    filled(tmp_path / "a")
    path = tmp_path / "all.tmx"
    export_file(tmp_path / "a", path, "tmx", Wanted(backend="deepl", source="fr"))
    path.write_text(path.read_text(encoding="utf-8").replace("<seg>Hello.", "<seg>Good day."), encoding="utf-8")
    with pytest.raises(InputError, match=r"no longer what deepl answered.*--as NAME"):
        import_file(tmp_path / "b", path)
    memory = Memory("edited")
    import_file(tmp_path / "b", path, memory)
    found = Recordings(tmp_path / "b", memory.identity).get(HELLO)
    assert found is not None
    assert found.text == "Good day."


@pytest.mark.parametrize(("content", "words"), [(b"", "no recording"), (b"\n\n", "no recording")])
def test_a_file_without_recordings_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    """It is not passed over in silence."""
    (tmp_path / "all.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=words):
        import_file(tmp_path / "b", tmp_path / "all.jsonl")


def test_a_missing_file_and_a_name_for_our_own_lines_are_told(tmp_path: Path) -> None:
    """Each in one line."""
    with pytest.raises(InputError, match="cannot read"):
        import_file(tmp_path, tmp_path / "none.jsonl")
    filled(tmp_path)
    with pytest.raises(UsageError, match="--as"):
        import_file(tmp_path, Recordings(tmp_path, DEEPL).path, Memory("agency"))
