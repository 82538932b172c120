"""The page of a long run, 10,000 segments by 5 systems: how long to write, how large, how soon it shows."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks._news import made
from toolkit import plugins
from toolkit.tables import Run
from toolkit.tables.rows import Row, schema

SEGMENTS, SYSTEMS, A_ARTICLE = 10_000, 5, 20
OUTPUTS = ("similarity", "bleu", "chrf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def run() -> list[str]:
    long = _run()
    start = time.perf_counter()
    page = plugins.load("reporters", "html")().render(long)
    lines = [
        f"page of {SEGMENTS:,} × {SYSTEMS}, written   {time.perf_counter() - start:6.2f} s",
        f"page of {SEGMENTS:,} × {SYSTEMS}, size      {len(page.encode()) / 1e6:6.1f} MB   (budget 30)",
    ]
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    return [*lines, *_shown(page, browser)] if browser else [*lines, "page in a browser: no Chromium here"]


def _shown(page: str, browser: str) -> list[str]:
    """Open the page, go to its second page and to its last one, and time what a reader waits for."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        path.write_text(page, encoding="utf-8")
        opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = opened.new_page()
        tab.goto(path.as_uri())
        first = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
        load = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
        turned = tab.evaluate(_TIMED.replace("ACT", "document.getElementById('on').click()"))
        ordered = tab.evaluate(_TIMED.replace("ACT", _ORDER))
        frames = tab.evaluate(_SCROLL)
        opened.close()
    return [
        f"page in a browser, first view       {first:6.2f} s    (budget 2)",
        f"page in a browser, all of it        {load:6.2f} s",
        f"page in a browser, next page        {turned:6.2f} s    (the first time, it reads the data)",
        f"page in a browser, another order    {ordered:6.2f} s",
        f"page in a browser, slowest frame    {frames:6.2f} s    (of 60 while scrolling)",
    ]


_TIMED = """
() => new Promise((done) => {
  const start = performance.now();
  ACT;
  requestAnimationFrame(() => setTimeout(() => done((performance.now() - start) / 1000)));
})
"""
_ORDER = """const order = document.getElementById('order');
  order.value = 'spread'; order.dispatchEvent(new Event('input'))"""
_SCROLL = """
() => new Promise((done) => {
  let left = 60, slowest = 0, last = performance.now();
  const step = (now) => {
    slowest = Math.max(slowest, now - last);
    last = now;
    if (!left--) return done(slowest / 1000);
    scrollBy(0, 400);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""


def _run() -> Run:
    """Make the tables of a long run, without scoring it: numbers that look like scores."""
    news = made(SEGMENTS, SYSTEMS)
    blank = {name: _blank(name) for name in ("segments", "scores", "aggregates", "articles")}
    segments, scores = [], []
    for system, texts in news.systems.items():
        for number, (text, reference) in enumerate(zip(texts, news.reference, strict=True)):
            place = number % A_ARTICLE + 1
            article, segment = f"art-{number // A_ARTICLE:04}", f"seg-{place:03}"
            named = {"article_id": article, "segment_id": segment, "system": system}
            own = {"position": place, "source_text": reference[::-1], "reference_text": reference, "translation": text}
            segments.append(blank["segments"] | named | own)
            score = {"scored": True, "score": len(text) / len(reference)}
            scores += [blank["scores"] | named | score | {"output": output} for output in OUTPUTS]
    tables: dict[str, list[Row]] = {
        "runs": [_blank("runs") | {"segments": SEGMENTS, "config_json": "{}", "signatures_json": "{}"}],
        "articles": [
            blank["articles"] | {"article_id": f"art-{n:04}", "coverage_json": "{}"}
            for n in range(SEGMENTS // A_ARTICLE)
        ],
        "segments": segments,
        "scores": scores,
        "aggregates": [
            blank["aggregates"] | {"system": system, "metric": output, "output": output, "title": output, "score": 0.5}
            for system in news.systems
            for output in OUTPUTS
        ],
    }
    return Run(Path("run"), "run-long", {}, {name: tuple(rows) for name, rows in tables.items()}, {})


def _blank(table: str) -> Row:
    """Give a row with the least that its schema allows in each column."""
    made: Row = {}
    for name, spec in schema(table)["properties"].items():
        kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
        least = None if "null" in kinds else {"string": "", "boolean": False}.get(kinds[0], spec.get("minimum", 0))
        made[name] = spec.get("const", spec.get("enum", [least])[0])
    return made


if __name__ == "__main__":
    print("\n".join(run()))
