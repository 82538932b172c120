from __future__ import annotations

import concurrent.futures
import multiprocessing
from collections.abc import Sequence

import pytest

from tests.corpus import REFERENCE, SYSTEMS
from toolkit.encoders._base import Vectors
from toolkit.encoders.hashing import Hashing
from toolkit.examples import Example, Paired
from toolkit.metrics._base import Metric
from toolkit.metrics._options import TerOptions
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.similarity import Similarity
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


def test_who_stops_waits_for_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal to this process alone ends those that count for it."""
    monkeypatch.setattr(_spread, "WORTH_S", 0.0)
    monkeypatch.setattr(_spread, "HEAVY_PIECE", 7)
    ended: list[str] = []

    class Worker:
        def terminate(self) -> None:
            ended.append("worker")

    monkeypatch.setattr(multiprocessing, "active_children", lambda: [Worker()])

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _spread.measure(Ter(), [paired("moved").examples], 2, stop)
    assert ended == ["worker"]


def test_short_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a process takes to start is done at once."""
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", None)
    assert score_all(Ter(), [paired("moved")], "en", processes=2)[0].corpus[0] > 0


def test_what_systems_share_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces of all systems go to the encoder together, and the rows are those of each alone."""
    monkeypatch.setattr(_spread, "ENCODED_PIECE", 10)
    asked: list[list[str]] = []

    class Counting(Hashing):
        def encode(self, texts: Sequence[str]) -> Vectors:
            asked.append(list(texts))
            return super().encode(texts)

    told: list[tuple[int, int]] = []
    systems = [paired("moved"), paired("clipped")]
    together = score_all(
        Similarity(Counting()), systems, "en", processes=2, told=lambda done, total: told.append((done, total))
    )
    assert told == [(20, 50), (40, 50), (50, 50)]
    assert sum(texts.count(REFERENCE[0]) for texts in asked) == 1
    for column, alone in zip(together, [score(Similarity(Hashing()), each, "en") for each in systems], strict=True):
        assert column.measurement is not None and alone.measurement is not None
        assert column.measurement.rows.tolist() == alone.measurement.rows.tolist()


def test_options_reach_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process counts is counted with the options of this one."""
    monkeypatch.setattr(_spread, "WORTH_S", 0.0)
    metric = Ter(options=TerOptions(normalized=True))
    (spread,) = score_all(metric, [paired("loose")], "en", processes=2)
    assert spread.corpus.tolist() == score(metric, paired("loose"), "en").corpus.tolist()
    assert spread.corpus.tolist() != score(Ter(), paired("loose"), "en").corpus.tolist()
