"""sacrebleu's paired tests, met bit for bit: every expected number is what sacrebleu itself computes, here and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

from tests.corpus import REFERENCE, SYSTEMS
from toolkit.examples import Example
from toolkit.metrics._base import Metric
from toolkit.metrics.bleu import Bleu
from toolkit.metrics.chrf import Chrf
from toolkit.metrics.ter import Ter
from toolkit.statistics import _draws
from toolkit.statistics.resampling import PeerPanel, PeerResult, confidence, paired_bootstrap, paired_randomization

OURS: list[Metric] = [Bleu(), Chrf(), Ter()]
THEIRS: list[Any] = [BLEU(), CHRF(), TER()]
Systems = Mapping[str, Sequence[str]]
PEERS = {type(theirs).__name__: ours.peer for ours, theirs in zip(OURS, THEIRS, strict=True)}


@pytest.fixture(autouse=True)
def _no_seed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)


def panels(references: Sequence[Sequence[str]], systems: Systems = SYSTEMS) -> list[PeerPanel]:
    names = tuple("abc"[: len(references)])
    made = []
    for metric in OURS:
        rows = []
        for lines in systems.values():
            pairs = zip(lines, zip(*references, strict=True), strict=True)
            examples = [Example("", "", ("",), (own,), tuple((line,) for line in refs), names) for own, refs in pairs]
            rows.append(metric.measure(examples).rows)
        made.append(PeerPanel(tuple(rows), metric.peer))
    return made


def expected(
    kind: str,
    samples: int,
    references: Sequence[Sequence[str]] | None,
    metrics: Sequence[Any] = THEIRS,
    systems: Systems = SYSTEMS,
) -> list[list[PeerResult]]:
    named = list(systems.items())
    _, scores = PairedTest(named, {str(n): m for n, m in enumerate(metrics)}, references, kind, samples)()
    return [
        [
            PeerResult(*(value if value is None else float(value) for value in (x.score, x.p_value, x.mean, x.ci)))
            for x in column
        ]
        for name, column in scores.items()
        if name != "System"
    ]


SEVERAL = [[REFERENCE], [REFERENCE, SYSTEMS["loose"]], [REFERENCE, SYSTEMS["moved"], SYSTEMS["clipped"]]]
"""Of three references TER takes thirds, whose sums depend on the order of additions."""


@pytest.mark.parametrize("references", SEVERAL, ids=["one", "two", "three"])
def test_the_paired_bootstrap_is_sacrebleus(references: list[list[str]]) -> None:
    """Every score, p, mean and interval of --paired-bs is met to the last bit."""
    assert paired_bootstrap(panels(references), 400) == expected("bs", 400, references)


@pytest.mark.parametrize("references", SEVERAL, ids=["one", "two", "three"])
def test_paired_randomization_is_sacrebleus(references: list[list[str]]) -> None:
    """Every score and p of --paired-ar is met to the last bit."""
    assert paired_randomization(panels(references), 700) == expected("ar", 700, references)


@pytest.mark.parametrize("references", SEVERAL, ids=["one", "two", "three"])
@pytest.mark.parametrize("resamples", [1, 2, 300])
def test_the_interval_of_one_system_is_sacrebleus(references: list[list[str]], resamples: int) -> None:
    """Score, mean and interval of --confidence are met to the last bit; one resample gives no interval."""
    found = confidence(panels(references), resamples)
    for metric, results in zip(THEIRS, found, strict=True):
        for lines, result in zip(SYSTEMS.values(), results, strict=True):
            score = metric.corpus_score(lines, references, n_bootstrap=resamples)
            assert result.score == score.score
            assert result.p is None
            if resamples > 1:
                assert (result.mean, result.ci) == (float(score._mean), float(score._ci))
            else:
                assert (result.mean, result.ci) == (None, None)


def test_ties_of_fractions_fall_as_there() -> None:
    """Where one segment differs, all shuffles tie but for the rounding of thirds, and the rounding is sacrebleu's."""
    systems = {"loose": SYSTEMS["loose"], "near": [*SYSTEMS["loose"][:24], REFERENCE[24]]}
    references = SEVERAL[2]
    assert paired_randomization(panels(references, systems), 700) == expected("ar", 700, references, systems=systems)


def test_another_seed_gives_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed is that of SACREBLEU_SEED."""
    given = panels([REFERENCE])
    monkeypatch.setenv("SACREBLEU_SEED", "7")
    assert paired_bootstrap(given, 100, seed=7) == expected("bs", 100, [REFERENCE])
    assert paired_randomization(given, 100, seed=7) == expected("ar", 100, [REFERENCE])


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few resamples and units fit into a chunk, the draws and the numbers are the same."""
    given = panels([REFERENCE])
    whole = paired_bootstrap(given, 100), paired_randomization(given, 100)
    monkeypatch.setattr(_draws, "CHUNK_BYTES", 2000)
    assert (paired_bootstrap(given, 100), paired_randomization(given, 100)) == whole


@pytest.mark.parametrize("kind", ["BLEU", "CHRF", "TER"])
@pytest.mark.parametrize("case", ["large", "empty"])
def test_rare_counts_are_scored_as_there(kind: str, case: str) -> None:
    """Sums that single precision cannot hold, and resamples without any n-gram, come out as sacrebleu's."""
    made = [
        _rare(rows, case)
        for rows in next(p for n, p in zip(PEERS, panels([REFERENCE]), strict=True) if n == kind).systems
    ]

    class Stored({"BLEU": BLEU, "CHRF": CHRF, "TER": TER}[kind]):  # type: ignore[misc]
        """Hands out stored statistics; all it does with them is sacrebleu's."""

        def _extract_corpus_statistics(self, hypotheses: Sequence[str], references: object) -> list[list[Any]]:
            rows = made[list(SYSTEMS.values()).index(list(hypotheses))]
            return rows.astype(int).tolist() if kind != "TER" else [[int(a), b] for a, b in rows.tolist()]

    metric = Stored()
    metric.num_refs = 1
    given = [PeerPanel(tuple(made), PEERS[kind])]
    assert paired_bootstrap(given, 200) == expected("bs", 200, None, [metric])
    assert paired_randomization(given, 200) == expected("ar", 200, None, [metric])


def _rare(rows: np.ndarray, case: str) -> np.ndarray:
    if case == "large":
        return rows * 1_000_003
    kept = rows.copy()
    kept[1:] = 0  # a resample of 25 segments misses the one that counts in 36 % of draws
    return kept
