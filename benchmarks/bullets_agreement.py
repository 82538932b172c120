"""Bullet scores beside people: run as `python -m benchmarks.bullets_agreement`.

REALSumm's correlations are means over documents of the correlation over systems (summary level), and correlations of
the systems' means (system level). People judged recall alone, and a longer summary holds more: so each correlation also
stands with the summaries' length held fixed, and pairs of about the same length are counted apart.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau, pearsonr, rankdata, spearmanr

from benchmarks import _realsumm
from benchmarks._flags import flags
from benchmarks._realsumm import Grid, Judged
from toolkit import plugins
from toolkit.encoders._base import Encoder
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows
from toolkit.metrics._rouge import tokens
from toolkit.statistics import resampling
from toolkit.statistics.resampling import Panel, Plan
from toolkit.statistics.verdicts import majority

PUBLISHED = {"rouge_1_recall": (0.4975, 0.4080), "bert_recall_score": (0.4404, 0.3465)}
"""Spearman's ρ and Kendall's τ at the summary level, as given in the data's own description."""
TOLERANCE = 0.002  # the scores of each summary that are in the data were rounded
METRICS = ("rouge", "bullet_f1", "bullet_bleu", "support")
OTHERS = {
    "rouge_1_recall": "ROUGE-1 recall, published",
    "bert_recall_score": "BERTScore recall, published",
    "bert_f_score": "BERTScore F1, published",
}
LENGTH, HEADLINE = "length in words", "ROUGE-1"
LIKE = 0.1  # share by which lengths may differ to count as about the same
DRAWS, SEED = 1000, 12345
SEPARATED = 0.975  # share of draws of documents that must give one order before people are said to separate systems
PLAN = Plan(resamples=2, trials=1999)  # (c + 1) / 2000 can be 0.05 to the digit
RULES = (("ROUGE-1",), ("bullet F1",), ("ROUGE-1 recall",), ("greedy recall",), ("ROUGE-1", "bullet F1"))

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one score agrees with people.

    Attributes:
        rho: Spearman's at the summary level.
        tau: Kendall's likewise.
        held: Spearman's with length held fixed, one a document.
        like: share of pairs of summaries of about the same length that it orders as people do; a tie is half right.
        system: Pearson's, Spearman's and Kendall's of the systems' means.
    """

    rho: float
    tau: float
    held: Grid
    like: float
    system: tuple[float, float, float]


def main() -> None:
    judged = _realsumm.judged()
    encoder = _realsumm.encoder()
    scores = measured(judged, encoder)
    print("Published figures, from the published score of each summary\n", *reproduced(judged), sep="\n")
    print("\nROUGE here and elsewhere\n", *same(judged), sep="\n")
    print("\nAgreement with people\n", *table(judged, scores), sep="\n")
    print("\nPairs of systems\n", *decisions(judged, scores), sep="\n")
    print("\nBullets flagged\n", *flags(encoder), sep="\n", flush=True)


def measured(judged: Judged, encoder: Encoder) -> dict[str, Grid]:
    """Score each summary by itself under every output, beside its length and what others published of it."""
    found = {LENGTH: judged.words}
    for name in METRICS:
        plugin: type[Metric] = plugins.load("metrics", name)
        metric = plugin(encoder) if plugin.needs_encoder else plugin()
        scores = metric.example_scores(metric.measure(judged.examples))
        for output, column in zip(metric.outputs, scores.T, strict=True):
            found[output.title] = column.reshape(judged.people.shape)
    return found | {title: judged.published[name] for name, title in OTHERS.items()}


def agreement(judged: Judged, scores: Grid) -> Agreement:
    """Hold a score against people, document by document and system by system."""
    pairs = list(zip(scores, judged.people, strict=True))
    own, people = scores.mean(axis=0), judged.people.mean(axis=0)
    return Agreement(
        rho=float(np.mean([spearmanr(*pair).statistic for pair in pairs])),
        tau=float(np.mean([kendalltau(*pair).statistic for pair in pairs])),
        held=np.array([_partial(*each) for each in zip(scores, judged.people, judged.words, strict=True)]),
        like=_like(judged, scores),
        system=tuple(float(of(own, people).statistic) for of in (pearsonr, spearmanr, kendalltau)),
    )


def _partial(scores: Grid, people: Grid, words: Grid) -> float:
    """Give the partial rank correlation of scores and people, length held fixed; 0 where one of them is the length."""
    (a, b, c) = np.corrcoef([rankdata(each) for each in (scores, people, words)])[np.triu_indices(3, 1)]
    left = (1 - b**2) * (1 - c**2)
    return float((a - b * c) / np.sqrt(left)) if left > 1e-12 else 0.0


def _like(judged: Judged, scores: Grid) -> float:
    right = []
    for own, people, words in zip(scores, judged.people, judged.words, strict=True):
        for a, b in itertools.combinations(range(len(own)), 2):
            if people[a] != people[b] and abs(words[a] - words[b]) <= LIKE * max(words[a], words[b]):
                right.append(0.5 if own[a] == own[b] else float((own[a] > own[b]) == (people[a] > people[b])))
    return float(np.mean(right))


def reproduced(judged: Judged) -> Iterator[str]:
    """Hold the published correlations against those of the published scores; one that is not met ends the program."""
    yield "| score | ρ | published | τ | published |"
    yield "|---|---|---|---|---|"
    for name, (rho, tau) in PUBLISHED.items():
        found = agreement(judged, judged.published[name])
        yield f"| {OTHERS[name]} | {found.rho:.4f} | {rho:.4f} | {found.tau:.4f} | {tau:.4f} |"
        if max(abs(found.rho - rho), abs(found.tau - tau)) > TOLERANCE:
            sys.exit(f"error: {name}: ρ {found.rho:.4f} and τ {found.tau:.4f} are not the published {rho} and {tau}")


class _Words:
    """What rouge-score takes for a tokenizer."""

    def tokenize(self, text: str) -> list[str]:
        return tokens(text)


def same(judged: Judged) -> Iterator[str]:
    """Compare our numbers with rouge-score's, and both with the published ones of ROUGE 1.5.5."""
    from rouge_score.rouge_scorer import RougeScorer

    kinds = ["rouge1", "rouge2", "rougeLsum"]
    beside, stemmed = RougeScorer(kinds, tokenizer=_Words()), RougeScorer(["rouge1"], use_stemmer=True)
    examples = [
        Example("", "", (), lines, (reference,), ("a",))
        for summaries, reference in zip(judged.raw, judged.references, strict=True)
        for lines in summaries
    ]
    metric: Metric = plugins.load("metrics", "rouge")()
    ours = metric.example_scores(metric.measure(examples))
    texts = [("\n".join(each.references[0]), "\n".join(each.hypothesis)) for each in examples]
    found = [beside.score(*each) for each in texts]
    theirs = np.array([[n for kind in kinds for n in (one[kind].fmeasure, one[kind].recall)] for one in found])
    if not (ours == theirs).all():
        sys.exit(f"error: {int((ours != theirs).sum()):,} of {ours.size:,} numbers are not rouge-score's")
    yield f"All {ours.size:,} numbers are those of rouge-score with the same words, to the last bit."
    yield ""
    yield "| ROUGE-1 recall | mean | ρ | τ | the published number to five digits |"
    yield "|---|---|---|---|---|"
    published = judged.published["rouge_1_recall"]
    recalls = np.array([stemmed.score(*each)["rouge1"].recall for each in texts])
    for name, values in (("here", ours[:, 1]), ("rouge-score, stemmed", recalls), ("published", published)):
        grid = values.reshape(published.shape)
        rho, tau = agreement(judged, grid).rho, agreement(judged, grid).tau
        equal = np.mean(np.abs(grid - published) < 1e-5)
        yield f"| {name} | {grid.mean():.4f} | {rho:.4f} | {tau:.4f} | {equal:.0%} |"


