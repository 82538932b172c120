"""A stand-in for the program apertium: it lists two modes, counts its texts, and can be broken."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.translators.local_faults import Break, Engine
from tests.translators.services import Absent

PROGRAM = """#!{python}
import os, sys, time
sys.stdin.reconfigure(encoding="utf-8"); sys.stdout.reconfigure(encoding="utf-8")
if sys.argv[1] == "-l":
    print("  fr-es\\n  spa-eng")
elif sys.argv[1] == "-V":
    print("Apertium 9.9.9")
else:
    text = sys.stdin.read()
    if "fr-es" in sys.argv:
        open({count!r}, "a").write("x")
    {body}
"""


def _install(body: str) -> Callable[[pytest.MonkeyPatch, Path], None]:
    def do(patch: pytest.MonkeyPatch, folder: Path) -> None:
        script = folder / "apertium"
        script.write_text(
            PROGRAM.format(python=sys.executable, count=str(folder / "count"), body=body), encoding="utf-8"
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        patch.setenv("PATH", str(folder))

    return do


def _settle(patch: pytest.MonkeyPatch, folder: Path) -> Mapping[str, Any]:
    _install("print(text, end='')")(patch, folder)
    return {}


def _asked(folder: Path) -> int:
    count = folder / "count"
    return len(count.read_text(encoding="utf-8")) if count.exists() else 0


LOCAL = Engine(
    name="apertium",
    settle=_settle,
    asked=_asked,
    obstacle=lambda: "the stand-in is a script with a shebang, as apertium is" if os.name == "nt" else "",
    faults={
        "program missing": Break("not_ready", 0, lambda patch, folder: (folder / "apertium").unlink()),
        "non-zero exit": Break("bad_answer", 3, _install("sys.exit(3)")),
        "hang": Break("unknown", 3, _install("time.sleep(30)"), hurry=True),
        "killed": Break("bad_answer", 3, _install("os.kill(os.getpid(), 9)")),
        "wrong line count": Break("bad_answer", 3, _install("print(text, 'One more.', sep='\\n')")),
        "bad model folder": Absent("its data are packages of the system, and no option names a folder"),
    },
)
