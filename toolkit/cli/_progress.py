"""Progress on stderr: one bar a system on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

INTERVAL_S = 5.0
LONGEST_NAME = 32  # columns; a longer one ends in `…`, so that the bar beside it keeps its room


class Bars:
    """Show how far each system is; call it as a `pipeline.Progress`."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._drawn = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        """Begin; the first bar is drawn when something is told."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bars away, whatever happened: what follows is the result."""
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, system: str, done: int, total: int) -> None:
        """Take note that a system is further."""
        if self._quiet:
            return
        if self._drawn:
            self._draw(system, done, total)
            return
        self._told[system] = done, total
        if time.monotonic() - self._said > INTERVAL_S:
            self._said = time.monotonic()
            told = [f"{name}: {done:,} of {total:,}" for name, (done, total) in self._told.items()]
            click.echo(" · ".join(told), err=True)

    def _draw(self, system: str, done: int, total: int) -> None:
        if done == total and system not in self._tasks:  # all of it was recorded: a bar would be gone in one blink
            return
        if self._progress is None:
            self._progress = _bars()
        if system not in self._tasks:
            name = system if len(system) <= LONGEST_NAME else system[: LONGEST_NAME - 1] + "…"
            self._tasks[system] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[system], completed=done)


def _bars() -> Progress:
    """Open the place where bars are drawn; what is logged meanwhile stands above them, in whole lines."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    progress.start()
    return progress
