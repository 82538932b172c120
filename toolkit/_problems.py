"""What is wrong with settings beyond what a type can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.settings import CompareSettings, Settings, SummarizerSettings, SummarySettings, SystemSettings
from toolkit.toml_lines import Trail

_Priced = tuple[str, str, int, SystemSettings | SummarizerSettings]
"""Key of the table, the word for what stands in it, its place, and itself."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a config file.

    Attributes:
        trail: keys and list places that lead to it.
        message: what is wrong and what to do.
        line: where it stands, None where it is not in the file.
    """

    trail: Trail
    message: str
    line: int | None = None


def settings_problems(settings: Settings) -> list[Problem]:
    """Check what no type can say."""
    problems = []
    names = [system.name for system in settings.systems]
    for place, system in enumerate(settings.systems):
        if names.index(system.name) != place:
            problems.append(Problem(("systems", place, "name"), f"two systems are named {system.name!r}; rename one"))
        if bool(system.backend) == bool(system.reference):
            problems.append(
                Problem(("systems", place), f"system {system.name!r} needs either a backend or a reference; give one")
            )
    problems += [*_terms_problems(settings), *_compare_problems(settings.compare)]
    return [*problems, *_summary_problems(settings.summary), *_summarizer_problems(settings.summarizers)]


def _summary_problems(summary: SummarySettings) -> list[Problem]:
    problems = []
    if not 1 <= summary.bullets <= 20:  # noqa: PLR2004 - said in the docstring of SummarySettings
        problems.append(Problem(("summary", "bullets"), "summary.bullets must be 1 to 20"))
    if summary.max_words < 0:
        problems.append(Problem(("summary", "max_words"), "summary.max_words must be 0 (whole sentences) or more"))
    if not summary.order or len(set(summary.order)) < len(summary.order):
        wanted = "must name translate-first, summarize-first or both, each once"
        problems.append(Problem(("summary", "order"), f"summary.order {wanted}"))
    return problems


def _summarizer_problems(summarizers: Sequence[SummarizerSettings]) -> list[Problem]:
    names = [each.name for each in summarizers]
    return [
        Problem(("summarizers", place, "name"), f"two summarizers are named {name!r}; rename one")
        for place, name in enumerate(names)
        if names.index(name) != place
    ]


def _compare_problems(compare: CompareSettings) -> list[Problem]:
    """Check how resamples are drawn."""
    names = [name for name in ("resamples", "trials", "seed") if getattr(compare, name) < 1]
    problems = [Problem(("compare", name), f"compare.{name} must be 1 or more") for name in names]
    if not 0 < compare.level < 1:
        problems.append(Problem(("compare", "level"), "compare.level must be above 0 and below 1"))
    return problems


def _terms_problems(settings: Settings) -> list[Problem]:
    """Check prices, their currency and the pace of calls."""
    priced: list[_Priced] = [("systems", "system", place, each) for place, each in enumerate(settings.systems)]
    priced += [("summarizers", "summarizer", place, each) for place, each in enumerate(settings.summarizers)]
    problems = []
    first = next((each for *_, each in priced if each.currency), None)
    for table, kind, place, each in priced:
        trail, named = (table, place), f"{kind} {each.name!r}"
        wrong = [
            ("price", f"the price of {named} {each.price.fault}" if each.price and each.price.fault else ""),
            ("currency" if each.currency else "price", _currency_fault(named, each, first)),
        ]
        for key in ("calls_per_minute", "characters_per_minute"):
            value = getattr(each, key)
            wrong.append((key, f"{key} of {named} must be 1 or more" if value is not None and value < 1 else ""))
        problems += [Problem((*trail, key), message) for key, message in wrong if message]
    return problems


def _currency_fault(
    named: str, priced: SystemSettings | SummarizerSettings, first: SystemSettings | SummarizerSettings | None
) -> str:
    if priced.price is not None and not priced.currency:
        return f'the price of {named} needs a currency; add currency = "EUR", or what it is in'
    if priced.currency and first is not None and priced.currency != first.currency:
        return (
            f"{named} is priced in {priced.currency} and {first.name!r} in {first.currency}; "
            "give all prices in one currency"
        )
    return ""
