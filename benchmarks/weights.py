"""How the layers and weights of `meaning` were chosen: run as `python -m benchmarks.weights`.

On newstest2012 and newstest2013 alone. First the layers: for recall, and for the error, the one at which it agrees best
with people by itself; breaks are taken where recall is. Then the weights: a logistic regression of people's
preferences on the differences of the four numbers, both years weighing the same, scaled so that recall and chrF weigh 1
together (a copy then has 1), and rounded to one decimal. How well a choice made in this way serves texts it has not
seen is told by cross-validation: everything is chosen anew without a tenth of the articles and tried on that tenth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks._newstest import KEPT, Judged, judged
from toolkit import plugins
from toolkit.encoders._cache import Cached
from toolkit.metrics import _arithmetic
from toolkit.metrics.meaning import BREAKS, CHRF, ERROR, LAYERS, RECALL

DEPTH = 7  # hidden layers of the bundled encoder, the embeddings among them
FOLDS = 10
PARTITIONS = 10  # ways to cut the articles into folds, seeds 0 to 9
RIDGE = 1e-3  # on standardized differences; keeps the fit finite
STEPS = 25  # of Newton's method, which needs about six
PLACES = 9

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What people preferred in one year, and how far the preferred text is ahead of the other.

    Attributes:
        name: of the set.
        recall: differences by layer, float64 (preferences, DEPTH); so are the next two.
        error: the same.
        breaks: the same.
        chrf: differences, (preferences,).
        n: how often people said so, (preferences,).
        article: place of its article, (preferences,).
    """

    name: str
    recall: Numbers
    error: Numbers
    breaks: Numbers
    chrf: Numbers
    n: Numbers
    article: NDArray[np.intp]

    def columns(self, recall: int, error: int) -> Numbers:
        """Give the four differences at these layers, (preferences, 4)."""
        return np.stack([self.recall[:, recall], self.chrf, self.error[:, error], self.breaks[:, recall]], axis=1)

    def part(self, some: Mask) -> Sheet:
        """Give some of the preferences."""
        of = {field.name: getattr(self, field.name)[some] for field in fields(self) if field.name != "name"}
        return replace(self, **of)

    def tau(self, scores: Numbers) -> float:
        """Give the segment tau of differences of a score."""
        return float((self.n * np.sign(np.round(scores, PLACES))).sum() / self.n.sum())


@dataclass(frozen=True, slots=True)
class Choice:
    """A formula.

    Attributes:
        recall: the layer of recall and breaks.
        error: the layer of the error.
        weights: of recall, chrF, error and breaks.
    """

    recall: int
    error: int
    weights: tuple[float, ...]

    def score(self, sheet: Sheet) -> Numbers:
        """Weigh the differences."""
        scores: Numbers = sheet.columns(self.recall, self.error) @ np.array(self.weights)
        return scores


def sheets() -> list[Sheet]:
    """Read both years, and match every text that people judged at all layers; the first time takes minutes."""
    encoder = Cached(plugins.load("encoders", "minilm")(), KEPT / "layers.sqlite")
    return [_sheet(each, encoder) for each in judged(["chrf"])]


def _sheet(given: Judged, encoder: Cached) -> Sheet:
    people = given.preferences
    systems = given.year.systems
    chrf = np.stack([_arithmetic.chrf(rows) / 100 for rows in given.segments["chrf"]])
    sides = [
        [(systems[s], t) for s, t in zip(side, people.segment, strict=True)] for side in (people.better, people.worse)
    ]
    pairs = {place: _texts(given, *place) for places in sides for place in places}
    unique = sorted(set(pairs.values()), key=lambda pair: pair[::-1])
    matched = dict(zip(unique, encoder.matches(unique, range(DEPTH)).astype(np.float64), strict=True))
    better, worse = (np.stack([matched[pairs[place]] for place in places]) for places in sides)
    recall, error, breaks = np.moveaxis(better - worse, 2, 0)
    ahead = chrf[people.better, people.segment] - chrf[people.worse, people.segment]
    return Sheet(given.year.name, recall, error, breaks, ahead, people.n, given.articles[people.segment])


