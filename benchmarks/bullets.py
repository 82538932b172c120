"""Extractive bullets beside lead-3, LexRank, TextRank and the oracle, on news that comes with bullets: `make bullets`.

Three bullets, of at most 20 words or whole sentences. All are shortened by the same rules, and for all the bound holds:
a sentence that cannot be brought under it gives way to the next. With a star, so does what `checks` finds fault with,
as it does in extractive. Each article is summarized with weights that were chosen, and fitted to what readers said, on
the half of both sets it is not in (see `benchmarks.bullets_weights` and `benchmarks.readings`); the row "in force" has
the weights of the toolkit, chosen on all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import process_time

import numpy as np

from benchmarks import _rivals as rivals
from benchmarks import readings
from benchmarks._bullet_encoder import known_vectors
from benchmarks._bullet_sets import BOUNDS, BULLETS, SETS, News, read
from toolkit import plugins
from toolkit.checks import check
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.metrics._vectors import Encoded
from toolkit.summarizers._base import Summarizer
from toolkit.summarizers._rank import Weights
from toolkit.summarizers.extractive import WEIGHTS, Extractive

RESAMPLES = 2000
SEED = 20230714
ROUGE = ("rouge1", "rouge2", "rougeLsum")
# Points of bullet F1 that are asked for above a rival, by bound.
MARGINS: Mapping[int | None, Mapping[str, float]] = {
    20: {"lead-3": 1.0, "LexRank": 0.0, "TextRank": 0.0},
    None: {"lead-3": 1.0},
}
# By half: what `bullets_weights` chooses there.
CHOSEN: Mapping[int, Weights] = {
    0: replace(WEIGHTS, position=0.0, specific=0.1, coverage=12.0),
    1: replace(WEIGHTS, position=0.2, specific=0.1, coverage=6.0),
}
SHARE = 0.98  # of the bullets that `checks` has to pass

Make = Callable[[News], list[str]]


@dataclass(frozen=True, slots=True)
class Scored:
    """What one way of making bullets scores.

    Attributes:
        f1: rows of bullet_f1, one an article.
        rouge: float64 (articles, 3), F1 of ROUGE-1, ROUGE-2 and summary-level ROUGE-L.
    """

    f1: Rows
    rouge: Rows


def main() -> None:
    news = {name: read(name) for name in SETS}
    encoder = known_vectors()
    metric: Metric = plugins.load("metrics", "bullet_f1")(encoder)
    extractive: Summarizer = plugins.load("summarizers", "extractive")(encoder)
    fits = readings.by_half(readings.lines_of(news, encoder, readings.answers()))
    unseen = {half: Extractive(encoder, CHOSEN[1 - half], fits[1 - half]) for half in CHOSEN}
    held = []
    print(f"{'set':<16}{'words':>6}{'n':>5}  {'':<12}{'F1':>7}{'R-1':>7}{'R-2':>7}{'R-L':>7}   extractive minus this")
    for name, found in news.items():
        for bound in BOUNDS:
            ways = ways_of(found, bound, extractive, unseen, metric)
            scored = {way: score(found, make, metric) for way, make in ways.items()}
            held += table(name, bound, scored, metric)
            halves(found, scored, metric)
    held += [publishable(news, extractive, bound) for bound in BOUNDS]
    by_hand(news["cnn-highlights"])
    speed(news, extractive)
    if not all(held):
        sys.exit("error: what is asked for does not hold; see the lines marked with !")


def ways_of(
    news: Sequence[News],
    bound: int | None,
    extractive: Summarizer,
    unseen: Mapping[int, Summarizer],
    metric: Metric,
) -> dict[str, Make]:
    """Name the ways of making bullets: `unseen` is by half, with weights that were not chosen on it."""
    encoded = Encoded(metric.encoder, (line for each in news for line in (*each.bullets, *_fitting(each, bound))))
    ways: dict[str, Make] = {
        "extractive": lambda each: made(unseen[each.half], each, bound),
        "in force": lambda each: made(extractive, each, bound),
    }
    if bound is not None:  # as the first three come, be they longer than the bound
        ways["lead-3 loose"] = lambda each: made(plugins.load("summarizers", "lead")(), each, bound)
    for rival in rivals.RIVALS:
        ways[rival] = lambda each, rival=rival: rivals.bullets_of(
            rivals.order_of(rival, each.sentences), BULLETS, bound
        )
        ways[f"{rival} *"] = lambda each, rival=rival: rivals.printable_of(
            rivals.order_of(rival, each.sentences), each, BULLETS, bound
        )
    ways["oracle"] = lambda each: rivals.oracle(each, encoded, BULLETS, bound)
    return ways


def table(name: str, bound: int | None, scored: Mapping[str, Scored], metric: Metric) -> list[bool]:
    """Print one line a way of making bullets, and tell of each rival whether the margin holds."""
    own = scored["extractive"]
    held = []
    for way, each in scored.items():
        margin = means(own, metric)[0] - means(each, metric)[0]
        asked = MARGINS[bound].get(way, -np.inf)
        held.append(bool(margin >= asked))
        sign = " " if margin >= asked else "!"
        numbers = "".join(f"{number:7.2f}" for number in means(each, metric))
        differences = "" if way == "extractive" else "  ".join(between(own, each, metric))
        print(f"{name:<16}{bound or 'whole':>6}{len(own.f1):>5} {sign}{way:<12}{numbers}   {differences}", flush=True)
    return held


def halves(news: Sequence[News], scored: Mapping[str, Scored], metric: Metric) -> None:
    """Print by how much F1 is above each rival's on either half alone: few articles, of which no margin is asked."""
    own = scored["extractive"]
    for half in CHOSEN:
        places = np.flatnonzero([each.half == half for each in news])
        margins = [
            f"{rival} {means(own, metric, places)[0] - means(scored[rival], metric, places)[0]:+.2f}"
            for rival in rivals.RIVALS
        ]
        print(f" half {half}: {len(places)} articles, F1 above {', '.join(margins)}")


