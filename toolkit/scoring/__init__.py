"""Plain lines -> scores, sacrebleu's own tests of them, and verdicts: what `toolkit score` does.

There are no articles here, only lines. Where nobody says which lines belong to one document, each stands for itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np

from toolkit import build, plugins
from toolkit.errors import UsageError
from toolkit.examples import Example, Paired
from toolkit.metrics._base import Column, Metric, Rows
from toolkit.metrics._chrf import with_words
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.chrfpp import ChrfPlusPlus
from toolkit.metrics.ter import Ter
from toolkit.parallel import Parallel
from toolkit.records import System, Unit
from toolkit.scoring._scores import Scored, Scores, Wanted
from toolkit.settings import EncoderSettings
from toolkit.stages._compared import Comparisons
from toolkit.stages._entries import entries_of_lines
from toolkit.stages._families import families
from toolkit.stages._line import Line
from toolkit.stages.compare import compare
from toolkit.stages.score import score_all
from toolkit.statistics import resampling
from toolkit.statistics.resampling import PeerPanel, PeerResult
from toolkit.steps._turns import Progress, quiet

_MANY_TOKENIZED = 100
"""Lines ending in ` .` from which on sacrebleu takes a text for tokenized."""

_log = logging.getLogger(__name__)


_TUNED: dict[str, Callable[[Wanted], Metric]] = {
    "bleu": lambda asked: Bleu(options=asked.bleu),
    "chrf": lambda asked: Chrf(options=asked.chrf),
    "chrfpp": lambda asked: ChrfPlusPlus(options=with_words(asked.chrf)),
    "ter": lambda asked: Ter(options=asked.ter),
}
"""Metrics that take sacrebleu's options."""


def score(lines: Parallel, asked: Wanted, progress: Progress = quiet, processes: int = 1) -> Scores:
    """Score systems against references, and say how sure their differences are.

    Args:
        lines: what is scored.
        asked: by what, and how.
        progress: told of every piece of a metric that takes long.
        processes: how many may share the work where it is long; the numbers are the same for any.

    Raises:
        UsageError: a metric does not exist, cannot score plain lines or this language, or a test needs other systems.
    """
    _require(lines, asked)
    metrics = _metrics(asked)
    for metric in metrics:
        metric.signature(len(lines.references))  # a tokenizer that is not there is found before anything is counted
    if not asked.detokenized and any(metric.name == "bleu" for metric in metrics):
        _warn_of_tokens(lines)
    paired = [_paired(lines, texts) for texts in lines.systems.values()]
    columns: dict[str, list[Column]] = {}
    for metric in metrics:
        told = _named(progress, metric.outputs[0].title)
        columns[metric.name] = score_all(metric, paired, asked.target, processes, told)
        for column in columns[metric.name]:
            if column.reason:
                raise UsageError(f"metric {metric.name!r}: {column.reason}; choose others with -m")
    return Scores(
        asked=asked,
        lines=lines,
        scored=tuple(each for metric in metrics for each in _scored(metric, columns[metric.name], asked)),
        made=_compared(lines, columns, asked) if asked.judged and len(lines.systems) > 1 else None,
    )


def _require(lines: Parallel, asked: Wanted) -> None:
    """See that the tests make sense for so many systems, before anything is counted.

    Raises:
        UsageError: they do not.
    """
    if asked.test.startswith("paired") and len(lines.systems) == 1:
        raise UsageError(f"--{asked.test} compares systems; give two or more with -i, the baseline first")
    if asked.all_pairs and len(lines.systems) == 1:
        raise UsageError("--all-pairs compares systems; give two or more with -i")
    if asked.by_line and (len(lines.systems) > 1 or len(set(asked.metrics)) > 1):
        raise UsageError("--sentence-level takes one system and one metric: name it, as in -m chrf")
    value = asked.bleu.smoothing
    if asked.test == "paired-ar" and asked.bleu.smooth_method == "add-k" and not float(value).is_integer():
        what = f"sacrebleu's --paired-ar drops the fraction of --smooth-value {value:g}"
        raise UsageError(f"{what}, and its p is that of another score; choose a whole number, or --paired-bs")


