"""Find plug-ins: by file name in a family's folder, or by entry point in a package elsewhere.

A family is a folder of this package (`translators`, `summarizers`, `metrics`, `encoders`, `reporters`). Every file in
it that does not begin with an underscore is one plug-in, named like its file; its last line is `plugin = TheClass`. A
package elsewhere adds one with an entry point in the group `toolkit.<family>`.
"""

from __future__ import annotations

import difflib
import importlib
from importlib import metadata
from pathlib import Path
from typing import Any

from toolkit.errors import NotReadyError, UnknownPluginError

DISTRIBUTION = "translation-summary-toolkit"


def available(family: str) -> tuple[str, ...]:
    """List the names of a family's plug-ins, sorted; none is imported."""
    folder = Path(__file__).parent / family
    own = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    return tuple(sorted(own | {point.name for point in _entry_points(family)}))


def load(family: str, name: str) -> type[Any]:
    """Import one plug-in and give its class.

    Raises:
        UnknownPluginError: there is none of that name; the message names the nearest.
        NotReadyError: its file imports something that is not installed.
    """
    if name not in available(family):
        raise UnknownPluginError(_unknown(family, name))
    try:
        plugin: type[Any] = _import(family, name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "toolkit":
            raise
        message = f"{family[:-1]} {name!r} needs the package {error.name!r}; install it into this environment"
        raise NotReadyError(message) from error
    return plugin


def missing_extra(extra: str, package: str) -> NotReadyError:
    """Say which command installs an optional dependency group."""
    cure = f"pip install '{DISTRIBUTION}[{extra}]' (from a clone: pip install '.[{extra}]')"
    return NotReadyError(f"the package {package!r} is missing; run: {cure}")


def _import(family: str, name: str) -> Any:
    if (Path(__file__).parent / family / f"{name}.py").exists():
        return importlib.import_module(f"toolkit.{family}.{name}").plugin
    return next(point for point in _entry_points(family) if point.name == name).load()


def _entry_points(family: str) -> metadata.EntryPoints:
    return metadata.entry_points(group=f"toolkit.{family}")


def _unknown(family: str, name: str) -> str:
    names = available(family)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
    return f"unknown {family[:-1]} {name!r}; {hint}"
