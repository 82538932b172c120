"""The exchange: what is recorded is not asked again, what is asked is paid once, and every request gets one outcome."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import jsonl
from toolkit.errors import (
    AlignmentError,
    AuthError,
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    OutputError,
    QuotaError,
    RateLimitError,
    RecordingsError,
    RejectedError,
    TooLargeError,
    ToolkitError,
    UnsupportedError,
    UsageError,
)
from toolkit.exchange import Backend, Limits, Pace, Plan, Policy, exchange, plan
from toolkit.exchange._batches import batches, too_large
from toolkit.recordings import Recordings, verify
from toolkit.records import JSON, Failure, Identity, Outcome, Rendering, Request

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Time:
    """A clock that moves only when somebody sleeps."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def pace(self) -> Pace:
        return Pace(self.sleep, lambda: self.seconds, lambda: START + timedelta(seconds=self.seconds))


@dataclass
class Service:
    """A backend that answers in capitals, after the errors it was given for the texts or the calls."""

    paid: bool = True
    recorded: bool = True
    limits: Limits = field(default_factory=Limits)
    identity: Identity = field(default_factory=lambda: Identity("fake"))
    poison: Mapping[str, BaseException] = field(default_factory=dict)
    errors: list[BaseException] = field(default_factory=list)
    answer: Callable[[Sequence[Request]], Any] | None = None
    observe: Callable[[], Mapping[str, JSON]] = lambda: {"version": "7"}
    calls: list[list[str]] = field(default_factory=list)

    def backend(self) -> Backend:
        return Backend(self.identity, self.limits, self.paid, self.recorded, self.send, self.observe)

    def send(self, requests: Sequence[Request]) -> list[Rendering]:
        self.calls.append([request.text for request in requests])
        if self.errors:
            raise self.errors.pop(0)
        for request in requests:
            if request.text in self.poison:
                raise self.poison[request.text]
        if self.answer is not None:
            return self.answer(requests)
        return [Rendering(request.text.upper(), billed_characters=len(request.text)) for request in requests]


def ask(*texts: str) -> list[Request]:
    return [Request(text, "fr", "en", article="art-x", segment=f"seg-{n:03}") for n, text in enumerate(texts, 1)]


@dataclass
class Desk:
    """One folder of recordings and one clock, to run exchanges against."""

    folder: Path
    time: Time = field(default_factory=Time)

    def run(self, service: Service, *texts: str, policy: Policy | None = None) -> list[Outcome]:
        return list(self.start(service, *texts, policy=policy))

    def start(self, service: Service, *texts: str, policy: Policy | None = None) -> Iterator[Outcome]:
        policy = policy or Policy()
        return exchange(service.backend(), ask(*texts), self.recordings(service), policy, pace=self.time.pace())

    def recordings(self, service: Service) -> Recordings:
        return Recordings(self.folder, service.identity)

    def recorded(self, service: Service) -> list[str]:
        path = self.recordings(service).path
        return [row["text"] for _, row in jsonl.read_lines(path)] if path.exists() else []

    def journal(self, service: Service) -> list[dict[str, Any]]:
        path = self.recordings(service).path.with_suffix(".journal")
        return [row for _, row in jsonl.read_lines(path)] if path.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def said(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.kind if isinstance(outcome, Failure) else outcome.text for outcome in outcomes]


# --- looking up


def test_what_was_answered_once_is_replayed_and_not_asked_again(desk: Desk) -> None:
    service = Service()
    fresh = desk.run(service, "un", "deux")
    desk.time.seconds += 3600
    again = desk.run(service, "un", "deux")
    assert said(fresh) == said(again) == ["UN", "DEUX"]
    assert service.calls == [["un", "deux"]]
    for first, second in zip(fresh, again, strict=True):
        assert isinstance(first, Rendering)
        assert first.key.startswith("sha256:")
        assert first.created_at == "2026-01-01T00:00:00Z"
        assert second == replace(first, replayed=True)
    assert verify(desk.folder) == []


