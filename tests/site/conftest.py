"""The site, built once, served, and looked at in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from workshop.site.building import build, write_pages
from workshop.site.frontend import put_in_place
from workshop.site.offline import WORKER
from workshop.site.server import PORT, bound
from workshop.terminal.steps import silent
from workshop.weave.book import HERE, Book

# The first draws no window, which nobody would see, and starts faster.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
# No sandbox, because a container has none to give; no errands of the browser's own; and
# no second, better compilation of Python, which no page here uses for long enough.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --js-flags=--liftoff-only"
)
MILLISECONDS = 60_000
expect.set_options(timeout=MILLISECONDS / 2)
DESK = {"width": 1280, "height": 800}
# Without the service worker, which would fetch the whole site for each window.
ALONE = {"service_workers": "block"}
RESET_ALL = """() => [...document.querySelectorAll("button")]
  .filter(each => each.textContent === "Reset" && !each.disabled)
  .forEach(each => each.click())"""
PARTS = ("chapters", "mkdocs.yml", "tinybb", "tinyflask", "web")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site. MkDocs builds it without a warning, or not at all."""
    book = Book()
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder = shared / "site"
    # The first of the processes that test the site builds it, for all.
    with open(shared / "lock", "w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / WORKER).exists():
            put_in_place(book.root, silent)
            write_pages(book, silent)
            build(book.root, folder, silent)
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the site is made from, nothing fetched or built yet."""
    built = shutil.ignore_patterns("node_modules", "built", "__pycache__")
    for part in PARTS:
        source = HERE / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=built)
        else:
            shutil.copy(source, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with a slash at its end."""
    # Not on the port of the command, which a test of its own takes.
    with bound(site, PORT + 100) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


# For a module, as no other event loop can run in a process in which this one does.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, from this machine. In CI it must be there."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        missing = (
            "There is no Chromium here."
            " On Debian: apt-get install chromium-headless-shell"
        )
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, which remembers nothing. Nothing may complain in it."""
    with browser.new_context(**ALONE, viewport=DESK) as window:
        page = window.new_page()
        page.set_default_timeout(MILLISECONDS)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A window of its own in which service workers work."""
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        yield page


@pytest.fixture
def open_chapter(page: Page, address: str) -> Callable[[int], None]:
    """Has the page show a chapter, with its blocks and exercises ready."""
    book = Book()

    def open_it(number: int) -> None:
        page.goto(f"{address}{book.chapter(number).slug}/")
        page.wait_for_function("window.book")
        page.evaluate("book.ready")

    return open_it


@pytest.fixture(scope="module")
def first_window(browser: Browser, address: str) -> Iterator[Page]:
    """The first chapter, with Python in it, for more than one test."""
    with browser.new_context(**ALONE, viewport=DESK) as context:
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.goto(f"{address}{Book().chapter(1).slug}/")
        page.wait_for_function("window.book")
        yield page


@pytest.fixture
def first(first_window: Page) -> Iterator[Page]:
    """The first chapter, in which every block is as the book has it."""
    yield first_window
    first_window.evaluate(RESET_ALL)
