"""A bullet and what it was drawn from -> which of its facts stand there, and which of them are wrong there already.

A bullet is shorter than its source, so what it leaves out is no loss. What it states must stand in the text it was
drawn from, and that text must be right: the article is the truth, and a translator's error that a bullet repeats is an
error of the bullet. Only a negation or a hedge must not go while the words around it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from toolkit.examples import Block, Origin
from toolkit.facts import Finding, State, check, read
from toolkit.metrics._near import tells_of

Against = Literal["article", "translation", "original"]
Language = Literal["fr", "en"]

RULES = "bullets-1"
"""Version of what is looked for where; it stands in the signature."""

FLAGGED = ("lost", "invented")

_SIGNS = frozenset({"negation", "hedge"})
"""What turns a statement around when it goes alone."""

_VALUES = frozenset({"number", "money", "percent", "time", "month", "weekday", "place"})
"""What two languages state alike; a name that English alone has may be an ordinary word."""

_MARKS = "“”\"«»‘’' "
_NAMES = frozenset({"name", "acronym", "speaker"})
_READ: dict[str, Language] = {"fr": "fr", "en": "en"}
_STATES: dict[State, State] = {"kept": "kept", "lost": "invented", "unsure": "unsure"}
"""Of what a bullet states, by what became of it in the text that it was drawn from."""


@dataclass(frozen=True, slots=True)
class BulletFact:
    """What became of one fact of a bullet.

    Attributes:
        bullet: its place in the summary, from 0.
        segment: id of the segment that the source words stand in, or that the bullet names; `""` where it names none.
        against: whose words are the source's: the `article`'s, its `translation`'s, or those of the bullet as it was
            before it was translated (`original`).
        finding: its target is the bullet; places in the source are those of the segment or of the original.
    """

    bullet: int
    segment: str
    against: Against
    finding: Finding


@dataclass(frozen=True, slots=True)
class _Basis:
    """A text that a bullet is held against.

    Attributes:
        text: pieces of segments, a line each.
        pieces: of each its start in the text, its segment, and its start there.
    """

    text: str
    pieces: tuple[tuple[int, str, int], ...]

    def place(self, start: int) -> tuple[str, int]:
        """Give the segment that a place stands in, and the place in it."""
        at, segment, offset = next(piece for piece in reversed(self.pieces) if piece[0] <= start)
        return segment, offset + start - at


def bullet_facts(
    bullet: str, place: int, origin: Origin, blocks: Sequence[Block], language: str
) -> Iterator[BulletFact]:
    """Say what became of each fact that a bullet states, in its order, then which negations and hedges it dropped.

    Args:
        bullet: in English.
        place: of it in its summary, from 0.
        origin: what it was drawn from.
        blocks: the article with its translation.
        language: BCP 47 code of the article; one that cannot be read leaves the translation alone to compare with.
    """
    known = _READ.get(language.partition("-")[0].lower())
    before = origin.original if known else ""
    if all(block.segment != origin.segment for block in blocks) or before != origin.original:
        origin = Origin(original=before)  # of a bullet whose first form cannot be read, its places are of no use either
    made = _Bullet(bullet, place, origin, tuple(blocks), known)
    yield from made.translated(known) if known and before else made.drawn()


@dataclass(frozen=True, slots=True)
class _Bullet:
    """One bullet with all that it can be held against."""

    text: str
    place: int
    origin: Origin
    blocks: tuple[Block, ...]
    language: Language | None

    def drawn(self) -> Iterator[BulletFact]:
        """Hold it against the translation it was drawn from, and that against the article."""
        basis = _basis(self.origin, self.blocks, source=False)
        for found in check(self.text, basis.text, "en"):
            if found.source_start is not None and (found.kind != "hedge" or found.state == "kept"):
                stated = self._stated(found, basis)
                wrong = self._wrong(found, basis) if stated.finding.state == "kept" else None
                yield wrong or stated
        if self.origin.segment:
            yield from self._dropped(basis)

    def translated(self, language: Language) -> Iterator[BulletFact]:
        """Hold it against what it was before it was translated, and that against the article."""
        basis = _basis(self.origin, self.blocks, source=True)
        article = _basis(Origin(), self.blocks, source=True)
        apart = () if self.origin.original in basis.text else _strange(basis.text, self.text, language)
        nowhere = {each.target_start for each in _strange(article.text, self.text, language)} if apart else set()
        wrong = {each.target_start: each for each in apart if each.target_start in nowhere}
        for found in check(self.origin.original, self.text, language):
            other = wrong.get(found.target_start) if found.state == "kept" else None
            yield (
                self._against("article", replace(other, state="invented"), basis)
                if other
                else BulletFact(self.place, self.origin.segment, "original", found)
            )

    def _stated(self, found: Finding, basis: _Basis) -> BulletFact:
        state = "unsure" if found.state == "lost" and self._elsewhere(found) else _STATES[found.state]
        turned = Finding(
            state, found.kind, found.value, found.target, found.target_start, found.source, found.source_start
        )
        if state == "invented" and not self.origin.segment:  # what stands in its place in a whole article is chance
            turned = replace(turned, source="", source_start=None)
        return self._against("translation", turned, basis)

    def _against(self, against: Against, found: Finding, basis: _Basis) -> BulletFact:
        """Say where the source words stand in their segment."""
        if found.source_start is None:
            return BulletFact(self.place, self.origin.segment, against, found)
        segment, start = basis.place(found.source_start)
        return BulletFact(self.place, segment, against, replace(found, source_start=start))

    def _elsewhere(self, found: Finding) -> bool:
        """Tell whether another sentence states what the bullet's own does not: it may be taken from there."""
        if found.kind == "speaker":
            return False
        text = _basis(Origin(), self.blocks, source=False).text
        match found.kind:
            case "negation":
                stated = read(text, "en")
                return any(tells_of(self.text, text, stated.tokens[place].start) for place in stated.negations.clear)
            case "quotation":
                return found.source.strip(_MARKS).casefold() in text.casefold()
            case _:
                own = (found.kind, found.source_start)
                wider = check(self.text, text, "en")
                return any((each.kind, each.source_start) == own and each.state != "lost" for each in wider)

    def _wrong(self, found: Finding, basis: _Basis) -> BulletFact | None:
        """Find what the article states where the translation has a fact wrong, and the bullet has it from there."""
        if found.target_start is None:
            return None
        segment, start = basis.place(found.target_start)
        wrong = next((each for each in self._turned(segment) if _over(each, start, len(found.target))), None)
        if wrong is None or wrong.state not in FLAGGED:
            return None
        told = dict.fromkeys(segment for _, segment, _ in basis.pieces)
        if any(each.target == wrong.target and each.state not in FLAGGED for one in told for each in self._turned(one)):
            return None  # the bullet may have it from where it is right
        if wrong.kind in _NAMES and wrong.target in wrong.source:
            return None  # a name that was only cut short is not another's
        said = replace(wrong, state="invented", target=found.source, target_start=found.source_start)
        return BulletFact(self.place, segment, "article", said)

    def _turned(self, segment: str) -> tuple[Finding, ...]:
        """Say what became of the facts of a segment when it was translated."""
        block = next(block for block in self.blocks if block.segment == segment)
        if self.language is None or not block.source or not block.text:
            return ()
        return check(block.source, block.text, self.language)

    def _dropped(self, basis: _Basis) -> Iterator[BulletFact]:
        """Find negations and hedges that went, while the bullet still tells what they belonged to."""
        for found in check(basis.text, self.text, "en"):
            at = found.source_start
            if (
                found.state == "lost"
                and found.kind in _SIGNS
                and at is not None
                and tells_of(self.text, basis.text, at)
            ):
                yield self._against("translation", found, basis)
        yield from self._lost_before()

    def _lost_before(self) -> Iterator[BulletFact]:
        """Find those that the translation of its segment had lost: about as far on as in the article."""
        block = next(block for block in self.blocks if block.segment == self.origin.segment)
        for found in self._turned(block.segment):
            if found.state == "lost" and found.kind in _SIGNS and found.source_start is not None and not found.target:
                at = len(block.text) * found.source_start // len(block.source)
                if self.origin.start <= at <= self.origin.end and tells_of(self.text, block.text, at):
                    yield BulletFact(self.place, block.segment, "article", found)


def _basis(origin: Origin, blocks: Sequence[Block], *, source: bool) -> _Basis:
    """Put together what a bullet was drawn from: its sentence, or all there is where it names none."""
    texts = [(block.segment, block.source if source else block.text) for block in blocks]
    own = [(name, text[origin.start : origin.end]) for name, text in texts if origin.segment and name == origin.segment]
    pieces = own or texts
    starts = accumulate((len(text) + 1 for _, text in pieces), initial=0)
    offset = origin.start if own else 0
    return _Basis(
        "\n".join(text for _, text in pieces),
        tuple((start, name, offset) for start, (name, _) in zip(starts, pieces, strict=False)),
    )


def _strange(source: str, bullet: str, language: Language) -> Iterable[Finding]:
    """Find the values of a bullet that a text in another language states nowhere, with what may stand for them."""
    return [
        each
        for each in check(source, bullet, language)
        if each.state in FLAGGED and each.kind in _VALUES and each.target_start is not None
    ]


def _over(found: Finding, start: int, length: int) -> bool:
    at = found.target_start
    return at is not None and at < start + length and start < at + len(found.target)
