"""What a run would send and pay, system by system and summarizer by summarizer, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.build import Parts, Planned
from toolkit.exchange import Plan, Policy, plans
from toolkit.exchange._survey import added_up
from toolkit.prices import Price
from toolkit.records import Material
from toolkit.settings import Settings
from toolkit.stages.translate import requests_of
from toolkit.steps import _summary_quotes
from toolkit.steps._till import opened
from toolkit.steps._turns import in_turns

__all__ = ["Quote", "added_up", "quotes"]


@dataclass(frozen=True, slots=True)
class Quote:
    """What one system would send.

    Attributes:
        system: its name.
        paid: whether somebody is billed.
        price: of its service, None where nothing is known.
        currency: of the price, `""` without one.
        articles: plans by article id; a text that stands in two articles is sent with the first.
        guessed: texts to send that are not known yet, and counted by the length of the article's own; a summarizer's
            are those of translations that are still to be made, a translator's the bullets that are.
        turns: calls a text may take, as a summarizer is asked again with what was wrong.
    """

    system: str
    paid: bool
    price: Price | None
    currency: str
    articles: Mapping[str, Plan]
    guessed: int = 0
    turns: int = 1

    @property
    def plan(self) -> Plan:
        """Add the articles up."""
        return added_up(list(self.articles.values()))

    @property
    def at_most(self) -> bool:
        """Tell whether the cost is an upper bound: the tokens of an answer are not known before it."""
        return self.price is not None and self.price.by_tokens

    def cost(self, plan: Plan) -> Decimal | None:
        """Say what a plan of this system costs, None where that cannot be said."""
        if self.price is None:
            return None if self.paid and plan.to_send else Decimal(0)
        if not self.price.by_tokens:
            return self.price.of_characters(plan.characters)
        if plan.tokens is None:
            return None if plan.to_send else Decimal(0)
        return self.price.of_tokens(plan.tokens.input, plan.tokens.output)


def quotes(materials: Sequence[Material], parts: Parts, settings: Settings, policy: Policy) -> list[Quote]:
    """Say what a run would send; nothing is sent and nothing is written.

    Returns:
        One a system whose answers are recorded, in order, as the others send nothing; then one a summarizer that asks,
        and one a system that translates bullets.

    Raises:
        UsageError: the policy cannot be followed.
        RecordingsError: a recordings file is damaged.
    """
    opened(materials, parts.systems, parts.summarizers, settings, policy)
    found = {}
    for turns in in_turns(parts.translating, settings):
        if turns.recordings is None:
            continue
        asked = [
            (planned.backend, requests_of(material, settings.target, context=planned.backend.context))
            for planned in turns.systems
            if planned.backend is not None
            for material in materials
        ]
        made = iter(plans(asked, turns.recordings, policy))
        for planned in turns.systems:
            found[planned.system.name] = _quote(planned, {m.article.id: next(made) for m in materials})
    translated = [found[planned.system.name] for planned in parts.translating if planned.system.name in found]
    return [*translated, *map(_of_summaries, _summary_quotes.asked(materials, parts, settings, policy))]


def _quote(planned: Planned, articles: Mapping[str, Plan]) -> Quote:
    paid = planned.backend is not None and planned.backend.paid
    return Quote(planned.system.name, paid, planned.terms.price, planned.terms.currency, articles)


def _of_summaries(asked: _summary_quotes.Inquiry) -> Quote:
    terms, paid = asked.terms, asked.backend.paid
    return Quote(asked.name, paid, terms.price, terms.currency, asked.articles, asked.guessed, asked.turns)
