"""What a model is told, whatever it is asked for: how it enters the key of a recording."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit import plugins

USUAL = {"temperature": 0.0, "instructions": "", "seed": None, "reasoning_effort": "default"}
ASKED = {"temperature": 0.7, "instructions": "Short.", "seed": 0, "reasoning_effort": "low", "structure": "none"}

both = pytest.mark.parametrize("plugin", [plugins.load(family, "llm") for family in ("translators", "summarizers")])


@both
def test_what_was_always_the_default_is_no_part_of_the_key(plugin: type[Any]) -> None:
    """The values that recordings were made with by default: were another the default, none would be found."""
    options = plugin.Options(model="m", structure="json_schema", **USUAL)
    assert plugin().identity(options).options == {}
    assert plugin().identity(options).engine == {"model": "m"}
    assert options == plugin.Options(model="m")


@both
def test_each_wish_is_part_of_the_key(plugin: type[Any]) -> None:
    """By the name and the value it has in config."""
    assert plugin().identity(plugin.Options(model="m", **ASKED)).options == ASKED


@both
def test_how_long_and_under_which_name_is_no_part_of_the_key(plugin: type[Any]) -> None:
    """A time-out, and the field that holds the limit, change no answer."""
    slow = plugin.Options(model="m", timeout_s=9.0, limit_field="max_tokens")
    assert plugin().identity(slow) == plugin().identity(plugin.Options(model="m"))