def test_what_was_observed_and_how_long_it_took_stands_in_the_record(desk: Desk) -> None:
    service = Service()

    def slow(requests: Sequence[Request]) -> list[Rendering]:
        desk.time.seconds += 1.5
        return [Rendering("A", model="m-2")]

    service.answer = slow
    desk.run(service, "a")
    [(_, row)] = jsonl.read_lines(desk.recordings(service).path)
    assert (row["observed"], row["latency_ms"], row["model"]) == ({"version": "7"}, 1500.0, "m-2")


def test_equal_texts_are_sent_once_and_each_request_gets_its_outcome(desk: Desk) -> None:
    service = Service()
    assert said(desk.run(service, "un", "deux", "un", "un")) == ["UN", "DEUX", "UN", "UN"]
    assert service.calls == [["un", "deux"]]


def test_a_replay_asks_nothing_and_names_the_nearest_recording(desk: Desk) -> None:
    desk.run(Service(), "Le ministre a parlé hier.")
    asked = Service(observe=lambda: pytest.fail("a replay looked at the engine"))
    outcomes = desk.run(
        asked, "Le ministre a parlé hier.", "Le ministre a parlé hier soir.", "Rien.", policy=Policy(mode="replay")
    )
    assert said(outcomes) == ["LE MINISTRE A PARLÉ HIER.", "missing", "missing"]
    assert asked.calls == []
    near, none = outcomes[1:]
    assert isinstance(near, Failure)
    assert isinstance(none, Failure)
    assert 'differs in text (recorded: "Le ministre a parlé hier.")' in near.message
    assert (near.stage, near.article, near.segment) == ("translate", "art-x", "seg-002")
    assert "no recording resembles it" in none.message


def test_a_replay_says_which_option_differs(desk: Desk) -> None:
    desk.run(Service(identity=Identity("fake", options={"formality": "less"})), "un")
    asked = Service(identity=Identity("fake", options={"formality": "more"}))
    [outcome] = desk.run(asked, "un", policy=Policy(mode="replay"))
    assert isinstance(outcome, Failure)
    assert "differs in options.formality (recorded 'less', asked 'more')" in outcome.message


def test_a_replay_leaves_no_file_behind(desk: Desk) -> None:
    desk.run(Service(), "un", policy=Policy(mode="replay"))
    assert list(desk.folder.iterdir()) == []


def test_a_refresh_asks_again_only_for_what_is_older(desk: Desk) -> None:
    service = Service()
    desk.run(service, "un")
    desk.time.seconds = 100
    desk.run(service, "deux")
    policy = Policy(mode="refresh", older_than="2026-01-01T01:01:00+01:00")  # 00:01:00 UTC
    service.answer = lambda requests: [Rendering("NEW") for _ in requests]
    desk.time.seconds = 200
    assert said(desk.run(service, "un", "deux", policy=policy)) == ["NEW", "DEUX"]
    assert said(desk.run(service, "un", "deux")) == ["NEW", "DEUX"]
    assert desk.recorded(service) == ["un", "deux", "un"]


def test_a_refresh_without_a_time_asks_everything_again(desk: Desk) -> None:
    service = Service()
    desk.run(service, "un")
    desk.time.seconds = 5
    desk.run(service, "un", policy=Policy(mode="refresh"))
    assert service.calls == [["un"], ["un"]]


@pytest.mark.parametrize("time", ["yesterday", "2026-01-01T00:00:00"])
def test_a_refresh_from_a_time_that_is_none_is_refused(desk: Desk, time: str) -> None:
    with pytest.raises(UsageError, match="2026-01-31T12:00:00Z"):
        desk.run(Service(), "un", policy=Policy(mode="refresh", older_than=time))


def test_write_only_looks_nothing_up_and_still_records(desk: Desk) -> None:
    service = Service()
    desk.run(service, "un")
    assert said(desk.run(service, "un", policy=Policy(mode="write-only"))) == ["UN"]
    assert service.calls == [["un"], ["un"]]
    assert desk.recorded(service) == ["un", "un"]


def test_a_backend_that_is_not_recorded_gets_all_requests_in_one_call_even_offline(desk: Desk) -> None:
    service = Service(recorded=False, limits=Limits(texts=1))
    outcomes = desk.run(service, "un", "un", policy=Policy(mode="replay", max_characters=1))
    assert said(outcomes) == ["UN", "UN"]
    assert service.calls == [["un", "un"]]
    assert list(desk.folder.iterdir()) == []
    assert outcomes[0] == Rendering("UN", billed_characters=2)


