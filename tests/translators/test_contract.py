"""What every translator keeps to, whoever wrote it."""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from toolkit import plugins
from toolkit.exchange import Limits, Policy, exchange
from toolkit.recordings import Recordings
from toolkit.records import Glossary, Identity, Rendering, Request
from toolkit.translators._base import Translator

NAMES = plugins.available("translators")
CANARY = "canary-that-is-a-secret"

every = pytest.mark.parametrize("name", NAMES)


def others(options: type[Any], name: str) -> list[Any]:
    """Give two values of an option that are not its default."""
    hint = get_type_hints(options)[name]
    default = getattr(options(), name)
    if get_origin(hint) is Literal:
        return [choice for choice in get_args(hint) if choice != default][:2]
    kinds = set(get_args(hint) or (hint,))
    if bool in kinds:
        return [not default]
    if Glossary in kinds:
        return [Glossary((("un", "one"),)), Glossary((("deux", "two"),))]
    if Path in kinds:
        return [Path("one"), Path("two")]
    if kinds & {int, float}:
        return [(default or 0) + 1, (default or 0) + 2]
    assert str in kinds, f"the option {name} has a type that no config can hold: {hint}"
    return ["one", "two"]


def line(text: str) -> bool:
    """Tell whether a text is one line with something in it."""
    return bool(text.strip()) and "\n" not in text


@every
def test_is_a_translator_named_like_its_file(name: str) -> None:
    """A plug-in is a described subclass of Translator and carries the name it is chosen by."""
    plugin = plugins.load("translators", name)
    assert issubclass(plugin, Translator)
    assert plugin.name == name
    assert line((inspect.getdoc(plugin) or "").splitlines()[0])


@every
def test_options_are_frozen_and_have_defaults(name: str) -> None:
    """Options are a frozen dataclass that can be built from nothing, of types a config can hold, none a secret."""
    kind = plugins.load("translators", name).Options
    options = kind()
    assert dataclasses.is_dataclass(kind)
    for option in dataclasses.fields(kind):
        assert others(kind, option.name)
        assert not re.search(r"(^|_)(auth|key|token|secret|password)(_|$)", option.name), "secrets have no option"
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(options, option.name, None)


@every
def test_identity_asks_nobody(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The identity is the same whatever the environment holds, and no program, file or service is asked for it."""
    plugin = plugins.load("translators", name)
    usual = plugin().identity(plugin.Options())

    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("identity() must be a function of the options alone")

    with monkeypatch.context() as patch:
        for owner, attribute in ((socket, "socket"), (subprocess, "Popen"), (Path, "open"), (os, "stat")):
            patch.setattr(owner, attribute, forbidden)
        patch.setattr("builtins.open", forbidden)
        patch.setattr(os, "getenv", lambda *args: CANARY)
        patch.setattr(os, "environ", _Everything())
        found = plugin().identity(plugin.Options())
    assert isinstance(found, Identity)
    assert found == usual
    assert found.backend == name


@every
def test_identity_can_be_written_and_tells_keyed_options_apart(name: str) -> None:
    """The identity is JSON; it changes with each keyed option, and not with the value of one that is not keyed."""
    translator = plugins.load("translators", name)()
    kind = translator.Options
    usual = translator.identity(kind())
    assert json.loads(json.dumps(dataclasses.asdict(usual))) == dataclasses.asdict(usual)
    assert not usual.options, "an option left at its default must stay out, so that a new one changes no old recording"
    for option in dataclasses.fields(kind):
        found = [translator.identity(kind(**{option.name: value})) for value in others(kind, option.name)]
        if option.metadata.get("keyed", True):
            assert usual not in found, option.name
            assert all(found.count(each) == 1 for each in found), option.name
        else:
            assert all(each == found[0] for each in found), option.name
        json.dumps([dataclasses.asdict(each) for each in found])


@every
def test_holds_no_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a secret in every environment variable, none shows in the translator, its identity or its obstacle."""
    plugin = plugins.load("translators", name)
    translator, options = plugin(), plugin.Options()
    monkeypatch.setattr(os, "environ", _Everything())
    shown = [repr(translator), repr(options), repr(translator.identity(options)), str(vars(translator))]
    assert CANARY not in " ".join(shown)


@every
def test_says_how_much_one_call_takes(name: str) -> None:
    """Limits are positive, and whether context is read is a yes or a no."""
    translator = plugins.load("translators", name)()
    limits = translator.limits(translator.Options())
    assert isinstance(limits, Limits)
    assert limits.texts >= 1
    assert limits.encoded("été") >= 3
    assert translator.reads_context(translator.Options()) in {True, False}


@every
def test_obstacle_is_one_line(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With nothing installed and no key set, the obstacle is still at most one line."""
    monkeypatch.setenv("PATH", str(tmp_path))
    translator = plugins.load("translators", name)()
    obstacle = translator.obstacle(translator.Options())
    assert obstacle == "" or line(obstacle)


@every
def test_answers_each_text_in_order(name: str, ready: Callable[[str], Any], article: list[Request]) -> None:
    """A call gives one rendering a request, each with a text."""
    renderings = ready(name).backend.send(article)
    assert len(renderings) == len(article)
    assert all(isinstance(rendering, Rendering) and rendering.text.strip() for rendering in renderings)


@every
def test_an_answer_does_not_depend_on_its_neighbors(
    name: str, ready: Callable[[str], Any], article: list[Request]
) -> None:
    """What is recorded for a text is the same alone, among others, and in another order."""
    backend = ready(name).backend
    if not backend.recorded:
        pytest.skip("it is not recorded, and may need the whole article")
    pair = article[:2]
    together = [rendering.text for rendering in backend.send(pair)]
    assert [rendering.text for rendering in backend.send(pair[::-1])][::-1] == together
    assert [backend.send([request])[0].text for request in pair] == together


@every
def test_is_recorded_and_replayed(
    name: str, ready: Callable[[str], Any], article: list[Request], tmp_path: Path
) -> None:
    """What was translated once comes back offline, marked as replayed, with nobody asked."""
    backend = ready(name).backend
    if not backend.recorded:
        pytest.skip("it is not recorded")

    def gone(requests: Sequence[Request]) -> list[Rendering]:
        raise AssertionError("offline, and still asked")

    first = list(exchange(backend, article, Recordings(tmp_path, backend.identity), Policy()))
    offline = dataclasses.replace(backend, send=gone, observed=dict)
    again = list(exchange(offline, article, Recordings(tmp_path, backend.identity), Policy(mode="replay")))
    assert [outcome.text for outcome in again] == [outcome.text for outcome in first]
    assert all(outcome.replayed for outcome in again)


class _Everything(dict[str, str]):
    """An environment in which every variable is set to a secret."""

    def __getitem__(self, name: str) -> str:
        return CANARY

    def get(self, name: str, default: Any = None) -> Any:
        return CANARY

    def __contains__(self, name: object) -> bool:
        return True
