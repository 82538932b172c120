"""What may be said of the differences, drawn from a run's tables of verdicts and comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit._written import NONE, counted, number, plain, signed
from toolkit.reporters._boards import ASIDE, SILENT
from toolkit.statistics._wording import listed
from toolkit.tables import Row, Run

HEADS = ("metric", "difference", "interval", "p", "adjusted p", "won, lost, tied", "shown from")


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
    """Go through the verdicts of a run, each with the numbers of the outputs it rests on first.

    How all was tested is said once, and again where it changes: with many pairs nobody would read it twice.
    """
    said: set[str] = set()
    for verdict in run.rows("verdicts"):
        rows = [row for row in run.rows("comparisons") if _pair(row) == _pair(verdict) and _seen(row)]
        rests = verdict["outputs"].split()
        rows.sort(key=lambda row: row["output"] not in rests)
        scored = [row for row in rows if row["scored"]]
        how = [note for note in _how(scored) if note not in said]
        said.update(how)
        yield Sure(
            title=f"{side(verdict, 'candidate')} against {side(verdict, 'baseline')}",
            sentence=plain(verdict["sentence"]),
            rows=tuple(map(_cells, scored)),
            numbers=tuple(scored),
            notes=(
                *_what(verdict, scored),
                *_missing(scored, rests),
                *_people(scored),
                *how,
                *_peers(scored),
                *_not_compared(rows),
            ),
        )


def _pair(row: Row) -> tuple[str, ...]:
    names = ("family", "baseline", "baseline_summarizer", "candidate", "candidate_summarizer")
    return tuple(row[name] for name in names)


def _seen(row: Row) -> bool:
    """Tell whether a difference is shown: not what stands in the tables alone, nor faults that neither side has."""
    clean = row["output"] in SILENT and not row["baseline_score"] and not row["candidate_score"]
    return row["output"] not in ASIDE and not clean


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
        _p(row["p"]),
        _p(row["adjusted_p"]),
        f"{row['wins']}/{row['losses']}/{row['ties']}",
        number(output, row["detectable"]),
    )


def _p(value: float | None) -> str:
    return NONE if value is None else f"{value:.4f}"


def _what(verdict: Row, scored: Sequence[Row]) -> Iterator[str]:
    """Say what a difference is, and which way is good."""
    lower = [plain(row["title"]) for row in scored if not row["higher_is_better"]]
    way = f"; of {listed(lower)} lower is better" if lower else ""
    for row in scored[:1]:
        sides = f"{side(verdict, 'candidate')} less {side(verdict, 'baseline')}"
        yield f"Each difference is {sides}, over {counted(row['units'], row['unit'])}{way}."


def _how(scored: Sequence[Row]) -> Iterator[str]:
    """Say how it was tested."""
    tested = [row for row in scored if row["p"] is not None]
    for row in tested[:1]:
        yield (
            f"p: paired approximate randomization, two-sided, {_shuffles(tested)}, corrected (Holm) over "
            f"{counted(row['family_size'], 'comparison')}, level {row['level']:g}; interval: {1 - row['level']:.0%}, "
            f"paired bootstrap, {row['resamples']:,} resamples; seed {row['seed']}."
        )
    if any(row["detectable"] is not None for row in tested):
        yield "shown from: so large a difference is found in four of five cases (80% power), a smaller one less often."
    if scored and not tested:
        yield "No p and no interval: a single article is nothing to draw from."


def _shuffles(tested: Iterable[Row]) -> str:
    """Count the shuffles; metrics differ in them where they see other units differ."""
    counts = {(row["trials"], row["exact"]) for row in tested}
    (fewest, exact), (most, _) = min(counts), max(counts)
    if fewest != most:
        return f"{fewest:,} to {most:,} shuffles"
    if exact:
        return "the only shuffle there is" if most == 1 else f"all {most:,} shuffles"
    return counted(most, "shuffle")


def _missing(scored: Iterable[Row], rests: Sequence[str]) -> Iterator[str]:
    """Say how much more material would show a difference, by each of the outputs that decide."""
    missing = [
        (f"{row['articles_needed'] - row['units']:,} by {plain(row['title'])}", row["unit"])
        for row in scored
        if row["output"] in rests
        and row["articles_needed"] is not None
        and row["articles_needed"] > row["units"]
        and row["adjusted_p"] > row["level"]
    ]
    if missing:
        amounts, unit = listed(amount for amount, _ in missing), missing[0][1]
        yield f"To show a difference as large as this takes more {unit}s (80% power): {amounts}."


def _people(scored: Iterable[Row]) -> Iterator[str]:
    """Say what a difference of this size is to people."""
    shares = [
        f"in {row['people_agree']:.0%} of cases as {plain(row['title'])} does"
        for row in scored
        if row["people_agree"] is not None and row["difference"]
    ]
    if shares:
        yield f"People rank pairs of systems so far apart {listed(shares)} (Kocmi et al. 2024, on other systems)."


def _peers(scored: Iterable[Row]) -> Iterator[str]:
    """Give sacrebleu's own p, which papers report."""
    told = [
        f"{plain(row['title'])} {_p(row['sacrebleu_bootstrap_p'])} and {_p(row['sacrebleu_randomization_p'])}"
        for row in scored
        if row["sacrebleu_bootstrap_p"] is not None
    ]
    if told:
        yield f"sacrebleu's own p, over segments, not corrected (--paired-bs and --paired-ar): {'; '.join(told)}."


def _not_compared(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if not row["scored"]:
            yield f"{plain(row['title'])}: not compared: {plain(row['reason'])}."
