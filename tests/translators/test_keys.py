"""No key shows in anything a run leaves behind, whatever goes wrong and however loud the logs are."""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.faults import FAULTS, Meet, Trial, staged
from tests.translators.scene import NEW, TRIED
from tests.translators.services import services
from toolkit import build
from toolkit.errors import ToolkitError
from toolkit.records import Request
from toolkit.settings import Settings, SystemSettings

SERVICES = services()
CHAIN = 20  # exceptions behind one another: more is a circle


def _mirror(status: int, kind: str = "application/json") -> Meet:
    """Repeat all of the request, key and all, where the APIs put their own words."""

    def repeat(handler: loopback.Handler) -> None:
        seen = handler.server.seen[-1]
        proofs = " ".join(_proofs(handler.server, seen))  # first, as a long message is cut
        said = f"{proofs} {seen.method} {seen.path} {seen.headers} {seen.body.decode()}"
        body = {"message": said, "detail": said, "error": {"code": status, "message": said, "status": said}}
        handler.answer(status, said if kind == "text/html" else json.dumps(body), kind, X_Said=handler.server.key)

    return lambda service: repeat


MEETS = {name: column.meet for name, column in FAULTS.items()} | {
    "says it in a page": _mirror(200, "text/html"),
    "says it in JSON": _mirror(200),
    "says it with 400": _mirror(400),
    "says it with 401": _mirror(401),
    "says it with 403": _mirror(403),
    "says it with 429": _mirror(429),
    "says it with 500": _mirror(500),
}


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """Turn every logger to its loudest, those of the vendors' clients too."""
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("fault", MEETS)
@pytest.mark.parametrize("name", SERVICES)
def test_the_key_shows_nowhere(
    name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loud: pytest.LogCaptureFixture
) -> None:
    """stdout, stderr, every log record, every file and every exception behind an error are searched for it."""
    service = SERVICES[name]
    absent = FAULTS[fault].absent(service) if fault in FAULTS else ""
    if absent:
        pytest.skip(absent)
    for variable, value in service.loud.items():
        monkeypatch.setenv(variable, value)
    with service.start() as server:
        trial = staged(service, server, tmp_path, monkeypatch)
        trial.scene.hurry()
        trial.arm(MEETS[fault](service))
        ran = trial.scene.run("known", "new", loud=("-vv", "--log-file", str(tmp_path / "log.txt")))
        raised = list(_raised(trial))
        assert _planted(server.key), "no key was planted"
    assert ran.calls
    logged = [f"{record.getMessage()} {vars(record)}" for record in loud.records]
    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert logged
    assert any(path.endswith("log.txt") for path in files)
    for secret in _secrets(server):
        assert secret not in ran.printed
        assert [each for each in logged if secret in each] == []
        assert [each for each in raised if secret in each] == []
        assert [path for path, data in files.items() if secret.encode() in data] == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("name", SERVICES)
def test_the_key_follows_no_redirect(name: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that sends its clients elsewhere does not get them to take the key, or the texts, there."""
    service = SERVICES[name]
    with service.start() as server, loopback.serve(_Elsewhere) as elsewhere:
        trial = staged(service, server, tmp_path, monkeypatch)
        trial.arm(lambda handler: handler.answer(status, "", Location=f"{elsewhere.url}/"))
        ran = trial.run()
    assert set(ran.failures) == set(NEW)
    assert elsewhere.seen == []


class _Elsewhere(loopback.Handler):
    def route(self, seen: loopback.Seen) -> None:
        self.answer(200, {})


def _proofs(server: loopback.Server, seen: loopback.Seen) -> Iterator[str]:
    """Give what a request proves its right with: the key, or a token the client has made of it."""
    for value in seen.headers.values():
        scheme, _, token = value.partition(" ")
        if scheme.lower() == "bearer" and token:
            yield token
        elif server.key in value:
            yield server.key


def _secrets(server: loopback.Server) -> set[str]:
    """Give the key, and of each token the beginning, which a message that is cut would still hold."""
    return {server.key, *(proof[:60] for seen in server.seen for proof in _proofs(server, seen))}


def _planted(key: str) -> bool:
    """Tell whether the environment holds the key, itself or in a file that it names."""
    for value in os.environ.values():
        path = Path(value)
        if key in value or (len(value) < 200 and path.is_file() and key in path.read_text("utf-8", "replace")):
            return True
    return False


def _raised(trial: Trial) -> Iterator[str]:
    """Give all that can be printed of what a call raises, and of what stands behind it."""
    system = SystemSettings(TRIED, trial.service.name, trial.scene.options)
    planned = build.systems(Settings(systems=(system,), baselines=False, folder=trial.scene.folder), [])
    assert planned[0].backend is not None
    try:
        planned[0].backend.send([Request(NEW[0], "fr", "en")])
    except ToolkitError as error:
        yield "".join(traceback.format_exception(error))
        behind: BaseException | None = error
        for _ in range(CHAIN):
            if behind is None:
                return
            yield f"{behind!s} {behind!r} {behind.args!r} {_shown(behind)}"
            behind = behind.__cause__ or behind.__context__


def _shown(error: BaseException) -> str:
    fields: dict[str, Any] = getattr(error, "__dict__", {})
    return " ".join(f"{name}={value!r}" for name, value in fields.items())
