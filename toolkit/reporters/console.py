"""Show a run on a terminal: what a person can read at a glance."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from shlex import quote
from typing import TYPE_CHECKING

from toolkit._written import clipped, plain
from toolkit.reporters import _layout as layout
from toolkit.reporters._base import Reporter
from toolkit.reporters._boards import Board, Entry, boards
from toolkit.reporters._bullets import Told, told
from toolkit.reporters._facts import TITLE as FACTS_TITLE
from toolkit.reporters._layout import GAP
from toolkit.reporters._losses import losses
from toolkit.reporters._scores import Document, blocks, judgments, signatures
from toolkit.reporters._verdicts import HEADS, Sure, verdicts
from toolkit.reporters._where import FAILED, Worst, summary_line, troubles, worst, worst_output
from toolkit.tables import Run

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROWEST = 40  # columns below which three texts cannot stand side by side
WORST, FAILURES, ARTICLES = 5, 10, 3
FACTS = 5  # segments with facts lost or invented
CLIP = 360  # code points of a segment: most paragraphs whole, none of them a page
NAME, HEAD = 16, 12  # columns a system's name gets at least, and a word of a head at most
NAMES = 40  # percent of the width that names may take before numbers go to a second table


class Console(Reporter):
    """Print with rich, with colors only where they are asked for."""

    name = "console"

    def render(self, run: Run, width: int = 100, *, color: bool = False) -> str:
        """Show where the run fails, the leaderboards, the bullets and what they lost, how sure it all is, the files."""
        width = max(width, NARROWEST)
        return _printed(_parts(run, width), width, color=color)

    def render_verdicts(self, run: Run, width: int = 100, *, color: bool = False) -> str:
        """Show how sure the differences are, and nothing else."""
        width = max(width, NARROWEST)
        return _printed(_verdicts(verdicts(run), width), width, color=color)

    def render_scores(
        self, found: Document, judged: Run, width: int = 100, *, digits: int = 1, color: bool = False
    ) -> str:
        """Show what `toolkit score` found; `judged` has its comparisons and verdicts as tables."""
        width = max(width, NARROWEST)
        return _printed(_scores(found, judged, digits, width), width, color=color)


def _printed(parts: Iterable[RenderableType], width: int, *, color: bool) -> str:
    from rich.console import Console as Terminal

    text = io.StringIO()
    terminal = Terminal(
        file=text,
        width=width,
        height=25,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        force_jupyter=False,
        force_interactive=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for part in parts:
        terminal.print(part)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()).strip("\n") + "\n"


def _parts(run: Run, width: int) -> Iterator[RenderableType]:
    yield layout.text(summary_line(run))
    yield from _where(run, width)
    for found, title in boards(run):
        yield from _board(found, title, width)
    yield from _bullets(run)
    yield from _losses(run, width)
    yield from _verdicts(verdicts(run), width)
    yield from layout.heading("Files")
    yield layout.text(f"{plain(str(run.folder))}: report.md to read, *.jsonl for other programs")
    yield layout.text(f"A page with pictures and every segment: toolkit report {quote(plain(str(run.folder)))}")


def _scores(found: Document, judged: Run, digits: int, width: int) -> Iterator[RenderableType]:
    for each in blocks(found, digits):
        yield from layout.heading(each.title)
        yield layout.columns(each.heads, each.rows, width)
        if each.notes:
            yield layout.pairs([("-", note) for note in each.notes], style="dim")
    yield from _verdicts(judgments(judged), width)
    yield from layout.heading("Signatures")
    yield layout.pairs(signatures(found))


def _where(run: Run, width: int) -> Iterator[RenderableType]:
    found = troubles(run, FAILURES, FACTS)
    for title, lines in found.items():
        yield from layout.heading(title)
        yield layout.pairs([("-", line) for line in lines], style="red" if title == FAILED else "")
    output = worst_output(run)
    lowest = worst(run, WORST)
    if lowest:
        yield from layout.heading(f"Where it fails: the segments with the lowest {output}")
        for place, one in enumerate(lowest):
            fresh = place == 0 or one.reference_name != lowest[place - 1].reference_name
            yield from _side_by_side(one, width, headed=fresh)
    elif not output and FACTS_TITLE not in found:
        yield from layout.heading("Where it fails")
        yield layout.text("Cannot be shown: there is no reference translation to compare with.")


def _side_by_side(one: Worst, width: int, *, headed: bool) -> Iterator[RenderableType]:
    from rich.table import Table

    yield layout.text("")
    yield layout.cell(f"{one.score}  {one.where} · {one.system}", "cyan")
    texts = [("source", one.source), (one.reference_name, one.reference), ("translation", one.translation)]
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim", show_header=headed)
    each = (width - GAP * len(texts)) // len(texts)
    for head, _ in texts:
        table.add_column(layout.cell(head), width=each, overflow="fold")
    table.add_row(*(layout.text(clipped(text, CLIP)) for _, text in texts))
    yield table


def _board(found: Board, title: str, width: int) -> Iterator[RenderableType]:
    yield from layout.heading(title)
    longest = max([NAME, *(len(entry.name) for entry in found.entries)])
    widths = [_width(found, place) for place in range(len(found.heads))]
    room = max(NAME, min(longest, width * NAMES // 100))
    for some in _pages(widths, width - _fixed(found) - room - GAP):
        taken = _fixed(found) + sum(widths[place] + GAP for place in some)
        yield layout.text("")
        yield _leaderboard(found, some, [*widths], min(longest, width - taken - GAP))
    yield layout.text("")
    yield layout.pairs([("-", note) for note in found.notes], style="dim")


def _width(found: Board, place: int) -> int:
    """Give the columns an output needs: its numbers, and the longest word of its head."""
    words = [min(len(word), HEAD) for word in found.heads[place].split()]
    return max([*words, *(len(entry.cells[place]) for entry in found.entries)])


def _fixed(found: Board) -> int:
    """Give the columns that place, answered examples and cost take."""
    answered = max([len("scored"), *(len(entry.answered) for entry in found.entries)]) + GAP
    costs = [len(entry.cost) for entry in found.entries]
    return 2 + GAP + answered + (max([len(f"cost {found.currency}"), *costs]) + GAP if found.currency else 0)


def _pages(widths: Sequence[int], room: int) -> list[list[int]]:
    """Deal outputs out to tables so that none is wider than the room."""
    pages: list[list[int]] = [[]]
    for place, width in enumerate(widths):
        if pages[-1] and sum(widths[i] + GAP for i in pages[-1]) + width + GAP > room:
            pages.append([])
        pages[-1].append(place)
    return pages


def _leaderboard(found: Board, some: Sequence[int], widths: Sequence[int], room: int) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("#", width=2, justify="right")
    table.add_column("", width=room, no_wrap=True)
    for place in some:
        table.add_column(layout.text(found.heads[place]), width=widths[place], justify="right", vertical="bottom")
    table.add_column("scored", justify="right", no_wrap=True)
    if found.currency:
        table.add_column(layout.cell(f"cost {plain(found.currency)}"), justify="right", no_wrap=True)
    for baseline, entries in groupby(found.entries, key=lambda entry: entry.baseline):
        if baseline:
            table.add_row("", layout.cell("baselines", "dim"))
        for entry in entries:
            table.add_row(*_row(entry, some))
    return table


def _row(entry: Entry, some: Sequence[int]) -> list[RenderableType]:
    style = "dim" if entry.baseline else ""
    cells = [entry.place, entry.name, *(entry.cells[place] for place in some), entry.answered]
    cells += [entry.cost] if entry.cost else []
    return [layout.cell(cell, style) for cell in cells]


def _bullets(run: Run) -> Iterator[RenderableType]:
    shown = told(run, ARTICLES)
    for article, group in groupby(shown, key=lambda one: one.article):
        yield from layout.heading(f"The bullets of {article}")
        for one in group:
            yield layout.text("")
            yield layout.text(f"{one.name}  {one.score}".rstrip(), "cyan")
            yield _lines(one)
    left = len({row["article_id"] for row in run.rows("bullets")}) - ARTICLES
    if left > 0:
        yield layout.text("")
        yield layout.text(f"The bullets of {left:,} more articles are in bullets.jsonl.")


def _lines(one: Told) -> RenderableType:
    """Lay out a summary: what each bullet was matched with, the bullet, its faults, and what no bullet told."""
    pairs = [(mark or "-", f"{text} [{fault}]" if fault else text) for text, mark, fault in one.bullets]
    return layout.pairs([*pairs, *((f"missed {mark}", text) for mark, text in one.missed)], indent=2)


def _verdicts(found: Iterable[Sure], width: int) -> Iterator[RenderableType]:
    for place, one in enumerate(found):
        if not place:
            yield from layout.heading("How sure")
        yield layout.text("")
        yield layout.text(one.sentence, "cyan")
        if one.rows:
            yield layout.columns(HEADS, one.rows, width)
        if one.notes:
            yield layout.pairs([("-", note) for note in one.notes], style="dim")


def _losses(run: Run, width: int) -> Iterator[RenderableType]:
    found = losses(run)
    if found is not None:
        yield from layout.heading(found.title)
        yield layout.text("")
        yield layout.columns(found.heads, found.rows, width)
        yield layout.pairs([("-", note) for note in found.notes], style="dim")


plugin = Console
