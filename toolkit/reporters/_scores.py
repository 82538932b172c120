"""What `toolkit score` found as tables of text, drawn from its JSON document; the same in every reporter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit._written import NONE, counted, number, plain
from toolkit.reporters._groups import group_notes
from toolkit.reporters._verdicts import Sure, verdicts
from toolkit.tables import Run

Document = Mapping[str, Any]
Row = Mapping[str, Any]

MANY = 12
"""Pairs of systems whose numbers a person still reads one after another."""

_ELSEWHERE = (
    "The numbers of so many pairs are in the JSON form, with interval, p, and the difference that could be shown."
)

_WORDS = {"no difference shown": "not shown", "too little material": "too little"}
"""What fits into a cell; other verdicts of a metric are written as they are."""


@dataclass(frozen=True, slots=True)
class Block:
    """One table with its title.

    Attributes:
        title: what it shows.
        heads: of its columns; the first column is text, the others are numbers.
        rows: cells as they are printed.
        notes: what has to be known to read it, a sentence each.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def blocks(found: Document, digits: int = 1) -> Iterator[Block]:
    """Draw up the tables: scores, BLEU taken apart, sacrebleu's test, and every metric's verdict beside the joint one.

    Args:
        found: the document.
        digits: after the point, of scores from 0 to 100; of others two more.
    """
    yield _scores(found, digits)
    yield from _parts(found)
    if found["sacrebleu_test"]:
        yield from _tested(found, digits)
    baselines = list(dict.fromkeys(row["baseline"] for row in found["verdicts"]))
    for baseline in baselines:
        yield _against(found, baseline, last=baseline == baselines[-1])


def judgments(judged: Run) -> list[Sure]:
    """Give the verdicts with their numbers; of many pairs the sentences alone, whose numbers the JSON holds."""
    every = list(verdicts(judged))
    if len(every) <= MANY:
        return every
    short = [dataclasses.replace(one, rows=(), notes=()) for one in every]
    return [*short[:-1], dataclasses.replace(short[-1], notes=(_ELSEWHERE,))]


def signatures(found: Document) -> list[tuple[str, str]]:
    """List what can change each number."""
    return list(dict.fromkeys((plain(row["title"]), row["signature"]) for row in found["scores"]))


def bare(found: Document, digits: int = 1) -> str:
    """Write the scores alone, one a line; of several systems a line each, with the name first and tabs between."""
    rows = _by_system(found["scores"])
    if len(rows) == 1:
        return "\n".join(number(row["output"], row["score"], digits) for row in next(iter(rows.values())).values())
    return "\n".join(
        "\t".join([plain(name), *(number(row["output"], row["score"], digits) for row in own.values())])
        for name, own in rows.items()
    )


def bare_lines(found: Document, digits: int = 1) -> str:
    """Write the scores of all lines, one a line."""
    return "\n".join(number(found["output"], score, digits) for score in found["scores"])


def _scores(found: Document, digits: int) -> Block:
    by_system = _by_system(found["scores"])
    outputs = list(next(iter(by_system.values())).values())
    titles = tuple(plain(row["title"]) for row in outputs)
    rows = tuple(
        (plain(name), *(number(row["output"], row["score"], digits) for row in own.values()))
        for name, own in by_system.items()
    )
    against = f"Scored against {', '.join(plain(name) for name in found['references'])}."
    lower = [plain(row["title"]) for row in outputs if not row["higher_is_better"]]
    notes = (against, *(f"{title}: lower is better." for title in lower), *_groups(found, outputs))
    return Block(f"Scores of {counted(found['segments'], 'segment')}", ("", *titles), rows, notes)


def _groups(found: Document, outputs: Iterable[Row]) -> Iterator[str]:
    """Say what is shown of the order by each output."""
    for output in outputs:
        rows = [row for row in found["scores"] if row["output"] == output["output"] and row["score"] is not None]
        rows.sort(key=lambda row: row["score"], reverse=output["higher_is_better"])
        groups = {row["system"]: row["rank_group"] for row in rows}
        yield from group_notes(plain(output["title"]), groups, alone=found["documents"] == 1)


