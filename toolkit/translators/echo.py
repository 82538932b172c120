"""The untranslated baseline: what a reader would have without a translator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from toolkit.records import Rendering, Request
from toolkit.translators._base import Translator


class Echo(Translator):
    """Give each text back as it came."""

    name: ClassVar[str] = "echo"
    recorded: ClassVar[bool] = False

    def translate_batch(self, requests: Sequence[Request], options: Any) -> list[Rendering]:  # noqa: ARG002
        """Answer each request with its own text."""
        return [Rendering(text=request.text) for request in requests]


plugin = Echo