def _texts(given: Judged, system: str, segment: int) -> tuple[str, str]:
    example = given.examples[system][segment]
    return example.hypothesis[0], example.references[0][0]


def choose(years: Sequence[Sheet]) -> Choice:
    """Choose layers and weights."""
    recall = max(range(DEPTH), key=lambda layer: sum(year.tau(year.recall[:, layer]) for year in years))
    error = max(range(DEPTH), key=lambda layer: sum(year.tau(-year.error[:, layer]) for year in years))
    weights = fitted([year.columns(recall, error) for year in years], [year.n for year in years])
    return Choice(recall, error, tuple(np.round(weights / weights[:2].sum(), 1).tolist()))


def fitted(differences: Sequence[Numbers], counts: Sequence[Numbers]) -> Numbers:
    """Fit a logistic regression without intercept by Newton's method; each year has the same weight."""
    x = np.concatenate(differences)
    share = np.concatenate([n / n.sum() for n in counts])
    scale = x.std(axis=0)
    x = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        doubt = 1 / (1 + np.exp(x @ weights))
        slope = x.T @ (share * doubt) - RIDGE * weights
        bend = (x.T * (share * doubt * (1 - doubt))) @ x + RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    fit: Numbers = weights / scale
    return fit


def held_out(years: Sequence[Sheet], seed: int) -> list[float]:
    """Give each year's tau over all preferences, each scored by a choice that has not seen its article."""
    random = np.random.default_rng(seed)
    folds = [(random.permutation(year.article.max() + 1) % FOLDS)[year.article] for year in years]
    scores = [np.empty(len(year.n)) for year in years]
    for fold in range(FOLDS):
        choice = choose([year.part(own != fold) for year, own in zip(years, folds, strict=True)])
        for year, own, score in zip(years, folds, scores, strict=True):
            score[own == fold] = choice.score(year)[own == fold]
    return [year.tau(score) for year, score in zip(years, scores, strict=True)]


def layers(years: Sequence[Sheet]) -> Iterator[str]:
    """Write how recall and error agree with people at each layer."""
    yield "| layer | " + " | ".join(f"{name}, {year.name}" for name in ("recall", "error") for year in years) + " |"
    yield "|---" * (1 + 2 * len(years)) + "|"
    for layer in range(DEPTH):
        taus = [year.tau(year.recall[:, layer]) for year in years] + [year.tau(-year.error[:, layer]) for year in years]
        yield f"| {layer} | {' | '.join(f'{tau:.3f}' for tau in taus)} |"


def choices(years: Sequence[Sheet]) -> Iterator[str]:
    """Write what is chosen on both years, on each alone, and what is in use, with the tau of each year."""
    made = {"both years": choose(years), **{f"{year.name} alone": choose([year]) for year in years}}
    made["in use"] = Choice(*LAYERS, (RECALL, CHRF, ERROR, BREAKS))
    yield f"| chosen on | recall, breaks | error | weights | {' | '.join(year.name for year in years)} |"
    yield "|---" * (4 + len(years)) + "|"
    for title, choice in made.items():
        taus = " | ".join(f"{year.tau(choice.score(year)):.4f}" for year in years)
        weights = ", ".join(f"{weight:g}" for weight in choice.weights)
        yield f"| {title} | layer {choice.recall} | layer {choice.error} | {weights} | {taus} |"


def validated(years: Sequence[Sheet]) -> Iterator[str]:
    """Write the taus of cross-validation, over several ways to cut the articles into folds."""
    yield f"| {FOLDS} folds of articles, cut in {PARTITIONS} ways | mean tau | lowest | highest |"
    yield "|---|---|---|---|"
    held = np.array([held_out(years, seed) for seed in range(PARTITIONS)])
    for year, taus in zip(years, held.T, strict=True):
        yield f"| {year.name} | {taus.mean():.4f} | {taus.min():.4f} | {taus.max():.4f} |"


def main() -> None:
    years = sheets()
    for table in (layers(years), choices(years), validated(years)):
        print(*table, "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
