"""The segments of the page: the French, the reference, and every system side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit._written import number, plain
from toolkit.reporters._differences import Marked, marked
from toolkit.reporters._facts import told
from toolkit.reporters._page_facts import Where, wrong
from toolkit.reporters._where import worst_output
from toolkit.tables import Row, Run

FLAGS: Mapping[str, str] = {
    "failed": "without a translation",
    "untranslated": "left as they were",
    "lost": "with something lost",
    "invented": "with something invented",
}
"""What segments can be filtered by, and how the page says it."""

Place = tuple[str, str]
"""(article, segment)."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one system made of a segment.

    Attributes:
        system: its name.
        baseline: whether it frames the others.
        text: with what differs from the reference marked; one empty part where there is no translation.
        scores: one an output of the section, written.
        notes: why there is no translation, what was lost, that it is the source as it was; a line each.
    """

    system: str
    baseline: bool
    text: Marked
    scores: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One segment with all its versions.

    Attributes:
        anchor: its link within the page, made of two numbers alone.
        article: number of the article, from 1.
        place: number of the segment in its article, from 1.
        name: article, segment and kind.
        source: the segment.
        reference: a translation by hand, `""` without.
        versions: the systems', those that compete first.
        lowest: the lowest score of those that compete, None without.
        spread: the distance from their lowest to their highest, None without.
        errors: what is lost, invented or not translated in those that compete.
        flags: of `FLAGS`.
    """

    anchor: str
    article: int
    place: int
    name: str
    source: str
    reference: str
    versions: tuple[Version, ...]
    lowest: float | None
    spread: float | None
    errors: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segments:
    """All segments of a run.

    Attributes:
        outputs: titles of the scores that stand under each version.
        order: title of the output that says which segments are worst, `""` without.
        articles: their ids, by their number.
        blocks: in reading order.
    """

    outputs: tuple[str, ...]
    order: str
    articles: tuple[str, ...]
    blocks: tuple[Block, ...]


def anchors(run: Run) -> dict[Place, str]:
    """Give each segment a link made of numbers: ids come from outside, and a link must not."""
    articles = _numbered(run)
    return {
        (row["article_id"], row["segment_id"]): f"s-{articles[row['article_id']]}-{row['position']}"
        for row in run.rows("segments")
    }


def segments(run: Run) -> Segments:
    """Gather every segment of a run."""
    order, titles = worst_output(run), _titles(run)
    by_place: dict[Place, list[Row]] = {}
    for row in run.rows("segments"):
        by_place.setdefault((row["article_id"], row["segment_id"]), []).append(row)
    maker = _Maker(_numbered(run), anchors(run), _scores(run), wrong(run), tuple(titles), order)
    blocks = sorted((maker.block(rows) for rows in by_place.values()), key=lambda block: (block.article, block.place))
    return Segments(
        outputs=tuple(titles.values()),
        order=titles.get(order, ""),
        articles=tuple(map(plain, _numbered(run))),
        blocks=tuple(blocks),
    )


