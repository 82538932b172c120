"""What one system may send, how fast and at what price; what a run shares between its systems."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import BackendTimeoutError, OutageError, RateLimitError, UsageError
from toolkit.exchange import Backend, Limits, Pace, Policy, Tokens, exchange, plan
from toolkit.exchange._account import Account, Allowance, Charge
from toolkit.prices import Price, Terms
from toolkit.recordings import Recordings
from toolkit.records import Failure, Identity, Outcome, Rendering, Request
from toolkit.steps.quotes import Quote

TOKENS = Terms(Price(per_million_input_tokens=1_000_000.0, per_million_output_tokens=2_000_000.0), "EUR")  # 1 and 2 EUR
BOUNDED = Tokens(10, 20)  # 50 EUR at most, by the prices above
CHARACTERS = Terms(Price(per_million_characters=1_000_000.0), "EUR")  # 1 EUR each


@dataclass
class Time:
    """A clock that moves only when somebody sleeps."""

    seconds: float = 0.0
    sent_at: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def pace(self) -> Pace:
        return Pace(self.sleep, lambda: self.seconds)


@dataclass
class Service:
    """A paid backend that says how many tokens it took: `spent` of input and of output each call."""

    spent: Tokens | None = None
    bound: Tokens | None = None
    identity: Identity = field(default_factory=lambda: Identity("fake"))
    limits: Limits = field(default_factory=lambda: Limits(texts=1))
    errors: list[Exception] = field(default_factory=list)
    calls: list[list[str]] = field(default_factory=list)

    @property
    def backend(self) -> Backend:
        return Backend(self.identity, self.limits, True, True, self.send, dict, most_tokens=lambda request: self.bound)

    def send(self, requests: Sequence[Request]) -> list[Rendering]:
        self.calls.append([request.text for request in requests])
        if self.errors:
            raise self.errors.pop(0)
        tokens = self.spent and self.spent.input + self.spent.output
        sent = self.spent and self.spent.input
        return [Rendering(request.text.upper(), tokens=tokens, input_tokens=sent) for request in requests]


def ask(*texts: str) -> list[Request]:
    return [Request(text, "fr", "en") for text in texts]


def kinds(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.kind if isinstance(outcome, Failure) else "ok" for outcome in outcomes]


def run(service: Service, folder: Path, account: Account, policy: Policy, *texts: str) -> list[str]:
    recordings = Recordings(folder, service.identity)
    pace = Time().pace()
    return kinds(list(exchange(service.backend, ask(*texts), recordings, policy, pace=pace, account=account)))


def test_tokens_are_bounded_by_the_most_before_a_call_and_counted_as_told_after_it(tmp_path: Path) -> None:
    """50 EUR at most a call and 10 in truth: three fit into 75 (0+50, 10+50, 20+50), a fourth would not (30+50)."""
    service = Service(spent=Tokens(4, 3), bound=BOUNDED)
    account = Account(service.backend, TOKENS)
    assert run(service, tmp_path, account, Policy(max_cost=75), *"abcde") == ["ok", "ok", "ok", "limit", "limit"]
    assert account.allowance.spent == Charge(3, Decimal(30))


def test_a_quote_of_tokens_is_an_upper_bound_of_what_is_then_billed(tmp_path: Path) -> None:
    """Three texts of 50 EUR at most each, of which one stands twice: 150 EUR at most, 30 in truth."""
    service = Service(spent=Tokens(4, 3), bound=BOUNDED)
    found = plan(service.backend, ask(*"abca"), Recordings(tmp_path, service.identity), Policy())
    quote = Quote("s", True, TOKENS.price, "EUR", {"art-x": found})
    account = Account(service.backend, TOKENS)
    assert run(service, tmp_path, account, Policy(), *"abca") == ["ok"] * 4
    assert (quote.at_most, quote.plan.tokens, quote.cost(quote.plan)) == (True, Tokens(30, 60), Decimal(150))
    assert account.allowance.spent.cost == Decimal(30) <= Decimal(150)


def test_where_a_service_does_not_tell_its_tokens_the_most_counts(tmp_path: Path) -> None:
    """Without a word of what was used, a second call of 50 EUR may pass 75."""
    service = Service(bound=BOUNDED)
    assert run(service, tmp_path, Account(service.backend, TOKENS), Policy(max_cost=75), "a", "b") == ["ok", "limit"]


def test_a_call_without_an_answer_counts_as_paid_and_a_refused_one_does_not(tmp_path: Path) -> None:
    """Of 5 EUR, a time-out may have used up four; an outage used up nothing."""
    service = Service(errors=[BackendTimeoutError("no answer")])
    account = Account(service.backend, CHARACTERS)
    policy = Policy(max_cost=5, budget_s=0)
    assert run(service, tmp_path, account, policy, "four") == ["unknown"]
    assert account.allowance.spent.cost == 4
    assert run(service, tmp_path, account, policy, "ab") == ["limit"]
    down = Service(errors=[OutageError("down")])
    other = Account(down.backend, CHARACTERS)
    assert run(down, tmp_path / "other", other, policy, "four") == ["outage"]
    assert other.allowance.spent.cost == 0


def test_what_fits_exactly_is_sent(tmp_path: Path) -> None:
    """Three texts of 0.1 EUR fit into 0.3, which floats would deny."""
    service = Service()
    terms = Terms(Price(per_million_characters=100_000.0), "EUR")
    assert run(service, tmp_path, Account(service.backend, terms), Policy(max_cost=0.3), *"abcd") == [
        *("ok", "ok", "ok", "limit"),
    ]


def test_after_the_first_call_that_would_pass_the_bound_nothing_paid_is_sent() -> None:
    """A smaller one might fit: a run that says it stopped has stopped. What is free goes on."""
    allowance, policy, pace = Allowance(), Policy(max_cost=5), Pace()
    assert "allow more with --max-cost" in allowance.reserve(Charge(6, Decimal(6)), policy, pace, "EUR")
    assert allowance.reserve(Charge(1, Decimal(1)), policy, pace, "EUR") != ""
    assert allowance.reserve(Charge(99, Decimal(0)), policy, pace) == ""


def test_a_call_that_may_yet_fit_waits_for_what_others_have_reserved() -> None:
    """Another call has set 4 of 5 aside; it comes to 1, and then 3 more fit."""
    allowance, policy = Allowance(), Policy(max_characters=5)
    assert allowance.reserve(Charge(4), policy, Pace()) == ""
    said: list[str] = []
    waiting = threading.Thread(target=lambda: said.append(allowance.reserve(Charge(3), policy, Pace())))
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    allowance.settle(Charge(4), Charge(1))
    waiting.join(5)
    assert said == [""]


def test_many_threads_never_pass_the_bound() -> None:
    """Each reserves 3 and comes to 2: never more than 50 are spent and set aside, and all that fits is used."""
    allowance, policy = Allowance(), Policy(max_characters=50)

    def spend() -> None:
        while not allowance.reserve(Charge(3), policy, Pace()):
            allowance.settle(Charge(3), Charge(2))

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert allowance.spent.characters == 48


@pytest.mark.parametrize(
    ("service", "terms", "words"),
    [
        (Service(), Terms(), "nothing says what 'DeepL' costs"),
        (Service(), TOKENS, "nothing bounds the tokens of 'DeepL'"),
    ],
)
def test_a_bound_on_money_that_cannot_be_kept_to_is_refused(service: Service, terms: Terms, words: str) -> None:
    """Unless nothing can be paid: by a backend that is free, or in a replay."""
    account = Account(service.backend, terms, system="DeepL")
    with pytest.raises(UsageError, match=words):
        account.require_price(Policy(max_cost=1), ask("un"))
    account.require_price(Policy(), ask("un"))
    account.require_price(Policy(mode="replay", max_cost=1), ask("un"))
    Account(replace(service.backend, paid=False), terms).require_price(Policy(max_cost=1), ask("un"))


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(1, 40), max_size=40),
    calls=st.none() | st.integers(1, 5),
    characters=st.none() | st.integers(1, 60),
)
def test_no_minute_has_more_calls_or_characters_than_allowed(
    lengths: list[int], calls: int | None, characters: int | None
) -> None:
    """In any 60 seconds; a text larger than a minute's characters has a minute for itself."""
    time, service = Time(), Service()
    account = Account(service.backend, Terms(None, "", calls, characters))
    sent: list[tuple[float, int]] = []
    for length in lengths:
        account.wait(ask("x" * length), time.pace())
        sent.append((time.seconds, length))
    for begun, _ in sent:
        window = [length for at, length in sent if begun <= at < begun + 60]
        assert calls is None or len(window) <= calls
        assert characters is None or sum(window) <= characters or len(window) == 1
    if calls is None and characters is None:
        assert time.seconds == 0


