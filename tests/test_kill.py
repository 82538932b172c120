"""Killed at any moment, or four at once: what was answered is kept, and nobody pays twice without being told."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

import toolkit
from toolkit import jsonl
from toolkit.recordings import Recordings, listing, verify
from toolkit.records import Identity, Request

BATCH = 5
KILLS = 25


def texts_of(count: int) -> list[str]:
    return [f"phrase {number:04} " + "mot " * (number % 7) for number in range(count)]


# A service that bills at once and answers a little later, as services do: a kill in between is paid for nothing.
CHILD = f"""
import logging, os, random, sys, time
import filelock, tenacity  # imported on use otherwise: the moments to be killed in are those of the exchange
from pathlib import Path
from toolkit.exchange import Backend, Limits, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Identity, Rendering, Request

folder, ledger, count, seed, delay = Path(sys.argv[1]), sys.argv[2], *map(float, sys.argv[3:])
texts = [f"phrase {{number:04}} " + "mot " * (number % 7) for number in range(int(count))]
if seed:
    random.Random(seed).shuffle(texts)

def send(requests):
    bill = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(bill, "".join(request.text + "\\n" for request in requests).encode())
    os.close(bill)
    time.sleep(delay)
    return [Rendering(request.text.upper(), billed_characters=len(request.text)) for request in requests]

logging.basicConfig(level=logging.WARNING, format="%(message)s")
backend = Backend(Identity("bill"), Limits(texts={BATCH}), True, True, send, dict)
requests = [Request(text, "fr", "en") for text in texts]
print("ready", flush=True)
outcomes = list(exchange(backend, requests, Recordings(folder, backend.identity), Policy()))
assert [outcome.text for outcome in outcomes] == [text.upper() for text in texts], outcomes
print("done", flush=True)
"""


def start(folder: Path, ledger: Path, count: int, seed: int = 0, delay: float = 0.002) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(ledger), str(count), str(seed), str(delay)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(toolkit.__file__).parents[1]), "PYTHONUTF8": "1"},
    )


def billed(ledger: Path) -> Counter[str]:
    return Counter(ledger.read_text(encoding="utf-8").splitlines())


def recorded(folder: Path) -> Counter[str]:
    path = Recordings(folder, Identity("bill")).path
    return Counter(row["text"] for _, row in jsonl.read_lines(path))


def warned_characters(stderr: str) -> int:
    return sum(int(characters) for characters in re.findall(r"\((\d+) characters\).*billed twice", stderr))


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_moments_every_text_is_recorded_once_and_a_second_bill_was_told(
    tmp_path: Path, seed: int
) -> None:
    moments = random.Random(seed)
    folder, ledger = tmp_path / "recordings", tmp_path / "ledger"
    texts = texts_of(1500)
    kills, warned, finished = 0, 0, False
    while not finished:
        child = start(folder, ledger, len(texts))
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
        if kills < KILLS:
            time.sleep(moments.uniform(0, 0.06))
            child.kill()
        out, err = child.communicate(timeout=60)
        warned += warned_characters(err)
        finished = out.strip() == "done"
        kills += not finished
        assert finished or child.returncode != 0
        assert "Traceback" not in err, err
    assert kills > KILLS // 2
    assert recorded(folder) == Counter(texts)
    assert verify(folder) == []
    bill = billed(ledger)
    assert set(bill) == set(texts)
    twice = {text: times - 1 for text, times in bill.items() if times > 1}
    assert sum(twice.values()) <= BATCH * kills
    assert sum(len(text) * times for text, times in twice.items()) <= warned
    [listed] = listing(folder)
    assert (listed.in_flight, listed.unknown) == (0, 0)
    assert sorted(path.suffix for path in folder.iterdir()) in ([".jsonl"], [".jsonl", ".lock"])


def test_killed_during_a_call_the_next_run_says_exactly_what_may_be_billed_twice(tmp_path: Path) -> None:
    folder, ledger = tmp_path / "recordings", tmp_path / "ledger"
    texts = texts_of(50)
    child = start(folder, ledger, len(texts), delay=60)
    while not (ledger.exists() and ledger.read_bytes().count(b"\n") == BATCH):
        assert child.poll() is None
        time.sleep(0.005)
    child.kill()
    child.communicate(timeout=60)
    assert listing(folder) == []  # nothing was answered yet
    out, err = start(folder, ledger, len(texts)).communicate(timeout=60)
    assert out.split() == ["ready", "done"]
    [line] = err.strip().splitlines()
    characters = sum(len(text) for text in texts[:BATCH])
    assert f"bill: texts sent before without a recorded answer: {BATCH} ({characters} characters)" in line
    assert {text for text, times in billed(ledger).items() if times == 2} == set(texts[:BATCH])


def test_four_processes_on_one_file_lose_nothing_and_pay_nothing_twice(tmp_path: Path) -> None:
    folder, ledger = tmp_path / "recordings", tmp_path / "ledger"
    texts = texts_of(500)
    children = [start(folder, ledger, len(texts), seed) for seed in (1, 2, 3, 4)]
    for child in children:
        out, err = child.communicate(timeout=120)
        assert (child.returncode, out.split()) == (0, ["ready", "done"]), err
        assert all(line.startswith("waiting for another process") for line in err.splitlines()), err
    assert billed(ledger) == Counter(texts)
    assert recorded(folder) == Counter(texts)
    assert verify(folder) == []


def test_four_writers_at_once_tear_no_line(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from toolkit.recordings import Recordings\n"
        "from toolkit.records import Identity, Rendering, Request\n"
        "recordings = Recordings(Path(sys.argv[1]), Identity('bill'))\n"
        "for number in range(25):\n"
        "    request = Request(f'{sys.argv[2]} {number}', 'fr', 'en')\n"
        "    recordings.add([(request, Rendering('x' * 20000, created_at='2026-01-01T00:00:00Z'))], {})\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(toolkit.__file__).parents[1])}
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], env=environment) for name in ("a", "b", "c")
    ]
    ours = Recordings(tmp_path, Identity("bill"))
    while any(writer.poll() is None for writer in writers):
        ours.refresh()  # a reader without the lock never sees a part of a line
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    expected = {f"{name} {number}" for name in ("a", "b", "c") for number in range(25)}
    assert recorded(tmp_path) == Counter(expected)
    ours.refresh()
    assert all(ours.get(Request(text, "fr", "en")) is not None for text in expected)
