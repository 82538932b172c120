"""The demo run: the first one, which computes every vector, and the next, which finds them kept."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks._clock import REPEATS, ROOT, seconds

CONFIG = ROOT / "config" / "demo.toml"


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        times = [_timed(Path(folder) / str(place)) for place in range(REPEATS)]
    first, warm = (statistics.median(column) for column in zip(*times, strict=True))
    return [
        f"the demo run, first           {first:6.2f} s    (budget 1.5)",
        f"the demo run, warm            {warm:6.2f} s    (budget 0.6)",
    ]


def _timed(folder: Path) -> tuple[float, float]:
    """Run the demo twice with a cache and an output folder of its own."""
    folder.mkdir()
    config = folder / "demo.toml"
    config.write_text(_moved(CONFIG.read_text(encoding="utf-8"), folder), encoding="utf-8")
    command = ["-m", "toolkit", "run", "--offline", "--config", str(config), "--out", str(folder / "runs")]
    return seconds(command), seconds(command)


def _moved(config: str, folder: Path) -> str:
    """Point the config's relative paths back into the repository, and its cache into the folder."""
    own = f'"{(folder / "cache").as_posix()}"'
    return config.replace('"../outputs/cache"', own).replace('"../', f'"{ROOT.as_posix()}/')


if __name__ == "__main__":
    print("\n".join(run()))
