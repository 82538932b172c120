"""A server on this machine that stands for a service: what the servers of the single services have in common.

    class Handler(loopback.Handler):
        def route(self, seen): self.answer(200, {...})

    with loopback.serve(Handler, key="…") as server:
        server.fail(503, times=2)
        server.faults.append(loopback.reset)

What goes wrong on purpose is taken from `faults`, one a request, before anything else is looked at. The server ends
with the block.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "canary-key-that-nobody-may-see"


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
    """Answer one request: the next fault, else what the service's `route` says."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def route(self, seen: Seen) -> None:
        """Answer as the service would."""
        raise NotImplementedError

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Keep the tests' output clean."""

    def answer(self, status: int, body: Any, kind: str = "application/json", **headers: str) -> None:
        """Send one answer; a name such as Retry_After becomes a header."""
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
        seen = Seen(method, self.path, dict(self.headers), body)
        self.server.seen.append(seen)
        met = self.server.gate(seen)
        if met is None and self.server.faults:
            met = self.server.faults.pop(0)
        if met is None:
            self.route(seen)
        else:
            met(self)


Fault = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """What the handlers share.

    Attributes:
        key: what the service accepts as key.
        seen: requests so far.
        faults: what the next requests meet instead of an answer.
        gate: says what a request meets instead of an answer by what it asks, None where nothing; looked at first.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[Handler], key: str = KEY) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.key = key
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.gate: Callable[[Seen], Fault | None] = lambda seen: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def fail(self, status: int, body: Any = "", kind: str = "application/json", times: int = 1, **headers: str) -> None:
        """Answer the next requests with this."""
        self.faults.extend([lambda handler: handler.answer(status, body, kind, **headers)] * times)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Expect clients that go away: some tests are about them."""


@contextmanager
def serve(handler: type[Handler], key: str = KEY, server: type[Server] = Server) -> Iterator[Any]:
    """Run a server for the length of a block."""
    running = server(handler, key)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()


def reset(handler: Handler) -> None:
    """Break the connection, as a crashed proxy does: the client meets a reset, not an end."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def drop(handler: Handler) -> None:
    """Hang up without a word."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def half(handler: Handler) -> None:
    """Promise a thousand bytes, send a few and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"trans')
    handler.close_connection = True


def page(handler: Handler) -> None:
    """Answer 200 with a page, as a captive portal does."""
    handler.answer(200, "<!doctype html><title>Sign in</title><p>Welcome to the hotel", "text/html")


def silent(seconds: float) -> Fault:
    """Make a fault that says nothing for so long, then hangs up."""

    def wait(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return wait


def trickling(status: int = 200) -> Fault:
    """Make a fault that sends its answer so slowly that it does not end within five seconds."""

    def trickle(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", "40000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" " * 400)
            handler.wfile.flush()
            time.sleep(0.05)

    return trickle
