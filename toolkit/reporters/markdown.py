"""Show a run as Markdown: report.md, or a pull request's comment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from toolkit._written import plain
from toolkit.reporters._base import Reporter
from toolkit.reporters._boards import Board, Entry, boards
from toolkit.reporters._bullets import Told, told
from toolkit.reporters._facts import TITLE as FACTS_TITLE
from toolkit.reporters._losses import losses
from toolkit.reporters._scores import Document, blocks, judgments, signatures
from toolkit.reporters._verdicts import HEADS, Sure, verdicts
from toolkit.reporters._where import Worst, summary_line, troubles, worst, worst_output
from toolkit.tables import Run

WORST, FAILURES, FACTS, ARTICLES = 10, 50, 30, 20  # more than on a terminal, less than what makes a comment too long
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")
_BLOCK = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


class Markdown(Reporter):
    """Write CommonMark with tables; lines are not folded and there are no colors."""

    name = "markdown"

    def render(self, run: Run, width: int = 100, *, color: bool = False) -> str:  # noqa: ARG002 - a contract
        """Show where the run fails, leaderboards, bullets, how sure it all is and what made the numbers, so ordered."""
        parts = [*_head(run), *_where(run), *_boards(run), *_bullets(run), *_losses(run)]
        parts += [*_verdicts(verdicts(run)), *_made(run)]
        return "\n\n".join(parts) + "\n"

    def render_verdicts(self, run: Run) -> str:
        """Show how sure the differences are, and nothing else."""
        return "\n\n".join(_verdicts(verdicts(run))) + "\n"

    def render_scores(self, found: Document, judged: Run, digits: int = 1) -> str:
        """Show what `toolkit score` found; `judged` has its comparisons and verdicts as tables."""
        return "\n\n".join([*_scores(found, digits), *_verdicts(judgments(judged)), *_signatures(found)]) + "\n"


def escape(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is: no markup, no HTML, no new block.

    >>> print(escape("a|b <i>*c*"), escape("1. x"), escape("- y"))
    a\|b \<i\>\*c\* 1\. x \- y
    """
    text = _SPECIAL.sub(r"\\\1", plain(text).strip())
    return _BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Write a table; cells are escaped already, columns of `numbers` stand to the right.

    >>> print(table(["a", "b"], [["x", "1"]], numbers=[1]))
    | a | b |
    |---|--:|
    | x | 1 |
    """
    rules = ["--:" if place in numbers else "---" for place in range(len(heads))]
    return "\n".join([_line(heads), f"|{'|'.join(rules)}|", *map(_line, rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(run: Run) -> Iterator[str]:
    row = run.rows("runs")[0]
    yield f"# Run {escape(run.run_id)}"
    yield f"{escape(row['created_at'])}: {escape(summary_line(run))}."


def _where(run: Run) -> Iterator[str]:
    found = troubles(run, FAILURES, FACTS)
    for title, lines in found.items():
        yield f"## {title}"
        yield "\n".join(f"- {escape(line)}" for line in lines)
    output = worst_output(run)
    lowest = worst(run, WORST)
    if lowest:
        yield f"## Where it fails: the segments with the lowest {escape(output)}"
        heads = [escape(output), "system", "segment", "source", "reference", "translation"]
        yield table(heads, [_worst(one) for one in lowest], numbers=[0])
    elif not output and FACTS_TITLE not in found:
        yield "## Where it fails"
        yield "Cannot be shown: there is no reference translation to compare with."


def _worst(one: Worst) -> list[str]:
    reference = f"{one.reference} ({one.reference_name.removeprefix('reference ')})" if one.reference else ""
    return [escape(text) for text in (one.score, one.system, one.where, one.source, reference, one.translation)]


def _boards(run: Run) -> Iterator[str]:
    for found, title in boards(run):
        yield f"## {escape(title)}"
        heads = ["#", "", *(escape(head) for head in found.heads), "scored", *_cost_head(found)]
        yield table(heads, [_entry(entry) for entry in found.entries], _right(found))
        yield "\n".join(f"- {escape(note)}" for note in found.notes)


def _cost_head(found: Board) -> list[str]:
    return [f"cost ({escape(found.currency)})"] if found.currency else []


def _right(found: Board) -> list[int]:
    return [0, *range(2, len(found.heads) + 3 + len(_cost_head(found)))]


def _entry(entry: Entry) -> list[str]:
    label = escape(entry.name) + (" *(baseline)*" if entry.baseline else "")
    return [entry.place, label, *entry.cells, entry.answered, *([entry.cost] if entry.cost else [])]


def _bullets(run: Run) -> Iterator[str]:
    for article, group in groupby(told(run, ARTICLES), key=lambda one: one.article):
        yield f"## The bullets of {escape(article)}"
        yield from (block for one in group for block in _told(one))
    left = len({row["article_id"] for row in run.rows("bullets")}) - ARTICLES
    if left > 0:
        yield f"The bullets of {left:,} more articles are in bullets.jsonl."


def _told(one: Told) -> Iterator[str]:
    yield f"**{escape(one.name)}**" + (f" ({escape(one.score)})" if one.score else "")
    told = [(text, "; ".join(filter(None, (mark, fault)))) for text, mark, fault in one.bullets]
    lines = [f"- {escape(text)}" + (f" ({escape(mark)})" if mark else "") for text, mark in told]
    yield "\n".join([*lines, *(f"- *missed {escape(mark)}:* {escape(text)}" for mark, text in one.missed)])


def _losses(run: Run) -> Iterator[str]:
    found = losses(run)
    if found is not None:
        yield f"## {escape(found.title)}"
        rows = [[escape(cell) for cell in cells] for cells in found.rows]
        yield table([escape(head) for head in found.heads], rows, [*range(1, len(found.heads))])
        yield "\n".join(f"- {escape(note)}" for note in found.notes)


def _verdicts(found: Iterable[Sure]) -> Iterator[str]:
    for place, one in enumerate(found):
        if not place:
            yield "## How sure"
        yield f"**{escape(one.title)}**: {escape(one.sentence)}"
        if one.rows:
            numbers = range(1, len(HEADS))
            yield table([*HEADS], [[escape(cell) for cell in cells] for cells in one.rows], [*numbers])
        if one.notes:
            yield "\n".join(f"- {escape(note)}" for note in one.notes)


def _scores(found: Document, digits: int) -> Iterator[str]:
    for each in blocks(found, digits):
        yield f"## {escape(each.title)}"
        rows = [[escape(cell) for cell in cells] for cells in each.rows]
        yield table([escape(head) for head in each.heads], rows, range(1, len(each.heads)))
        if each.notes:
            yield "\n".join(f"- {escape(note)}" for note in each.notes)


def _signatures(found: Document) -> Iterator[str]:
    yield "## Signatures"
    yield table(["what", "signature"], [[escape(title), escape(text)] for title, text in signatures(found)])


def _made(run: Run) -> Iterator[str]:
    """Say what made the numbers: versions and signatures."""
    row = run.rows("runs")[0]
    versions = [("toolkit", row["toolkit_version"]), ("python", row["python_version"]), ("platform", row["platform"])]
    yield "## What made the numbers"
    signatures = list(_flat(json.loads(row["signatures_json"]), ""))
    yield table(
        ["what", "version or signature"], [[escape(what), escape(text)] for what, text in versions + signatures]
    )


def _flat(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name} {key}".strip())
    else:
        yield name, str(value)


plugin = Markdown
