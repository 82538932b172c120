from __future__ import annotations

import pytest

from tests.corpus import REFERENCE, SYSTEMS
from toolkit.examples import Example, Paired
from toolkit.metrics._base import Metric
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.ter import Ter
from toolkit.stages import _spread
from toolkit.stages.score import score, score_all


def paired(system: str) -> Paired:
    examples = tuple(
        Example("", str(n), ("",), (own,), ((other,),), ("a",))
        for n, (own, other) in enumerate(zip(SYSTEMS[system], REFERENCE, strict=True))
    )
    return Paired(examples, len(examples), ("a",))


@pytest.mark.parametrize("metric", [Ter(), Chrf()], ids=["ter", "chrf"])
def test_processes_change_no_number(monkeypatch: pytest.MonkeyPatch, metric: Metric) -> None:
    """Two processes give the rows that one gives, in the same order, also where systems differ in length."""
    monkeypatch.setattr(_spread, "WORTH_S", 0.0)
    monkeypatch.setattr(_spread, "PIECE", 7)
    monkeypatch.setattr(_spread, "HEAVY_PIECE", 7)
    whole, cut = paired("moved"), paired("clipped")
    systems = [whole, Paired(cut.examples[:10], cut.asked, cut.references)]
    spread = score_all(metric, systems, "en", processes=2)
    for column, alone in zip(spread, [score(metric, each, "en") for each in systems], strict=True):
        assert column.measurement is not None and alone.measurement is not None
        assert column.measurement.rows.tolist() == alone.measurement.rows.tolist()
        assert column.corpus.tolist() == alone.corpus.tolist()


def test_short_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a process takes to start is done at once."""
    monkeypatch.setattr(_spread, "ProcessPoolExecutor", None)
    assert score_all(Ter(), [paired("moved")], "en", processes=2)[0].corpus[0] > 0
