"""What every metric promises."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit import plugins
from toolkit.encoders.hashing import Hashing
from toolkit.examples import Example
from toolkit.metrics._base import Metric

NAMES = plugins.available("metrics")
SOURCE = ("Le ministre est parti lundi pour Paris.", "La mer était calme ce jour-là.")
LINES = ("The minister left for Paris on Monday.", "The sea was very calm that day.")
WORSE = ("A minister went to Paris this Monday.", "That day the sea was quiet.")


@pytest.fixture(params=NAMES)
def metric(request: pytest.FixtureRequest) -> Metric:
    plugin: type[Metric] = plugins.load("metrics", request.param)
    return plugin(Hashing()) if plugin.needs_encoder else plugin()


def examples(metric: Metric, lines: tuple[str, ...], source: tuple[str, ...] = SOURCE) -> list[Example]:
    """Give both lines as one summary, or as one segment each."""
    if metric.unit == "article":
        return [Example(f"art-{n}", "", source, lines, (LINES, WORSE), ("a", "b")) for n in range(2)]
    return [
        Example("art-1", f"seg-{n}", (source[n],), (lines[n],), ((LINES[n],), (WORSE[n],)), ("a", "b"))
        for n in range(2)
    ]


def test_shapes_are_as_declared(metric: Metric) -> None:
    """Rows have the declared columns, scores the declared outputs, for any leading shape."""
    given = examples(metric, WORSE)
    rows = metric.measure(given).rows
    assert rows.shape == (len(given), len(metric.columns))
    assert rows.dtype == np.float64
    assert (np.isfinite(rows) | np.isnan(rows)).all()
    for leading in ((), (1,), (3, 2)):
        totals = np.broadcast_to(rows.sum(axis=0), (*leading, rows.shape[1]))
        scores = metric.combine(totals)
        assert scores.shape == (*leading, len(metric.outputs))
        assert (scores == metric.combine(rows.sum(axis=0))).all()
    assert metric.example_scores(metric.measure(given)).shape == (len(given), len(metric.outputs))


def test_scores_stay_within_their_range(metric: Metric) -> None:
    """No output leaves the range it declares."""
    for lines in (LINES, WORSE, SOURCE):
        scores = metric.combine(metric.measure(examples(metric, lines)).rows.sum(axis=0))
        for score, output in zip(scores.tolist(), metric.outputs, strict=True):
            assert output.low - 1e-9 <= score <= (np.inf if output.high is None else output.high + 1e-9)


def test_the_reference_itself_scores_best(metric: Metric) -> None:
    """A hypothesis equal to a reference, drawn from an equal text, reaches the best end where there is one."""
    scores = metric.combine(metric.measure(examples(metric, LINES, source=LINES)).rows.sum(axis=0))
    for score, output in zip(scores.tolist(), metric.outputs, strict=True):
        best = output.high if output.higher_is_better else output.low
        assert best is None or score == pytest.approx(best, abs=1e-5)


def test_the_order_of_examples_does_not_matter(metric: Metric) -> None:
    """A row depends on its example alone."""
    given = examples(metric, WORSE)
    assert (metric.measure(given).rows[::-1] == metric.measure(given[::-1]).rows).all()
    assert (metric.measure(given[:1]).rows == metric.measure(given).rows[:1]).all()


def test_nothing_gives_nothing(metric: Metric) -> None:
    """No example gives no row, and a sum of none gives no number."""
    measurement = metric.measure([])
    assert measurement.rows.shape == (0, len(metric.columns))
    assert metric.example_scores(measurement).shape == (0, len(metric.outputs))
    assert np.isnan(metric.combine(measurement.rows.sum(axis=0))).all()


def test_losses_are_split_where_they_are_named(metric: Metric) -> None:
    """Two scores a named output, within its range, for any leading shape; else a mistake of the caller."""
    rows = metric.measure(examples(metric, WORSE)).rows
    if not metric.losses:
        with pytest.raises(TypeError, match="names no losses"):
            metric.left_out(rows)
        return
    outputs = {output.name: output for output in metric.outputs}
    found = metric.left_out(np.broadcast_to(rows.sum(axis=0), (3, rows.shape[1])))
    assert found.shape == (3, 2, len(metric.losses))
    for place, name in enumerate(metric.losses):
        assert (found[..., place] >= outputs[name].low - 1e-9).all()
        assert (found[..., place] <= (outputs[name].high or np.inf) + 1e-9).all()


def test_matches_are_one_a_bullet(metric: Metric) -> None:
    """Where matches are given, there is one for each bullet of each example, in order."""
    given = examples(metric, WORSE)
    matches = metric.measure(given).matches
    if matches:
        assert [[match.bullet for match in each] for each in matches] == [
            list(range(len(example.hypothesis))) for example in given
        ]


def test_it_says_what_it_is(metric: Metric) -> None:
    """Names are those of the plug-in, outputs are unique, signatures hold what can change the number."""
    assert metric.name in NAMES
    assert metric.signature(1) and metric.example_signature(2)
    assert len({output.name for output in metric.outputs}) == len(metric.outputs)
    if metric.needs_encoder:
        assert metric.encoder.signature() in metric.signature(2)


def test_output_names_are_unique_over_all_metrics() -> None:
    """A column of a report belongs to one metric."""
    names = [output.name for name in NAMES for output in plugins.load("metrics", name).outputs]
    assert len(set(names)) == len(names)