def test_without_recordings_everything_is_asked_and_nothing_kept(tmp_path: Path) -> None:
    service = Service()
    outcomes = list(exchange(service.backend(), ask("un", "un"), None, Policy()))
    assert said(outcomes) == ["UN", "UN"]
    assert service.calls == [["un"]]
    assert all(isinstance(outcome, Rendering) and outcome.key == "" for outcome in outcomes)
    [missing] = exchange(service.backend(), ask("un"), None, Policy(mode="replay"))
    assert said([missing]) == ["missing"]


def test_what_another_process_recorded_in_the_meantime_is_not_paid_again(desk: Desk) -> None:
    ours = Service(limits=Limits(texts=1))
    outcomes = desk.start(ours, "un", "deux", "trois")
    assert said([next(outcomes)]) == ["UN"]
    desk.run(Service(), "trois", "deux")
    assert said(list(outcomes)) == ["DEUX", "TROIS"]
    assert ours.calls == [["un"]]


def test_nothing_asked_is_nothing_done(desk: Desk) -> None:
    assert desk.run(Service()) == []
    assert list(desk.folder.iterdir()) == []


def test_progress_tells_every_request_once(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1))
    desk.run(service, "un")
    told: list[int] = []
    requests = ask("un", "deux", "deux", "trois")
    list(exchange(service.backend(), requests, desk.recordings(service), Policy(), told.append))
    assert told == [1, 2, 1]


# --- batches


@settings(deadline=None)
@given(
    texts=st.lists(st.tuples(st.text(min_size=1, max_size=6), st.sampled_from(["fr", "de"])), max_size=30),
    count=st.integers(1, 5),
    size=st.none() | st.integers(24, 60),
)
def test_batches_keep_order_and_limits_and_lose_nothing(
    texts: list[tuple[str, str]], count: int, size: int | None
) -> None:
    requests = [Request(text, source, "en") for text, source in texts]
    calls = batches(requests, Limits(texts=count, size=size))
    assert [place for call in calls for place in call] == list(range(len(requests)))
    for call in calls:
        assert 1 <= len(call) <= count
        assert size is None or sum(len(requests[place].text.encode()) for place in call) <= size
        assert len({requests[place].source for place in call}) == 1


@settings(deadline=None)
@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=30), size=st.integers(9, 30))
def test_a_batch_ends_only_where_the_next_text_would_not_fit(lengths: list[int], size: int) -> None:
    requests = [Request("x" * length, "fr", "en") for length in lengths]
    calls = batches(requests, Limits(texts=100, size=size))
    for call, following in itertools.pairwise(calls):
        assert sum(lengths[place] for place in call) + lengths[following[0]] > size


def test_bytes_are_counted_as_the_service_counts_them(desk: Desk) -> None:
    service = Service(limits=Limits(size=20, encoded=lambda text: len(json.dumps(text))))
    desk.run(service, "é", "è", "a")  # 8, 8 and 3 bytes as JSON
    assert service.calls == [["é", "è", "a"]]
    assert too_large("ééé", Limits(size=19, encoded=lambda text: len(json.dumps(text)))) != ""


def test_a_text_longer_than_the_backend_takes_is_refused_whole_and_the_others_go_on(desk: Desk) -> None:
    service = Service(limits=Limits(characters=5))
    outcomes = desk.run(service, "un", "beaucoup", "deux")
    assert said(outcomes) == ["UN", "too_large", "DEUX"]
    assert isinstance(outcomes[1], Failure)
    assert "8 characters" in outcomes[1].message
    assert "split" in outcomes[1].message
    assert service.calls == [["un", "deux"]]


# --- errors


def test_a_refused_text_is_found_by_halving_and_the_others_succeed(desk: Desk) -> None:
    service = Service(poison={"d": RejectedError("the service refuses this text; reword it")})
    outcomes = desk.run(service, *"abcdefgh")
    assert said(outcomes) == ["A", "B", "C", "rejected", "E", "F", "G", "H"]
    failed = outcomes[3]
    assert failed == Failure(
        "translate", "rejected", "the service refuses this text; reword it", article="art-x", segment="seg-004"
    )
    assert sorted(desk.recorded(service)) == sorted("abcefgh")
    assert desk.journal(service) == []