def _parts(found: Document) -> Iterator[Block]:
    rows = [row for row in found["scores"] if "bleu" in row]
    if rows:
        heads = ("", "1 word", "2", "3", "4", "brevity", "ratio", "words", "reference")
        yield Block("BLEU taken apart: precisions and lengths", heads, tuple(map(_part, rows)))


def _part(row: Row) -> tuple[str, ...]:
    part = row["bleu"]
    ratio = part["hypothesis_length"] / part["reference_length"] if part["reference_length"] else 0.0
    return (
        plain(row["system"]),
        *(f"{precision:.1f}" for precision in part["precisions"]),
        f"{part['brevity_penalty']:.3f}",
        f"{ratio:.3f}",
        f"{part['hypothesis_length']:,}",
        f"{part['reference_length']:,}",
    )


def _tested(found: Document, digits: int) -> Iterator[Block]:
    """Show sacrebleu's own test, a table a metric; those it does not know are left out."""
    test = found["sacrebleu_test"]
    known = [row for row in found["scores"] if row["mean"] is not None or row["p"] is not None]
    outputs = list(dict.fromkeys(row["output"] for row in known))
    for output in outputs:
        rows = [row for row in found["scores"] if row["output"] == output]
        intervals, ps = any(row["mean"] is not None for row in rows), any(row["p"] is not None for row in rows)
        yield Block(
            f"{plain(rows[0]['title'])}: sacrebleu's {test['test']} ({test['option']})",
            ("", "score", *(("mean", "± (95 %)") if intervals else ()), *(("p",) if ps else ())),
            tuple(_test_cells(row, digits, intervals=intervals, ps=ps) for row in rows),
            tuple(_test_notes(test)) if output == outputs[-1] else (),
        )


def _test_cells(row: Row, digits: int, *, intervals: bool, ps: bool) -> tuple[str, ...]:
    around = tuple(number(row["output"], row[name], digits) for name in ("mean", "half_interval")) if intervals else ()
    p = (NONE if row["p"] is None else f"{row['p']:.4f}",) if ps else ()
    return (plain(row["system"]), number(row["output"], row["score"], digits), *around, *p)


def _test_notes(test: Row) -> Iterator[str]:
    draws = "shuffles" if test["option"] == "--paired-ar" else "resamples"
    against = f"; p against {plain(test['baseline'])}, of one pair at a time, not corrected" if test["baseline"] else ""
    yield f"{test['samples']:,} {draws} of {test['unit']}s, seed {test['seed']}{against}."


def _against(found: Document, baseline: str, *, last: bool) -> Block:
    """Show differences with every metric's own verdict, and the joint one."""
    judged = [row for row in found["verdicts"] if row["baseline"] == baseline]
    rows = [row for row in found["comparisons"] if row["baseline"] == baseline]
    titles = {row["output"]: plain(row["title"]) for row in rows}
    cells = {(row["candidate"], row["output"]): _difference(row) for row in rows}
    return Block(
        f"Against {plain(baseline)}: difference and verdict",
        ("", *titles.values(), "together"),
        tuple(
            (
                plain(row["candidate"]),
                *(cells.get((row["candidate"], output), NONE) for output in titles),
                row["verdict"],
            )
            for row in judged
        ),
        tuple(_how(found)) if last else (),
    )


def _difference(row: Row) -> str:
    if row["difference"] is None:
        return NONE
    gain = number(row["output"], row["difference"])
    word = row["verdict"].removesuffix(" on this article")
    return f"{'+' if row['difference'] > 0 else ''}{gain} {_WORDS.get(word, word)}"


def _how(found: Document) -> Iterator[str]:
    how = found["comparison"]
    pairs = counted(len(found["verdicts"]), "pair")
    over = counted(how["units"], how["unit"]) if how["units"] else "nothing"
    yield (
        f"Over {over}: {how['test']}, at most {how['trials']:,} shuffles, Holm over {pairs}, level {how['level']:g}; "
        f"seed {how['seed']}."
    )
    if how["unit"] == "segment" and found["documents"] is None:
        yield "Each line counts as independent of the others; --docs names the lines of one document, which are not."


def _by_system(rows: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Gather the rows of each system, by output."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["system"], {})[row["output"]] = row
    return found
