"""The untranslated baseline."""

from __future__ import annotations

from toolkit import plugins
from toolkit.records import Rendering, Request


def test_gives_the_source_back() -> None:
    """Each text comes back as it came, free and unrecorded."""
    echo = plugins.load("translators", "echo")()
    backend = echo.bind(echo.Options())
    assert backend.send([Request("Oui.", "fr", "en"), Request("Non.", "fr", "en")]) == [
        Rendering("Oui."),
        Rendering("Non."),
    ]
    assert (backend.paid, backend.recorded) == (False, False)
