"""How often a bullet is called unsupported or repeated: where it is right to, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks import _realsumm
from benchmarks._realsumm import Printed
from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics._repeats import echoes
from toolkit.metrics._support import LEAST, encode, supports

SETS = (("cnn-highlights", "id", "highlights"), ("realsumm", "doc", "ref_sents"))
EVERY = 10  # each tenth segment of the news task is said again


def flags(encoder: Encoder) -> Iterator[str]:
    """Write the table: bullets of the newsroom, of another article, and sentences that were translated twice."""
    yield "| bullets | half | unsupported | repeated |"
    yield "|---|---|---|---|"
    for name, key, bullets in SETS:
        found = _realsumm.printed(name, key, bullets)
        for held, half in ((False, "chosen on"), (True, "held out")):
            some = [each for each in found if each.held == held]
            own = [_example(each, each.bullets) for each in some]
            others = [_example(each, other.bullets) for each, other in zip(some, [*some[1:], some[0]], strict=True)]
            yield f"| {name}: the newsroom's | {half} | {_unsupported(encoder, own)} | {_repeated(encoder, own)} |"
            yield f"| {name}: of another article | {half} | {_unsupported(encoder, others)} | |"
    for half, year in (("chosen on", "newstest2013"), ("held out", "newstest2012")):
        again = _repeated(encoder, list(_twice(year)))
        yield f"| {year}: one sentence by a person, then by a system | {half} | | {again} |"


def _example(article: Printed, bullets: Sequence[str]) -> Example:
    return Example("", "", article.sentences, tuple(bullets), (), ())


def _twice(year: str) -> Iterator[Example]:
    """Give one sentence translated twice as two bullets: by a person, and by the last system of the file."""
    for place, row in enumerate(_realsumm.rows(f"{year}.fr-en", folder="mt")):
        if place % EVERY == 0:
            yield Example("", "", (), (row["ref"], [*row["hyps"].values()][-1]), (), ())


def _unsupported(encoder: Encoder, examples: Sequence[Example]) -> str:
    found = [each.cosine for bullets in supports(encode(encoder, examples), examples) for each in bullets]
    return f"{np.mean(np.array(found) < LEAST):.1%} of {len(found):,}"


def _repeated(encoder: Encoder, examples: Sequence[Example]) -> str:
    """Count bullets that say an earlier one again; the first of a summary cannot."""
    found = [each.repeated for bullets in echoes(encode(encoder, examples), examples) for each in bullets if each]
    return f"{np.mean(found):.1%} of {len(found):,}"
