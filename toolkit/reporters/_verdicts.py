"""What may be said of the differences, drawn from a run's tables of verdicts and comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.reporters._boards import ASIDE
from toolkit.reporters._numbers import NONE, counted, number, plain, signed
from toolkit.tables import Row, Run

HEADS = ("metric", "difference", "interval", "p", "adjusted p", "won/lost/tied", "shown from")


@dataclass(frozen=True, slots=True)
class Sure:
    """One pair's verdict.

    Attributes:
        title: who is compared with whom.
        sentence: the verdict.
        rows: by output the cells under `HEADS`.
        numbers: of each of them the row of the table.
        notes: what has to be known to read them, a sentence each.
    """

    title: str
    sentence: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[Row, ...]
    notes: tuple[str, ...]


def verdicts(run: Run) -> Iterator[Sure]:
    """Go through the verdicts of a run, each with the numbers of the outputs it rests on first."""
    for verdict in run.rows("verdicts"):
        rows = [row for row in run.rows("comparisons") if _pair(row) == _pair(verdict) and row["output"] not in ASIDE]
        rests = verdict["outputs"].split()
        rows.sort(key=lambda row: row["output"] not in rests)
        yield Sure(
            title=f"{side(verdict, 'candidate')} against {side(verdict, 'baseline')}",
            sentence=plain(verdict["sentence"]),
            rows=tuple(_cells(row) for row in rows if row["scored"]),
            numbers=tuple(row for row in rows if row["scored"]),
            notes=tuple(_notes(rows)),
        )


def _pair(row: Row) -> tuple[str, ...]:
    names = ("family", "baseline", "baseline_summarizer", "candidate", "candidate_summarizer")
    return tuple(row[name] for name in names)


def side(row: Row, which: str) -> str:
    """Name one side, `baseline` or `candidate`, of a row of verdicts or comparisons."""
    summarizer = row[f"{which}_summarizer"]
    return plain(f"{summarizer} on {row[which]}" if summarizer else row[which])


def _cells(row: Row) -> tuple[str, ...]:
    output = row["output"]
    interval = f"{signed(output, row['low'])} … {signed(output, row['high'])}" if row["low"] is not None else NONE
    return (
        plain(row["title"]),
        signed(output, row["difference"]),
        interval,
        p_value(row["p"]),
        p_value(row["adjusted_p"]),
        f"{row['wins']}/{row['losses']}/{row['ties']}",
        number(output, row["detectable"]),
    )


def p_value(value: float | None) -> str:
    """Write a p, `–` for none."""
    return NONE if value is None else f"{value:.4f}"


def _notes(rows: list[Row]) -> Iterator[str]:
    scored = [row for row in rows if row["scored"]]
    for row in scored[:1]:
        units, family = counted(row["units"], str(row["unit"])), counted(row["family_size"], "comparison")
        if row["p"] is None:
            yield f"Over {units}: no p, no interval."
            break
        shuffles = f"{'all ' if row['exact'] else ''}{row['trials']:,} shuffles"
        yield (
            f"Over {units}. p: {shuffles}, corrected over {family}; interval: {1 - row['level']:.0%}, of "
            f"{row['resamples']:,} resamples; seed {row['seed']}."
        )
    for row in rows:
        if not row["scored"]:
            yield f"{plain(row['title'])}: not compared: {plain(row['reason'])}."
