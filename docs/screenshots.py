"""Take the README's pictures, of the site as it is: ``make screenshots``."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from workshop.site.server import PORT, bound

HERE = Path(__file__).parent
SITE = HERE.parent / "site"
CHROMIUM = ("chromium-headless-shell", "chromium", "google-chrome")
WINDOW: ViewportSize = {"width": 720, "height": 860}


def main() -> None:
    """Write a picture of the home page's program, in light and dark."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise SystemExit("There is no Chromium here. Install one, and try again.")
    server = bound(SITE, PORT)
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        )
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            shoot(browser, f"http://127.0.0.1:{server.server_port}/", scheme)
    server.shutdown()


def shoot(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """Run the program of the home page, and keep what is to be seen then."""
    page = browser.new_page(viewport=WINDOW, color_scheme=scheme, device_scale_factor=2)
    page.goto(address)
    page.wait_for_function("window.book")
    page.evaluate("book.run([book.cells[0]])")
    page.evaluate("book.cells[0].block.scrollIntoView()")
    # Not below the page's head, and with the sentence that stands above it.
    page.mouse.wheel(0, -130)
    page.wait_for_timeout(1_000)
    page.screenshot(path=HERE / f"home-{scheme}.png")
    page.close()


if __name__ == "__main__":
    main()
