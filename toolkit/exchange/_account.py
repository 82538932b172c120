"""What one system may still send, how fast, and what the run has paid: asked before a call, told after it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.errors import UsageError
from toolkit.exchange._backend import Backend, Pace, Policy
from toolkit.prices import Terms, bill, exact, money
from toolkit.records import Rendering, Request

WINDOW_S = 60.0
_LOOK_S = 0.1  # between two looks whether the run is to end, while another system's call is waited for


@dataclass(frozen=True, slots=True)
class Charge:
    """What was sent, or is about to be.

    Attributes:
        characters: code points.
        cost: in the run's currency; 0 for what is free.
    """

    characters: int = 0
    cost: Decimal = Decimal(0)

    def __add__(self, other: Charge) -> Charge:
        return Charge(self.characters + other.characters, self.cost + other.cost)

    def __sub__(self, other: Charge) -> Charge:
        return Charge(self.characters - other.characters, self.cost - other.cost)


class Allowance:
    """Count what a run sends and pays against the bounds of its policy; all its exchanges share one.

    Any number of threads may use it: what a call may come to is reserved before it is sent, and what it did come to is
    counted after it. A call that would pass a bound only because of what others have reserved waits for them; one that
    would pass it in any case ends it for all, so that a run stops where it says it stops.
    """

    def __init__(self) -> None:
        self._spent = Charge()
        self._reserved = Charge()
        self._ended = ""
        self._changed = threading.Condition()

    @property
    def spent(self) -> Charge:
        """Give what was sent and answered, or may have been billed."""
        with self._changed:
            return self._spent

    def reserve(self, need: Charge, policy: Policy, pace: Pace, currency: str = "") -> str:
        """Set aside what a call may come to.

        Returns:
            Why it is not allowed, `""` where it is; what is allowed must be settled.
        """
        with self._changed:
            while not pace.halted():
                free = not need.cost and policy.max_characters is None
                self._ended = self._ended or _over(self._spent + need, policy, currency)
                if self._ended and not free:
                    return self._ended
                if not _over(self._spent + self._reserved + need, policy, currency):
                    self._reserved += need
                    return ""
                self._changed.wait(_LOOK_S)
            return "the run was stopped"

    def settle(self, need: Charge, spent: Charge) -> None:
        """Count what a call came to in place of what was reserved for it."""
        with self._changed:
            self._reserved -= need
            self._spent += spent
            self._changed.notify_all()


class Account:
    """Keep one system to its terms during a run.

    Args:
        backend: what the system asks.
        terms: its price and its pace.
        allowance: of the run; one of its own where None.
        system: its name, for messages; the backend's where `""`.

    Attributes:
        exhausted: whether the last call was asked again in vain until its budget of time was used up. Then the next one
            is asked once: of a hundred articles, the first alone waits for a service that is down.
    """

    def __init__(
        self, backend: Backend, terms: Terms | None = None, allowance: Allowance | None = None, system: str = ""
    ) -> None:
        self.terms = terms or Terms()
        self.allowance = allowance or Allowance()
        self.exhausted = False
        self._backend = backend
        self._system = system or backend.identity.backend
        self._lately: deque[tuple[float, int]] = deque()

    def require_price(self, policy: Policy, requests: Sequence[Request]) -> None:
        """See that the policy's bound on money can be kept to.

        Raises:
            UsageError: nothing says what a call costs.
        """
        if policy.max_cost is None or policy.mode == "replay" or not self._backend.paid:
            return
        price = self.terms.price
        if price is None:
            cure = "give it a price and a currency in the config, or choose --max-chars"
            raise UsageError(f"--max-cost: nothing says what {self._system!r} costs; {cure}")
        if price.by_tokens and requests and self._backend.most_tokens(requests[0]) is None:
            cure = "give it per_million_characters, or choose --max-chars"
            raise UsageError(f"--max-cost: nothing bounds the tokens of {self._system!r}; {cure}")

    def reserve(self, requests: Sequence[Request], policy: Policy, pace: Pace) -> str:
        """Set aside what one call may come to; say why it is not allowed, `""` where it is."""
        if not self._backend.recorded:
            return ""
        return self.allowance.reserve(self.most(requests), policy, pace, self.terms.currency)

    def settle(self, requests: Sequence[Request], spent: Charge) -> None:
        """Count what a call came to; the same requests as were reserved for."""
        if self._backend.recorded:
            self.allowance.settle(self.most(requests), spent)

    def most(self, requests: Sequence[Request]) -> Charge:
        """Bound what sending these may come to: exact where characters are charged."""
        charge = Charge(sum(len(request.text) for request in requests))
        price = self.terms.price
        if price is None:
            return charge
        if not price.by_tokens:
            return Charge(charge.characters, price.of_characters(charge.characters))
        bounds = [self._backend.most_tokens(request) for request in requests]
        costs = [price.of_tokens(tokens.input, tokens.output) for tokens in bounds if tokens is not None]
        return Charge(charge.characters, sum(costs, Decimal(0)))

    def billed(self, request: Request, answer: object) -> Charge:
        """Say what one text came to; the most it can, where its answer does not tell."""
        if not isinstance(answer, Rendering):
            return self.most([request])
        cost = bill(answer, request.text, self.terms.price, paid=self._backend.paid).cost
        return self.most([request]) if cost is None else Charge(len(request.text), cost)

    def wait(self, requests: Sequence[Request], pace: Pace) -> None:
        """Wait until one more call keeps to the terms, or the run is to end.

        A call that is larger than a whole minute's characters waits for a minute without any other.
        """
        characters = sum(len(request.text) for request in requests)
        while not pace.halted():
            begun = pace.clock() - WINDOW_S
            while self._lately and self._lately[0][0] <= begun:
                self._lately.popleft()
            if not self._lately or self._fits(characters):
                self._lately.append((pace.clock(), characters))
                return
            pace.sleep(self._lately[0][0] - begun)

    def _fits(self, characters: int) -> bool:
        calls, most = self.terms.calls_per_minute, self.terms.characters_per_minute
        if calls is not None and len(self._lately) >= calls:
            return False
        return most is None or sum(sent for _, sent in self._lately) + characters <= most


def _over(total: Charge, policy: Policy, currency: str) -> str:
    """Say which bound a total passes, `""` where none."""
    characters, cost = policy.max_characters, policy.max_cost
    if characters is not None and total.characters > characters:
        sent = f"{total.characters:,} characters would then be sent, and {characters:,} are allowed"
        return f"{sent}; allow more with --max-chars"
    if cost is not None and total.cost > exact(cost):
        paid = f"{money(total.cost, currency)} would then be paid, and {money(exact(cost), currency)} are allowed"
        return f"{paid}; allow more with --max-cost"
    return ""
