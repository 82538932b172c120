"""Summarizers as a run uses them: by name, with what they ask, and in which order they can work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit import plugins
from toolkit._problems import Problem
from toolkit.config import build
from toolkit.encoders._base import Encoder
from toolkit.errors import ConfigError, ToolkitError, UsageError
from toolkit.prices import Terms
from toolkit.records import Order
from toolkit.settings import Settings, SummarizerSettings
from toolkit.summarizers._asking import Asking, Bound
from toolkit.summarizers._base import Summarizer
from toolkit.text import KNOWN
from toolkit.toml_lines import Trail

LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Method:
    """A summarizer of a run.

    Attributes:
        name: as it stands in the tables.
        how: the plug-in, with its options where it asks somebody.
        baseline: whether it frames the others.
        terms: what its service charges, and how fast it may be asked.
    """

    name: str
    how: Summarizer | Bound
    baseline: bool = False
    terms: Terms = field(default_factory=Terms)

    @property
    def asks(self) -> bool:
        """Tell whether it asks a service or a model."""
        return isinstance(self.how, Bound)

    @property
    def paid(self) -> bool:
        """Tell whether somebody is billed."""
        return isinstance(self.how, Bound) and self.how.backend.paid

    @property
    def why_fewer(self) -> str:
        """Say why it may give fewer bullets than are wanted, `""` where it does not say."""
        return "" if isinstance(self.how, Bound) else self.how.why_fewer

    def signature(self) -> str:
        """Name all that can change a bullet."""
        return self.how.signature if isinstance(self.how, Bound) else self.how.signature()

    def reads(self, language: str) -> bool:
        """Tell whether it reads a language, by its BCP 47 code."""
        known = KNOWN if self.how.languages is None else KNOWN & self.how.languages
        return language.partition("-")[0].lower() in known


def methods(settings: Settings, shared: Encoder) -> list[Method]:
    """Build the summarizers the config names, then the baseline.

    Raises:
        ConfigError: an option is wrong.
        UnknownPluginError: there is no such summarizer.
        UsageError: one cannot work in the only order asked for.
    """
    names = list(settings.summary.summarizers)
    made = [_method(settings, name, shared) for name in names]
    for method in made:
        _require_order(method, settings)
    if settings.baselines and LEAD not in names:
        made.append(_method(settings, LEAD, shared))
    return made


def first(order: Order, settings: Settings) -> str:
    """Give the language summarizers read in an order."""
    return settings.source if order == "summarize-first" else settings.target


def problems(settings: Settings) -> list[Problem]:
    """Find what is wrong with the names and options of summarizers."""
    defined = {each.name: each for each in settings.summarizers}
    found: list[Problem] = []
    for place, name in enumerate(settings.summary.summarizers):
        if name not in defined:
            found += _plugin_problems(SummarizerSettings(name), ("summary", "summarizers", place), settings)
    for place, each in enumerate(settings.summarizers):
        found += _plugin_problems(each, ("summarizers", place), settings)
    return found


def _plugin_problems(each: SummarizerSettings, trail: Trail, settings: Settings) -> list[Problem]:
    try:
        plugin: type[Any] = plugins.load("summarizers", each.plugin)
    except ToolkitError as error:
        key: Trail = ("method" if each.method else "name",) if each.options or trail[0] == "summarizers" else ()
        return [Problem((*trail, *key), str(error))]
    found: list[Problem] = []
    _options(plugin, each, settings, (*trail, "options"), found)
    return found


def _options(
    plugin: type[Any], each: SummarizerSettings, settings: Settings, trail: Trail, found: list[Problem]
) -> object:
    """Read a summarizer's options; one that asks nobody has none."""
    if issubclass(plugin, Asking):
        return build(plugin.Options, each.options, settings.folder, trail, found)
    if each.options:
        found.append(Problem(trail, f"summarizer {each.plugin!r} takes no options; leave them out"))
    return None


def _method(settings: Settings, name: str, shared: Encoder) -> Method:
    each = next((one for one in settings.summarizers if one.name == name), SummarizerSettings(name))
    plugin: type[Any] = plugins.load("summarizers", each.plugin)
    found: list[Problem] = []
    options = _options(plugin, each, settings, ("options",), found)
    if found:
        raise ConfigError(f"summarizer {name!r}: {found[0].message}")
    if not issubclass(plugin, Asking):
        return Method(name, plugin(shared) if plugin.needs_encoder else plugin(), plugin.baseline, each.terms)
    bound = plugin().bind(options)
    limits = replace(bound.backend.limits, total=each.characters_per_minute)
    return Method(name, replace(bound, backend=replace(bound.backend, limits=limits)), plugin.baseline, each.terms)


def _require_order(method: Method, settings: Settings) -> None:
    """See that a summarizer can read the article, where nothing else is asked of it."""
    orders: Sequence[Order] = settings.summary.order
    if "translate-first" in orders or method.reads(settings.source):
        return
    reads = ", ".join(sorted(KNOWN if method.how.languages is None else method.how.languages))
    raise UsageError(
        f"{method.name} reads {reads}, not {settings.source}, and cannot summarize first; "
        'add "translate-first" to summary.order'
    )
