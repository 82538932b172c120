"""Print the fault table: run `python -m tests.translators.fault_table`, or `make faults`.

    rows      backends
    columns   what goes wrong; `key` is every fault once more, searching for the key
    cells     ok, FAIL, n/a (it cannot occur, for the reason below) or - (this machine cannot try it)

Each cell is one or more cases of test_faults.py, test_keys.py and test_local_faults.py, run here by pytest. The exit
code is 1 where one fails or was not run, and 0 where all others hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.translators import faults, local_faults
from tests.translators.services import NOT_READY, services

HERE = Path(__file__).parent
KEY = "key"
WORST_FIRST = ("FAIL", "-", "n/a", "ok")

Cell = tuple[str, str]


@dataclass
class Table:
    """What pytest says of each cell.

    Attributes:
        states: every state that a case of the cell had.
        reasons: why cases were left out.
    """

    states: dict[Cell, set[str]] = field(default_factory=dict)
    reasons: dict[Cell, str] = field(default_factory=dict)
    _cells: dict[str, Cell] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        """Know which cell each case belongs to."""
        for item in items:
            values = item.callspec.params  # type: ignore[attr-defined]
            column = KEY if item.path.name == "test_keys.py" else values["fault"]
            self._cells[item.nodeid] = values["name"], column

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a case ended."""
        cell = self._cells[report.nodeid]
        if report.failed:
            self.states.setdefault(cell, set()).add("FAIL")
        elif report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            self.reasons[cell] = reason
            self.states.setdefault(cell, set()).add("-" if reason.startswith(NOT_READY) else "n/a")
        elif report.when == "call":
            self.states.setdefault(cell, set()).add("ok")

    def state(self, cell: Cell) -> str:
        """Sum a cell up in a word; a key that some faults cannot reach is safe where it is safe in the others."""
        found = self.states.get(cell, {"FAIL"})
        if cell[1] == KEY and "ok" in found:
            found = found - {"n/a"}
        return next(state for state in WORST_FIRST if state in found)

    def lines(self, rows: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
        """Write one grid, and under it the reasons of what is no `ok`."""
        widths = [max(len(column), 4) for column in columns]
        first = max(len(row) for row in rows)
        yield "  ".join([" " * first, *(column.ljust(width) for column, width in zip(columns, widths, strict=True))])
        for row in rows:
            states = [self.state((row, column)) for column in columns]
            yield "  ".join([row.ljust(first), *(s.ljust(width) for s, width in zip(states, widths, strict=True))])
        yield ""
        for row in rows:
            for column in columns:
                state = self.state((row, column))
                if state in {"n/a", "-"}:
                    yield f"{state:<3}  {row}, {column}: {self.reasons[row, column]}"
        yield ""


def main() -> int:
    """Run all cases, print the grids and give the exit code."""
    table = Table()
    files = [str(HERE / f"test_{name}.py") for name in ("faults", "keys", "local_faults")]
    pytest.main(["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", *files], plugins=[table])
    grids = [
        (list(services()), [*faults.FAULTS, KEY]),
        (list(local_faults.engines()), list(local_faults.FAULTS)),
    ]
    for rows, columns in grids:
        sys.stdout.write("\n" + "\n".join(line.rstrip() for line in table.lines(rows, columns)))
    cells = [(row, column) for rows, columns in grids for row in rows for column in columns]
    failed = [cell for cell in cells if table.state(cell) == "FAIL"]
    sys.stdout.write("\n" + "".join(f"FAIL {row}, {column}\n" for row, column in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
