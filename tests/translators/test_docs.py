"""The backends of docs/add-a-translator.md work as they stand there, each as one new file."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit import plugins
from toolkit.errors import AuthError, BackendTimeoutError, BadAnswerError, OutageError, RateLimitError, ToolkitError
from toolkit.records import Request

ASK = [Request("Oui", "fr", "en"), Request("Non", "fr", "en")]


def backends(project: Path) -> dict[str, str]:
    """Take the page's Python blocks, by the name of the plug-in each makes."""
    page = (project / "docs" / "add-a-translator.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return {re.findall(r'^    name.* = "(\w+)"$', block, re.MULTILINE)[0]: block for block in blocks}


def test_the_page_begins_with_a_version_that_works(project: Path) -> None:
    """The first backend is short enough to type."""
    first = backends(project)["words"]
    assert next(iter(backends(project))) == "words"
    assert len([line for line in first.splitlines() if line.strip()]) <= 15


def test_one_new_file_is_covered_by_the_contract(project: Path, tmp_path: Path) -> None:
    """In a copy of the project each file, and nothing else, is added: it is listed and the contract runs over it."""
    for name in ("toolkit", "tests"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(project / "pyproject.toml", tmp_path)
    for name, code in backends(project).items():
        (tmp_path / "toolkit" / "translators" / f"{name}.py").write_text(code, encoding="utf-8")
    call = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-v",
        "-rs",
        "tests/translators/test_contract.py",
        "-k",
        "words or (libre and not libretranslate)",
    ]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        call, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"\[words\] PASSED", done.stdout)) >= 10
    assert not re.findall(r"\[words\] SKIPPED", done.stdout)
    assert len(re.findall(r"\[libre\] PASSED", done.stdout)) >= 7
    assert "libre: the option url is missing" in done.stdout


@pytest.fixture
def libre(project: Path) -> Any:
    """Run the page's second backend."""
    module = ModuleType("libre_of_the_docs")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    exec(compile(backends(project)["libre"], "libre.py", "exec", dont_inherit=True), vars(module))
    yield module.plugin()
    del sys.modules[module.__name__]


class _Libre(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        usual = json.dumps({"translatedText": [f"{asked['target']}: {text}" for text in asked["q"]]})
        status, body = self.server.faults.pop(0) if self.server.faults else (200, usual)
        if status == 0:
            self.server.hang.wait(5)
            return
        self.send_response(status)
        self.send_header("Retry-After", "4")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[Any]:
    """Run a stand-in for LibreTranslate on this machine."""
    with HTTPServer(("127.0.0.1", 0), _Libre) as running:
        running.faults, running.hang = [], threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.hang.set()  # type: ignore[attr-defined]
        running.shutdown()
        thread.join()


def test_the_second_backend_translates(libre: Any, server: Any) -> None:
    """The page's client speaks to a server as it says."""
    options = libre.Options(url=f"http://127.0.0.1:{server.server_port}")
    assert [rendering.text for rendering in libre.translate_batch(ASK, options)] == ["en: Oui", "en: Non"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ((403, ""), AuthError),
        ((429, ""), RateLimitError),
        ((500, ""), OutageError),
        ((200, "<html></html>"), BadAnswerError),
        ((200, "[]"), BadAnswerError),
        ((200, '{"translatedText": ["one"]}'), BadAnswerError),
        ((0, ""), BackendTimeoutError),
    ],
)
def test_the_second_backend_maps_what_goes_wrong(libre: Any, server: Any, fault: Any, kind: type[ToolkitError]) -> None:
    """Each failure of the server is the error the page's table gives it."""
    server.faults.append(fault)
    options = libre.Options(url=f"http://127.0.0.1:{server.server_port}", timeout_s=0.3)
    with pytest.raises(kind) as caught:
        libre.translate_batch(ASK, options)
    assert type(caught.value) is kind


HEADINGS = ["Key", "Options", "Prices", "Limits", "Quotes, names and formatting"]


def section(project: Path, name: str) -> str:
    """Give what the docs say of a backend: its page, or its section of docs/backends.md."""
    page = project / "docs" / "backends" / f"{name}.md"
    if page.exists():
        return page.read_text(encoding="utf-8")
    whole = (project / "docs" / "backends.md").read_text(encoding="utf-8")
    return whole.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", plugins.available("translators"))
def test_every_option_is_in_the_docs(project: Path, name: str) -> None:
    """Each backend has a page or a section, with a row an option and its default."""
    said = section(project, name)
    assert said.strip()
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", said, re.MULTILINE))
    defaults = {option.name: option.default for option in fields(plugins.load("translators", name).Options)}
    assert set(rows) == set(defaults)
    for option, default in defaults.items():
        written = "none" if default is None else f"`{json.dumps(default)}`".replace(".0`", "`")
        assert rows[option] == written, option


def test_the_pages_of_backends_have_one_form(project: Path) -> None:
    """Each is named like its backend, has the same headings in the same order, and is linked from docs/backends.md."""
    overview = (project / "docs" / "backends.md").read_text(encoding="utf-8")
    pages = sorted((project / "docs" / "backends").glob("*.md"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert page.stem in plugins.available("translators")
        assert text.startswith(f"# {page.stem}\n")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS, page.name
        assert f"(backends/{page.name})" in overview
