"""A DeepL on this machine that bills: what it translates stands in a file, whoever asked and whatever became of them.

    with billing_server(Path("bill.jsonl")) as server:
        os.environ["DEEPL_SERVER_URL"] = server.url
        os.environ["DEEPL_AUTH_KEY"] = server.key

Each request adds one line, its texts, before it is answered; the answer comes a little later, as those of services do,
so that whoever is killed in between has paid for nothing.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.translators import deepl_server, loopback


class Handler(deepl_server.Handler):
    """Bill, wait, answer as DeepL does."""

    server: Server

    def _translate(self, asked: dict[str, Any]) -> None:
        with self.server.billing:
            with self.server.ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asked["text"]) + "\n")
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        time.sleep(self.server.delay_s)
        with self.server.billing:
            self.server.at_once -= 1
        super()._translate(asked)


class Server(deepl_server.Server):
    """What the handlers share.

    Attributes:
        ledger: one line a billed request, a list of its texts.
        delay_s: how long an answer takes.
        billing: held while a line is written.
        at_once: requests that are being answered.
        most_at_once: the most there ever were.
    """

    def __init__(self, handler: type[loopback.Handler], key: str) -> None:
        super().__init__(handler, key)
        self.ledger = Path()
        self.delay_s = 0.004
        self.billing = threading.Lock()
        self.at_once = 0
        self.most_at_once = 0

    def billed(self) -> list[list[str]]:
        """Give the texts of each billed request, in order."""
        with self.billing:
            lines = self.ledger.read_text(encoding="utf-8").splitlines() if self.ledger.exists() else []
        return [json.loads(line) for line in lines]


@contextmanager
def billing_server(ledger: Path) -> Iterator[Server]:
    """Run a server for the length of a block."""
    with loopback.serve(Handler, server=Server) as server:
        server.ledger = ledger
        yield server
