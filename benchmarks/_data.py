"""The folder of public data that TOOLKIT_DATA names, and what metrics count of its texts.

Counts are kept under outputs/cache, so that a second run is quick.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._clock import ROOT
from toolkit import plugins
from toolkit.encoders._cache import Cached
from toolkit.examples import Example
from toolkit.metrics._base import Metric, Rows

CACHE = ROOT / "outputs" / "cache"

Line = dict[str, Any]


def paths(*names: str) -> list[Path]:
    """Give the files of these names, as `mt/newstest2012.fr-en.jsonl.gz`; where one is missing, stop with one line."""
    folder = Path(os.environ.get("TOOLKIT_DATA", ""))
    missing = [name for name in names if not (folder / name).is_file()]
    if missing or not os.environ.get("TOOLKIT_DATA"):
        sys.exit(f"error: {(missing or names)[0]} is not there; set TOOLKIT_DATA to the folder that holds mt/")
    return [folder / name for name in names]


def read(path: Path) -> list[Line]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def metrics(names: Sequence[str], kept: Path) -> dict[str, Metric]:
    """Build metrics, those that need an encoder with the bundled one and its vectors kept in a folder."""
    encoder = Cached(plugins.load("encoders", "minilm")(), kept / "vectors.sqlite")
    classes = {name: plugins.load("metrics", name) for name in names}
    return {name: plugin(encoder if plugin.needs_encoder else None) for name, plugin in classes.items()}


def counted(kept: Path, title: str, metric: Metric, systems: Mapping[str, Sequence[Example]]) -> dict[str, Rows]:
    """Count the examples of each system, or take what was counted of the same texts before."""
    places = {system: kept / f"{_digest(metric, examples)}.npy" for system, examples in systems.items()}
    missing = [system for system, place in places.items() if not place.is_file()]
    # An encoder reads a reference once for all systems; other metrics are counted, and kept, a system at a time.
    groups = [missing] if missing and metric.needs_encoder else [[system] for system in missing]
    for group in groups:
        print(f"{title}: counting {metric.name} of {', '.join(group)}", file=sys.stderr, flush=True)
        rows = metric.measure([example for system in group for example in systems[system]]).rows
        for system, own in zip(
            group, np.split(rows, np.cumsum([len(systems[each]) for each in group])[:-1]), strict=True
        ):
            _keep(places[system], own)
    return {system: np.load(place, allow_pickle=False) for system, place in places.items()}


def _digest(metric: Metric, examples: Sequence[Example]) -> str:
    """Name a metric and all that it sees of the texts."""
    seen: list[Any] = [[example.hypothesis, example.references] for example in examples]
    if not metric.needs_reference:
        seen.append([example.source for example in examples])
    return hashlib.sha256(json.dumps([metric.signature(1), seen]).encode()).hexdigest()


def _keep(place: Path, rows: Rows) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_suffix(f".{os.getpid()}.npy")
    np.save(aside, rows)
    aside.replace(place)
