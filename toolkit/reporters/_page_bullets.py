"""The bullets of the page: each summary beside the reference bullets it was matched with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit._written import number, plain
from toolkit.reporters._boards import board, headline, name
from toolkit.reporters._charts import Mark, Scale, mark
from toolkit.reporters._facts import Place as Stated
from toolkit.reporters._facts import told, wrong_in_bullets
from toolkit.reporters._page_segments import Place, anchors
from toolkit.tables import Row, Run

ARTICLES = 100
"""Articles whose bullets stand in the page: their tables are the larger part of a page, and are in bullets.jsonl."""

_COSINE = Scale(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A bullet beside the reference bullet it was matched with; either may be missing.

    Attributes:
        text: the bullet, `""` for a reference bullet that nothing was matched with.
        reference: the reference bullet, `""` where the bullet is left over or was not scored.
        reference_name: set and place of it, as `a2`.
        similarity: of the two, written; `""` where there are not two.
        mark: the similarity drawn.
        status: `matched`, `extra`, `missed` or `unscored`.
        faults: its wrong facts, that it says an earlier bullet again, has no support, or cannot be printed, and why; as
            far as the run looked for it.
        words: of the bullet.
        support: of the bullet by the document, written, `""` without.
        sentence: what the bullet was drawn from, `""` where that is unknown.
        edits: what was done to the sentence.
        anchor: link to the segment it was drawn from, `""` without.
        segment: id of that segment.
    """

    text: str
    reference: str
    reference_name: str
    similarity: str
    mark: Mark | None
    status: str
    faults: tuple[str, ...]
    words: int
    support: str
    sentence: str
    edits: str
    anchor: str
    segment: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One summary of an article.

    Attributes:
        name: summarizer and system.
        baseline: whether it frames the others.
        scores: title and number of each output, of this article alone.
        lines: its bullets in order, then the reference bullets it missed.
    """

    name: str
    baseline: bool
    scores: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ArticleBullets:
    """The bullets of an article.

    Attributes:
        article: its id.
        references: name and bullets of each reference set.
        tellings: the summaries, those that compete first, in the leaderboard's order.
    """

    article: str
    references: tuple[tuple[str, tuple[str, ...]], ...]
    tellings: tuple[Telling, ...]


def bullets(run: Run, most: int = ARTICLES) -> Iterator[ArticleBullets]:
    """Go through the first articles that have bullets."""
    by_article: dict[str, list[Row]] = {}
    for row in run.rows("bullets"):
        by_article.setdefault(row["article_id"], []).append(row)
    maker = _Maker(_places(run), _titles(run), _scores(run), anchors(run), wrong_in_bullets(run))
    for article in list(by_article)[:most]:
        yield maker.article(article, by_article[article])


def _titles(run: Run) -> dict[str, str]:
    """Give the outputs of the leaderboard, with their titles."""
    found = board(run, "summary")
    return dict(zip(found.outputs, found.heads, strict=True)) if found else {}


def _places(run: Run) -> dict[str, int]:
    """Give each summary its place on the leaderboard."""
    order = headline(run, "summary")
    rows = [row for row in run.rows("aggregates") if row["output"] == order and row["task"] == "summary"]
    rows.sort(key=lambda row: (row["baseline"], row["rank"] or len(rows)))
    return {name(row): place for place, row in enumerate(rows)}


def _scores(run: Run) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in run.rows("scores"):
        if row["task"] == "summary":
            found.setdefault((row["article_id"], name(row)), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    """What is needed of the whole run to show the bullets of one article."""

    places: Mapping[str, int]
    titles: Mapping[str, str]
    scores: Mapping[tuple[str, str], Sequence[Row]]
    anchors: Mapping[Place, str]
    wrong: Mapping[Stated, Sequence[Row]]

    def article(self, article: str, rows: Sequence[Row]) -> ArticleBullets:
        references = [row for row in rows if row["role"] == "reference"]
        made = [row for row in rows if row["role"] == "candidate"]
        made.sort(key=lambda row: (row["baseline"], self.places.get(name(row), len(made)), name(row), row["position"]))
        sets = groupby(references, key=lambda row: row["summarizer"])
        return ArticleBullets(
            article=plain(article),
            references=tuple((plain(label), tuple(plain(row["text"]) for row in some)) for label, some in sets),
            tellings=tuple(
                self._telling(article, label, list(some), references) for label, some in groupby(made, key=name)
            ),
        )

    def _telling(self, article: str, label: str, rows: Sequence[Row], references: Sequence[Row]) -> Telling:
        known = {row["output"]: row for row in self.scores.get((article, label), ())}
        return Telling(
            name=label,
            baseline=rows[0]["baseline"],
            scores=tuple(
                (title, number(output, known[output]["score"]))
                for output, title in self.titles.items()
                if output in known and known[output]["scored"]
            ),
            lines=(*map(self._line, rows), *map(_missed, _left(rows, references))),
        )

    def _line(self, row: Row) -> Line:
        matched = row["status"] == "matched"
        return Line(
            text=plain(row["text"]),
            reference=plain(row["matched_text"]),
            reference_name=plain(f"{row['matched_reference']}{row['matched_position']}") if matched else "",
            similarity=number("similarity", row["similarity"]) if matched else "",
            mark=mark(_COSINE, row["similarity"], None, None),
            status=row["status"],
            faults=(*map(told, self.wrong.get(_stated(row), ())), *_faults(row)),
            words=row["words"],
            support="" if row["support"] is None else number("support", row["support"]),
            sentence=plain(row["sentence"]),
            edits=plain(row["edits"]),
            anchor=self.anchors.get((row["article_id"], row["segment_id"]), ""),
            segment=plain(row["segment_id"]),
        )


def _stated(row: Row) -> Stated:
    return row["article_id"], row["system"], row["summarizer"], row["position"]


def _faults(row: Row) -> Iterator[str]:
    """Say what is at fault with a bullet, by the columns that the run's toolkit wrote."""
    if row.get("repeats") is not None:
        yield f"says bullet {row['repeats']} again"
    if row.get("unsupported"):
        yield "unsupported"
    if row.get("publishable") is False:
        yield plain(f"not publishable: {row['faults']}")


def _left(rows: Sequence[Row], references: Sequence[Row]) -> Iterator[Row]:
    """Find the reference bullets of the set that was aligned which no bullet was matched with."""
    matched = {(row["matched_reference"], row["matched_position"]) for row in rows if row["status"] == "matched"}
    sets = {reference for reference, _ in matched}
    return (r for r in references if r["reference"] in sets and (r["reference"], r["position"]) not in matched)


def _missed(row: Row) -> Line:
    return Line(
        text="",
        reference=plain(row["text"]),
        reference_name=plain(f"{row['reference']}{row['position']}"),
        similarity="",
        mark=None,
        status="missed",
        faults=(),
        words=0,
        support="",
        sentence="",
        edits="",
        anchor="",
        segment="",
    )
