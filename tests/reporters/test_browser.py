"""The page in a browser: it asks nobody for anything, and its filters, orders and links do what they say.

Skipped with the reason where Chromium, Playwright or axe is missing; `make browser` sets TOOLKIT_BROWSER=required, and
then it fails instead.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.gate_runs import close, halved, loose, make_run
from tests.reporters.conftest import made
from tests.reporters.test_html import HOSTILE, with_text
from toolkit._written import plain
from toolkit.reporters.html import Html
from toolkit.tables import Run, load_run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}


def _missing() -> str:
    """Say what these tests lack here, `""` where they have all."""
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ModuleNotFoundError as error:
        return f"the package {error.name!r} is not installed"
    return "" if any(map(shutil.which, NAMES)) else f"no Chromium on the path ({', '.join(NAMES)})"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start the browser once."""
    if reason := _missing():
        if os.environ.get("TOOLKIT_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Shown:
    """A page that is open, and what it said and asked for since."""

    tab: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ids(self) -> list[str]:
        """Give the links of the segments that stand there, in their order."""
        found: list[str] = self.tab.eval_on_selector_all("#blocks > article", "nodes => nodes.map(node => node.id)")
        return found


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a page from a file, and see at the end that it neither complained nor asked for anything but itself."""
    tabs: list[Shown] = []

    def open_(text: str, anchor: str = "", **options: Any) -> Shown:
        path = tmp_path / f"{len(tabs)}.html"
        path.write_text(text, encoding="utf-8")
        tab = chromium.new_context(**options).new_page()
        shown = Shown(tab)
        tab.on("console", lambda message: shown.said.append(message.text))
        tab.on("pageerror", lambda error: shown.said.append(str(error)))
        tab.on("dialog", lambda dialog: (shown.said.append("a dialog"), dialog.dismiss()))
        tab.on("request", lambda request: shown.asked.append(request.url))
        tab.goto(path.as_uri() + anchor)
        tabs.append(shown)
        return shown

    yield open_
    for shown in tabs:
        shown.tab.context.close()
        assert shown.said == []
        assert [url for url in shown.asked if not url.startswith(("file://", "data:,"))] == []


def html(run: Run, **sizes: int) -> str:
    return Html().render_runs([run], **sizes)


def long_run(segments: int = 120) -> Run:
    """Give a run of two articles and one system, the worse the later a segment comes; every tenth failed."""
    plain_run = made()
    first, score = plain_run.rows("segments")[0], plain_run.rows("scores")[0]
    rows, scores = [], []
    for number in range(segments):
        article, place = f"art-{number // 60}", number % 60 + 1
        named = {"article_id": article, "segment_id": f"seg-{place:03}"}
        texts = {
            "source_text": f"Phrase {number}",
            "reference_text": f"Sentence {number}",
            "translation": f"Line {number}",
        }
        failed = {"status": "failed", "translation": "", "reason": "down"} if number % 10 == 9 else {}
        other = {"system": "other", "translation": f"Sentence {number}"}
        rows += [
            first | named | texts | {"position": place} | failed,
            first | named | texts | {"position": place} | other,
        ]
        value = round(1 - number / segments, 3)
        scores += [score | named | {"score": value}] if not failed else []
        scores += [score | named | {"system": "other", "score": 0.999}]
    return made(segments=rows, scores=scores, articles=[])


PAGES = {
    "a run": html,
    "several runs": lambda run: Html().render_runs([run, run]),
    "many segments": lambda run: html(run, whole=0, first=0),
    "a list": lambda run: Html().render_index([(run, True), (run, False)]),
}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_an_accessibility_checker_finds_nothing(open_page: Any, run: Run, kind: str, width: str, scheme: str) -> None:
    """By axe, every rule it has but its experimental ones."""
    from axe_playwright_python.sync_playwright import Axe

    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    shown = open_page(PAGES[kind](run), viewport=size, color_scheme=scheme)
    shown.tab.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    shown.tab.evaluate(  # axe passes over what a browser has not drawn yet
        "{ const sheet = document.styleSheets[0];"
        " sheet.insertRule('.block { content-visibility: visible !important; }', sheet.cssRules.length); }"
    )
    found = Axe().run(shown.tab).response["violations"]
    assert [(rule["id"], rule["impact"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Make a run of 50 articles by six systems."""
    ways = {"near": close, "free": loose, "half": halved, "exact": lambda text, _: text}
    ways |= {"upper": lambda text, _: text.upper(), "short": lambda text, _: " ".join(text.split()[:-1])}
    return load_run(make_run(tmp_path_factory.mktemp("fifty"), ways, articles=50))


def test_many_articles_and_systems_stand_in_one_page(open_page: Any, fifty: Run) -> None:
    """200 segments by six systems: all stand there, axe finds nothing, nothing is asked for or complained of."""
    from axe_playwright_python.sync_playwright import Axe

    shown = open_page(html(fifty))
    assert shown.tab.inner_text("#count") == "200 segments"
    assert len(shown.ids()) == 200
    assert len(shown.tab.query_selector_all("#pairs .pair")) == len(fifty.rows("verdicts"))
    for system in ("near", "free", "half", "exact", "upper", "short"):
        assert system in shown.tab.inner_text("#leaderboards")
    for part in ("#leaderboards", "#s-1-1"):
        assert Axe().run(shown.tab, context=part).response["violations"] == []


def test_the_page_fits_a_phone(open_page: Any, run: Run) -> None:
    """What is wider scrolls in its own box, never the page; what it is called stays in view, whole."""
    shown = open_page(html(run), viewport={"width": 390, "height": 844})
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == 390
    for scrolled in (0, 150):
        shown.tab.evaluate(
            "left => document.querySelectorAll('.scroll').forEach(box => box.scrollLeft = left)", scrolled
        )
        captions = shown.tab.evaluate(
            "[...document.querySelectorAll('caption:not(.quiet)')].map(each => each.getBoundingClientRect().toJSON())"
        )
        assert captions
        assert all(each["left"] >= 0 and each["right"] <= 390 for each in captions)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing_in_the_page_or_in_its_data(open_page: Any, run: Run, text: str) -> None:
    spoiled = with_text(run, text)
    for sizes in ({}, {"whole": 0, "first": 0}):
        shown = open_page(html(spoiled, **sizes))
        shown.tab.fill("#text", "pont")
        system = " ".join(plain(spoiled.rows("segments")[0]["system"]).split())
        assert system in " ".join(shown.tab.text_content("#blocks").split())
        assert shown.tab.evaluate("document.querySelectorAll('#blocks img, #blocks script, #blocks b').length") == (
            shown.tab.evaluate("document.querySelectorAll('#blocks .scores b').length")
        )


def test_the_script_makes_a_segment_exactly_as_the_page_holds_it(open_page: Any, run: Run) -> None:
    """The same run, once all in the page and once all in the data: the same elements, attributes and texts."""
    outer = "nodes => nodes.map(node => node.outerHTML.replace(/ data-[a-z]+=\"[^\"]*\"/g, '').replace(/\\s+/g, ' '))"
    made_by = []
    for sizes in ({"whole": 9}, {"whole": 0, "first": 0}):
        shown = open_page(html(run, **sizes))
        shown.tab.select_option("#order", "place")
        made_by.append(shown.tab.eval_on_selector_all("#blocks > article", outer))
    squeezed = [[re.sub(r"> | <", lambda found: found[0].strip(), text) for text in texts] for texts in made_by]
    assert squeezed[0] == squeezed[1]
    assert len(squeezed[0]) == 3


@pytest.mark.parametrize("sizes", [{"whole": 500}, {"whole": 0, "first": 30}])
def test_segments_can_be_put_in_order(open_page: Any, sizes: dict[str, int]) -> None:
    """The lowest score is the last segment's that has one, the first disagreement is there too."""
    shown = open_page(html(long_run(), **sizes))
    shown.tab.select_option("#order", "place")
    assert shown.ids()[:3] == ["s-1-1", "s-1-2", "s-1-3"]
    shown.tab.select_option("#order", "lowest")
    assert shown.ids()[:3] == ["s-2-59", "s-2-58", "s-2-57"]  # s-2-60 failed in one system; the other's score is high
    shown.tab.select_option("#order", "spread")
    assert shown.ids()[:3] == ["s-2-59", "s-2-58", "s-2-57"]
    shown.tab.select_option("#order", "errors")
    assert shown.ids()[:3] == ["s-1-10", "s-1-20", "s-1-30"]  # without a translation


@pytest.mark.parametrize("sizes", [{"whole": 500}, {"whole": 0, "first": 30}])
def test_segments_can_be_filtered(open_page: Any, sizes: dict[str, int]) -> None:
    shown = open_page(html(long_run(), **sizes))
    shown.tab.select_option("#order", "place")
    shown.tab.select_option("#flag", "failed")
    assert shown.ids() == [f"s-{article}-{place}" for article in (1, 2) for place in range(10, 61, 10)]
    shown.tab.select_option("#article", "2")
    assert shown.ids() == [f"s-2-{place}" for place in range(10, 61, 10)]
    shown.tab.select_option("#flag", "")
    shown.tab.fill("#text", "SENTENCE 7")
    assert shown.ids() == [f"s-2-{place}" for place in range(11, 21)]  # 70 … 79
    assert shown.tab.inner_text("#count") == "10 segments"
    shown.tab.fill("#text", "nowhere")
    assert shown.ids() == []
    assert shown.tab.inner_text("#count") == "0 segments"


def test_many_segments_are_paged(open_page: Any) -> None:
    """The first page stands in the HTML; the last is made of the data, and back leads back.

    By the keyboard: a mouse may be let go beside a button that moved when texts above it were laid out.
    """
    shown = open_page(html(long_run(), whole=100, first=60))
    assert shown.tab.inner_text("#count") == "120 segments, page 1 of 3"
    assert len(shown.ids()) == 50
    first = shown.ids()
    assert shown.tab.is_disabled("#back")
    shown.tab.press("#on", "Enter")
    shown.tab.press("#on", "Enter")
    assert shown.tab.inner_text("#count") == "120 segments, page 3 of 3"
    assert len(shown.ids()) == 20
    assert shown.tab.is_disabled("#on")
    assert "Line 0" in shown.tab.text_content("#s-1-1")
    shown.tab.press("#back", "Enter")
    assert shown.tab.inner_text("#count") == "120 segments, page 2 of 3"
    shown.tab.press("#back", "Enter")
    assert shown.tab.inner_text("#count") == "120 segments, page 1 of 3"
    assert shown.ids() == first


@pytest.mark.parametrize("anchor", ["#s-1-2", "#s-2-59"])
def test_a_link_leads_to_its_segment_on_whichever_page_it_is(open_page: Any, anchor: str) -> None:
    shown = open_page(html(long_run(), whole=100, first=20), anchor)
    assert shown.tab.evaluate("document.activeElement.id") == anchor[1:]
    assert 0 <= shown.tab.evaluate("document.activeElement.getBoundingClientRect().top") < 300
    shown.tab.fill("#text", "nowhere")
    shown.tab.evaluate("location.hash = ''")
    shown.tab.evaluate(f"location.hash = '{anchor}'")
    shown.tab.wait_for_selector(anchor)
    assert shown.tab.input_value("#text") == ""


@pytest.mark.parametrize("anchor", ["#s-9-9", "#<img>", "#constructor", "#s-1-1x"])
def test_a_link_to_nowhere_does_nothing(open_page: Any, run: Run, anchor: str) -> None:
    assert len(open_page(html(run), anchor).ids()) == 3


def test_all_is_read_with_the_keyboard_alone(open_page: Any, run: Run) -> None:
    """Tab goes through the links and boxes in their order to the first control, and arrows choose."""
    shown = open_page(html(run))
    for _ in range(40):
        shown.tab.keyboard.press("Tab")
        if shown.tab.evaluate("document.activeElement.id") == "order":
            break
    shown.tab.keyboard.press("ArrowDown")
    assert shown.tab.input_value("#order") == "lowest"
    assert shown.ids()[0] == "s-1-2"


@pytest.fixture
def strict_server() -> Iterator[Callable[[str], str]]:
    """Serve a page as a server does that trusts nothing: no style, no script, no picture, not even its own."""
    pages: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Security-Policy", "default-src 'none'; sandbox")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(pages[0])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def serve(page: str) -> str:
        pages.append(page.encode())
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    server.shutdown()
    server.server_close()
    thread.join()


def test_where_a_server_refuses_scripts_and_styles_all_is_still_read(
    chromium: Any, strict_server: Callable[[str], str], run: Run
) -> None:
    """Verdict, leaderboards and the texts of the page stand there, and a line says what is left out and where it is."""
    context = chromium.new_context()
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    url = strict_server(html(run, whole=2, first=2))
    tab.goto(url)
    text = " ".join(tab.inner_text("body").split())
    display = tab.evaluate("getComputedStyle(document.querySelector('.figures')).display")
    controls = tab.is_visible("#controls")
    context.close()
    assert (display, controls) == ("block", False)  # a list as every browser shows it: our style was refused
    wanted = (run.rows("verdicts")[0]["sentence"], "highest similarity first", "0.901", "1 more are left out",
              "segments.jsonl", "The work cost", "the allowance is used up")  # fmt: skip
    assert [each for each in wanted if each not in text] == []
    assert asked == [url]


def test_it_prints_without_its_controls_and_with_every_segment(open_page: Any, run: Run) -> None:
    shown = open_page(html(run))
    shown.tab.emulate_media(media="print")
    assert not shown.tab.is_visible("#controls")
    assert not shown.tab.is_visible("nav")
    assert all(shown.tab.is_visible(f"#{name}") for name in shown.ids())
    assert shown.tab.pdf(format="A4").startswith(b"%PDF")
