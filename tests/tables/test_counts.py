"""Counts as arrays: what the rows said, the same bytes each time, and nothing in a file is ever run."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.tables import counts
from toolkit.tables.counts import DIGESTS, KEYS, Counts
from toolkit.tables.rows import Row, row

COLUMNS = ("matches", "total")
FULL = ("0" * 64, "f" * 64)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4) | st.sampled_from(
    ["a", "a\0", "é\u2028"]  # NumPy's own text would lose the NUL
)


def made(**cells: object) -> Row:
    """Make one row, bare but for some cells."""
    digests = {name: f"sha256:{digits}" for name, digits in zip(DIGESTS, FULL, strict=True)}
    bare: dict[str, object] = {"run_id": "run-1", "article_id": "art-1", "segment_id": "seg-1", "system": "one"}
    return row("statistics", **{**bare, "summarizer": "", "metric": "m", **digests, "matches": 1, "total": 2, **cells})


ROWS = st.lists(
    st.builds(
        made,
        article_id=NAMES.map("art-x{}".format),
        segment_id=NAMES.map("seg-x{}".format),
        system=NAMES.map("s{}".format),
        summarizer=NAMES,
        hypothesis_digest=st.binary(min_size=32, max_size=32).map(lambda data: f"sha256:{data.hex()}"),
        references_digest=st.binary(min_size=32, max_size=32).map(lambda data: f"sha256:{data.hex()}"),
        matches=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    ),
    max_size=12,
)


def told(found: Counts) -> list[tuple[object, ...]]:
    """Give all rows back, as the lines of the leaderboard hold them."""
    return [
        (*place, line.system, line.summarizer, *digests, *(None if np.isnan(cell) else cell for cell in cells))
        for line in found.lines()
        for place, *digests, cells in zip(
            line.places, line.hypotheses, line.references, line.counts.tolist(), strict=True
        )
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a file that every example may write anew."""
    return tmp_path_factory.mktemp("counts") / "m.npz"


@settings(deadline=None, max_examples=60)
@given(rows=ROWS)
def test_what_was_written_is_read_back_cell_by_cell(path: Path, rows: list[Row]) -> None:
    """Whatever the names hold; rows of one line keep their order, and lines come in that of their first rows."""
    path.write_bytes(counts.encode(counts.of_rows(rows)))
    found = counts.read(path)
    lines = dict.fromkeys((row["system"], row["summarizer"]) for row in rows)
    ordered = [row for line in lines for row in rows if (row["system"], row["summarizer"]) == line]
    assert told(found) == [tuple(row[name] for name in (*KEYS, *DIGESTS, *COLUMNS)) for row in ordered]
    assert found.columns == (COLUMNS if rows else ())


@settings(deadline=None, max_examples=20)
@given(rows=ROWS)
def test_the_same_rows_make_the_same_bytes(rows: list[Row]) -> None:
    """No time, no machine and no order of a set is in them."""
    data = counts.encode(counts.of_rows(rows))
    assert counts.encode(counts.of_rows([dict(row) for row in rows])) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(info.date_time, info.create_system, info.compress_type) for info in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_STORED)
        }


def test_a_row_takes_the_bytes_that_the_docs_state() -> None:
    """Four codes of 4, two digests of 32 and k counts of 8, whatever else is in the file."""
    small, large = (len(counts.encode(counts.of_rows([made()] * n))) for n in (1000, 3000))
    assert large - small == 2000 * (4 * 4 + 2 * 32 + 8 * len(COLUMNS))


def test_numpy_reads_it_as_docs_report_format_shows(path: Path) -> None:
    """Without this package and without a pickle."""
    path.write_bytes(counts.encode(counts.of_rows([made(), made(system="two", matches=None)])))
    with np.load(path, allow_pickle=False) as kept:
        names = json.loads(kept["names.json"])
        systems = [names["system"][code] for code in kept["codes"][:, 2]]
        assert systems == ["one", "two"]
        assert names["columns"] == list(COLUMNS)
        assert np.array_equal(kept["counts"], [[1, 2], [np.nan, 2]], equal_nan=True)
        assert kept["digests"][0].tobytes().hex() == "".join(FULL)


class Trap:
    """An object whose pickle makes a file when it is loaded."""

    def __init__(self, target: Path) -> None:
        """Take the file."""
        self.target = target

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Any, ...]]:
        """Say what a reader of pickles would call."""
        return Path.touch, (self.target,)


