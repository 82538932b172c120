"""What translations cost, drawn from a run's table of segments."""

from __future__ import annotations

import statistics

from toolkit.prices import exact, money
from toolkit.tables import Row, Run


def costs(run: Run) -> dict[str, str]:
    """Write what each system's translations cost when they were made, by its name; empty where nothing has a price.

    A text that stands twice was paid once. An estimate has a `~`.
    """
    texts: dict[str, dict[str, Row]] = {}
    for row in run.rows("segments"):
        if row["cost"] is not None:
            texts.setdefault(row["system"], {})[row["key"] or f"{row['article_id']} {row['segment_id']}"] = row
    return {system: _cost(list(rows.values()), run.rows("runs")[0]["currency"]) for system, rows in texts.items()}


def latencies(run: Run) -> dict[str, str]:
    """Write the median time of the calls that brought each system's translations, in milliseconds, by its name.

    A replayed translation counts with the time it took when it was made.
    """
    times: dict[str, list[float]] = {}
    for row in run.rows("segments"):
        if row["latency_ms"] is not None:
            times.setdefault(row["system"], []).append(row["latency_ms"])
    return {system: f"{statistics.median(found):,.0f}" for system, found in times.items()}


def paid_notes(run: Run) -> tuple[str, ...]:
    """Say what the costs of a leaderboard are, and what was paid now."""
    row = run.rows("runs")[0]
    paid = money(exact(row["cost"]), row["currency"])
    estimated = any(each["bill_estimated"] for each in run.rows("segments"))
    return (
        f"The cost is that of each translation when it was made, at the config's prices; this run paid {paid}.",
        *(["A cost with ~ is an estimate: the service reported too little."] if estimated else []),
    )


def _cost(rows: list[Row], currency: str) -> str:
    about = "~" if any(row["bill_estimated"] for row in rows) else ""
    return about + money(sum((exact(row["cost"]) for row in rows), exact(0.0)), currency).removesuffix(f" {currency}")
