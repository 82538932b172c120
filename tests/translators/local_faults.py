"""What can go wrong with an engine on this machine, and what must be true of a run that meets it.

A `<name>_local.py` of this folder with a `LOCAL` of this kind is found by `engines()`; nothing else is registered. The
run is judged as in faults.py: the kind of each failure, how often the engine was asked where that can be counted, the
recordings on disk, and the system beside it; then the engine is mended, and the next run must bring what is missing.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.translators.scene import KNOWN, NEW, Scene
from tests.translators.services import Absent

FAULTS = ("program missing", "non-zero exit", "hang", "killed", "wrong line count", "bad model folder")


@dataclass(frozen=True)
class Break:
    """One way to break an engine that works.

    Attributes:
        kind: of the failure each new text must then have.
        calls: how often the engine must then have been asked, None where that cannot be counted.
        do: break it, in the folder it was set up in.
        hurry: whether an answer may take no more than a third of a second from then on.
    """

    kind: str
    calls: int | None
    do: Callable[[pytest.MonkeyPatch, Path], None]
    hurry: bool = False


@dataclass(frozen=True)
class Engine:
    """An engine that can be run on this machine, or a stand-in for its program.

    Attributes:
        name: the backend's plug-in name.
        settle: set it up in a folder so that it works, and give the options to use it; called again, it mends it.
        asked: how often it was asked for a translation so far, None where that cannot be counted.
        faults: how it is broken for each of FAULTS, or why it cannot be.
        obstacle: why it cannot be tried on this machine, `""` where it can.
    """

    name: str
    settle: Callable[[pytest.MonkeyPatch, Path], Mapping[str, Any]]
    asked: Callable[[Path], int] | None
    faults: Mapping[str, Break | Absent]
    obstacle: Callable[[], str] = lambda: ""


def engines() -> dict[str, Engine]:
    """Find every engine that can be run here, by plug-in name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*_local.py")):
        engine = importlib.import_module(f"tests.translators.{path.stem}").LOCAL
        found[engine.name] = engine
    return found


def check(engine: Engine, broken: Break, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Try one cell of the table; an assertion fails where it does not hold."""
    home, project = folder / "engine", folder / "project"
    home.mkdir()
    project.mkdir()
    asked = engine.asked
    scene = Scene(engine.name, engine.settle(patch, home), project, patch, lambda: asked(home) if asked else 0)
    before = scene.run("known")
    assert before.code == 0, before.printed
    assert scene.recorded() == Counter(KNOWN)
    usual = dict(scene.options)
    broken.do(patch, home)
    if broken.hurry:
        scene.hurry()
    scene.expect(scene.run("known", "new"), dict.fromkeys(NEW, broken.kind), broken.calls)
    engine.settle(patch, home)
    scene.options = usual
    scene.expect(scene.run("known", "new"), {}, len(NEW) if asked else None)