def test_a_request_that_is_too_large_for_the_service_is_halved(desk: Desk) -> None:
    service = Service(errors=[TooLargeError("too much")])
    assert said(desk.run(service, "a", "b")) == ["A", "B"]
    assert service.calls == [["a", "b"], ["a"], ["b"]]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (AuthError("the key is refused"), "auth"),
        (QuotaError("used up"), "quota"),
        (UnsupportedError("no such pair"), "unsupported"),
        (NotReadyError("no key"), "not_ready"),
        (AlignmentError("block 3"), "alignment"),
    ],
)
def test_a_backend_that_fails_as_a_whole_is_not_called_again(desk: Desk, error: ToolkitError, kind: str) -> None:
    service = Service(limits=Limits(texts=1), poison={"b": error})
    outcomes = desk.run(service, *"abcb")
    assert said(outcomes) == ["A", kind, kind, kind]
    assert [outcome.segment for outcome in outcomes[1:] if isinstance(outcome, Failure)] == [
        "seg-002",
        "seg-003",
        "seg-004",
    ]
    assert service.calls == [["a"], ["b"]]
    assert desk.journal(service) == []


def test_a_failing_look_at_the_engine_is_a_failure_and_nothing_is_sent(desk: Desk) -> None:
    def observe() -> Mapping[str, JSON]:
        raise NotReadyError("apertium is not installed")

    service = Service(observe=observe)
    assert said(desk.run(service, "a", "b")) == ["not_ready", "not_ready"]
    assert service.calls == []
    assert desk.journal(service) == []


def test_the_engine_is_looked_at_once_and_only_when_something_is_sent(desk: Desk) -> None:
    looks: list[int] = []

    def observe() -> Mapping[str, JSON]:
        looks.append(1)
        return {}

    service = Service(limits=Limits(texts=1), observe=observe)
    desk.run(service, "a", "b")
    desk.run(service, "a", "b")
    assert looks == [1]


@pytest.mark.parametrize("bug", [ZeroDivisionError("bug"), KeyboardInterrupt()])
def test_a_bug_and_an_interrupt_go_through_and_lose_nothing_that_was_answered(desk: Desk, bug: BaseException) -> None:
    service = Service(limits=Limits(texts=1), poison={"b": bug})
    with pytest.raises(type(bug)):
        desk.run(service, "a", "b")
    assert desk.recorded(service) == ["a"]
    assert said(desk.run(Service(), "a", "b")) == ["A", "B"]


def test_an_exchange_that_is_left_has_everything_answered_on_disk_and_no_lock_held(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1))
    outcomes = desk.start(service, "a", "b", "c")
    assert said([next(outcomes), next(outcomes)]) == ["A", "B"]
    other = Service(identity=service.identity)
    desk.run(other, "d")
    outcomes.close()  # type: ignore[attr-defined]
    assert desk.recorded(service) == ["a", "b", "d"]
    assert desk.journal(service) == []


# --- asking again


@pytest.mark.parametrize("error", [RateLimitError("too many calls"), OutageError("down")])
def test_a_passing_failure_is_asked_again_with_growing_waits(desk: Desk, error: BackendError) -> None:
    service = Service(errors=[error] * 4)
    assert said(desk.run(service, "a")) == ["A"]
    assert len(service.calls) == 5
    assert all(2**n / 2 <= wait <= 2**n / 2 + 1 for n, wait in enumerate(desk.time.slept))


def test_the_service_s_own_time_to_wait_is_kept_to(desk: Desk) -> None:
    service = Service(errors=[RateLimitError("too many calls", retry_after=42.0)])
    assert said(desk.run(service, "a")) == ["A"]
    assert desk.time.slept == [42.0]


def test_a_wait_longer_than_the_budget_is_not_begun(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1), errors=[RateLimitError("too many calls", retry_after=42.0)])
    outcomes = desk.run(service, "a", "b", policy=Policy(budget_s=30))
    assert said(outcomes) == ["rate_limit", "rate_limit"]
    assert isinstance(outcomes[0], Failure)
    assert outcomes[0].message == "too many calls (it asks to wait 42 s, and 30 s are left for asking again)"
    assert desk.time.slept == []
    assert service.calls == [["a"]]


