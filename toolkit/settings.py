"""What a run can be told: frozen records, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.prices import Price, Terms
from toolkit.records import Order


@dataclass(frozen=True, slots=True)
class SystemSettings:
    """One way to a translation.

    Attributes:
        name: as printed; unique.
        backend: the translator's plug-in name, `""` for a system that is a reference.
        options: what the backend's own Options take, unchecked here.
        reference: name of the hand-written translation this system is; it is left out of its own references.
        baseline: whether it frames the others instead of competing with them.
        price: what its service charges, None where that is not known or nothing.
        currency: of the price, as `EUR`; the same for all systems of a run.
        calls_per_minute: how often its service may be asked, at least 1; None without bound.
        characters_per_minute: how much its service may be sent, at least 1; None without bound.
    """

    name: str
    backend: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""
    baseline: bool = False
    price: Price | None = None
    currency: str = ""
    calls_per_minute: int | None = None
    characters_per_minute: int | None = None

    @property
    def terms(self) -> Terms:
        """Give what the system is held to."""
        return Terms(self.price, self.currency, self.calls_per_minute, self.characters_per_minute)


@dataclass(frozen=True, slots=True)
class SummarizerSettings:
    """One way to bullets, where it takes options or costs something.

    Attributes:
        name: as printed; unique.
        method: the summarizer's plug-in name, `""` where that is its name.
        options: what the plug-in's own Options take, unchecked here.
        price: what its service charges, None where that is not known or nothing.
        currency: of the price, as `EUR`; the same for all of a run.
        calls_per_minute: how often its service may be asked, at least 1; None without bound.
        characters_per_minute: how much its service may be sent, at least 1; None without bound.
    """

    name: str
    method: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    price: Price | None = None
    currency: str = ""
    calls_per_minute: int | None = None
    characters_per_minute: int | None = None

    @property
    def plugin(self) -> str:
        """Name the plug-in."""
        return self.method or self.name

    @property
    def terms(self) -> Terms:
        """Give what the summarizer is held to."""
        return Terms(self.price, self.currency, self.calls_per_minute, self.characters_per_minute)


@dataclass(frozen=True, slots=True)
class SummarySettings:
    """How bullets are made.

    Attributes:
        summarizers: plug-in names, or names of the config's `[[summarizers]]`; where a config has those and no such
            list, all of them.
        bullets: how many, 1 to 20.
        max_words: upper bound of words a bullet, 0 for whole sentences.
        order: `translate-first` summarizes the translation, `summarize-first` the article, and translates the bullets;
            with both, each translator stands twice beside every summarizer that reads the article's language.
    """

    summarizers: tuple[str, ...] = ("extractive",)
    bullets: int = 3
    max_words: int = 20
    order: tuple[Order, ...] = ("translate-first",)


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """What similarity is measured with.

    Attributes:
        name: plug-in name.
        model: local folder or hub id, `""` for the encoder's own.
    """

    name: str = "minilm"
    model: str = ""


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """How sure differences are said to be.

    Attributes:
        baseline: name of the system the others are compared with, `""` for the first of the config.
        all_pairs: compare every two instead.
        resamples: draws of the bootstrap, at least 1.
        trials: shuffles of approximate randomization, at least 1.
        seed: of both, at least 1.
        level: what an adjusted p may be at most to be more than chance, above 0 and below 1.
    """

    baseline: str = ""
    all_pairs: bool = False
    resamples: int = 1000
    trials: int = 10_000
    seed: int = 12345
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class Settings:
    """All of a run that is not in its texts.

    Attributes:
        articles: files and folders to read.
        source: BCP 47 code of the articles' language.
        target: BCP 47 code of the language wanted.
        systems: translators, by name; may be empty when translations are named on the command line.
        references: names of the translations scored against, empty for all there are; the others stand in the table
            as baselines.
        metrics: plug-in names, empty for the usual ones (all but ter).
        baselines: whether the untranslated source, the spare references, lead and key_points stand in the tables.
        summary: how bullets are made.
        summarizers: those that take options or cost something, by name.
        encoder: what similarity is measured with.
        compare: how sure differences are said to be.
        out: folder of the runs.
        recordings: folder of the recordings.
        cache: folder of what can always be made again (vectors).
        budget_s: seconds the retries of one system on one article may take together; where they were in vain, later
            articles are asked for once each, until one is answered.
        folder: what relative paths inside the systems' options are read from.
    """

    articles: tuple[Path, ...] = ()
    source: str = "fr"
    target: str = "en"
    systems: tuple[SystemSettings, ...] = ()
    references: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    baselines: bool = True
    summary: SummarySettings = SummarySettings()
    summarizers: tuple[SummarizerSettings, ...] = ()
    encoder: EncoderSettings = EncoderSettings()
    compare: CompareSettings = CompareSettings()
    out: Path = Path("outputs/runs")
    recordings: Path = Path("outputs/recordings")
    cache: Path = Path("outputs/cache")
    budget_s: float = 300.0
    folder: Path = field(default=Path(), metadata={"file": False})
