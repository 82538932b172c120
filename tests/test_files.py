import errno
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import files
from toolkit.errors import InputError, OutputError


def test_append_adds_bytes_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    files.append(path, b"a\r\n")
    files.append(path, b"b\n")
    assert path.read_bytes() == b"a\r\nb\n"


def test_append_from_several_threads_keeps_every_line_whole(tmp_path: Path) -> None:
    path = tmp_path / "lines"

    def work(name: bytes) -> None:
        for _ in range(50):
            files.append(path, name * 500 + b"\n")

    threads = [threading.Thread(target=work, args=(name,)) for name in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = path.read_bytes().splitlines()
    assert sorted(lines) == sorted([b"a" * 500, b"b" * 500, b"c" * 500] * 50)


def test_append_says_to_make_the_folder_first(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="make the folder first"):
        files.append(tmp_path / "none" / "lines", b"a\n")


def test_append_says_when_only_a_part_fitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:2]))
    with pytest.raises(OutputError, match="only 2 of 4 bytes fitted; free some space"):
        files.append(tmp_path / "lines", b"abc\n")


def test_sync_needs_a_file(tmp_path: Path) -> None:
    files.append(tmp_path / "lines", b"a\n")
    files.sync(tmp_path / "lines")
    files.sync_folder(tmp_path)
    with pytest.raises(OutputError, match=r"cannot write .*none"):
        files.sync(tmp_path / "none")


def test_sync_folder_does_nothing_where_folders_have_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutputError):
        files.sync_folder(tmp_path / "none")
    monkeypatch.setattr(files, "_OPENS_FOLDERS", False)
    files.sync_folder(tmp_path / "none")


def test_make_folder_makes_those_above_it_and_minds_no_second_call(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "a" / "b")
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_make_folder_says_that_a_part_of_the_path_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(OutputError, match="cannot write"):
        files.make_folder(tmp_path / "a" / "b")


def test_replace_leaves_the_new_bytes_and_nothing_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "table"
    files.replace(path, b"old")
    files.replace(path, b"new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_replace_makes_files_others_may_read_as_the_umask_says(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    files.replace(tmp_path / "table", b"")
    plain, table = (stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "table"))
    assert table == plain


def test_written_leaves_the_old_file_where_the_block_fails(tmp_path: Path) -> None:
    path = tmp_path / "table"
    files.replace(path, b"old")
    with pytest.raises(KeyError), files.written(path) as file:
        file.write(b"half")
        raise KeyError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_written_turns_a_full_disk_into_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left on device; free some space"), files.written(tmp_path / "t"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_publish_gives_the_folder_its_name(tmp_path: Path) -> None:
    (tmp_path / "aside").mkdir()
    files.replace(tmp_path / "aside" / "table", b"1")
    files.publish(tmp_path / "aside", tmp_path / "run")
    assert (tmp_path / "run" / "table").read_bytes() == b"1"
    assert not (tmp_path / "aside").exists()


def test_publish_has_every_file_and_folder_on_disk_before_the_name_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is on disk under the name is whole, also after the power has failed."""
    (tmp_path / "aside" / "more").mkdir(parents=True)
    paths = [tmp_path / "aside" / "table", tmp_path / "aside" / "more" / "table"]
    for path in paths:
        with files.fresh(path) as file:
            file.write(b"1")
    wanted = {path.stat().st_ino for path in (*paths, tmp_path / "aside", tmp_path / "aside" / "more")}
    flushed: set[int] = set()
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: flushed.add(os.fstat(descriptor).st_ino))
    rename = Path.rename
    monkeypatch.setattr(
        Path, "rename", lambda path, to: (flushed >= wanted or pytest.fail("too early"), rename(path, to))
    )
    files.publish(tmp_path / "aside", tmp_path / "run")
    assert (tmp_path / "run" / "more" / "table").read_bytes() == b"1"


def test_a_fresh_file_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(b"old")
    with pytest.raises(OutputError, match="File exists; choose another name"), files.fresh(tmp_path / "table"):
        pytest.fail("it was opened")
    assert (tmp_path / "table").read_bytes() == b"old"


def test_publish_never_takes_a_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "aside").mkdir()
    (tmp_path / "run").mkdir()
    with pytest.raises(OutputError, match="choose another name"):
        files.publish(tmp_path / "aside", tmp_path / "run")
    assert (tmp_path / "aside").is_dir()


def test_read_text_drops_the_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfd\xc3\xa9gel\r\n")
    assert files.read_text(tmp_path / "a.txt") == "dégel\r\n"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\xc2\xa0\n", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "is empty"),
        ("a.txt", b"%PDF-1.7 x", "is a PDF file; save it as plain text"),
        ("a.docx", b"PK\x03\x04 x", "is a Word file; save it as plain text"),
        ("a.txt", b"PK\x03\x04 x", "is a zip file; save it as plain text"),
        ("a.doc", b"\xd0\xcf\x11\xe0 x", "is an old Word or Office file"),
        ("a.txt", b"{\\rtf1 x}", "is an RTF file"),
        ("a.txt", "d\u00e9gel".encode("utf-16"), "is UTF-16 text; save it as plain text in UTF-8"),
        ("a.txt", b"ab\0c", "is a binary file"),
        ("a.txt", b"un\nd\xe9gel", r"not UTF-8 at byte 4 \(line 2\); it looks like Windows-1252: .*iconv"),
        ("a.txt", b"\xef\xbb\xbfun\nd\xe9gel", r"not UTF-8 at byte 7 \(line 2\)"),
        ("a.txt", b"\x81\x8d", r"not UTF-8 at byte 0 \(line 1\); save it as UTF-8 in your editor$"),
        ("a.txt", b"d\xc3\xa9gel \xff", r"not UTF-8 at byte 7 \(line 1\), though it is before"),
    ],
)
def test_read_text_names_what_is_wrong_in_one_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        files.read_text(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_read_text_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such file: .*none\.txt"):
        files.read_text(tmp_path / "none.txt")


def test_read_text_says_that_a_folder_is_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        files.read_text(tmp_path)


def test_read_text_says_that_a_path_is_impossible() -> None:
    with pytest.raises(InputError, match="cannot read"):
        files.read_text(Path("a\0b"))


def test_read_text_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    assert len(files.read_text(tmp_path / "a.txt", limit_bytes=11)) == 11
    with pytest.raises(InputError, match="larger than 10 bytes"):
        files.read_text(tmp_path / "a.txt", limit_bytes=10)


@settings(deadline=None)
@given(st.binary())
def test_decode_gives_the_text_or_one_clear_line(data: bytes) -> None:
    try:
        text = files.decode(data, Path("a.txt"))
    except InputError as error:
        assert str(error).startswith("a.txt ")
    else:
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")