def _metrics(asked: Wanted) -> list[Metric]:
    names = sorted(set(asked.metrics))  # the order in which sacrebleu prints
    encoder = plugins.load("encoders", EncoderSettings().name)()
    made = [_TUNED[name](asked) if name in _TUNED else build.metrics([name], encoder)[0] for name in names]
    for metric in made:
        if metric.unit != "segment" or not metric.needs_reference:
            raise UsageError(f"metric {metric.name!r} does not score plain lines against plain lines")
    return made


def _warn_of_tokens(lines: Parallel) -> None:
    for name, texts in lines.systems.items():
        if sum(line.endswith(" .") for line in texts) >= _MANY_TOKENIZED:
            _log.warning(
                "%s looks tokenized: %d lines or more end in ' .'; BLEU wants plain text (--force: it is plain)",
                name,
                _MANY_TOKENIZED,
            )


def _paired(lines: Parallel, texts: Sequence[str]) -> Paired:
    """Make an example of every line; without documents each belongs to a document of its own."""
    labels = tuple(str(number) for number in range(1, len(lines.references) + 1))
    documents = lines.documents or range(1, len(texts) + 1)
    examples = tuple(
        Example(str(document), str(number), (), (text,), tuple((line,) for line in wanted), labels)
        for number, (document, text, wanted) in enumerate(
            zip(documents, texts, zip(*lines.references, strict=True), strict=True), 1
        )
    )
    return Paired(examples, len(examples), labels)


def _named(progress: Progress, title: str) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        progress(title, done, total)

    return told


def _scored(metric: Metric, columns: Sequence[Column], asked: Wanted) -> list[Scored]:
    signature = metric.signature(len(columns[0].references))
    found = []
    for place in range(len(metric.outputs)):
        results = _tested(metric, place, columns, asked)
        tested = any(result.p is not None or result.mean is not None for result in results)
        whole = _with_test(signature, asked) if tested and metric.peer is not None else signature
        found.append(Scored(metric, place, whole, tuple(columns), tuple(results)))
    return found


def _tested(metric: Metric, place: int, columns: Sequence[Column], asked: Wanted) -> list[PeerResult]:
    """Score every system, with the test that is wanted: sacrebleu's are for its own metrics, intervals for any."""
    plan, peer = asked.plan, metric.peer if place == 0 else None
    panel = PeerPanel(
        tuple(_rows(column) for column in columns), peer or (lambda sums: metric.combine(sums)[..., place])
    )
    if asked.test == "confidence":
        return resampling.confidence([panel], asked.confidence, plan.seed)[0]
    if asked.test == "paired-bs" and peer is not None:
        return resampling.paired_bootstrap([panel], plan.resamples, plan.seed)[0]
    if asked.test == "paired-ar" and peer is not None:
        return resampling.paired_randomization([panel], plan.trials, plan.seed)[0]
    return [PeerResult(float(panel.score(rows.sum(axis=0))), None, None, None) for rows in panel.systems]


def _rows(column: Column) -> Rows:
    return np.empty((0, len(column.metric.columns))) if column.measurement is None else column.measurement.rows


def _with_test(signature: str, asked: Wanted) -> str:
    """Put a test into a signature, where sacrebleu puts it."""
    samples = {
        "confidence": f"bs:{asked.confidence}",
        "paired-bs": f"bs:{asked.plan.resamples}",
        "paired-ar": f"ar:{asked.plan.trials}",
    }[asked.test]
    references, _, rest = signature.partition("|")
    return f"{references}|{samples}|seed:{asked.plan.seed}|{rest}"


def _compared(lines: Parallel, columns: dict[str, list[Column]], asked: Wanted) -> Comparisons:
    board = [
        Line(System(name), "", baseline=False, columns=tuple(own))
        for name, own in zip(lines.systems, zip(*columns.values(), strict=True), strict=True)
    ]
    entries = list(entries_of_lines(board))
    wanted = families(entries, all_pairs=asked.all_pairs)
    unit: Unit = "article" if lines.documents else "segment"
    return compare(entries, wanted, asked.plan, unit=unit, peers=False)
