"""The leaderboards, drawn from a run's table of aggregates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit._written import NONE, counted, number, plain
from toolkit.records import Task
from toolkit.reporters._costs import costs, paid_notes
from toolkit.reporters._groups import group_notes
from toolkit.tables import Row, Run

HEADLINES = ("similarity", "chrf", "rouge1", "bullet_f1")  # what gives the order, the first that was scored
ASIDE = frozenset({"rouge1_recall", "rouge2_recall", "rougeL_recall"})  # in the tables, not on a board
SILENT = frozenset({"bullet_facts_wrong"})  # on a board, and beside a verdict, only where there is something to see
UNREFERENCED = "No verdict: without a reference the scores tell where to look, not which is better."
UNTESTED = "Order is by score alone: whether a difference is more than chance is not tested."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a leaderboard.

    Attributes:
        place: `1` …, `–` where it is not ranked.
        name: system, or summarizer and system.
        baseline: whether it frames the others.
        cells: one number an output, written.
        rows: of each output the row of the table, None where there is none.
        answered: scored examples of all, as `16/17`.
        cost: what its translations cost when they were made, `""` on a board that shows none.
    """

    place: str
    name: str
    baseline: bool
    cells: tuple[str, ...]
    rows: tuple[Row | None, ...]
    answered: str
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard.

    Attributes:
        task: what is compared.
        order: what the order is, as `highest similarity first`; `""` where nothing was scored.
        outputs: what the columns show.
        heads: title of each output.
        entries: ranked ones, the others, the baselines; each group best score first.
        notes: what has to be known to read it, a sentence each.
        currency: of the costs, `""` where none is known.
    """

    task: Task
    order: str
    outputs: tuple[str, ...]
    heads: tuple[str, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    currency: str = ""


def headline(run: Run, task: Task) -> str:
    """Choose the output that gives the order: the first of `HEADLINES` that was scored, or else any; `""` for none."""
    scored = [row["output"] for row in run.rows("aggregates") if row["task"] == task and row["scored"]]
    scored.sort(key=lambda output: output in SILENT)
    return next((output for output in (*HEADLINES, *scored) if output in scored), "")


def boards(run: Run) -> Iterator[tuple[Board, str]]:
    """Draw up the leaderboards there are, each with its title."""
    titles: dict[Task, str] = {"translation": "Translations", "summary": "Bullets by summarizer and translation"}
    for task, title in titles.items():
        found = board(run, task)
        if found is not None:
            yield found, f"{title}, {found.order}" if found.order else title


def board(run: Run, task: Task) -> Board | None:
    """Draw up a leaderboard, None where nothing of the task was to be scored."""
    rows = [row for row in run.rows("aggregates") if row["task"] == task]
    if not rows:
        return None
    order = headline(run, task)
    every = _outputs(rows, order, every=task == "summary")
    scored = {row["output"] for row in rows if row["scored"] and (row["score"] or row["output"] not in SILENT)}
    outputs = tuple(output for output in every if output in scored) or every
    titles = {row["output"]: plain(row["title"]) for row in rows}
    lines = _lines(rows)
    known = costs(run) if task == "translation" else {}
    return Board(
        task=task,
        order=_order(rows, order),
        outputs=outputs,
        heads=tuple(titles[output] for output in outputs),
        entries=tuple(
            _entry(line, outputs, order, known) for line in sorted(lines, key=lambda line: _place(line, order))
        ),
        notes=(
            *_untested(run, rows),
            *_groups(run, lines, order),
            *_notes(lines, every, order),
            *(paid_notes(run) if known else ()),
        ),
        currency=run.rows("runs")[0]["currency"] if known else "",
    )


def _order(rows: Sequence[Row], order: str) -> str:
    named = [
        f"{'highest' if r['higher_is_better'] else 'lowest'} {plain(r['title'])} first"
        for r in rows
        if r["output"] == order
    ]
    return named[0] if named else ""


def _lines(rows: Iterable[Row]) -> list[dict[str, Row]]:
    """Gather the rows of each system and summarizer, by output."""
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        lines.setdefault((row["system"], row["summarizer"]), {})[row["output"]] = row
    return list(lines.values())


def _outputs(rows: Sequence[Row], order: str, *, every: bool) -> tuple[str, ...]:
    """Choose the columns, every output or each metric's first: the one that gives the order and its metric's lead."""
    firsts: dict[str, Row] = {}
    for row in rows:
        if row["output"] not in ASIDE:
            firsts.setdefault(row["output"] if every else row["metric"], row)
    leading = {row["metric"] for row in rows if row["output"] == order}
    found = sorted(firsts.values(), key=lambda row: (row["output"] != order, row["metric"] not in leading))
    return tuple(row["output"] for row in found)


def _first(line: dict[str, Row], order: str) -> Row:
    return line.get(order) or next(iter(line.values()))


def _place(line: dict[str, Row], order: str) -> tuple[bool, bool, float, str]:
    row = _first(line, order)
    score = -float("inf") if row["score"] is None else row["score"]
    return row["baseline"], not row["ranked"], -score if row["higher_is_better"] else score, name(row)


def name(row: Row) -> str:
    """Name a line of a leaderboard: the system, or the summarizer and what it read."""
    return plain(f"{row['summarizer']} on {row['system']}" if row["summarizer"] else row["system"])


def _entry(line: dict[str, Row], outputs: Sequence[str], order: str, known: Mapping[str, str]) -> Entry:
    row = _first(line, order)
    return Entry(
        place=str(row["rank"]) if row["ranked"] else NONE,
        name=name(row),
        baseline=row["baseline"],
        cells=tuple(number(output, line[output]["score"]) if output in line else NONE for output in outputs),
        rows=tuple(line.get(output) for output in outputs),
        answered=f"{row['scored_examples']}/{row['examples']}",
        cost=known.get(row["system"], NONE) if known else "",
    )


def _notes(lines: Sequence[dict[str, Row]], outputs: Sequence[str], order: str) -> tuple[str, ...]:
    firsts = [_first(line, order) for line in lines]
    return (
        *_against(firsts),
        *(_unranked(row) for row in firsts if not row["ranked"] and not row["baseline"] and row["scored"]),
        *_unscored(lines, outputs),
    )


def _unscored(lines: Sequence[dict[str, Row]], outputs: Sequence[str]) -> Iterator[str]:
    """Say what was not scored and why: what has one reason on the same lines together, the lines where not all are."""
    missing: dict[tuple[str, str], list[str]] = {}
    for output in outputs:
        has = [line[output] for line in lines if output in line]
        for reason in dict.fromkeys(row["reason"] for row in has if not row["scored"]):
            own = [name(row) for row in has if not row["scored"] and row["reason"] == reason]
            where = f" ({', '.join(own)})" if len(own) < len(has) else ""
            missing.setdefault((plain(reason), where), []).append(plain(has[0]["title"]))
    for (reason, where), titles in missing.items():
        yield f"{', '.join(titles)} not scored: {reason}{where}"


def _untested(run: Run, rows: Sequence[Row]) -> list[str]:
    """Warn of an order that is no verdict: nothing has a reference, or several lines are ranked and none was tested."""
    if any(row["task"] == rows[0]["task"] for row in run.rows("verdicts")):
        return []
    if not any(row["scored"] and row["references"] for row in rows):
        return [UNREFERENCED] if len({name(row) for row in rows if not row["baseline"]}) > 1 else []
    return [UNTESTED] if len({name(row) for row in rows if row["ranked"]}) > 1 else []


def _groups(run: Run, lines: Iterable[dict[str, Row]], order: str) -> Iterator[str]:
    """Say what is shown of the order."""
    rows = [line[order] for line in sorted(lines, key=lambda line: _place(line, order)) if order in line]
    alone = sum(row["status"] == "ok" for row in run.rows("articles")) == 1
    for row in rows[:1]:
        yield from group_notes(plain(row["title"]), {name(each): each["rank_group"] for each in rows}, alone=alone)


def _unranked(row: Row) -> str:
    return f"{name(row)} is not ranked: {row['scored_examples']} of {counted(row['examples'], 'example')} answered."


def _against(rows: Sequence[Row]) -> list[str]:
    """Say which references the scores are against, by groups of lines where they differ."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["reference_names"], []).append(name(row))
    if len(groups) == 1:
        return [f"Scored against {_named(names)}." for names in groups if names]
    return [f"Scored against {_named(names)}: {', '.join(who)}." for names, who in groups.items() if names]


def _named(names: str) -> str:
    return f"reference{'s' if ' ' in names else ''} {plain(names).replace(' ', ', ')}"
