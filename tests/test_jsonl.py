"""JSON Lines: what is written is read back, a broken line is named, a torn one is mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import jsonl
from toolkit.errors import InputError, OutputError

# Every code point, the lone surrogates included: text from a backend is not to be trusted.
TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
ROWS = st.dictionaries(TEXT, VALUES, max_size=4)


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if 0xD800 <= ord(character) <= 0xDFFF else character for character in value)
    if isinstance(value, list):
        return [cleaned(inner) for inner in value]
    if isinstance(value, dict):
        return {cleaned(name): cleaned(inner) for name, inner in value.items()}
    return value


@settings(deadline=None)
@given(ROWS)
def test_a_row_is_read_back_as_it_was_written_but_for_lone_surrogates(row: dict[str, Any]) -> None:
    [(number, back)] = jsonl.parse_lines([jsonl.dump(row)], Path("x.jsonl"))
    assert number == 1
    assert back == cleaned(row)
    assert list(back) == list(cleaned(row))


@settings(deadline=None)
@given(ROWS)
def test_a_row_is_one_line_for_every_reader(row: dict[str, Any]) -> None:
    line = jsonl.dump(row)
    assert len(line.decode("utf-8").splitlines()) == 1
    assert line.endswith(b"}\n")


@pytest.mark.parametrize("number", [0.0, 1.0, -2.0, 1e22, 1e-7, 0.1, 123456789.125])
def test_a_float_always_has_a_point_or_an_exponent(number: float) -> None:
    written = jsonl.dump({"x": number}).decode().removeprefix('{"x": ').removesuffix("}\n")
    assert "." in written or "e" in written
    assert float(written) == number


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_has_not_is_a_bug_of_the_caller(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        jsonl.dump({"x": number})


def test_non_ascii_text_stays_readable_and_line_ends_of_other_readers_are_escaped() -> None:
    assert jsonl.dump({"x": "é\u2028\u2029\x85\ud800"}) == '{"x": "é\\u2028\\u2029\\u0085\ufffd"}\n'.encode()


def test_a_file_is_read_with_its_line_numbers_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}')
    assert list(jsonl.read_lines(path)) == [(1, {"a": 1}), (3, {"a": 2})]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b'{"a": ', "broken JSON"),
        (b"[1]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"a": NaN}', "broken JSON"),
        (b'{"a": "\xff"}', "broken JSON"),
        (b'{"a":' * 100_000, "broken JSON"),
    ],
)
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: bytes, what: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{}\n" + line + b"\n{}\n")
    with pytest.raises(InputError, match=rf"x\.jsonl:2: {what}"):
        list(jsonl.read_lines(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        list(jsonl.read_lines(tmp_path / "none.jsonl"))


def test_lines_are_added(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    jsonl.append_lines(path, [{"a": 1}])
    jsonl.append_lines(path, [{"a": 2}, {"a": 3}])
    assert path.read_bytes() == b'{"a": 1}\n{"a": 2}\n{"a": 3}\n'


def test_adding_nothing_makes_no_file(tmp_path: Path) -> None:
    jsonl.append_lines(tmp_path / "x.jsonl", [])
    assert not (tmp_path / "x.jsonl").exists()


def test_nothing_is_added_where_one_of_the_rows_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        jsonl.append_lines(tmp_path / "x.jsonl", [{"a": 1}, {"a": float("nan")}])
    assert not (tmp_path / "x.jsonl").exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"none"):
        jsonl.append_lines(tmp_path / "none" / "x.jsonl", [{}])


@settings(deadline=None)
@given(row=ROWS, data=st.data())
def test_a_tail_torn_at_any_byte_is_cut_off_or_completed(
    tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("torn") / "x.jsonl"
    line = jsonl.dump(row)
    length = data.draw(st.integers(0, len(line)))
    path.write_bytes(b'{"a": 1}\n' + line[:length])
    cut = jsonl.repair_tail(path)
    whole = length >= len(line) - 1
    assert path.read_bytes() == b'{"a": 1}\n' + (line if whole else b"")
    assert cut == (0 if whole else length)


def test_a_long_torn_tail_is_cut_off_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{}\n" + b'{"a": "' + b"x" * 200_000)
    assert jsonl.repair_tail(path) == 200_007
    assert path.read_bytes() == b"{}\n"


def test_a_file_of_one_torn_line_becomes_empty_and_a_missing_one_stays_missing(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert jsonl.repair_tail(path) == 0
    assert not path.exists()
    path.write_bytes(b'{"a"')
    assert jsonl.repair_tail(path) == 4
    assert path.read_bytes() == b""


def test_python_reads_each_line_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"".join(map(jsonl.dump, [{"text": "a\u2028b"}, {"text": "c\nd"}])))
    assert [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()] == ["a\u2028b", "c\nd"]