def test_no_pickle_is_ever_loaded(tmp_path: Path) -> None:
    """An array of objects would run what its maker wants; it is refused before that."""
    target, path = tmp_path / "run", tmp_path / "m.npz"
    array = np.array([[Trap(target)] * 4], dtype=object)
    pickle.loads(pickle.dumps(array))
    assert target.is_file()  # the trap works
    target.unlink()
    rewrite(path, codes=array)
    with pytest.raises(InputError, match="does not hold the arrays of a run; make the run again"):
        counts.read(path)
    assert not target.exists()


def rewrite(path: Path, compression: int = zipfile.ZIP_STORED, **members: Any) -> None:
    """Write one row's arrays, some of them others; None leaves one out, bytes stand as they are."""
    good = counts.of_rows([made()])
    kept: dict[str, Any] = {"codes": good.codes, "digests": good.digests, "counts": good.counts}
    given = members.pop("names", {})
    names = {"columns": COLUMNS, **dict(zip(KEYS, good.names, strict=True))}
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("names.json", given if isinstance(given, str) else json.dumps({**names, **given}))
        for name, member in (kept | members).items():
            if member is not None:
                file = io.BytesIO()
                np.save(file, member) if not isinstance(member, bytes) else file.write(member)
                archive.writestr(f"{name}.npy", file.getvalue())


def claim(shape: tuple[int, ...]) -> bytes:
    """Make a header of an array that is larger than what follows it."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<i4", "fortran_order": False, "shape": shape})
    return file.getvalue()


def test_what_the_helper_writes_is_read(tmp_path: Path) -> None:
    """So that each of the changes below is what is refused."""
    rewrite(tmp_path / "m.npz")
    assert told(counts.read(tmp_path / "m.npz")) == told(counts.of_rows([made()]))


@pytest.mark.parametrize(
    "members",
    [
        {"codes": None},
        {"codes": np.zeros((1, 4), np.int64)},
        {"codes": np.zeros((1, 3), np.int32)},
        {"codes": np.zeros((2, 4), np.int32)},
        {"codes": np.full((1, 4), 1, np.int32)},
        {"codes": np.full((1, 4), -1, np.int32)},
        {"codes": claim((1, 4))},
        {"codes": claim((2**40, 4))},
        {"codes": claim((2**62, 4))},
        {"digests": np.zeros((1, 2, 31), np.uint8)},
        {"counts": np.zeros((1, 3))},
        {"counts": np.zeros((1, 2), np.float32)},
        {"counts": b"not an array"},
        {"names": {"system": [1]}},
        {"names": {"columns": None}},
        {"names": "[" * 100_000},
        {"compression": zipfile.ZIP_DEFLATED},
    ],
    ids=lambda members: next(iter(members)),
)
def test_an_archive_of_other_arrays_is_one_line(tmp_path: Path, members: dict[str, Any]) -> None:
    """Shapes, types and codes are checked before any of them is used."""
    rewrite(tmp_path / "m.npz", **members)
    with pytest.raises(InputError, match=r"m\.npz does not hold the arrays of a run; make the run again") as caught:
        counts.read(tmp_path / "m.npz")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("change", [lambda data: b"", lambda data: data[:-30], lambda data: data[30:], lambda _: b"{}"])
def test_a_damaged_archive_is_one_line(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """Cut at either end, empty, or another file altogether."""
    path = tmp_path / "m.npz"
    path.write_bytes(change(counts.encode(counts.of_rows([made()]))))
    with pytest.raises(InputError, match="does not hold the arrays of a run"):
        counts.read(path)


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    """As any other file."""
    with pytest.raises(InputError, match=r"cannot read .*m\.npz: No such file"):
        counts.read(tmp_path / "m.npz")


def test_a_flipped_bit_is_found_without_a_manifest(tmp_path: Path) -> None:
    """The archive has a checksum of its own."""
    good = counts.of_rows([made()])
    data = counts.encode(good)
    other = data.replace(good.counts.tobytes(), replace(good, counts=good.counts + 1).counts.tobytes())
    assert other != data
    (tmp_path / "m.npz").write_bytes(other)
    with pytest.raises(InputError, match="does not hold the arrays"):
        counts.read(tmp_path / "m.npz")
