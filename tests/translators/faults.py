"""What can go wrong with a service, and what must be true of a run that meets it.

Each fault of FAULTS is one column of the table. The service answers well until two texts are recorded; then it meets
the fault, once or always, in a run of those two and three new ones, and the run is judged: the kind of each failure,
how often the service was asked for translations, the recordings on disk, and the system beside it. Where nothing stands
in the way any more, the next run must bring what is missing, and ask for nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.translators.loopback import Fault, Handler, Seen, Server, page, reset, silent
from tests.translators.scene import ENGLISH, KNOWN, NEW, TRIED, Ran, Scene
from tests.translators.services import NOT_READY, Absent, Answer, Refusal, Service
from toolkit import plugins


@dataclass
class Trial:
    """One service on the stage.

    Attributes:
        service: what is tried.
        server: it, running here.
        scene: where it is run.
    """

    service: Service
    server: Server
    scene: Scene

    @property
    def calls(self) -> int:
        """Say how many calls the new texts take where nothing goes wrong."""
        return len(NEW) if self.service.one_text else 1

    def arm(self, fault: Fault, when: Callable[[list[str]], bool] = lambda texts: True, times: int = 1_000) -> None:
        """Let requests for translations meet a fault; what else a client asks for is answered.

        Args:
            fault: what they meet.
            when: whether a request meets it, by its texts.
            times: how many requests meet it.
        """
        left = [times]

        def gate(seen: Seen) -> Fault | None:
            if not self.service.asks(seen) or not left[0] or not when(self.service.texts(seen)):
                return None
            left[0] -= 1
            return fault

        self.server.gate = gate

    def disarm(self) -> None:
        """Let the service answer well again."""
        self.arm(page, times=0)

    def run(self, *flags: str) -> Ran:
        """Run the recorded and the new texts."""
        return self.scene.run("known", "new", flags=flags)

    def heals(self, failed: Sequence[str], calls: int, *flags: str) -> None:
        """See that a run without the fault asks for what failed, and for nothing else."""
        self.disarm()
        before = len(self.server.seen)
        self.scene.expect(self.run(*flags), {}, calls)
        assert self.texts(before) == sorted(failed)

    def texts(self, since: int) -> list[str]:
        """Give the texts of all requests for translations, from one place on in what the server has seen."""
        asking = [seen for seen in self.server.seen[since:] if self.service.asks(seen)]
        return sorted(text for seen in asking for text in self.service.texts(seen))


Check = Callable[[Trial, Fault], None]
Meet = Callable[[Service], Fault]


@dataclass(frozen=True)
class Column:
    """One fault.

    Attributes:
        meet: what a request meets.
        check: try it.
        refusal: which of the service's refusals it is, None where it is one that every server can have.
        list_only: whether it needs a call with several texts.
    """

    meet: Meet
    check: Check
    refusal: Refusal | None = None
    list_only: bool = False

    def absent(self, service: Service) -> str:
        """Say why it cannot occur with a service, `""` where it can."""
        if self.list_only and service.one_text:
            return service.one_text
        wording = service.refusals[self.refusal] if self.refusal else None
        return wording.reason if isinstance(wording, Absent) else ""


def check(service: Service, column: Column, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Try one cell of the table; an assertion fails where it does not hold."""
    with service.start() as server:
        trial = staged(service, server, folder, patch)
        column.check(trial, column.meet(service))


def staged(service: Service, server: Server, folder: Path, patch: pytest.MonkeyPatch) -> Trial:
    """Set the scene: two texts are translated and recorded."""

    def asked() -> int:
        return sum(service.asks(seen) for seen in server.seen)

    options = service.settle(patch, server)
    plugin = plugins.load("translators", service.name)
    obstacle = plugin().obstacle(plugin.Options(**options))
    if obstacle:
        pytest.skip(NOT_READY + obstacle)
    trial = Trial(service, server, Scene(service.name, options, folder, patch, asked))
    before = trial.scene.run("known")
    assert before.code == 0, before.printed
    assert trial.scene.recorded() == Counter(KNOWN)
    return trial


def _whole_backend(kind: str) -> Check:
    """Fail every text after one call: the next would be refused as well."""

    def check(trial: Trial, fault: Fault) -> None:
        trial.arm(fault)
        trial.scene.expect(trial.run(), dict.fromkeys(NEW, kind), 1)
        trial.heals(NEW, trial.calls)

    return check


def _asked_again(kind: str, at_least: float = 0.0) -> Check:
    """Ask again after a wait: once it helps, for ever it ends within the budget, one call a wait."""

    def check(trial: Trial, fault: Fault) -> None:
        trial.arm(fault)
        ran = trial.run()
        trial.scene.expect(ran, dict.fromkeys(NEW, kind), len(ran.waits) + 1)
        assert ran.waits
        assert at_least <= min(ran.waits)
        assert sum(ran.waits) <= 300  # the budget's default, in settings
        trial.arm(fault, times=1)
        ran = trial.run()
        trial.scene.expect(ran, {}, trial.calls + 1)
        assert len(ran.waits) == 1
        assert ran.waits[0] >= at_least

    return check


