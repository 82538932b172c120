"""A server on this machine that speaks DeepL's API: text translation and version 2 glossaries.

    with DeepLServer() as server:
        os.environ["DEEPL_SERVER_URL"] = server.url
        os.environ["DEEPL_AUTH_KEY"] = server.key

The shapes are those of developers.deepl.com. A translation is the text with the target's code before it, and with the
glossary's terms replaced. The server ends with the block.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LARGEST_REQUEST = 128 * 1024
MOST_TEXTS = 50
GLOSSARIES = "/v2/glossaries"


@dataclass
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    """Answer one request; what goes wrong on purpose is taken from the server's faults, one a request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Keep the tests' output clean."""

    def answer(self, status: int, body: Any, kind: str = "application/json", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _handle(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append(Seen(method, self.path, dict(self.headers), body))
        if self.server.faults:
            self.server.faults.pop(0)(self)
        elif self.headers.get("Authorization") != f"DeepL-Auth-Key {self.server.key}":
            self.answer(403, {"message": "Forbidden"})
        elif len(body) > LARGEST_REQUEST:
            self.answer(413, {"message": "Request Entity Too Large"})
        else:
            self._route(method, body)

    def _route(self, method: str, body: bytes) -> None:
        if (method, self.path) == ("POST", "/v2/translate"):
            self._translate(json.loads(body))
        elif (method, self.path) == ("POST", GLOSSARIES):
            self._create(json.loads(body))
        elif (method, self.path) == ("GET", GLOSSARIES):
            self.answer(200, {"glossaries": [glossary.info for glossary in self.server.glossaries]})
        elif method == "GET" and self.path.endswith("/entries"):
            wanted = self.path.split("/")[-2]
            entries = next(each.entries for each in self.server.glossaries if each.info["glossary_id"] == wanted)
            self.answer(200, entries, "text/tab-separated-values")
        else:
            self.answer(404, {"message": "Not found"})

    def _translate(self, asked: dict[str, Any]) -> None:
        if not 1 <= len(asked["text"]) <= MOST_TEXTS:
            self.answer(400, {"message": "Bad request. Reason: too many texts."})
            return
        if asked["target_lang"] in {"EN", "PT", "TLH"}:
            self.answer(400, {"message": "Value for 'target_lang' not supported."})
            return
        known = {each.info["glossary_id"]: each.entries for each in self.server.glossaries}
        pairs = [line.split("\t") for line in known.get(asked.get("glossary_id", ""), "").splitlines()]
        self.answer(200, {"translations": [_translation(text, pairs, asked) for text in asked["text"]]})

    def _create(self, asked: dict[str, Any]) -> None:
        info = {
            "glossary_id": f"glossary-{next(self.server.numbers)}",
            "name": asked["name"],
            "ready": True,
            "source_lang": asked["source_lang"].lower(),
            "target_lang": asked["target_lang"].lower(),
            "creation_time": "2026-01-02T03:04:05.678901Z",
            "entry_count": len(asked["entries"].splitlines()),
        }
        self.server.glossaries.append(Glossary(info, asked["entries"]))
        self.answer(201, info)


@dataclass
class Glossary:
    """A glossary of the account."""

    info: dict[str, Any]
    entries: str


class Server(ThreadingHTTPServer):
    """What the handlers share."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, key: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = key
        self.seen: list[Seen] = []
        self.faults: list[Callable[[Handler], None]] = []
        self.glossaries: list[Glossary] = []
        self.numbers = itertools.count(1)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Expect clients that go away: some tests are about them."""


@dataclass
class DeepLServer:
    """Run a server for the length of a block."""

    key: str = "a-key-that-nobody-may-see"
    _server: Server = field(init=False, repr=False)

    def __enter__(self) -> DeepLServer:
        self._server = Server(self.key)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def seen(self) -> list[Seen]:
        return self._server.seen

    @property
    def faults(self) -> list[Callable[[Handler], None]]:
        return self._server.faults

    @property
    def glossaries(self) -> list[Glossary]:
        return self._server.glossaries

    def fail(self, status: int, body: Any = "", kind: str = "application/json", times: int = 1, **headers: str) -> None:
        """Answer the next requests with this."""
        self.faults.extend([lambda handler: handler.answer(status, body, kind, **headers)] * times)


def _translation(text: str, pairs: list[list[str]], asked: dict[str, Any]) -> dict[str, Any]:
    for source, target in pairs:
        text = text.replace(source, target)
    answer = {
        "detected_source_language": "FR",
        "text": f"[{asked['target_lang']}] {text}",
        "billed_characters": len(text),
    }
    return answer | ({"model_type_used": asked["model_type"]} if "model_type" in asked else {})