def test_all_calls_share_one_budget_of_time(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1), errors=[OutageError("down", retry_after=20.0)])
    outcomes = desk.start(service, "a", "b", policy=Policy(budget_s=30))
    assert said([next(outcomes)]) == ["A"]
    service.errors = [OutageError("down", retry_after=20.0)]
    assert said(list(outcomes)) == ["outage"]
    assert desk.time.slept == [20.0]


def test_an_outage_is_given_up_within_the_budget_and_the_attempts_are_told(desk: Desk) -> None:
    service = Service(errors=[OutageError("down")] * 1000)
    [outcome] = desk.run(service, "a", policy=Policy(budget_s=60))
    assert desk.time.seconds <= 60
    assert isinstance(outcome, Failure)
    assert outcome.message == f"down (gave up after {len(service.calls)} attempts)"
    assert len(service.calls) > 5


def test_other_errors_are_not_asked_again(desk: Desk) -> None:
    service = Service(errors=[BackendError("odd")])
    assert said(desk.run(service, "a")) == ["backend"]
    assert desk.time.slept == []


# --- answers of the wrong shape


def test_a_short_list_from_a_paid_backend_is_a_bad_answer_and_not_asked_again(desk: Desk) -> None:
    service = Service(answer=lambda requests: [Rendering("A")])
    assert said(desk.run(service, "a", "b")) == ["bad_answer", "bad_answer"]
    assert len(service.calls) == 1
    assert desk.recorded(service) == []


def test_a_short_list_from_a_free_backend_is_asked_again_in_halves(desk: Desk) -> None:
    service = Service(paid=False, answer=lambda requests: [Rendering(requests[0].text.upper())])
    assert said(desk.run(service, "a", "b", "c")) == ["A", "B", "C"]


@pytest.mark.parametrize("bad", [Rendering(""), Rendering(" \n"), "B", None])
def test_one_bad_answer_fails_alone_and_the_paid_ones_are_kept(desk: Desk, bad: object) -> None:
    service = Service(answer=lambda requests: [Rendering("A"), bad, Rendering("C")])
    assert said(desk.run(service, "a", "b", "c")) == ["A", "bad_answer", "C"]
    assert desk.recorded(service) == ["a", "c"]


def test_an_empty_answer_to_an_empty_text_is_right(desk: Desk) -> None:
    assert said(desk.run(Service(), "")) == [""]


def test_what_no_file_can_hold_is_replaced_before_anybody_sees_it(desk: Desk) -> None:
    service = Service(answer=lambda requests: [Rendering("a\ud800")])
    fresh = desk.run(service, "a\udfff")
    assert said(fresh) == said(desk.run(service, "a\udfff")) == ["a\ufffd"]
    assert len(service.calls) == 1
    assert verify(desk.folder) == []


# --- what was sent and never answered


def killed(desk: Desk, service: Service, *texts: str) -> None:
    """Leave the journal as a process does that is killed during its call."""
    dying = replace(service, poison={texts[0]: SystemExit()}, calls=[])
    with pytest.raises(SystemExit):
        desk.run(dying, *texts)


def test_a_call_is_journaled_before_it_begins_and_cleared_after_it(desk: Desk) -> None:
    service = Service()
    seen: list[dict[str, Any]] = []

    def answer(requests: Sequence[Request]) -> list[Rendering]:
        seen.extend(desk.journal(service))
        return [Rendering("X") for _ in requests]

    service.answer = answer
    desk.run(service, "un", "deux")
    [event] = seen
    assert (event["event"], event["characters"], len(event["keys"])) == ("sent", [2, 4], 2)
    assert desk.journal(service) == []
    assert not desk.recordings(service).path.with_suffix(".journal").exists()


