"""The bullets of a run, with how each fared, drawn from its table of bullets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit._written import number, plain
from toolkit.reporters._boards import headline, name
from toolkit.reporters._facts import Place, wrong_in_bullets
from toolkit.tables import Row, Run

Wrong = Mapping[Place, Sequence[Row]]
"""The wrong facts of each bullet that has any."""


@dataclass(frozen=True, slots=True)
class Told:
    """One summary, or one set of reference bullets, of an article.

    Attributes:
        article: its id.
        name: summarizer and system, or `reference a`.
        score: of this article alone, by the summary's headline output; `""` without.
        bullets: text, mark (`0.712 = a2`, `extra`) and fault (`wrong number, unsupported`, `""`) of each bullet.
        missed: reference bullets that nothing was matched with: mark and text.
    """

    article: str
    name: str
    score: str
    bullets: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str], ...] = ()


def told(run: Run, most: int) -> tuple[Told, ...]:
    """Give the bullets of the first articles: reference sets, then each real summary, in the leaderboard's order."""
    by_article: dict[str, list[Row]] = {}
    for row in run.rows("bullets"):
        by_article.setdefault(row["article_id"], []).append(row)
    wrong = wrong_in_bullets(run)
    return tuple(
        one for article in list(by_article)[:most] for one in _article(run, article, by_article[article], wrong)
    )


def _article(run: Run, article: str, rows: Sequence[Row], wrong: Wrong) -> list[Told]:
    order = headline(run, "summary")
    titles = {row["output"]: plain(row["title"]) for row in run.rows("aggregates")}
    places = {name(row): row["rank"] or len(rows) for row in run.rows("aggregates") if row["output"] == order}
    scores = {
        name(row): f"{titles[order]} {number(order, row['score'])}"
        for row in run.rows("scores")
        if row["output"] == order and row["article_id"] == article and row["scored"]
    }
    references = [row for row in rows if row["role"] == "reference"]
    candidates = [row for row in rows if row["role"] == "candidate"]
    real = [row for row in candidates if not row["baseline"]] or candidates
    real.sort(key=lambda row: (places.get(name(row), len(rows)), name(row), row["position"]))
    sets = [_told(list(group), "", [], wrong) for _, group in groupby(references, key=lambda row: row["summarizer"])]
    made = [(label, list(group)) for label, group in groupby(real, key=name)]
    return sets + [_told(group, scores.get(label, ""), references, wrong) for label, group in made]


def _told(rows: Sequence[Row], score: str, references: Sequence[Row], wrong: Wrong) -> Told:
    first = rows[0]
    label = plain(first["summarizer"]) if first["role"] == "reference" else name(first)
    bullets = tuple((plain(row["text"]), _mark(row), _fault(row, wrong)) for row in rows)
    return Told(plain(first["article_id"]), label, score, bullets, tuple(_missed(rows, references)))


def _mark(row: Row) -> str:
    if row["status"] == "matched":
        return f"{number('similarity', row['similarity'])} = {plain(row['matched_reference'])}{row['matched_position']}"
    return "extra" if row["status"] == "extra" else ""


def _fault(row: Row, wrong: Wrong) -> str:
    facts = wrong.get((row["article_id"], row["system"], row["summarizer"], row["position"]), ())
    stated = [f"wrong {kind}" for kind in dict.fromkeys(fact["kind"] for fact in facts)]
    again = [f"says {row['repeats']} again"] if row["repeats"] is not None else []
    unsupported = ["unsupported"] if row["unsupported"] else []
    broken = [fault.partition(":")[0] for fault in row["faults"].split("; ")] if row["publishable"] is False else []
    return plain(
        ", ".join([*stated, *again, *unsupported, *([f"not publishable: {', '.join(broken)}"] if broken else [])])
    )


def _missed(rows: Sequence[Row], references: Sequence[Row]) -> list[tuple[str, str]]:
    """Find the reference bullets of the set that was aligned which no bullet was matched with."""
    matched = {(row["matched_reference"], row["matched_position"]) for row in rows if row["status"] == "matched"}
    sets = {reference for reference, _ in matched}
    return [
        (plain(f"{row['reference']}{row['position']}"), plain(row["text"]))
        for row in references
        if row["reference"] in sets and (row["reference"], row["position"]) not in matched
    ]
