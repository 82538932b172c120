"""What `toolkit score` found as one JSON document: numbers as numbers, null for what there is not.

docs/score.schema.json says what each key holds. Reporters read the document, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from toolkit._version import __version__
from toolkit.metrics.bleu import Bleu
from toolkit.scoring._scores import Scored, Scores
from toolkit.stages._compared import Compared, Comparisons, finite
from toolkit.stages._comparison_rows import comparison_rows, verdict_rows
from toolkit.statistics import verdicts
from toolkit.tables import Run

Document = dict[str, Any]

_TESTS = {
    "confidence": "bootstrap",
    "paired-bs": "paired bootstrap",
    "paired-ar": "paired approximate randomization",
}


def document(made: Scores) -> Document:
    """Make the document."""
    lines = made.lines
    return {
        "schema_version": 1,
        "toolkit_version": __version__,
        "segments": len(lines.references[0]),
        "documents": len(set(lines.documents)) or None,
        "references": list(lines.reference_names),
        "systems": list(lines.systems),
        "scores": [row for each in made.scored for row in _scores(each, made)],
        "sacrebleu_test": _sacrebleu_test(made),
        "comparison": _comparison(made) if made.made else None,
        "comparisons": [_compared(each, made.made) for each in made.made.compared] if made.made else [],
        "verdicts": list(_verdicts(made.made)) if made.made else [],
    }


def by_line(made: Scores) -> Document:
    """Score every line of the only system by the only metric, as sacrebleu does with `--sentence-level`."""
    only, lines = made.scored[0], made.lines
    scores = only.columns[0].single[:, only.place]
    if only.metric.peer is not None:  # sacrebleu gives 0 where nothing was counted
        scores = np.nan_to_num(scores, nan=0.0)
    return {
        "schema_version": 1,
        "toolkit_version": __version__,
        "system": next(iter(lines.systems)),
        "references": list(lines.reference_names),
        "metric": only.metric.name,
        "output": only.metric.outputs[only.place].name,
        "signature": only.metric.example_signature(len(lines.references)),
        "scores": [finite(score) for score in scores.tolist()],
    }


def run_of(made: Scores) -> Run:
    """Give comparisons and verdicts in the form that reporters read; there are none of a single system."""
    name, found = "run-score", made.made
    tables = (
        {"comparisons": tuple(comparison_rows(name, found)), "verdicts": tuple(verdict_rows(name, found))}
        if found
        else {}
    )
    return Run(Path(), name, {}, tables, {})


def _scores(each: Scored, made: Scores) -> Iterator[Document]:
    output = each.metric.outputs[each.place]
    ranks = made.made.ranks if made.made else {}
    groups = {who.system: group for (who, name), group in ranks.items() if name == output.name}
    for name, column, result in zip(made.lines.systems, each.columns, each.results, strict=True):
        row = {
            "system": name,
            "metric": each.metric.name,
            "output": output.name,
            "title": output.title,
            "higher_is_better": output.higher_is_better,
            "score": finite(result.score),
            "mean": result.mean,
            "half_interval": result.ci,
            "p": result.p,
            "rank_group": groups.get(name),
            "signature": each.signature,
        }
        measured = column.measurement
        if isinstance(each.metric, Bleu) and measured is not None:
            row["bleu"] = each.metric.parts(measured.rows.sum(axis=0).tolist())
        yield row


def _sacrebleu_test(made: Scores) -> Document | None:
    asked = made.asked
    if not asked.test:
        return None
    samples = {"confidence": asked.confidence, "paired-bs": asked.plan.resamples, "paired-ar": asked.plan.trials}
    return {
        "option": f"--{asked.test}",
        "test": _TESTS[asked.test],
        "unit": "segment",
        "samples": samples[asked.test],
        "seed": asked.plan.seed,
        "baseline": next(iter(made.lines.systems)) if asked.test.startswith("paired") else None,
    }


def _comparison(made: Scores) -> Document:
    plan = made.asked.plan
    found = next((each for each in made.made.compared if each.found is not None), None) if made.made else None
    return {
        "test": "paired approximate randomization, two-sided",
        "unit": found.unit if found else None,
        "units": found.found.units if found and found.found else None,
        "trials": plan.trials,
        "interval": "paired bootstrap, percentiles",
        "resamples": plan.resamples,
        "seed": plan.seed,
        "level": plan.level,
        "correction": "Holm, over the pairs of each metric",
        "all_pairs": made.asked.all_pairs,
    }


def _compared(each: Compared, made: Comparisons) -> Document:
    shown, found = each.shown, each.found
    return {
        "baseline": shown.baseline,
        "candidate": shown.candidate,
        "metric": each.metric.name,
        "output": each.output.name,
        "title": each.output.title,
        "baseline_score": found.second if found else None,
        "candidate_score": found.first if found else None,
        "difference": shown.difference,
        "low": shown.low,
        "high": shown.high,
        "p": shown.p,
        "exact": found.exact if found else False,
        "adjusted_p": shown.adjusted_p,
        "smallest_p": shown.smallest_p if each.tested else None,
        "family_size": each.size,
        "wins": shown.wins,
        "losses": shown.losses,
        "ties": shown.ties,
        "detectable": shown.detectable,
        "units_needed": each.needed,
        "people_agree": each.agreement,
        "verdict": verdicts.decide([shown], made.plan.level) if found else None,
        "reason": each.reason,
    }


def _verdicts(made: Comparisons) -> Iterator[Document]:
    for each in made.judged:
        yield {
            "baseline": str(each.baseline),
            "candidate": str(each.candidate),
            "verdict": each.verdict.word,
            "sentence": each.verdict.sentence,
            "outputs": [comparison.metric for comparison in each.verdict.comparisons],
        }
