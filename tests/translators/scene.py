"""A project in a folder, the command line run in it, and what each run left behind: the stage of the fault table.

Every run has two systems: the backend that is tried, and `other`, which has to come through whatever happens. The text
`known` is translated before anything goes wrong, so that its recordings stand to be lost.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from toolkit import plugins
from toolkit.cli.main import guarded
from toolkit.exchange._backend import Pace
from toolkit.tables import load_run

KNOWN = ("Le dégel commence", "Paul a signé l’accord.")
NEW = ("Les prix baissent en mai.", "Le ministre n’a pas répondu.", "La réunion est finie.")
TEXTS = {"known": KNOWN, "new": NEW, "twice": (*NEW, *NEW[:2], KNOWN[0])}
ENGLISH = {
    KNOWN[0]: "The thaw begins",
    KNOWN[1]: "Paul signed the deal.",
    NEW[0]: "Prices fall in May.",
    NEW[1]: "The minister did not answer.",
    NEW[2]: "The meeting is over.",
}
TRIED = "tried"
OTHER = "other"


@dataclass
class Time:
    """A clock that moves only when somebody waits, so that no test does.

    Attributes:
        waits: seconds the exchange has waited each time before it asked again.
    """

    waits: list[float] = field(default_factory=list)

    def rule(self, patch: pytest.MonkeyPatch) -> None:
        """Put this clock into every Pace that is made from now on, whatever it is made with."""
        usual = Pace.__init__

        def make(pace: Pace, *given: Any, **named: Any) -> None:
            usual(pace, *given, **named)
            object.__setattr__(pace, "sleep", self.waits.append)
            object.__setattr__(pace, "clock", lambda: sum(self.waits))

        patch.setattr(Pace, "__init__", make)


@dataclass(frozen=True)
class Ran:
    """What one run left behind.

    Attributes:
        code: exit code.
        printed: stdout and stderr.
        rows: the table of segments.
        failures: kind of failure by text, of the backend that is tried.
        messages: what the run said of each failure.
        calls: how often the engine was asked for translations.
        waits: seconds waited each time before it was asked again.
    """

    code: int
    printed: str
    rows: Sequence[Mapping[str, Any]]
    failures: Mapping[str, str]
    messages: Sequence[str]
    calls: int
    waits: Sequence[float]


class Scene:
    """A folder with texts, a config and recordings."""

    def __init__(
        self,
        backend: str,
        options: Mapping[str, Any],
        folder: Path,
        patch: pytest.MonkeyPatch,
        asked: Callable[[], int],
    ) -> None:
        """Write the texts; nothing is run yet.

        Args:
            backend: plug-in name of what is tried.
            options: its options, as a config can hold them; paths and glossaries are names of files.
            folder: an empty one.
            patch: undone by whoever gave it.
            asked: says how often the engine was asked for translations since the beginning.
        """
        self.options = dict(options)
        self.paid: bool = plugins.load("translators", backend).paid
        self._backend = backend
        self.folder = folder
        self._asked = asked
        self._time = Time()
        self._time.rule(patch)
        for name, texts in TEXTS.items():
            (folder / f"{name}.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")

    def hurry(self) -> None:
        """Let an answer take no more than a third of a second from now on."""
        self.options["timeout_s"] = 0.3

    def run(self, *names: str, flags: Sequence[str] = (), loud: Sequence[str] = ()) -> Ran:
        """Run `toolkit run` on texts by name, as the shell would.

        Args:
            names: of the texts, `known`, `new` or `twice`.
            flags: more options of the command.
            loud: options that stand before the command.
        """
        config = self.folder / "config.toml"
        config.write_text(_config(self._backend, self.options), encoding="utf-8")
        before, waited = self._asked(), len(self._time.waits)
        articles = [str(self.folder / f"{name}.txt") for name in names]
        told = toolkit(*loud, "run", *articles, "--config", str(config), "--format", "json", "-q", *flags)
        assert told.out, told.err
        rows = load_run(json.loads(told.out)["folder"]).rows("segments")
        failures = json.loads(told.out)["failures"]
        texts = {(row["article_id"], row["segment_id"]): row["source_text"] for row in rows}
        failed = [row for row in failures if (row["stage"], row["system"]) == ("translate", TRIED)]
        return Ran(
            code=told.code,
            printed=told.out + told.err,
            rows=rows,
            failures={texts[row["article_id"], row["segment_id"]]: row["kind"] for row in failed},
            messages=[row["message"] for row in failed],
            calls=self._asked() - before,
            waits=self._time.waits[waited:],
        )

    def recorded(self) -> Counter[str]:
        """Count the recordings by text; every line of every file must be whole and true."""
        folder = self.folder / "recordings"
        told = toolkit("recordings", "verify", "--recordings", str(folder))
        assert told.code == 0, told.err
        lines = [line for path in folder.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
        return Counter(json.loads(line)["text"] for line in lines)

    def expect(self, ran: Ran, failures: Mapping[str, str], calls: int | None) -> None:
        """Check a run of `known` and `new`: errors, calls, recordings and the other system.

        Args:
            ran: what it left behind.
            failures: kind by text, of the texts that must have failed; all others must have come through.
            calls: how often the engine must have been asked, None where it cannot be counted.
        """
        assert dict(ran.failures) == dict(failures), ran.printed
        assert calls is None or ran.calls == calls, f"{ran.calls} calls, not {calls}"
        assert ran.code == (1 if failures else 0), ran.printed
        assert bool(ran.messages) is bool(failures), ran.printed
        assert all(message.strip() and "\n" not in message for message in ran.messages)
        rows = {row["source_text"]: row for row in ran.rows if row["system"] == TRIED}
        assert set(rows) == {*KNOWN, *NEW}
        for text, row in rows.items():
            assert (row["status"] == "ok") is (text not in failures), row
            assert row["replayed"] or text not in KNOWN, "a recorded text was asked again"
        self.expect_others(ran)
        assert self.recorded() == Counter([*KNOWN, *(text for text in NEW if text not in failures)])

    @staticmethod
    def expect_others(ran: Ran) -> None:
        """Check that the system beside the one that is tried has come through."""
        rows = [row for row in ran.rows if row["system"] == OTHER]
        assert rows
        assert all(row["status"] == "ok" and row["translation"] == row["source_text"] for row in rows)


@dataclass(frozen=True)
class Told:
    """What a command said.

    Attributes:
        code: exit code.
        out: stdout.
        err: stderr.
    """

    code: int
    out: str
    err: str


def toolkit(*arguments: str) -> Told:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(list(arguments))
    return Told(code, out.getvalue(), err.getvalue())


def _config(backend: str, options: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in options.items())
    return f"""\
out = "runs"
recordings = "recordings"
cache = "cache"
metrics = ["chrf"]
baselines = false

[summary]
summarizers = ["lead"]

[encoder]
name = "hashing"

[[systems]]
name = "{TRIED}"
backend = "{backend}"
options = {{ {told} }}

[[systems]]
name = "{OTHER}"
backend = "echo"
"""
