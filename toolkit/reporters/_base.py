"""The contract of a reporter: a run in, text out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from toolkit.tables import Run


class Reporter(ABC):
    """Show a run to a person.

    A reporter reads the run's tables and nothing else: no clock, no file, no environment. The same tables give the
    same text. Texts of articles and names of systems come from outside, and are shown as text, never interpreted.

    Attributes:
        name: file name of the plug-in, as on the command line.
        extra: name of the optional dependency group it needs, `""` where the core installation has all.
    """

    name: ClassVar[str]
    extra: ClassVar[str] = ""

    @abstractmethod
    def render(self, run: Run, width: int = 100, *, color: bool = False) -> str:
        """Show the run.

        Args:
            run: a run, finished or being written.
            width: columns of the terminal that no line may exceed; only for reporters whose lines are not folded by
                whoever shows them.
            color: whether the text may hold terminal colors.

        Returns:
            The whole text, with a final newline.
        """
