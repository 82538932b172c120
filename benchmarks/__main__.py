"""Run the benchmarks named on the command line, or all: `python -m benchmarks [NAME …]`."""

from __future__ import annotations

import importlib
import os
import platform
import sys

NAMES = ("startup", "demo", "encoder", "meaning", "resampling", "page")


def main(names: list[str]) -> None:
    unknown = set(names) - set(NAMES)
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    for name in names or NAMES:
        for line in importlib.import_module(f"benchmarks.{name}").run():
            print(line, flush=True)


main(sys.argv[1:])
