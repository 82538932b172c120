"""The few shapes that the terminal's reports are laid out with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import RenderableType

GAP = 2
"""Columns between those of a table."""


def text(content: str, style: str = "") -> RenderableType:
    """Make lines: what is too long is folded."""
    from rich.text import Text

    return Text(content, style=style, overflow="fold")


def heading(title: str) -> Iterator[RenderableType]:
    """Begin a part of the report."""
    yield text("")
    yield text(title, "bold")


def cell(content: str, style: str = "") -> RenderableType:
    """Make a cell of one line: what is too long ends in `…`."""
    from rich.text import Text

    return Text(content, style=style, no_wrap=True, overflow="ellipsis")


def pairs(found: Sequence[tuple[str, str]], indent: int = 0, style: str = "") -> RenderableType:
    """Lay out marks and texts, so that folded lines stand under the text."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for mark, content in found:
        grid.add_row(text(" " * indent + mark), text(content, style))
    grid.expand = True
    return grid


def columns(heads: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> RenderableType:
    """Lay out a table of numbers, its first column text: where room is short heads are folded, then numbers."""
    from rich.table import Table

    found = list(rows)
    fit = next((widths for widths in _widths(heads, found) if sum(widths) + GAP * (len(heads) - 1) <= width), None)
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    for place, head in enumerate(heads):
        justify: Literal["left", "right"] = "right" if place else "left"
        table.add_column(text(head), justify=justify, vertical="bottom", width=fit[place] if fit else None)
    for cells in found:
        table.add_row(*map(text, cells))
    return table


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Give the columns' widths, the widest first: all whole, heads folded at their words, numbers folded as well."""
    from rich.cells import cell_len

    def words(content: str) -> int:
        return max(map(cell_len, content.split()), default=0)

    for of_head, of_cell in ((cell_len, cell_len), (words, cell_len), (words, words)):
        yield [
            max([of_head(head), *((of_cell if place else cell_len)(cells[place]) for cells in rows)])
            for place, head in enumerate(heads)
        ]
