"""Systems side by side: in one order whoever ends first, and with a bill for each."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit import pipeline
from toolkit.errors import OutageError
from toolkit.prices import Price
from toolkit.records import Rendering, Request
from toolkit.settings import EncoderSettings, Settings, SummarySettings, SystemSettings
from toolkit.translators import echo

FRENCH = "Un accord est signé\n\nPaul a signé l’accord.\n\nLes prix baissent en mai.\n"
CHARACTERS = sum(len(block) for block in FRENCH.strip().split("\n\n"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Make a project whose echo is a paid service that does not say what it billed."""
    (tmp_path / "deal.txt").write_text(FRENCH, encoding="utf-8")
    monkeypatch.setattr(echo.plugin, "recorded", True)
    monkeypatch.setattr(echo.plugin, "paid", True)
    return Settings(
        articles=(tmp_path / "deal.txt",),
        systems=(SystemSettings("echo", "echo", price=Price(20.0), currency="EUR"),),
        summary=SummarySettings(("lead",)),
        metrics=("chrf",),
        baselines=False,
        encoder=EncoderSettings("hashing"),
        out=tmp_path / "runs",
        recordings=tmp_path / "recordings",
        cache=tmp_path / "cache",
        budget_s=0.01,
    )


def with_systems(settings: Settings, *systems: SystemSettings) -> Settings:
    return replace(settings, systems=systems)


def test_what_a_service_does_not_report_is_estimated_and_a_replay_pays_nothing(settings: Settings) -> None:
    """Characters are those that were sent; the second run shows what it cost then, and pays nothing now."""
    first, again = pipeline.run(settings), pipeline.run(settings)
    row = first.rows("runs")[0]
    assert (row["billed_characters"], row["bill_estimated"], row["currency"]) == (CHARACTERS, True, "EUR")
    assert row["cost"] == pytest.approx(CHARACTERS * 20 / 1e6, abs=1e-6)
    assert '"prices":{"echo":{"per_million_characters":20.0' in row["config_json"]
    row = again.rows("runs")[0]
    assert (row["billed_characters"], row["bill_estimated"], row["cost"]) == (None, False, 0.0)
    for run in (first, again):
        told = [(row["billed_characters"], row["cost"], row["bill_estimated"]) for row in run.rows("segments")]
        texts = [row["source_text"] for row in run.rows("segments")]
        assert told == [(len(text), round(len(text) * 20 / 1e6, 6), True) for text in texts]
    assert {row["replayed"] for row in first.rows("segments")} == {False}
    assert {row["replayed"] for row in again.rows("segments")} == {True}


def test_another_price_changes_the_cost_and_not_the_run(settings: Settings) -> None:
    """The run's id is that of its texts and settings; scores are the same bytes."""
    first = pipeline.run(settings)
    dearer = pipeline.run(with_systems(settings, SystemSettings("echo", "echo", price=Price(40.0), currency="EUR")))
    assert first.run_id == dearer.run_id
    assert (first.folder / "scores.jsonl").read_bytes() == (dearer.folder / "scores.jsonl").read_bytes()
    [one, two] = [run.rows("segments")[0]["cost"] for run in (first, dearer)]
    assert two == pytest.approx(2 * one)


def test_systems_run_at_the_same_time_and_stand_in_the_order_of_the_config(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first ends last: it waits until the second was asked. One that fails is a failure, and no more."""
    asked = threading.Event()

    class Slow(echo.plugin):  # type: ignore[misc]
        name = "slow"

        def translate_batch(self, requests: Sequence[Request], options: object) -> list[Rendering]:
            assert asked.wait(10), "the systems ran one after the other"
            time.sleep(0.02)
            return [Rendering(request.text) for request in requests]

    class Down(echo.plugin):  # type: ignore[misc]
        name = "down"

        def translate_batch(self, requests: Sequence[Request], options: object) -> list[Rendering]:
            asked.set()
            raise OutageError("it is down; try again later")

    plugins = {"slow": Slow, "down": Down}
    load = pipeline.plugins.load
    monkeypatch.setattr(pipeline.plugins, "load", lambda family, name: plugins.get(name) or load(family, name))
    names = ("slow", "down", "echo")
    told: list[tuple[str, int, int]] = []
    finished = pipeline.run(
        with_systems(settings, *(SystemSettings(name, name) for name in names)),
        progress=lambda *news: told.append(news),
    )
    rows = finished.rows("segments")
    assert [row["system"] for row in rows] == [name for name in names for _ in range(3)]
    assert [row["status"] for row in rows] == ["ok"] * 3 + ["failed"] * 3 + ["ok"] * 3
    assert {row["system"] for row in finished.rows("failures") if row["stage"] == "translate"} == {"down"}
    assert {news for news in told if news[1] == 3} == {(name, 3, 3) for name in names}


def test_two_systems_of_one_identity_pay_once(settings: Settings) -> None:
    """They share their recordings and take turns: the first pays, the second is served by it."""
    twins = [SystemSettings(name, "echo", price=Price(20.0), currency="EUR") for name in ("one", "two")]
    finished = pipeline.run(with_systems(settings, *twins))
    assert {(row["system"], row["replayed"]) for row in finished.rows("segments")} == {("one", False), ("two", True)}
    assert finished.rows("runs")[0]["billed_characters"] == CHARACTERS
