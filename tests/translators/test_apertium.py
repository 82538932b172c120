"""Apertium: the installed program where there is one, and stand-ins for everything that can go wrong with it."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from toolkit import plugins
from toolkit.errors import (
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    RateLimitError,
    ToolkitError,
    UnsupportedError,
)
from toolkit.protected import lost
from toolkit.records import Request
from toolkit.translators._apertium_routes import mode, route

Apertium = plugins.load("translators", "apertium")
Options = Apertium.Options
ASK = [Request("Le chat dort.", "fr", "en"), Request("Il n’a pas répondu.", "fr", "en")]
MODES = ("cat-eng", "cat-eng_US", "eco-fr-es", "eng-cat_valencia", "fr-es", "fra-cat", "spa-eng", "spa-eng_US")

NOT_READY = Apertium().obstacle(Options())
installed = pytest.mark.skipif(bool(NOT_READY), reason=NOT_READY)
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a shebang, as apertium is")


def texts(requests: list[Request], options: Any) -> list[str]:
    """Translate, and give the texts alone."""
    return [rendering.text for rendering in Apertium().translate_batch(requests, options)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("fr", "es", "fr-es"),
        ("fra", "spa", "fr-es"),
        ("fr-FR", "ca", "fra-cat"),
        ("es", "en", "spa-eng"),
        ("es", "en-GB", "spa-eng"),
        ("es", "en-US", "spa-eng_US"),
        ("en", "ca", ""),
        ("en", "ca-valencia", "eng-cat_valencia"),
        ("fr", "en", ""),
        ("oc", "ca", ""),
    ],
)
def test_modes_are_found_under_codes_of_either_length(source: str, target: str, expected: str) -> None:
    """BCP 47 codes meet mode names of two and three letters, and variants only where they are asked for."""
    assert mode(MODES, source, target) == expected


def test_newer_data_wins() -> None:
    """Where both names of a pair are installed, the three-letter one, whose data is newer, is taken."""
    assert mode(("fr-es", "fra-spa"), "fr", "es") == "fra-spa"


def test_a_missing_step_is_named() -> None:
    """The line says between which languages a mode is missing, and what there is."""
    with pytest.raises(UnsupportedError, match=r"no mode from fr to ita.*apertium-fra-ita.*spa-eng"):
        route(MODES, "fr", "en", "ita")


def test_the_pivot_is_the_engine() -> None:
    """The pivot, under either of its codes, and whether a server answers are what a recording is found by."""
    apertium = Apertium()
    assert apertium.identity(Options(pivot="es")) == apertium.identity(Options(pivot="spa"))
    assert apertium.identity(Options(pivot="cat")).engine == {"pivot": "cat"}
    here = apertium.identity(Options(url="http://127.0.0.1:2737"))
    assert here.engine == {"pivot": "spa", "interface": "apy"}
    assert here == apertium.identity(Options(url="https://example.org/apy"))


@installed
@pytest.mark.parametrize("pivot", ["spa", "cat"])
def test_translates_through_a_pivot(pivot: str) -> None:
    """French becomes English by way of another language, and the answer names program and modes."""
    options = Options(pivot=pivot)
    apertium = Apertium()
    if apertium.obstacle(options):
        pytest.skip(apertium.obstacle(options))
    rendering = apertium.translate_batch(ASK[:1], options)[0]
    assert "cat sleeps" in rendering.text.lower()
    assert rendering.model.startswith("Apertium ")
    assert rendering.model.endswith("-eng")


@installed
def test_says_what_answered() -> None:
    """Beside a recording stand the program's version and, where the system's packager knows, the data's."""
    seen = Apertium().observed(Options())
    assert str(seen["program"]).startswith("Apertium ")
    assert all(name.startswith("apertium-") for name in seen["packages"])


@installed
@pytest.mark.parametrize("text", ["[a] {b} ^c$ <d> \\e /f @g", "Sans point", "90 % ; 10 000 km² …", "« Oui »"])
def test_markup_of_the_engine_in_a_text_survives(text: str) -> None:
    """Characters that mean something to the engine's own stream come out as they went in."""
    got = texts([Request(text, "fr", "en")], Options())[0]
    for piece in ("[", "]", "{", "}", "^", "$", "<", ">", "\\", "/", "@", "%", ";", "²", "…", "«", "»"):
        assert got.count(piece) == text.count(piece), piece


MANGLED = (
    "Voir http://127.0.0.1:5000/api?q=le&lang=fr et https://www.lemonde.fr/2021/un-titre_12.html.",
    "Le modèle {{ user.name }} de {name} et %(count)d restent.",
    'Cliquez sur <a href="https://exemple.fr/aide">ce lien</a> ou écrivez à jean.dupont@exemple.fr.',
)


@installed
@pytest.mark.parametrize("pivot", ["spa", "cat"])
@pytest.mark.parametrize("text", MANGLED)
def test_what_must_survive_comes_through(text: str, pivot: str) -> None:
    """URLs, placeholders, tags and addresses whose words the dictionaries know come out as they went in."""
    options = Options(pivot=pivot)
    if Apertium().obstacle(options):
        pytest.skip(Apertium().obstacle(options))
    for mark_unknown in (False, True):
        options = Options(pivot=pivot, mark_unknown=mark_unknown)
        assert lost(text, texts([Request(text, "fr", "en")], options)[0]) == ()