def chosen(found: Segments, whole: int, first: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Choose which segments stand in the page and which are left to its script.

    Args:
        found: all segments.
        whole: how many may all stand in the page, in reading order.
        first: how many of more do, the worst ones; every segment without a translation stands there as well.
    """
    if len(found.blocks) <= whole:
        return found.blocks, ()
    ordered = sorted(found.blocks, key=_lowest_first)
    shown = {block.anchor for block in ordered[:first]} | {b.anchor for b in ordered if "failed" in b.flags}
    return (
        tuple(block for block in ordered if block.anchor in shown),
        tuple(block for block in found.blocks if block.anchor not in shown),
    )


def _lowest_first(block: Block) -> tuple[bool, float, int, int]:
    """Order as script.js does: what has no score comes last, equals come as they are read."""
    return block.lowest is None, block.lowest or 0.0, block.article, block.place


def _numbered(run: Run) -> dict[str, int]:
    ids = dict.fromkeys(row["article_id"] for row in (*run.rows("articles"), *run.rows("segments")))
    return {article: number for number, article in enumerate(ids, 1)}


def _titles(run: Run) -> dict[str, str]:
    """Give the outputs that segments are scored by, one a metric, with their titles."""
    scored = dict.fromkeys(row["output"] for row in run.rows("scores") if row["unit"] == "segment")
    titles = {row["output"]: plain(row["title"]) for row in run.rows("aggregates")}
    order = worst_output(run)
    return {output: titles.get(output, output) for output in sorted(scored, key=lambda output: output != order)}


def _scores(run: Run) -> dict[Where, dict[str, float | None]]:
    found: dict[Where, dict[str, float | None]] = {}
    for row in run.rows("scores"):
        if row["unit"] == "segment":
            found.setdefault(_where(row), {})[row["output"]] = row["score"]
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    """What is needed of the whole run to make one segment."""

    articles: Mapping[str, int]
    anchors: Mapping[Place, str]
    scores: Mapping[Where, Mapping[str, float | None]]
    wrong: Mapping[Where, Sequence[Row]]
    outputs: tuple[str, ...]
    order: str

    def block(self, rows: Sequence[Row]) -> Block:
        rows = sorted(rows, key=lambda row: bool(row["baseline"]))
        first = rows[0]
        place = first["article_id"], first["segment_id"]
        shown = [row for row in rows if not _repeats(row, first)]
        lows = [self._score(row) for row in rows if not row["baseline"]]
        known = [score for score in lows if score is not None]
        return Block(
            anchor=self.anchors[place],
            article=self.articles[first["article_id"]],
            place=first["position"],
            name=plain(f"{first['article_id']} {first['segment_id']} ({first['kind'].replace('_', ' ')})"),
            source=plain(first["source_text"]),
            reference=plain(first["reference_text"]),
            versions=tuple(map(self._version, shown)),
            lowest=min(known, default=None),
            spread=max(known) - min(known) if len(known) > 1 else None,
            errors=sum(self._errors(row) for row in rows if not row["baseline"]),
            flags=tuple(flag for flag in FLAGS if any(flag in self._flags(row) for row in rows)),
        )

    def _score(self, row: Row) -> float | None:
        return self.scores.get(_where(row), {}).get(self.order)

    def _errors(self, row: Row) -> int:
        lost = len(row["lost_protected"].split()) + len(self.wrong.get(_where(row), ()))
        return lost + int(row["status"] == "failed") + int(row["translation"] == row["source_text"])

    def _flags(self, row: Row) -> Iterable[str]:
        if row["baseline"]:
            return ()
        states = {fact["state"] for fact in self.wrong.get(_where(row), ())}
        found = {
            "failed": row["status"] == "failed",
            "untranslated": row["translation"] == row["source_text"],
            "lost": bool(row["lost_protected"]) or "lost" in states,
            "invented": "invented" in states,
        }
        return [flag for flag, is_so in found.items() if is_so]

    def _version(self, row: Row) -> Version:
        found = self.scores.get(_where(row), {})
        return Version(
            system=plain(row["system"]),
            baseline=row["baseline"],
            text=marked(plain(row["translation"]), plain(row["reference_text"])),
            scores=tuple(number(output, found.get(output)) for output in self.outputs),
            notes=(*_notes(row), *map(told, self.wrong.get(_where(row), ()))),
        )


def _repeats(row: Row, first: Row) -> bool:
    """Tell whether a baseline says again what stands there anyway: the source, or the reference."""
    return row["baseline"] and row["translation"] in {first["source_text"], first["reference_text"]}


def _where(row: Row) -> Where:
    return row["article_id"], row["segment_id"], row["system"]


def _notes(row: Row) -> Iterable[str]:
    if row["status"] == "failed":
        yield f"no translation: {plain(row['reason'])}"
    if row["lost_protected"]:
        yield f"lost: {plain(row['lost_protected'])}"
    if row["translation"] == row["source_text"]:
        yield "as the source"
