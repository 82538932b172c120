"""sacrebleu's own command, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.statistics.resampling import PeerResult

# Its means of chrF and TER are float32, which its own JSON cannot hold (with NumPy 2 it stops with a TypeError): here
# such a number is written as what it is, unrounded. All else is sacrebleu's command as it stands.
COMMAND = (
    "import json; json.JSONEncoder.default = lambda self, number: number.item();"
    "from sacrebleu.sacrebleu import main; main()"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the command printed: by metric one result a system; and the seconds it took."""

    results: dict[str, list[PeerResult]]
    seconds: float


def run(reference: Path, systems: Sequence[Path], metrics: Sequence[str], *options: str) -> Told:
    """Run the command on files; options are its own."""
    asked = [str(reference), "-i", *map(str, systems), "-m", *metrics, "-f", "json", *options]
    environment = {name: value for name, value in os.environ.items() if name != "SACREBLEU_SEED"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *asked], env=environment, capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"sacrebleu failed:\n{done.stderr}")
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    names = [name for name in rows[0] if name != "system"]
    return Told({name: [_result(row[name]) for row in rows] for name in names}, spent)


def _result(told: dict[str, float | None]) -> PeerResult:
    score = told["score"]
    assert score is not None
    return PeerResult(score, told["p_value"], told["mean"], told["ci"])