@installed
@pytest.mark.parametrize("text", ["Une hausse de 12 %.", "À 1,5 km, par 30 °C.", "Il coûte 10 000 €.", "5 mg/l d’eau."])
def test_numbers_with_units_need_no_protection(text: str) -> None:
    """The engine carries them along by itself, so they are sent as they are."""
    assert lost(text, texts([Request(text, "fr", "en")], Options())[0]) == ()


@posix
def test_a_text_with_nothing_to_protect_is_sent_as_it_is(fake: Callable[[str], None]) -> None:
    """Only what must survive is taken out, so that what was recorded before is the answer of today."""
    fake("print(text.upper(), end='')")
    ask = [Request("Une hausse de 12 % [à Pékin].", "fr", "en"), Request("Voir https://a.fr/le ici.", "fr", "en")]
    assert texts(ask, Options()) == ["UNE HAUSSE DE 12 % [À PÉKIN].", "VOIR https://a.fr/le ICI."]


@installed
def test_unknown_words_are_marked_only_when_asked() -> None:
    """A word that is in no dictionary carries a star with mark_unknown, and none without."""
    ask = [Request("Le chat xqzzk dort.", "fr", "en")]
    assert "*xqzzk" in texts(ask, Options(mark_unknown=True))[0]
    assert "*" not in texts(ask, Options())[0]


@installed
def test_the_apostrophe_of_print_is_understood() -> None:
    """The curly apostrophe gives what the straight one gives, so that texts are sent as they are."""
    curly = "L’Union n’a pas dit qu’elle accepte aujourd’hui."
    ask = [Request(text, "fr", "en") for text in (curly, curly.replace("’", "'"))]
    first, second = texts(ask, Options())
    assert first.replace("’", "'") == second


def test_without_the_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line names the packages of the pivot, and the other way in."""
    monkeypatch.setenv("PATH", str(tmp_path))
    wanted = "not installed; run: apt install apertium apertium-fra-cat apertium-eng-cat, or give the url"
    assert wanted in Apertium().obstacle(Options(pivot="cat"))
    with pytest.raises(NotReadyError, match="apt install apertium apertium-fr-es apertium-eng-spa"):
        Apertium().translate_batch(ASK, Options())
    with pytest.raises(NotReadyError, match="apt install"):
        Apertium().observed(Options())


FAKE = """#!{python}
import os, sys, time
sys.stdin.reconfigure(encoding="utf-8"); sys.stdout.reconfigure(encoding="utf-8")
if sys.argv[1] == "-l":
    print("  fr-es\\n  spa-eng")
elif sys.argv[1] == "-V":
    print("Apertium 9.9.9")
