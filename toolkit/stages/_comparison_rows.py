"""Comparisons and verdicts as rows."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.stages._compared import Compared, Comparisons, Judged
from toolkit.statistics.verdicts import Verdict
from toolkit.tables.rows import Row, row


def comparison_rows(run_id: str, made: Comparisons) -> Iterator[Row]:
    """Make one row a pair and output."""
    for each in made.compared:
        shown, found = each.shown, each.found
        yield row(
            "comparisons",
            run_id=run_id,
            **_pair(each),
            metric=each.metric.name,
            output=each.output.name,
            title=each.output.title,
            higher_is_better=each.output.higher_is_better,
            unit=each.unit,
            units=shown.units,
            articles=each.articles,
            examples=each.examples,
            baseline_score=found.second if found else None,
            candidate_score=found.first if found else None,
            difference=shown.difference,
            low=shown.low,
            high=shown.high,
            standard_error=found.error if found else None,
            p=shown.p,
            adjusted_p=shown.adjusted_p,
            smallest_p=shown.smallest_p if each.tested else None,
            family_size=each.size,
            wins=shown.wins,
            losses=shown.losses,
            ties=shown.ties,
            detectable=shown.detectable,
            articles_needed=each.needed,
            people_agree=each.agreement,
            sacrebleu_bootstrap_p=each.bootstrap_p,
            sacrebleu_randomization_p=each.randomization_p,
            identical=each.identical,
            scored=found is not None,
            reason=each.reason,
            level=made.plan.level,
            resamples=made.plan.resamples,
            trials=found.trials if found else 0,
            exact=found.exact if found else False,
            seed=made.plan.seed,
            signature=each.signature,
        )


def verdict_rows(run_id: str, made: Comparisons) -> Iterator[Row]:
    """Make one row a pair."""
    for each in made.judged:
        verdict: Verdict = each.verdict
        first = verdict.comparisons[0]
        yield row(
            "verdicts",
            run_id=run_id,
            **_pair(each),
            family_size=each.pairs,
            verdict=verdict.word,
            sentence=verdict.sentence,
            outputs=" ".join(comparison.metric for comparison in verdict.comparisons),
            unit=first.unit,
            units=first.units,
            articles=first.articles,
            level=made.plan.level,
        )


def _pair(each: Compared | Judged) -> Row:
    return {
        "task": each.family.task,
        "family": each.family.name,
        "baseline": each.baseline.system,
        "baseline_summarizer": each.baseline.summarizer,
        "candidate": each.candidate.system,
        "candidate_summarizer": each.candidate.summarizer,
    }