def test_after_a_kill_the_text_is_sent_again_and_one_line_says_what_it_may_cost(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service(limits=Limits(texts=1))
    killed(desk, Service(), "trois", "deux")
    assert said(desk.run(service, "un", "deux", "trois")) == ["UN", "DEUX", "TROIS"]
    [line] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "fake: texts sent before without a recorded answer: 2 (9 characters)" in line
    assert "billed twice" in line
    assert desk.journal(service) == []
    caplog.clear()
    desk.run(service, "un", "deux", "trois", "quatre")
    assert not caplog.records


def test_after_a_kill_a_free_backend_is_asked_again_without_a_word(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    killed(desk, Service(paid=False), "un")
    assert said(desk.run(Service(paid=False), "un")) == ["UN"]
    assert not caplog.records


def test_what_was_in_flight_and_is_not_asked_for_now_stays_noted(desk: Desk) -> None:
    service = Service()
    killed(desk, service, "un")
    desk.run(service, "deux")
    assert [event["event"] for event in desk.journal(service)] == ["sent", "sent", "done"]
    assert said(desk.run(service, "un")) == ["UN"]
    assert desk.journal(service) == []


def test_after_a_time_out_a_paid_text_is_unknown_until_told_to_send_it_again(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1), errors=[BackendTimeoutError("no answer in 30 s")])
    outcomes = desk.run(service, "un", "deux")
    assert said(outcomes) == ["unknown", "timeout"]
    assert isinstance(outcomes[0], Failure)
    assert "--resend-unknown" in outcomes[0].message
    assert service.calls == [["un"]]
    assert said(desk.run(service, "un", "deux")) == ["unknown", "DEUX"]
    assert service.calls == [["un"], ["deux"]]
    assert plan(service.backend(), ask("un"), desk.recordings(service), Policy()).unknown == 1
    assert said(desk.run(service, "un", policy=Policy(resend_unknown=True))) == ["UN"]
    assert desk.journal(service) == []


def test_after_a_time_out_a_free_backend_goes_on_and_is_simply_asked_again(desk: Desk) -> None:
    service = Service(paid=False, limits=Limits(texts=1), errors=[BackendTimeoutError("no answer in 30 s")])
    assert said(desk.run(service, "un", "deux")) == ["unknown", "DEUX"]
    assert desk.journal(service) == []
    assert said(desk.run(service, "un", "deux")) == ["UN", "DEUX"]


def test_what_is_recorded_later_is_no_longer_unknown(desk: Desk) -> None:
    service = Service(errors=[BackendTimeoutError("no answer")])
    desk.run(service, "un")
    desk.time.seconds = 5
    late = Rendering("UN", created_at="2026-01-01T00:00:05Z")
    desk.recordings(service).add([(ask("un")[0], late)], {})
    assert said(desk.run(service, "un", "deux")) == ["UN", "DEUX"]
    assert desk.journal(service) == []


def test_a_refresh_killed_in_flight_warns_although_an_older_answer_is_recorded(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service()
    desk.run(service, "un")
    desk.time.seconds = 10
    with pytest.raises(SystemExit):
        desk.run(Service(errors=[SystemExit()]), "un", policy=Policy(mode="refresh"))
    assert said(desk.run(service, "un")) == ["UN"]  # the older answer still serves
    assert not caplog.records
    desk.run(service, "un", policy=Policy(mode="refresh", older_than="2026-01-01T00:00:05Z"))
    assert "answer: 1 (2 characters)" in caplog.text


def test_a_bad_answer_that_may_have_been_billed_warns_the_next_run(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service(errors=[BadAnswerError("an HTML page instead of JSON")])
    assert said(desk.run(service, "un", "deux")) == ["bad_answer", "bad_answer"]
    assert not caplog.records
    assert said(desk.run(service, "un", "deux")) == ["UN", "DEUX"]
    assert "answer: 2 (6 characters)" in caplog.text
    assert desk.journal(service) == []


@pytest.mark.parametrize("length", range(1, 40))
def test_a_torn_entry_of_the_journal_was_never_sent_and_is_dropped(desk: Desk, length: int) -> None:
    service = Service()
    killed(desk, service, "un")
    path = desk.recordings(service).path.with_suffix(".journal")
    path.write_bytes(path.read_bytes()[:length])
    assert plan(service.backend(), ask("un"), desk.recordings(service), Policy()).to_send == 1
    assert said(desk.run(service, "un")) == ["UN"]
    assert desk.journal(service) == []


@pytest.mark.parametrize("line", [b"[]\n", b'{"event": "sent"}\n', b'{"event": "sent", "keys": 1, "characters": 2}\n'])
def test_a_damaged_journal_is_named(desk: Desk, line: bytes) -> None:
    service = Service()
    killed(desk, service, "un")
    path = desk.recordings(service).path.with_suffix(".journal")
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(RecordingsError, match=r"\.journal:2: "):
        desk.run(service, "un")


# --- limits of money, and plans


def test_sending_stops_before_the_call_that_would_pass_the_limit(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1))
    outcomes = desk.run(service, "un", "deux", "x", policy=Policy(max_characters=5))
    assert said(outcomes) == ["UN", "limit", "limit"]
    assert isinstance(outcomes[1], Failure)
    assert "--max-chars" in outcomes[1].message
    assert service.calls == [["un"]]
    assert said(desk.run(service, "un", "deux", "x", policy=Policy(max_characters=5))) == ["UN", "DEUX", "X"]


def test_texts_that_are_known_not_to_be_billed_do_not_count_towards_the_limit(desk: Desk) -> None:
    service = Service(limits=Limits(texts=1), poison={"un": RejectedError("no")})
    assert said(desk.run(service, "un", "deux", policy=Policy(max_characters=5))) == ["rejected", "DEUX"]


def test_a_plan_counts_every_text_once_and_touches_nothing(desk: Desk) -> None:
    service = Service(limits=Limits(texts=2, characters=8))
    desk.run(service, "un", "deux")
    texts = ("un", "deux", "un", "trois", "trois", "quatre", "beaucoup trop", "cinq")
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir()}
    found = plan(service.backend(), ask(*texts), desk.recordings(service), Policy())
    assert found == Plan(
        texts=8,
        hits=3,
        missing=0,
        unknown=0,
        too_large=1,
        local=0,
        duplicates=1,
        to_send=3,
        characters=15,
        calls=2,
    )
    assert {path.name: path.read_bytes() for path in desk.folder.iterdir()} == before
    assert service.calls == [["un", "deux"]]
    service.calls.clear()
    desk.run(service, *texts)
    assert len(service.calls) == found.calls
    assert sum(len(text) for call in service.calls for text in call) == found.characters


def test_a_plan_of_a_replay_counts_what_is_missing(desk: Desk) -> None:
    service = Service()
    desk.run(service, "un")
    found = plan(service.backend(), ask("un", "deux", "deux"), desk.recordings(service), Policy(mode="replay"))
    assert (found.texts, found.hits, found.missing, found.to_send, found.calls) == (3, 1, 2, 0, 0)


def test_a_plan_of_a_backend_that_is_not_recorded_sends_nothing(desk: Desk) -> None:
    service = Service(recorded=False)
    found = plan(service.backend(), ask("un", "un"), None, Policy())
    assert (found.texts, found.local, found.to_send, found.characters, found.calls) == (2, 2, 0, 0, 0)


# --- the folder


def test_an_answer_that_cannot_be_recorded_stops_the_exchange(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, rows: object) -> None:
        raise OutputError(f"cannot write {path}: disk full; free some space")

    service = Service(answer=lambda requests: monkeypatch.setattr(jsonl, "append_lines", refuse) or [Rendering("X")])
    with pytest.raises(OutputError, match="disk full"):
        desk.run(service, "un")


def test_a_damaged_recordings_file_stops_the_exchange_before_anything_is_sent(desk: Desk) -> None:
    service = Service()
    desk.run(service, "un")
    path = desk.recordings(service).path
    path.write_bytes(b"{\n" + path.read_bytes())
    service.calls.clear()
    with pytest.raises(RecordingsError, match=r":1: broken JSON"):
        desk.run(service, "deux")
    assert service.calls == []


def test_replaying_imports_neither_the_retry_nor_the_lock_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from toolkit.exchange import *; from toolkit.recordings import *\n"
        "from toolkit.records import Identity, Request\n"
        "backend = Backend(Identity('x'), Limits(), True, True, None, None)\n"
        "asked = [Request('un', 'fr', 'en')]\n"
        "recordings = Recordings(Path('none'), backend.identity)\n"
        "list(exchange(backend, asked, recordings, Policy(mode='replay')))\n"
        "print(sorted({'tenacity', 'filelock', 'numpy', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
