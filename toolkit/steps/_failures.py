"""What failed in a run; and failures that leave nothing to report on -> the one error that tells them in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit._written import counted
from toolkit.build import Planned
from toolkit.documents import Summary
from toolkit.errors import InputError, MissingRecordingsError, NotReadyError, ToolkitError
from toolkit.exchange import ASK
from toolkit.records import Failure, Rendering, Translation
from toolkit.stages.translate import NO_REFERENCE


def require_some(systems: Sequence[Planned], translations: Mapping[tuple[str, str], Translation]) -> None:
    """Raise the first failure where no system that competes has translated anything."""
    competing = {planned.system.name for planned in systems if not planned.system.baseline}
    outcomes = [o for (_, name), t in translations.items() if name in competing for o in t.outcomes]
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if not failures or any(isinstance(outcome, Rendering) for outcome in outcomes):
        return
    raise failure_error(failures)


def gathered(
    systems: Sequence[Planned],
    translations: Mapping[tuple[str, str], Translation],
    summaries: Mapping[tuple[str, str, str], Summary],
) -> list[Failure]:
    """Gather what failed once the articles were read.

    That an article lacks a reference which only frames the others is no failure, nor is what follows from it:
    references are optional, article by article.
    """
    frames = {planned.system.name for planned in systems if planned.system.reference and planned.system.baseline}
    found: list[Failure] = []
    lacking: set[tuple[str, str]] = set()
    for place, translation in translations.items():
        failures = [outcome for outcome in translation.outcomes if isinstance(outcome, Failure)]
        if translation.system in frames and any(failure.kind == NO_REFERENCE for failure in failures):
            lacking.add(place)
        else:
            found += failures
    told = [each.failure for each in summaries.values() if (each.article, each.system) not in lacking]
    return [*found, *(failure for failure in told if failure is not None)]


def failure_error(failures: Sequence[Failure]) -> ToolkitError:
    """Turn failures into the one error that tells them in a line."""
    first = failures[0]
    if first.kind == "missing":
        return MissingRecordingsError(missing_line(failures))
    kind = {"not_ready": NotReadyError, "alignment": InputError, "input": InputError}.get(first.kind, ToolkitError)
    return kind(f"{first.summarizer or first.system}: {first.message}")


def missing_line(failures: Sequence[Failure]) -> str:
    """Name everything that was asked offline and never recorded, by article and system, in one line."""
    missing: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        if failure.kind == "missing":
            who = f"{failure.summarizer} on {failure.system}" if failure.summarizer else failure.system
            missing.setdefault((failure.article, who), []).append(failure)
    parts = [
        f"{article} by {who}: {''.join(_segments(group))}({group[0].message.removesuffix(ASK)})"
        for (article, who), group in missing.items()
    ]
    count = sum(len(group) for group in missing.values())
    ask = "translate" if all(failure.stage == "translate" for failure in failures) else "ask for"
    told = f"{counted(count, 'recording')} {'is' if count == 1 else 'are'} missing: {'; '.join(parts)}"
    return f"{told}; run without --offline (or --cache replay) to {ask} {'it' if count == 1 else 'them'}"


def _segments(group: Sequence[Failure]) -> Iterator[str]:
    """Name the segments of a group, where it has any: a summary has none."""
    named = ", ".join(failure.segment for failure in group if failure.segment)
    if named:
        yield f"{named} "
