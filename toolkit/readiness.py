"""What can be chosen on this machine, and what is not ready and why."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from toolkit import plugins
from toolkit.errors import ToolkitError

FAMILIES = ("translators", "summarizers", "metrics", "encoders", "reporters")


@dataclass(frozen=True, slots=True)
class State:
    """One plug-in at a glance.

    Attributes:
        name: as in config and on the command line.
        summary: first line of its description.
        obstacle: why it cannot work now and what cures it, `""` where it can.
    """

    name: str
    summary: str
    obstacle: str


def states(family: str) -> list[State]:
    """Look at every plug-in of a family; asks this machine only, never the network."""
    return [_state(family, name) for name in plugins.available(family)]


def _state(family: str, name: str) -> State:
    try:
        plugin = plugins.load(family, name)
    except ToolkitError as error:
        return State(name, "", str(error))
    obstacle = plugin().obstacle(plugin.Options()) if family == "translators" else ""
    return State(name, (inspect.getdoc(plugin) or "").partition("\n")[0], obstacle)
