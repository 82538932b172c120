"""No key shows in anything a run with an asking summarizer leaves behind, whatever goes wrong, however loud it is."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from tests.summarizers.desk import Desk, Project, bullets
from tests.translators import loopback
from tests.translators.test_keys import loud  # noqa: F401 - a fixture
from toolkit.exchange._backend import Pace


def mirror(status: int, kind: str = "application/json") -> loopback.Fault:
    """Repeat all of the request, key and all, where the API puts its own words."""

    def repeat(handler: loopback.Handler) -> None:
        seen = handler.server.seen[-1]
        said = f"{handler.server.key} {seen.method} {seen.path} {seen.headers} {seen.body.decode()}"
        body = {"message": said, "error": {"message": said, "type": said, "code": status}}
        handler.answer(status, said if kind == "text/html" else json.dumps(body), kind, X_Said=handler.server.key)

    return repeat


def written(handler: loopback.Handler) -> None:
    """Write the key into the bullets themselves, as a model that was shown it might."""
    from tests.translators.llm_server import completion

    handler.answer(
        200, completion(bullets((f"The key is {handler.server.key} today.", 1, "reopened on Tuesday after")))
    )


FAULTS = {
    "all is well": None,
    "400": mirror(400),
    "401": mirror(401),
    "403": mirror(403),
    "429": mirror(429),
    "500": mirror(500),
    "a page": mirror(200, "text/html"),
    "odd JSON": mirror(200),
    "in a bullet": written,
    "reset": loopback.reset,
    "elsewhere": lambda handler: handler.answer(307, "", Location="http://127.0.0.1:9/"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_key_shows_nowhere(
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    loud: pytest.LogCaptureFixture,  # noqa: F811 - the fixture
) -> None:
    """stdout, stderr, every log record and every file are searched for it."""
    monkeypatch.setenv("OPENAI_LOG", "debug")
    usual = Pace.__init__

    def make(pace: Pace, *given: object, **named: object) -> None:
        usual(pace, *given, **named)  # type: ignore[arg-type]
        object.__setattr__(pace, "sleep", lambda seconds: None)
        object.__setattr__(pace, "clock", iter(range(10**6)).__next__)

    monkeypatch.setattr(Pace, "__init__", make)
    with Desk() as server:
        project = Project(tmp_path, monkeypatch, server)
        project.write({"model": "tiny-model"}, more="")
        met = FAULTS[fault]
        if met is not None:
            server.gate = lambda seen: met
        ran = project.run(loud=("-vv", "--log-file", str(tmp_path / "log.txt")))
    assert server.seen
    assert logging.getLogger("httpx").isEnabledFor(logging.DEBUG)
    logged = [f"{record.getMessage()} {vars(record)}" for record in loud.records]
    assert logged
    assert server.key not in ran.err
    assert [line for line in logged if server.key in line] == []
    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(path.endswith("log.txt") for path in files)
    assert [path for path, data in files.items() if server.key.encode() in data] == []