def made(summarizer: Summarizer, news: News, bound: int | None) -> list[str]:
    return [bullet.text for bullet in summarizer.summarize(news.document, BULLETS, bound)]


def score(news: Sequence[News], make: Make, metric: Metric) -> Scored:
    """Make bullets and score them."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(ROUGE), use_stemmer=True)
    bullets = [make(each) for each in news]
    examples = [
        Example(each.document.article, "", (), tuple(own), (each.bullets,), ("a",))
        for each, own in zip(news, bullets, strict=True)
    ]
    found = [scorer.score("\n".join(e.bullets), "\n".join(own)) for e, own in zip(news, bullets, strict=True)]
    rouge = np.array([[one[name].fmeasure for name in ROUGE] for one in found])
    return Scored(metric.measure(examples).rows, rouge)


def means(scored: Scored, metric: Metric, drawn: slice | Rows = slice(None)) -> Rows:
    """Give F1, ROUGE-1, ROUGE-2 and ROUGE-L, times 100, of all articles or of those drawn."""
    f1 = metric.combine(scored.f1[drawn].sum(axis=-2))[..., :1]
    numbers: Rows = 100 * np.concatenate([f1, scored.rouge[drawn].mean(axis=-2)], axis=-1)
    return numbers


def between(own: Scored, other: Scored, metric: Metric) -> list[str]:
    """Write each difference with its 95 % interval, by paired bootstrap over articles."""
    drawn = np.random.default_rng(SEED).integers(0, len(own.f1), (RESAMPLES, len(own.f1)))
    low, high = np.percentile(means(own, metric, drawn) - means(other, metric, drawn), (2.5, 97.5), axis=0)
    differences = means(own, metric) - means(other, metric)
    return [f"{d:+.2f} ({a:+.2f} … {b:+.2f})" for d, a, b in zip(differences, low, high, strict=True)]


def publishable(news: dict[str, list[News]], extractive: Summarizer, bound: int | None) -> bool:
    """Print how many of the bullets of all articles `checks` passes."""
    bullets = passed = 0
    for each in (each for found in news.values() for each in found):
        judged = check(made(extractive, each, bound), each.sentences, bound)
        bullets += len(judged)
        passed += sum(one.publishable for one in judged)
    sign = " " if passed >= SHARE * bullets else "!"
    what = f"{bound} words" if bound else "whole sentences"
    print(f"{sign}checks passes {passed:,} of {bullets:,} bullets ({passed / bullets:.1%}), {what}")
    return passed >= SHARE * bullets


def by_hand(news: Sequence[News]) -> None:
    """Print how many of the newsroom's own bullets it passes: written as a set, they stand under a headline."""
    judged = [one for each in news for one in check(each.bullets)]
    passed = sum(one.publishable for one in judged)
    print(f" checks passes {passed:,} of {len(judged):,} bullets ({passed / len(judged):.1%}) of the newsroom of CNN")


def speed(news: dict[str, list[News]], extractive: Summarizer) -> None:
    """Print how many articles are done beside the encoder, in a second that other programs take nothing of."""
    every = [each for found in news.values() for each in found]
    started = process_time()
    for each in every:
        extractive.summarize(each.document, BULLETS, BOUNDS[0])
    print(f" {len(every) / (process_time() - started):,.0f} articles a second of processor time beside the encoder")


def _fitting(news: News, bound: int | None) -> list[str]:
    return rivals.bullets_of(news.sentences, len(news.sentences), bound)


if __name__ == "__main__":
    main()