def _no_answer(trial: Trial, fault: Fault) -> None:
    """Leave the bill unknown: a paid service is asked once, and those texts again only when told."""
    trial.scene.hurry()
    trial.arm(fault)
    first = NEW[: len(NEW) // trial.calls] if trial.scene.paid else NEW
    kinds = {text: "unknown" if text in first else "timeout" for text in NEW}
    trial.scene.expect(trial.run(), kinds, 1 if trial.scene.paid else trial.calls)
    if not trial.scene.paid:
        trial.heals(NEW, trial.calls)
        return
    trial.disarm()
    ran = trial.run()
    trial.scene.expect(ran, dict.fromkeys(first, "unknown"), trial.calls - 1)
    assert ran.messages
    assert all("--resend-unknown" in message for message in ran.messages)
    trial.heals(first, 1, "--resend-unknown")


def _bad_answer(trial: Trial, fault: Fault) -> None:
    """Refuse the whole answer; what may have been billed is not cut in two and sent again at once."""
    trial.arm(fault)
    halved = not trial.scene.paid and not trial.service.one_text
    trial.scene.expect(trial.run(), dict.fromkeys(NEW, "bad_answer"), 2 * len(NEW) - 1 if halved else trial.calls)
    trial.heals(NEW, trial.calls)


def _empty_text(trial: Trial, fault: Fault) -> None:
    """Refuse the empty one; those beside it are kept."""
    trial.arm(fault, times=1)
    trial.scene.expect(trial.run(), {NEW[0]: "bad_answer"}, trial.calls)
    trial.heals(NEW[:1], 1)


def _too_large(trial: Trial, fault: Fault) -> None:
    """Find the one text that is refused by halving; the others come through."""
    trial.arm(fault, when=lambda texts: NEW[0] in texts)
    trial.scene.expect(trial.run(), {NEW[0]: "too_large"}, 3)
    trial.heals(NEW[:1], 1)


def _duplicates(trial: Trial, fault: Fault) -> None:
    """Send equal texts once, and answer all of them."""
    before = len(trial.server.seen)
    ran = trial.scene.run("twice")
    assert trial.texts(before) == sorted(NEW)
    assert (ran.code, ran.calls) == (0, trial.calls), ran.printed
    rows = [row for row in ran.rows if row["system"] == TRIED]
    assert len(rows) == len(NEW) + 3
    assert len({(row["source_text"], row["translation"]) for row in rows}) == len(NEW) + 1
    trial.scene.expect_others(ran)
    assert trial.scene.recorded() == Counter([*KNOWN, *NEW])


def _worded(refusal: Refusal) -> Meet:
    def meet(service: Service) -> Fault:
        answer = service.refusals[refusal]
        assert isinstance(answer, Answer)
        return answered(answer)

    return meet


def answered(answer: Answer) -> Fault:
    """Make a fault that gives one answer."""

    def give(handler: Handler) -> None:
        handler.answer(answer.status, answer.body, answer.kind, **answer.headers)

    return give


def _changed(change: Callable[[list[str]], list[str]]) -> Meet:
    """Answer well, but for the list of translations."""

    def meet(service: Service) -> Fault:
        def give(handler: Handler) -> None:
            translations = [ENGLISH[text] for text in service.texts(handler.server.seen[-1])]
            handler.answer(200, service.body(change(translations)))

        return give

    return meet


def _plain(fault: Fault) -> Meet:
    return lambda service: fault


def _refusal(refusal: Refusal, check: Check) -> Column:
    return Column(_worded(refusal), check, refusal)


FAULTS = {
    "forbidden": _refusal("forbidden", _whole_backend("auth")),
    "429": _refusal("rate_limit", _asked_again("rate_limit")),
    "429 wait": _refusal("rate_limit_wait", _asked_again("rate_limit", at_least=1.0)),
    "quota": _refusal("quota", _whole_backend("quota")),
    "500": _refusal("error", _asked_again("outage")),
    "503": _refusal("unavailable", _asked_again("outage")),
    "time-out": Column(_plain(silent(1.5)), _no_answer),
    "reset": Column(_plain(reset), _no_answer),
    "html": Column(_plain(page), _bad_answer),
    "short": Column(_changed(lambda texts: texts[:-1]), _bad_answer, list_only=True),
    "empty": Column(_changed(lambda texts: ["", *texts[1:]]), _empty_text),
    "count": Column(_changed(lambda texts: [*texts, "One more."]), _bad_answer, list_only=True),
    "twice": Column(_changed(lambda texts: texts), _duplicates),
    "413": _refusal("too_large", _too_large),
}
