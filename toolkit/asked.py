"""What somebody asked for, on the command line or in Python -> Settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit import build, config, plugins
from toolkit._problems import Problem
from toolkit.errors import ConfigError, UsageError
from toolkit.files import read_text
from toolkit.settings import CompareSettings, EncoderSettings, Settings, SummarySettings, SystemSettings

DEFAULT_CONFIG = Path("config", "demo.toml")


@dataclass(frozen=True, slots=True)
class Call:
    """The words of a call; what is None or empty leaves the config as it is.

    Attributes:
        articles: files and folders, in place of the config's.
        config: TOML file; without it, and without articles, the project's own.
        backends: names of the config's systems, or of translators; in place of the config's systems.
        translations: name -> file of a translation somebody already has; each is one more system.
        summarizers: names of the config's `[[summarizers]]`, or of plug-ins; in place of the config's.
        references: names of the translations scored against.
        metrics: plug-in names.
        source: BCP 47 code.
        target: BCP 47 code.
        bullets: how many.
        max_words: upper bound of words a bullet, 0 for whole sentences.
        model: another sentence-transformers model for similarity: a local folder or a hub id.
        baseline: what the others are compared with.
        all_pairs: compare every two instead.
        out: folder of the runs.
        recordings: folder of the recordings.
    """

    articles: Sequence[Path] = ()
    config: Path | None = None
    backends: Sequence[str] = ()
    translations: Mapping[str, Path] = field(default_factory=dict)
    summarizers: Sequence[str] = ()
    references: Sequence[str] = ()
    metrics: Sequence[str] = ()
    source: str | None = None
    target: str | None = None
    bullets: int | None = None
    max_words: int | None = None
    model: str | None = None
    baseline: str | None = None
    all_pairs: bool = False
    out: Path | None = None
    recordings: Path | None = None


def settings(asked: Call, *, pasted: bool = True) -> Settings:
    """Lay what was asked over the config, or over the defaults.

    Args:
        asked: the words of the call.
        pasted: whether it may bring a translation of its own.

    Raises:
        UsageError: nothing says what to translate, or with what.
        ConfigError: the config is wrong; the message names file, line and key.
    """
    _require_config(asked)
    made = _laid(asked, _base(asked))
    if not made.articles:
        raise UsageError("no article: name files or folders, or list them in the config under `articles`")
    if not made.systems:
        names = ", ".join(name for name in plugins.available("translators") if name not in {"echo", "file"})
        own = ", or --translation NAME=FILE for a text you have" if pasted else ""
        raise UsageError(f"nothing translates: add --backend NAME (there are: {names}){own}")
    return made


def recorded(asked: Call) -> Settings:
    """Lay what was asked over the config of the project, where there is one: recordings need neither it nor articles.

    Raises:
        ConfigError: the config is wrong; the message names file, line and key.
    """
    path = asked.config or DEFAULT_CONFIG
    return _laid(asked, checked(path) if asked.config or path.is_file() else Settings())


def for_text(asked: Call) -> Settings:
    """Lay what was asked over the config that is named, or over the defaults: a single text belongs to no project.

    Raises:
        ConfigError: the config is wrong; the message names file, line and key.
    """
    return _laid(asked, checked(asked.config) if asked.config else Settings())


def _require_config(asked: Call) -> None:
    """See that no system is asked for that only the project's config knows, which is not read where articles are named.

    Raises:
        UsageError: one is.
    """
    if asked.config is not None or not asked.articles or not DEFAULT_CONFIG.is_file():
        return
    unknown = set(asked.backends) - set(plugins.available("translators"))
    for name in sorted(unknown & {system.name for system in config.examine(DEFAULT_CONFIG)[0].systems}):
        path = DEFAULT_CONFIG.as_posix()
        read = f"is a system of {path}, which is only read where no article is named"
        raise UsageError(f"{name!r} {read}: add --config {path}")


def _laid(asked: Call, base: Settings) -> Settings:
    plain = {
        "articles": tuple(asked.articles),
        "references": tuple(asked.references),
        "metrics": tuple(asked.metrics),
        "source": asked.source,
        "target": asked.target,
        "out": asked.out,
        "recordings": asked.recordings,
        "systems": _systems(asked, base),
        "summary": _summary(asked, base.summary),
        "encoder": EncoderSettings("sentence_transformers", asked.model) if asked.model else None,
        "compare": _compare(asked, base.compare),
    }
    return dataclasses.replace(base, **{key: value for key, value in plain.items() if value})  # type: ignore[arg-type]


def checked(path: Path) -> Settings:
    """Read a config file and check all of it, plug-in names and options too.

    Raises:
        ConfigError: naming file, line and key of the first problem, and how many more there are.
    """
    made, problems = examine(path)
    if problems:
        raise ConfigError(config.describe(path, problems))
    return made


def examine(path: Path) -> tuple[Settings, list[Problem]]:
    """Read a config file and find everything that is wrong with it, sorted by line."""
    made, problems = config.examine(path)
    return made, config.located([*problems, *build.problems(made)], read_text(path))


def _base(asked: Call) -> Settings:
    if asked.config is not None:
        return checked(asked.config)
    if asked.articles:
        return Settings()
    if DEFAULT_CONFIG.is_file():
        return checked(DEFAULT_CONFIG)
    raise UsageError(
        f"no project here (no {DEFAULT_CONFIG.as_posix()}): name an article's path, give --config FILE, "
        "or start one with: toolkit init NAME --article FILE"
    )


def _systems(asked: Call, base: Settings) -> tuple[SystemSettings, ...]:
    known = {system.name: system for system in base.systems}
    chosen = [known.get(name) or SystemSettings(name, backend=name) for name in asked.backends]
    pasted = [
        SystemSettings(name, backend="file", options={"path": str(path.absolute())})
        for name, path in asked.translations.items()
    ]
    return (*(chosen or base.systems), *pasted)


def _summary(asked: Call, base: SummarySettings) -> SummarySettings:
    return dataclasses.replace(
        base,
        summarizers=tuple(asked.summarizers) or base.summarizers,
        bullets=base.bullets if asked.bullets is None else asked.bullets,
        max_words=base.max_words if asked.max_words is None else asked.max_words,
    )


def _compare(asked: Call, base: CompareSettings) -> CompareSettings:
    return dataclasses.replace(
        base,
        baseline=base.baseline if asked.baseline is None else asked.baseline,
        all_pairs=asked.all_pairs or base.all_pairs,
    )