else:
    text = sys.stdin.read()
    {body}
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a stand-in for the program on the path: it lists two modes, and does as told with a text."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def install(body: str) -> None:
        script = folder / "apertium"
        script.write_text(FAKE.format(python=sys.executable, body=body), encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    monkeypatch.setenv("PATH", str(folder))
    return install


@posix
def test_each_step_reads_what_the_one_before_wrote(fake: Callable[[str], None]) -> None:
    """Both modes run once for each text, without marks, and nothing of a text is lost on the way."""
    fake("print(text, *sys.argv[1:], end='')")
    options = Options()
    assert texts(ASK, options) == [f"{request.text} -u fr-es -u spa-eng" for request in ASK]
    assert texts(ASK[:1], Options(mark_unknown=True)) == ["Le chat dort. -u fr-es spa-eng"]


@posix
@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("sys.exit('no such file: fr-es.bin')", BadAnswerError, "ended with status 1 (no such file: fr-es.bin)"),
        ("sys.exit(3)", BadAnswerError, "ended with status 3 (it does not say why)"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe')", BadAnswerError, "not UTF-8"),
        ("os.kill(os.getpid(), 9)", BadAnswerError, "ended with status -9"),
        ("print(text, 'One more.', sep='\\n')", BadAnswerError, "gave 4 lines for a text of 1"),
    ],
)
def test_a_failing_program_is_one_line(
    fake: Callable[[str], None], body: str, kind: type[ToolkitError], words: str
) -> None:
    """Whatever the program does instead of translating is an error that says what it did."""
    fake(body)
    with pytest.raises(kind) as caught:
        texts(ASK, Options())
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@posix
def test_a_hanging_program_is_ended_with_all_it_started(fake: Callable[[str], None], tmp_path: Path) -> None:
    """After the time-out neither the program nor its children are left."""
    note = tmp_path / "child"
    fake(f"child = os.fork(); open({str(note)!r}, 'w').write(str(os.getpid())) if not child else None; time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(BackendTimeoutError, match="did not finish within 1 s"):
        texts(ASK, Options(timeout_s=1.0))
    assert time.monotonic() - begun < 10
    child = int(note.read_text(encoding="utf-8"))
    while alive(child):
        assert time.monotonic() - begun < 10, "the program's child is still there"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be collected does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it has gone in between, or the system has no /proc
        return Path("/proc/self").exists() is False
    return state != "Z"


@posix
def test_ctrl_c_ends_the_program(fake: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt while the program runs leaves nothing behind."""
    note = tmp_path / "child"
    fake(f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    apertium = Apertium()
    apertium.observed(Options())
    wait = subprocess.Popen.communicate

    def interrupted(process: Any, data: bytes | None = None, timeout: float | None = None) -> Any:
        if data is None:
            return wait(process)
        process.stdin.close()
        process.stdin = None
        while not (note.exists() and note.read_text(encoding="utf-8")):
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apertium.translate_batch(ASK, Options())
    assert not alive(int(note.read_text(encoding="utf-8")))


@posix
def test_a_program_that_cannot_be_started_is_not_ready(fake: Callable[[str], None], tmp_path: Path) -> None:
    """A broken installation is one line that says so."""
    fake("pass")
    (tmp_path / "bin" / "apertium").write_text("#!/no/such/interpreter\n", encoding="utf-8")
    with pytest.raises(NotReadyError, match="cannot be started"):
        texts(ASK, Options())
    assert "cannot be started" in Apertium().obstacle(Options())


@posix
def test_a_pivot_without_data_is_an_obstacle(fake: Callable[[str], None]) -> None:
    """The program without the pivot's data is not ready, and the line names the packages."""
    fake("pass")
    assert Apertium().obstacle(Options()) == ""
    assert Apertium().obstacle(Options(pivot="cat")).startswith("apertium has no mode through cat; run: apt install")


class _Apy(BaseHTTPRequestHandler):
    """Answer as apertium-apy does: the pair, then the text."""

    server: Any

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.seen.append((self.path, {name: values[0] for name, values in form.items()}))
        text = f"{form['langpair'][0]}: {form['q'][0]}"
        usual = json.dumps({"responseData": {"translatedText": text}, "responseDetails": None, "responseStatus": 200})
        status, body, headers = self.server.faults.pop(0) if self.server.faults else (200, usual, {})
        if status == 0:
            self.server.hang.wait(5)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Keep the tests' output clean."""


@pytest.fixture
def apy() -> Iterator[Any]:
    """Run a stand-in for apertium-apy on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Apy) as server:
        server.seen, server.faults, server.hang = [], [], threading.Event()  # type: ignore[attr-defined]
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.hang.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def at(server: Any, **options: Any) -> Any:
    """Give options that point at a server."""
    return Options(url=f"http://127.0.0.1:{server.server_port}/", **options)


def test_a_server_is_asked_leg_by_leg(apy: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a url no program is needed: each step is one plain-text request, marks off until the last."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    options = at(apy, mark_unknown=True)
    assert Apertium().obstacle(options) == ""
    assert texts(ASK, options) == [f"spa|eng: fra|spa: {request.text}" for request in ASK]
    assert apy.seen[:2] == [
        ("/translate", {"langpair": "fra|spa", "q": "Le chat dort.", "markUnknown": "no", "format": "txt"}),
        ("/translate", {"langpair": "spa|eng", "q": "fra|spa: Le chat dort.", "markUnknown": "yes", "format": "txt"}),
    ]


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ((400, '{"explanation": "That pair is not installed"}', {}), UnsupportedError, "That pair is not installed"),
        ((429, "", {"Retry-After": "9"}), RateLimitError, "fewer calls"),
        ((503, '{"explanation": "internal error"}', {}), OutageError, "internal error"),
        ((302, "", {"Location": "http://example.org/"}), BadAnswerError, "HTTP 302"),
        ((200, "<html></html>", {}), BadAnswerError, "documented shape"),
        ((200, '{"responseData": null}', {}), BadAnswerError, "documented shape"),
        ((200, '{"responseData": {"translatedText": 7}}', {}), BadAnswerError, "gave no text"),
        ((0, "", {}), BackendTimeoutError, "did not answer within"),
    ],
)
def test_a_server_that_fails_is_one_line(apy: Any, fault: Any, kind: type[ToolkitError], words: str) -> None:
    """Each way a server can fail is our error, after one request."""
    apy.faults.append(fault)
    with pytest.raises(kind, match=words) as caught:
        texts(ASK, at(apy, timeout_s=0.3))
    assert type(caught.value) is kind
    assert len(apy.seen) == 1


def test_a_server_that_is_not_there_is_an_outage() -> None:
    """Nothing listens at the URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OutageError, match="cannot be reached"):
        texts(ASK, Options(url=f"http://127.0.0.1:{port}"))


@pytest.mark.parametrize("url", ["http://example.org/apy", "file:///etc/passwd", "example.org"])
def test_a_server_elsewhere_must_be_https(url: str) -> None:
    """Plain http is for this machine only."""
    assert Apertium().obstacle(Options(url=url)).startswith("the option url is not an https URL")
    with pytest.raises(NotReadyError, match="the option url is not an https URL"):
        texts(ASK, Options(url=url))
