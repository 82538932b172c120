"""Time commands in fresh processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 7


def seconds(arguments: Sequence[str], settings: Mapping[str, str] | None = None) -> float:
    """Run Python with these arguments once, from the repository, and time it from start to end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **(settings or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users keep bytecode: without it every start compiles anew
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return spent


def beside(*commands: Sequence[str]) -> list[float]:
    """Run commands in turn, several times, so that all meet the same machine; give the median of each, in seconds."""
    rounds = [[seconds(command) for command in commands] for _ in range(REPEATS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]
