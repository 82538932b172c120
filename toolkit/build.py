"""Settings -> plug-ins, built and ready to be handed to the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from toolkit import _methods, plugins
from toolkit._methods import Method
from toolkit._problems import Problem
from toolkit.config import build
from toolkit.encoders._base import Encoder
from toolkit.encoders._cache import Cached
from toolkit.errors import ConfigError, ToolkitError, UsageError
from toolkit.exchange import Backend
from toolkit.metrics._base import Metric
from toolkit.prices import Terms
from toolkit.records import Material, System
from toolkit.settings import Settings, SystemSettings
from toolkit.stages.pair import common
from toolkit.stages.summarize import KEY_POINTS
from toolkit.toml_lines import Trail
from toolkit.translators._base import Translator

UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Planned:
    """A system with what it asks.

    Attributes:
        system: as it stands in the tables.
        backend: what is asked, None for a reference.
        terms: what its service charges, and how fast it may be asked.
    """

    system: System
    backend: Backend | None = None
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Parts:
    """All plug-ins of one run.

    Attributes:
        systems: those of the config, then the baselines.
        references: names of the translations scored against.
        bullet_references: names of the bullets scored against.
        encoder: shared by all that need one.
        metrics: in the order they are shown.
        summarizers: in the order they are shown, the baseline last.
        baselines: names of the summarizers that frame the others.
    """

    systems: tuple[Planned, ...]
    references: tuple[str, ...]
    bullet_references: tuple[str, ...]
    encoder: Encoder
    metrics: tuple[Metric, ...]
    summarizers: tuple[Method, ...]
    baselines: frozenset[str]

    @property
    def translating(self) -> tuple[Planned, ...]:
        """Give the systems that translate articles; the others translate bullets."""
        return tuple(planned for planned in self.systems if planned.system.order == "translate-first")


def parts(settings: Settings, materials: Sequence[Material], *, offline: bool = False) -> Parts:
    """Build all a run needs; nothing heavy is loaded before it is used.

    Args:
        settings: what is compared, on what.
        materials: the articles.
        offline: whether no model may be fetched.

    Raises:
        UsageError: a name or an option is wrong.
    """
    shared = encoder(settings, offline=offline)
    made = _methods.methods(settings, shared)
    return Parts(
        systems=tuple(in_both_orders(systems(settings, materials), settings)),
        references=scored_references(settings, materials),
        bullet_references=common([[b.name for b in material.bullets] for material in materials]),
        encoder=shared,
        metrics=tuple(metrics(settings.metrics, shared, settings.summary.max_words or None)),
        summarizers=tuple(made),
        baselines=frozenset({KEY_POINTS, *(each.name for each in made if each.baseline)}),
    )


def problems(settings: Settings) -> list[Problem]:
    """Find what is wrong with plug-in names and options, as far as this machine can tell without asking anyone."""
    found: list[Problem] = []
    for place, system in enumerate(settings.systems):
        if system.backend:
            found.extend(_system_problems(system, place, settings))
    named: list[tuple[Trail, str, str]] = [
        (("metrics", place), "metrics", name) for place, name in enumerate(settings.metrics)
    ]
    named.append((("encoder", "name"), "encoders", settings.encoder.name))
    for trail, family, name in named:
        try:
            plugins.load(family, name)
        except ToolkitError as error:
            found.append(Problem(trail, str(error)))
    return [*found, *_methods.problems(settings)]


def systems(settings: Settings, materials: Sequence[Material]) -> list[Planned]:
    """Build what the config names, then the baselines that frame it.

    Raises:
        ConfigError: an option is wrong.
        UsageError: a reference is named that no article has, or a system's name is taken by a baseline.
    """
    planned = [_planned(system, place, settings) for place, system in enumerate(settings.systems)]
    planned += _baselines(settings, materials, planned)
    _require_names(planned)
    return planned


def _require_names(planned: Sequence[Planned]) -> None:
    names = [each.system.name for each in planned]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two systems are named {name!r}; rename one")


def scored_references(settings: Settings, materials: Sequence[Material]) -> tuple[str, ...]:
    """Name the translations scored against: those of the config, else all that every article has.

    A reference that a system of the config is, is left out: every system is scored against the same references.

    Raises:
        UsageError: the config names one that no article has, or none but those that are systems.
    """
    known = {reference.name for material in materials for reference in material.references}
    for name in settings.references:
        if name not in known:
            raise UsageError(f"no article has a reference {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
    scored = settings.references or common([[r.name for r in material.references] for material in materials])
    taken = {system.reference for system in settings.systems}
    left = tuple(name for name in scored if name not in taken)
    if settings.references and not left:
        names = ", ".join(settings.references)
        raise UsageError(f"reference {names} stands among the systems, and none is scored against itself; name another")
    return left


def encoder(settings: Settings, *, offline: bool = False) -> Encoder:
    """Build the encoder, with its cache of vectors; offline its model has to be on this machine."""
    plugin: type[Encoder] = plugins.load("encoders", settings.encoder.name)
    made = plugin(settings.encoder.model)
    return Cached(made.offline() if offline else made, settings.cache / "vectors.sqlite")


def metrics(names: Sequence[str], shared: Encoder, max_words: int | None = None) -> list[Metric]:
    """Build metrics by name, the usual ones where none is named."""
    loaded: list[type[Metric]] = [plugins.load("metrics", name) for name in names or plugins.available("metrics")]
    loaded = [plugin for plugin in loaded if names or plugin.usual]
    return [
        plugin(shared if plugin.needs_encoder else None, max_words if plugin.needs_bound else None) for plugin in loaded
    ]


def in_both_orders(planned: Sequence[Planned], settings: Settings) -> list[Planned]:
    """Put beside each translator, where asked for, the system of the other order: bullets before translation.

    What only finds whole texts that somebody translated (a file, a memory) can translate no bullet.

    Raises:
        UsageError: a system has the name of such a one.
    """
    if "summarize-first" not in settings.summary.order:
        return list(planned)
    found = [*planned, *(_turned(each) for each in planned if _translates(each))]
    _require_names(found)
    return found


def _translates(planned: Planned) -> bool:
    system = planned.system
    if planned.backend is None or system.name == UNTRANSLATED:
        return False
    translator: type[Translator] = plugins.load("translators", system.backend)
    return not translator.finds


def _turned(planned: Planned) -> Planned:
    system = planned.system
    name = f"{system.name} (summarize first)"
    turned = replace(system, name=name, scored=False, order="summarize-first", translator=system.name)
    return replace(planned, system=turned)


def _planned(system: SystemSettings, place: int, settings: Settings) -> Planned:
    if system.reference:
        named = System(system.name, baseline=system.baseline, reference=system.reference)
        return Planned(named)
    found: list[Problem] = []
    translator: Translator = plugins.load("translators", system.backend)()
    options = build(translator.Options, system.options, settings.folder, ("systems", place, "options"), found)
    if found:
        raise ConfigError(f"system {system.name!r}: {found[0].message}")
    named = System(system.name, backend=system.backend, baseline=system.baseline)
    backend = translator.bind(options)
    limits = replace(backend.limits, total=system.characters_per_minute)
    return Planned(named, replace(backend, limits=limits), system.terms)


def _baselines(settings: Settings, materials: Sequence[Material], planned: Sequence[Planned]) -> list[Planned]:
    """Add the untranslated source, the references that are not scored against, and the first that is."""
    if not settings.baselines:
        return []
    taken = {each.system.reference for each in planned}
    scored = scored_references(settings, materials)
    known = sorted({reference.name for material in materials for reference in material.references})
    echo = SystemSettings(UNTRANSLATED, "echo", baseline=True)
    spare = [name for name in known if name not in scored and name not in taken]
    frame = [_planned(echo, len(planned), settings)]
    frame += [Planned(System(f"reference {name}", baseline=True, reference=name)) for name in spare]
    frame += [Planned(System(f"reference {name}", baseline=True, reference=name, scored=False)) for name in scored[:1]]
    return frame


def _system_problems(system: SystemSettings, place: int, settings: Settings) -> list[Problem]:
    found: list[Problem] = []
    try:
        translator: Translator = plugins.load("translators", system.backend)()
    except ToolkitError as error:
        return [Problem(("systems", place, "backend"), str(error))]
    build(translator.Options, system.options, settings.folder, ("systems", place, "options"), found)
    return found