def table(judged: Judged, scores: Mapping[str, Grid]) -> Iterator[str]:
    """Write one row a score, best first where length is held fixed, with the interval of what it is below the best."""
    found = {name: agreement(judged, grid) for name, grid in scores.items()}
    best = found[HEADLINE].held
    drawn = np.random.default_rng(SEED).integers(0, len(best), (DRAWS, len(best)))
    yield "| score | ρ | τ | ρ, length held | to ROUGE-1 (95 %) | like pairs right | system r | ρ | τ |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, each in sorted(found.items(), key=lambda item: -item[1].held.mean()):
        low, high = np.percentile((each.held - best)[drawn].mean(axis=1), (2.5, 97.5))
        below = "" if name == HEADLINE else f"{low:+.3f} … {high:+.3f}"
        system = " | ".join(f"{number:.3f}" for number in each.system)
        yield (
            f"| {name} | {each.rho:.4f} | {each.tau:.4f} | {each.held.mean():.4f} | {below} | {each.like:.1%} "
            f"| {system} |"
        )


def decisions(judged: Judged, scores: Mapping[str, Grid]) -> Iterator[str]:
    """Write what the verdict's rule decides over one score or two, each pair for itself, and how often as people do."""
    pairs = list(itertools.combinations(range(judged.people.shape[1]), 2))
    drawn = np.random.default_rng(SEED).integers(0, len(judged.people), (DRAWS, len(judged.people)))
    resampled = judged.people[drawn].mean(axis=1)
    first = np.array([(resampled[:, a] > resampled[:, b]).mean() for a, b in pairs])
    people, words = judged.people.mean(axis=0), judged.words.mean(axis=0)
    order = np.array([np.sign(people[a] - people[b]) for a, b in pairs])
    separated = (first >= SEPARATED) | (first <= 1 - SEPARATED)
    like = np.array([abs(words[a] - words[b]) <= LIKE * max(words[a], words[b]) for a, b in pairs])
    shown = {name: _shown(scores[name], pairs) for name in dict.fromkeys(itertools.chain(*RULES))}
    apart, alike = separated.sum(), (separated & like).sum()
    yield f"| verdict on | {len(pairs)} pairs | {apart} that people separate | {alike} of these, of like length |"
    yield "|---|---|---|---|"
    wrong = (_decided([shown[HEADLINE]]) == -order) & separated
    shorter = np.array([np.sign(words[b] - words[a]) for a, b in pairs]) == -order
    for rule in RULES:
        decided = _decided([shown[name] for name in rule])
        cells = (_right(decided, order, some) for some in (order != 0, separated, separated & like))
        yield f"| {' and '.join(rule)} | {' | '.join(cells)} |"
    yield ""
    brief = (wrong & shorter).sum()
    yield f"In {brief} of its {wrong.sum()} mistakes on these {HEADLINE} prefers the system with the shorter summaries."


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one score says of each pair: which way it points, and whether its p is at most 0.05."""

    sign: Grid
    shows: Flags


def _shown(scores: Grid, pairs: Sequence[tuple[int, int]]) -> _Shown:
    ones = np.ones(len(scores))
    panel = Panel(tuple(np.stack([column, ones], axis=1) for column in scores.T), _mean)
    (found,) = resampling.compare([panel], pairs, PLAN)
    return _Shown(
        np.array([np.sign(each.difference) for (each,) in found]), np.array([each.p <= PLAN.level for (each,) in found])
    )


def _mean(totals: Rows) -> Rows:
    return totals[..., :1] / totals[..., 1:]


def _decided(shown: Sequence[_Shown]) -> Grid:
    """Decide where most show a difference and none points the other way: 1, -1, or 0 for nothing."""
    found = np.zeros(len(shown[0].sign))
    for way in (1, -1):
        votes = sum((each.shows & (each.sign == way)).astype(int) for each in shown)
        against = np.any([each.sign == -way for each in shown], axis=0)
        found[(votes >= majority(len(shown))) & ~against] = way
    return found


def _right(decided: Grid, order: Grid, some: Flags) -> str:
    made = (decided != 0) & some
    right = int((decided == order)[made].sum())
    return f"{right} of {int(made.sum())} = {right / max(int(made.sum()), 1):.1%}"


if __name__ == "__main__":
    main()
