"""Progress on stderr: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

import click

INTERVAL_S = 5.0


class Bars:
    """Show how far each system is; call it as a `pipeline.Progress`."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bars: dict[str, Any] = {}
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the open bar, whatever happened."""
        for bar in self._bars.values():
            bar.render_finish()

    def __call__(self, system: str, done: int, total: int) -> None:
        """Take note that a system is further."""
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._bar(system, done, total)
        elif time.monotonic() - self._said > INTERVAL_S:
            self._said = time.monotonic()
            click.echo(f"{system}: {done} of {total} segments", err=True)

    def _bar(self, system: str, done: int, total: int) -> None:
        bar = self._bars.get(system)
        if bar is None:
            self.__exit__(None, None, None)
            bar = click.progressbar(length=total, label=system, file=sys.stderr)
            self._bars = {system: bar}
            bar.render_progress()
        bar.update(done - bar.pos)
