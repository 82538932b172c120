"""A model on this machine that translates and writes bullets, and a project that asks it.

    with Desk() as server:
        server.script.append(bullets(("Prices fall in May.", 2, "Prices fall in May")))

The server is the translators' own stand-in for an OpenAI-compatible API. A question for bullets is answered by the next
line of `script`: words of the model, a whole completion, or a fault; without one by the article's first sentences.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.translators import llm_server, loopback
from toolkit.cli.main import guarded
from toolkit.tables import Run, load_run

FRENCH = (
    "Le port rouvre mardi",
    "• Les dockers ont voté",
    "Le port de Marsa a rouvert mardi après une grève de neuf jours. Les dockers ont accepté une hausse de 4 %.",
    "Trente et un navires attendent encore devant la digue. « Nous avons perdu neuf jours », a déclaré Ada Brun.",
)
ENGLISH = {
    "Le port rouvre mardi": "The port reopens on Tuesday",
    "Les dockers ont voté": "The dockers have voted",
    FRENCH[2]: "The port of Marsa reopened on Tuesday after a strike of nine days. The dockers accepted a raise of 4%.",
    FRENCH[3]: "Thirty-one ships are still waiting outside the breakwater. “We lost nine days,” said Ada Brun.",
    "Le port de Marsa a rouvert mardi après une grève de neuf jours.": "Marsa’s port opened again on Tuesday.",
    "Les dockers ont accepté une hausse de 4 %.": "The dockers took a raise of 4%.",
}
SENTENCES = (
    "The port of Marsa reopened on Tuesday after a strike of nine days.",
    "The dockers accepted a raise of 4%.",
    "Thirty-one ships are still waiting outside the breakwater.",
    "“We lost nine days,” said Ada Brun.",
)
GOOD = (
    ("The port of Marsa has reopened after a strike of nine days.", 1, "reopened on Tuesday after a strike"),
    ("The dockers of Marsa accepted a raise of 4% on Tuesday.", 2, "accepted a raise of 4%"),
)


class Server(loopback.Server):
    """Keep what the model is to say of bullets.

    Attributes:
        script: the next answers: words, a completion, or a fault.
    """

    def __init__(self, handler: type[loopback.Handler], key: str = loopback.KEY) -> None:
        super().__init__(handler, key)
        self.script: list[Any] = []

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Give what was asked about bullets, question by question."""
        asked = [json.loads(seen.json["messages"][-1]["content"]) for seen in self.seen]
        return [question for question in asked if "sentences" in question]


class Handler(llm_server.Handler):
    """Answer questions for bullets; translations are the base's, but for the texts that are known here."""

    server: Server

    def _complete(self, asked: dict[str, Any]) -> None:
        question = json.loads(asked["messages"][-1]["content"])
        if "sentences" not in question:
            text = ENGLISH.get(question["text"], llm_server.translated(question["text"]))
            self.answer(200, llm_server.completion(json.dumps({"translation": text}), "stop", json.dumps(asked)))
            return
        said = self.server.script.pop(0) if self.server.script else _usual(question)
        if callable(said):
            said(self)
        elif isinstance(said, str):
            self.answer(200, llm_server.completion(said, "stop", json.dumps(asked)))
        else:
            self.answer(200, said)


def Desk(key: str = loopback.KEY) -> contextlib.AbstractContextManager[Server]:  # noqa: N802 - used as a class is
    """Run the model for the length of a block."""
    return loopback.serve(Handler, key, Server)


def bullets(*lines: tuple[str, int, str]) -> str:
    """Write what a model is to say: text, number of the sentence and quote of each bullet."""
    told = [{"text": text, "sentence": sentence, "quote": quote} for text, sentence, quote in lines]
    return json.dumps({"bullets": told}, ensure_ascii=False)


def _usual(question: Mapping[str, Any]) -> str:
    first = list(question["sentences"].items())[: question["bullets"]]
    return bullets(*((text, int(number), text) for number, text in first))


@dataclass(frozen=True)
class Ran:
    """What a run left behind.

    Attributes:
        code: exit code.
        err: stderr.
        run: its tables.
    """

    code: int
    err: str
    run: Run

    def bullets(self, summarizer: str = "desk", system: str = "one") -> list[str]:
        """Give the bullets of one line."""
        return [row["text"] for row in self.rows(summarizer, system)]

    def rows(self, summarizer: str = "desk", system: str = "one") -> list[Mapping[str, Any]]:
        """Give the rows of one line's bullets, in order."""
        rows = [row for row in self.run.rows("bullets") if (row["summarizer"], row["system"]) == (summarizer, system)]
        return sorted(rows, key=lambda row: row["position"])

    @property
    def failures(self) -> list[Mapping[str, Any]]:
        """Give the failures of summaries."""
        return [row for row in self.run.rows("failures") if row["stage"] == "summarize"]


class Project:
    """An article, two sentences of it a reference bullet, and a config in a folder of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, server: Server | None = None) -> None:
        self.folder = folder
        self.config = ""
        article = folder / "marsa"
        article.mkdir()
        (article / "article.fr.txt").write_text("\n\n".join(FRENCH) + "\n", encoding="utf-8")
        (article / "bullets.a.en.txt").write_text("• The port is open.\n• Dockers get 4%.\n", encoding="utf-8")
        english = (ENGLISH[FRENCH[0]], "• The dockers have voted", ENGLISH[FRENCH[2]], ENGLISH[FRENCH[3]])
        (folder / "pasted.txt").write_text("\n\n".join(english) + "\n", encoding="utf-8")
        if server is not None:
            patch.setenv("OPENAI_API_KEY", server.key)
            patch.setenv("OPENAI_BASE_URL", server.url + "/v1")
        patch.chdir(folder)

    def write(
        self,
        options: Mapping[str, Any],
        method: str = "llm",
        system: str = 'backend = "file"\noptions = { path = "pasted.txt" }',
        summary: str = "",
        more: str = "",
    ) -> None:
        """Write the config: one system `one`, and the summarizer `desk`."""
        told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in options.items())
        self.config = f"""\
articles = ["marsa"]
recordings = "recordings"
metrics = ["bullet_f1", "support"]
[summary]
bullets = 2
{summary}
[encoder]
name = "hashing"
[[systems]]
name = "one"
{system}
[[summarizers]]
name = "desk"
method = "{method}"
options = {{ {told} }}
{more}
"""
        (self.folder / "config.toml").write_text(self.config, encoding="utf-8")

    def run(self, *flags: str, loud: Sequence[str] = ()) -> Ran:
        """Run `toolkit run` as the shell would."""
        told = toolkit(*loud, "run", "--config", "config.toml", "--format", "json", "-q", *flags)
        assert told.out, told.err
        return Ran(told.code, told.out + told.err, load_run(json.loads(told.out)["folder"]))

    def recorded(self) -> list[dict[str, Any]]:
        """Give every recording that is no translation, after seeing that all are sound."""
        assert toolkit("recordings", "verify", "--recordings", "recordings").code == 0
        paths = (self.folder / "recordings").glob("*.jsonl")
        rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
        return [row for row in rows if row["format"] == "bullets"]


@dataclass(frozen=True)
class Told:
    """What a command said."""

    code: int
    out: str
    err: str


def toolkit(*arguments: str) -> Told:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = guarded(list(arguments))
    return Told(code, out.getvalue(), err.getvalue())
