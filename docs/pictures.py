"""Draw the pictures of docs/images anew from the demo run: `python docs/pictures.py`, where Chromium is."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from toolkit import run
from toolkit.reporting import report

HERE = Path(__file__).parent
TALL = 1000


def main() -> None:
    """Make the demo run and its page, and photograph it as it is shown, refused, on a phone and on paper."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        finished = run(config=HERE.parent / "config" / "demo.toml", offline=True, out=folder)
        page = report([finished.folder])
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _shot(browser, page, "page-light")
        _shot(browser, page, "page-dark", color_scheme="dark", anchor="segments")
        _shot(browser, page, "page-phone", width=390, anchor="bullets")
        _shot(browser, page, "page-print", width=760, media="print", anchor="pairs")
        bare = page.with_name("bare.html")
        bare.write_text(re.sub("sha256-[^&]+", "none", page.read_text(encoding="utf-8")), encoding="utf-8")
        _shot(browser, bare, "page-refused")
        browser.close()


def _shot(
    browser: Any,
    page: Path,
    name: str,
    *,
    width: int = 1180,
    anchor: str = "",
    media: str = "screen",
    color_scheme: str = "light",
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": TALL}, color_scheme=color_scheme)
    tab.emulate_media(media=media, color_scheme=color_scheme)
    tab.goto(page.as_uri())
    if anchor:
        tab.eval_on_selector(f"#{anchor}", "node => node.scrollIntoView()")
    tab.wait_for_timeout(200)
    tab.screenshot(path=HERE / "images" / f"{name}.png")
    tab.close()


if __name__ == "__main__":
    main()