def test_calls_are_cut_to_what_a_minute_takes(tmp_path: Path) -> None:
    """Texts that fit one call of the service are spread where a minute takes fewer characters."""
    service = Service(limits=Limits(texts=50, total=5))
    assert run(service, tmp_path, Account(service.backend), Policy(), "un", "deux", "six", "beaucoup") == ["ok"] * 4
    assert service.calls == [["un"], ["deux"], ["six"], ["beaucoup"]]


def test_a_service_that_is_down_is_waited_for_once_and_again_after_it_answered(tmp_path: Path) -> None:
    """The first article uses the budget up; the second asks once; after an answer there is a budget again."""
    service = Service(errors=[OutageError("down")] * 100)
    account, policy = Account(service.backend), Policy(budget_s=10)
    assert run(service, tmp_path, account, policy, "a") == ["outage"]
    tries = len(service.calls)
    assert tries > 2
    assert run(service, tmp_path, account, policy, "b") == ["outage"]
    assert len(service.calls) == tries + 1
    service.errors = []
    assert run(service, tmp_path, account, policy, "c") == ["ok"]
    service.errors = [RateLimitError("too many")]
    assert run(service, tmp_path, account, policy, "d") == ["ok"]


def test_a_run_that_is_halted_sends_nothing_more_and_leaves_no_trace_in_the_journal(tmp_path: Path) -> None:
    """What was not sent cannot be billed twice, and is not said to be: before a call, and asleep between two tries."""
    halted: list[bool] = []
    pace = Pace(sleep=lambda seconds: halted.append(True), halted=lambda: bool(halted))
    service = Service(errors=[RateLimitError("too many calls")])
    recordings = Recordings(tmp_path, service.identity)
    outcomes = list(exchange(service.backend, ask("a", "b"), recordings, Policy(), pace=pace))
    assert kinds(outcomes) == ["interrupted", "interrupted"]
    assert service.calls == [["a"]]
    assert not recordings.path.with_suffix(".journal").exists()
