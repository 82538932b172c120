"""The toolkit from Python: the commands' results, typed."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Literal

from toolkit import pipeline, scoring
from toolkit.asked import Call, settings
from toolkit.errors import InputError, UsageError
from toolkit.exchange import Policy
from toolkit.parallel import Parallel, require_alike
from toolkit.scoring._scores import Wanted
from toolkit.tables import Run, load_run

__all__ = ["load_run", "run", "score"]

AnyPath = str | PathLike[str]
Cache = Literal["use", "replay", "refresh", "write-only"]


logging.getLogger("toolkit").addHandler(logging.NullHandler())  # a library is silent until it is asked to speak


def run(
    articles: AnyPath | Sequence[AnyPath] = (),
    *,
    config: AnyPath | None = None,
    backends: Sequence[str] = (),
    translations: Mapping[str, AnyPath] | None = None,
    summarizers: Sequence[str] = (),
    references: Sequence[str] = (),
    metrics: Sequence[str] = (),
    cache: Cache = "use",
    offline: bool = False,
    out: AnyPath | None = None,
    recordings: AnyPath | None = None,
) -> Run:
    """Translate, summarize and score, as `toolkit run` does.

    Args:
        articles: files and folders; without any, the config's.
        config: TOML file; without it and without articles, config/demo.toml of the current folder.
        backends: names of the config's systems, or of translators.
        translations: name -> file of a translation you already have.
        summarizers: names of the config's summarizers, or of plug-ins.
        references: names of the translations scored against, all by default.
        metrics: plug-in names, all by default.
        cache: how recordings are used.
        offline: only read recordings; the same as cache="replay".
        out: folder of the runs.
        recordings: folder of the recordings.

    Returns:
        The run: its tables as plain rows, and its folder.

    Raises:
        toolkit.errors.ToolkitError: one line that says what happened and what to do.
    """
    _require_lists(backends=backends, summarizers=summarizers, references=references, metrics=metrics)
    paths = [articles] if isinstance(articles, (str, PathLike)) else articles
    asked = Call(
        articles=[Path(path) for path in paths],
        config=Path(config) if config is not None else None,
        backends=backends,
        translations={name: Path(path) for name, path in (translations or {}).items()},
        summarizers=summarizers,
        references=references,
        metrics=metrics,
        out=Path(out) if out is not None else None,
        recordings=Path(recordings) if recordings is not None else None,
    )
    policy = Policy(mode="replay" if offline else cache)
    return pipeline.run(settings(asked), policy, command="toolkit.run")


def score(
    hypotheses: Sequence[str],
    references: Sequence[str] | Sequence[Sequence[str]],
    *,
    metrics: Sequence[str] = ("bleu", "chrf", "similarity"),
    target: str = "en",
) -> dict[str, float]:
    """Score lines against references, as `toolkit score` does.

    Args:
        hypotheses: one a segment.
        references: one a segment, or several such lists.
        metrics: plug-in names of segment metrics.
        target: BCP 47 code of the hypotheses' language.

    Returns:
        The corpus score of each metric's output.

    Raises:
        toolkit.errors.InputError: the numbers of lines differ.
        toolkit.errors.UsageError: a metric does not exist, or cannot score plain lines; or a text stands for a list.

    Example:
        >>> score(["the cat sat on the mat"], ["the cat sat on the mat"], metrics=["chrf"])
        {'chrf': 100.0}
    """
    _require_lists(hypotheses=hypotheses, references=references, metrics=metrics)
    streams: Sequence[Sequence[str]] = [[*references]] if all(isinstance(r, str) for r in references) else [*references]
    names = tuple(f"reference {number}" for number in range(1, len(streams) + 1))
    lines = Parallel(names, tuple(map(tuple, streams)), {"the hypothesis": tuple(hypotheses)})
    require_alike(lines)
    if not hypotheses:
        raise InputError("nothing to score: the hypothesis has no line")
    made = scoring.score(lines, Wanted(metrics=tuple(metrics), target=target))
    return {each.metric.outputs[each.place].name: each.results[0].score for each in made.scored}


def _require_lists(**given: object) -> None:
    """See that no text was given for a list of texts: Python would take its letters for them, and score those."""
    for name, value in given.items():
        if isinstance(value, str):
            raise UsageError(f"{name} is one text, and takes a list of them; put brackets around it")
