"""A translation memory of another tool, replayed: what it holds word for word, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

from toolkit import text
from toolkit.errors import NotReadyError, RejectedError
from toolkit.recordings import Recordings
from toolkit.recordings._nearest import shortened
from toolkit.records import Identity, Rendering, Request
from toolkit.translators._base import Translator

USUAL = Path("outputs/recordings")


@dataclass(frozen=True, slots=True)
class MemoryOptions:
    """Which memory is replayed.

    Attributes:
        name: the NAME of `toolkit recordings import FILE.tmx --as NAME`.
        by: `text`: a block of an article is found where it stands in the memory as a whole; `sentence`: also where
            every one of its sentences does.
        folder: the recordings folder it was imported into, None for `outputs/recordings`.
    """

    name: str = ""
    by: Literal["text", "sentence"] = "text"
    folder: Path | None = field(default=None, metadata={"keyed": False})


class Memory(Translator):
    """Replay a translation memory that was imported from TMX."""

    name: ClassVar[str] = "memory"
    finds: ClassVar[bool] = True
    Options: ClassVar[type[Any]] = MemoryOptions

    def __init__(self) -> None:
        self._held: dict[tuple[Path, str], Recordings] = {}

    def obstacle(self, options: MemoryOptions) -> str:
        """Ask for a name."""
        if options.name:
            return ""
        return "the option name is missing; import a memory with: toolkit recordings import FILE.tmx --as NAME"

    def translate_batch(self, requests: Sequence[Request], options: MemoryOptions) -> list[Rendering]:
        """Look each text up; see the contract.

        Raises:
            NotReadyError: no memory is named.
            RejectedError: the first text that is not in it.
        """
        if not options.name:
            raise NotReadyError(self.obstacle(options))
        held = self._memory(options)
        held.refresh()
        return [_found(request, held, options) for request in requests]

    def _memory(self, options: MemoryOptions) -> Recordings:
        """Give the memory that was read before: it may be large, and one text is looked up at a time after a miss."""
        folder = options.folder or USUAL
        if (folder, options.name) not in self._held:
            held = Recordings(folder, Identity(self.name, options={"name": options.name}))
            self._held[folder, options.name] = held
        return self._held[folder, options.name]


def _found(request: Request, held: Recordings, options: MemoryOptions) -> Rendering:
    pieces: tuple[str, ...] = (request.text,)
    if options.by == "sentence" and held.get(request) is None and text.knows(request.source):
        pieces = tuple(sentence.text for sentence in text.split(request.text, request.source))
    answers = [(piece, held.get(replace(request, text=piece, context=""))) for piece in pieces]
    missing = [piece for piece, answer in answers if answer is None]
    if missing:
        where = f"the memory {options.name!r} of {held.path.parent} ({request.source} → {request.target})"
        raise RejectedError(f"not in {where}: {shortened(missing[0])}; translate it with another backend")
    return Rendering(" ".join(answer.text for _, answer in answers if answer is not None), model=options.name)


plugin = Memory
