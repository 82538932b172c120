"""The page of a long run, 10,000 segments by 5 systems: how long to write, how large, how soon it shows."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._news import made
from tests.reporters.conftest import aggregate, article_row, runs_row
from toolkit import plugins
from toolkit.tables import Row, Run, row

SEGMENTS, SYSTEMS, A_ARTICLE = 10_000, 5, 20
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
    first = row("segments", **_segment("", "", 1, "", "", ""))
    segments, scores = [], []
    for system, texts in news.systems.items():
        for number, (text, reference) in enumerate(zip(texts, news.reference, strict=True)):
            article, place = f"art-{number // A_ARTICLE:04}", number % A_ARTICLE + 1
            named = {"article_id": article, "segment_id": f"seg-{place:03}", "system": system}
            segments.append(
                first | named | {
                    "position": place, "source_text": reference[::-1], "translation": text, "reference_text": reference,
                }
            )  # fmt: skip
            scores += [_score(named, output, len(text) / len(reference)) for output in ("similarity", "bleu", "chrf")]
    tables: dict[str, list[Any]] = {
        "runs": [runs_row(segments=SEGMENTS)],
        "articles": [article_row(article_id=f"art-{n:04}") for n in range(SEGMENTS // A_ARTICLE)],
        "segments": segments,
        "scores": scores,
        "aggregates": [
            aggregate(system=system, metric=output, output=output, title=output, score=0.5)
            for system in news.systems for output in ("similarity", "bleu", "chrf")
        ],
    }  # fmt: skip
    return Run(Path("run"), "run-long", {}, {name: tuple(rows) for name, rows in tables.items()}, {})


def _segment(article: str, segment: str, place: int, source: str, text: str, reference: str) -> dict[str, Any]:
    return {
        "run_id": "run-long", "article_id": article or "art-x", "segment_id": segment or "seg-001", "position": place,
        "kind": "paragraph", "system": "x", "baseline": False, "backend": "file", "source_text": source,
        "translation": text, "lost_protected": "", "status": "ok", "reason": "", "reference_text": reference,
        "model": "", "key": "", "replayed": False, "billed_characters": None, "tokens": None, "input_tokens": None,
        "cost": None, "bill_estimated": False, "latency_ms": None, "recorded_at": "",
    }  # fmt: skip


def _score(named: Row, output: str, score: float) -> Row:
    return {**named, "unit": "segment", "task": "translation", "output": output, "score": score, "scored": True,
            "baseline": False, "summarizer": ""}  # fmt: skip


if __name__ == "__main__":
    os.nice(5)
    print("\n".join(run()))
