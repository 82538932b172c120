"""What a run may send and pay: one allowance for all, an account for each system and each summarizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit._methods import Method
from toolkit.build import Planned
from toolkit.exchange import Account, Allowance, Policy
from toolkit.records import Material, Request
from toolkit.settings import Settings
from toolkit.stages.translate import requests_of
from toolkit.summarizers._asking import Bound


@dataclass(frozen=True, slots=True)
class Till:
    """The accounts of a run; they share its allowance.

    Attributes:
        systems: of every system with a backend, by its name; that of a system which translates the bullets of another
            order is the translator's own.
        methods: of every summarizer that asks, by its name.
    """

    systems: Mapping[str, Account]
    methods: Mapping[str, Account]


def opened(
    materials: Sequence[Material],
    systems: Sequence[Planned],
    methods: Sequence[Method],
    settings: Settings,
    policy: Policy,
) -> Till:
    """Open the accounts of a run.

    Raises:
        UsageError: the policy bounds the money, and nothing says what one of them costs.
    """
    allowance = Allowance()
    accounts: dict[str, Account] = {}
    for planned in systems:
        name = planned.system.translated_by
        if planned.backend is not None and name not in accounts:
            accounts[name] = Account(planned.backend, planned.terms, allowance, name)
            accounts[name].require_price(policy, requests_of(materials[0], settings.target))
    asking = {}
    for method in methods:
        if isinstance(method.how, Bound):
            asking[method.name] = Account(method.how.backend, method.terms, allowance, method.name)
            asking[method.name].require_price(policy, [Request("", settings.target, settings.target)])
    return Till(
        {planned.system.name: accounts[planned.system.translated_by] for planned in systems if planned.backend}, asking
    )
