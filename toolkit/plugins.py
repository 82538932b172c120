"""Find plug-ins: by file name in a family's folder, or by entry point in a package elsewhere.

A family is a folder of this package (`translators`, `summarizers`, `metrics`, `encoders`, `reporters`). Every file in
it that does not begin with an underscore is one plug-in, named like its file; its last line is `plugin = TheClass`. A
package elsewhere adds one with an entry point in the group `toolkit.<family>`; its own ones win where names meet.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from toolkit.errors import NotReadyError, ToolkitError, UnknownPluginError

DISTRIBUTION = "translation-summary-toolkit"


def available(family: str) -> tuple[str, ...]:
    """List the names of a family's plug-ins, sorted; none is imported."""
    return tuple(sorted(_own(family) | {point.name for point in _outside(family)}))


def load(family: str, name: str) -> type[Any]:
    """Import one plug-in and give its class.

    Raises:
        UnknownPluginError: there is none of that name; the message names the nearest.
        NotReadyError: its file imports something that is not installed, or a package elsewhere is broken.
    """
    if name in _own(family):
        return _load_own(family, name)
    points = [point for point in _outside(family) if point.name == name]
    if not points:
        raise UnknownPluginError(_unknown(family, name))
    if len(points) > 1:
        packages = " and ".join(_package(point) for point in points)
        raise NotReadyError(f"{family[:-1]} {name!r} is in two packages, {packages}; uninstall one of them")
    return _load_outside(family, points[0])


@dataclass(frozen=True, slots=True)
class State:
    """What can be said of a plug-in without using it.

    Attributes:
        name: as in config and on the command line.
        summary: what it does, the first line of its docstring; `""` where it cannot be loaded.
        obstacle: why it cannot work now and the command that cures it, in one line; `""` where it can.
    """

    name: str
    summary: str
    obstacle: str


def states(family: str) -> tuple[State, ...]:
    """Say of each plug-in of a family what it does and whether it is ready; each is imported, the network is not asked.

    A plug-in with `Options` and an `obstacle` (a translator) is asked with the options left at their defaults.
    """
    return tuple(_state(family, name) for name in available(family))


def missing_extra(extra: str, package: str) -> NotReadyError:
    """Say which command installs an optional dependency group."""
    cure = f"pip install '{DISTRIBUTION}[{extra}]' (from a clone: pip install '.[{extra}]')"
    return NotReadyError(f"the package {package!r} is missing; run: {cure}")


def _state(family: str, name: str) -> State:
    try:
        plugin = load(family, name)
        obstacle = plugin().obstacle(plugin.Options()) if hasattr(plugin, "obstacle") else ""
    except ToolkitError as error:
        return State(name, "", str(error))
    return State(name, (inspect.getdoc(plugin) or "").partition("\n")[0], obstacle)


def _own(family: str) -> frozenset[str]:
    folder = Path(__file__).parent / family
    return frozenset(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def _load_own(family: str, name: str) -> type[Any]:
    try:
        plugin: type[Any] = importlib.import_module(f"toolkit.{family}.{name}").plugin
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "toolkit":
            raise
        message = f"{family[:-1]} {name!r} needs the package {error.name!r}; install it into this environment"
        raise NotReadyError(message) from error
    return plugin


def _load_outside(family: str, point: metadata.EntryPoint) -> type[Any]:
    """Load what a package elsewhere brings: whatever it raises is its fault, and the message says whose."""
    where = f"{family[:-1]} {point.name!r} of the package {_package(point)}"
    try:
        plugin = point.load()
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise NotReadyError(f"{where} cannot be loaded ({reason}); update or uninstall that package") from error
    if not isinstance(plugin, type) or getattr(plugin, "name", "") != point.name:
        problem = f"is not a class whose name is {point.name!r}"
        raise NotReadyError(f"{where} {problem}; update or uninstall that package")
    return plugin


def _package(point: metadata.EntryPoint) -> str:
    return repr(point.dist.name) if point.dist else repr(point.module)


def _outside(family: str) -> metadata.EntryPoints:
    return _entry_points(family, tuple(sys.path))


@lru_cache
def _entry_points(family: str, path: tuple[str, ...]) -> metadata.EntryPoints:  # noqa: ARG001 - part of the cache's key
    """Read what the installed packages declare: 60 ms in a full environment, so once for each search path."""
    return metadata.entry_points(group=f"toolkit.{family}")


def _unknown(family: str, name: str) -> str:
    names = available(family)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
    return f"unknown {family[:-1]} {name!r}; {hint}"
