"""gate.toml -> frozen GateSettings: what is unknown, of the wrong type or out of range is one line that names it."""

from __future__ import annotations

import dataclasses
import difflib
import math
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit import config, plugins
from toolkit._problems import Problem
from toolkit.errors import ConfigError, NotReadyError, UsageError
from toolkit.files import read_text
from toolkit.gate_settings import Coverage, GateSettings
from toolkit.metrics._base import Output
from toolkit.toml_lines import Trail, line_of_error

DEFAULT = Path("config", "gate.toml")

_OWN = {each.name for each in dataclasses.fields(GateSettings)} - {"systems"}
_TASKS = tuple(each.name for each in dataclasses.fields(Coverage))


def load(path: Path | None = None) -> GateSettings:
    """Read what a gate asks.

    Args:
        path: the file, None for the project's own.

    Raises:
        UsageError: no file is named, and the project has none.
        ConfigError: naming the file, the line and the key of the first problem, and how many more there are.
        InputError: it cannot be read.
    """
    if path is None and not DEFAULT.is_file():
        raise UsageError(f"no {DEFAULT.as_posix()} here, which says what the gate asks; name one with --config FILE")
    path = path or DEFAULT
    settings, problems = examine(path)
    if problems:
        raise ConfigError(config.describe(path, problems))
    return settings


def is_gate(path: Path) -> bool:
    """Tell whether a TOML file asks a gate, and not a run: they share no key but `systems`.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return not _OWN.isdisjoint(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError:
        return False


def examine(path: Path) -> tuple[GateSettings, list[Problem]]:
    """Read what a gate asks and find all that is wrong with it, sorted by line.

    Raises:
        InputError: it cannot be read.
    """
    text = read_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return GateSettings(), [Problem((), f"not TOML: {error}", line_of_error(error, text))]
    systems = table.get("systems")
    if _OWN.isdisjoint(table) and isinstance(systems, list) and any(isinstance(each, dict) for each in systems):
        what = f"this is the config of a run; name a file of what the gate asks, as {DEFAULT.as_posix()}"
        return GateSettings(), [Problem((), what)]
    problems: list[Problem] = []
    settings = config.build(GateSettings, table, path.parent, (), problems)
    return settings, config.located(problems or _problems(settings), text)


def outputs() -> dict[str, Output]:
    """Give every number that some metric gives, by its name."""
    found = {}
    for name in plugins.available("metrics"):
        try:
            found.update({output.name: output for output in plugins.load("metrics", name).outputs})
        except NotReadyError:  # a broken package elsewhere: its numbers are then unknown, and that is said
            continue
    return found


def _problems(settings: GateSettings) -> list[Problem]:
    """Check what no type can say."""
    found = [] if 0 < settings.level < 1 else [Problem(("level",), "level must be above 0 and below 1")]
    shares = dataclasses.asdict(settings.min_coverage)
    tables: list[tuple[Trail, str, Mapping[str, Any]]] = [
        (("min_coverage",), "share", shares),
        (("floors",), "floor", settings.floors),
        (("drops",), "drop", settings.drops),
    ]
    names = [each.system for each in settings.overrides]
    for place, each in enumerate(settings.overrides):
        trail: Trail = ("overrides", place)
        if names.index(each.system) != place:
            found.append(Problem(trail, f"two overrides are of {each.system!r}; make them one"))
        tables.append(((*trail, "min_coverage"), "share", each.min_coverage))
        tables += [((*trail, "floors"), "floor", each.floors), ((*trail, "drops"), "drop", each.drops)]
    known = outputs()
    for trail, kind, table in tables:
        found += _shares(trail, table) if kind == "share" else _figures(trail, kind, table, known)
    if not found and not settings.outputs and not any(shares.values()):
        found.append(Problem((), "the gate asks nothing; give floors, drops or a min_coverage"))
    return found


def _shares(trail: Trail, table: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in table.items():
        if name not in _TASKS:
            yield Problem((*trail, name), f"unknown key {name!r}; known are: {', '.join(_TASKS)}")
        elif not _is_number(value) or not 0 <= value <= 1:
            yield Problem((*trail, name), f"min_coverage.{name} must be 0 to 1, not {value!r}")


def _figures(trail: Trail, kind: str, table: Mapping[str, Any], known: Mapping[str, Output]) -> Iterator[Problem]:
    """Check floors or drops: names of outputs, and figures that these can take."""
    for name, value in table.items():
        place = (*trail, name)
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(sorted(known))}"
            yield Problem(place, f"no metric gives {name!r}; {hint}")
            continue
        if fault := _fault(kind, known[name], value):
            yield Problem(place, f"{kind}s.{name} must be {fault}, not {value!r}")


def _fault(kind: str, output: Output, value: Any) -> str:
    """Say what a figure must be, `""` where it is that."""
    high = math.inf if output.high is None else output.high
    if kind == "drop":
        most = high - output.low
        sound = _is_number(value) and 0 < value <= most
        needed = f"above 0 and at most {most:g}"
    else:
        most = high
        sound = _is_number(value) and output.low <= value <= most
        needed = f"{output.low:g} to {most:g}"
    return "" if sound else needed.replace(" and at most inf", "").replace(" to inf", " or more")


def _is_number(value: object) -> bool:
    """Tell whether it is a finite number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
