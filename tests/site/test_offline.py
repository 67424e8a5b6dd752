"""The book without its server, and after it was built anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from workshop.site.offline import write_service_worker
from workshop.site.server import Handler, bound
from workshop.weave.book import ROOT

pytestmark = pytest.mark.xdist_group("offline")

READY = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
KEPT = "document.documentElement.dataset.offline === 'kept'"
# For `evaluate`: to `wait_for_function`, a promise is true before it is kept.
WAITING = "navigator.serviceWorker.ready.then(ready => ready.waiting !== null)"


@pytest.fixture
def served(site: Path, tmp_path: Path) -> Iterator[tuple[Path, ThreadingHTTPServer]]:
    """A copy of the site that a test may change, and a server that it may end."""
    copy = shutil.copytree(site, tmp_path / "site")
    with bound(copy, 8400) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield copy, server
        server.shutdown()


def visited(page: Page, server: ThreadingHTTPServer) -> str:
    """Visit the first chapter until all is kept; returns the site's address."""
    address = f"http://127.0.0.1:{server.server_port}/"
    page.goto(f"{address}01-wsgi/")
    page.wait_for_function(KEPT)
    return address


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds, half a minute at most."""
    for _ in range(60):
        if holds():
            return
        page.wait_for_timeout(500)
    pytest.fail("It did not come to hold.")


def revise(page: Path) -> None:
    """Write a page as a new build of the book might."""
    text = page.read_text("utf-8")
    page.write_text(text.replace("</h1>", " (revised)</h1>", 1), "utf-8")


def test_with_the_server_gone_the_book_opens_and_runs(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    _, server = served
    address = visited(window, server)
    server.shutdown()
    server.server_close()
    # A chapter that was not visited, with what it needs to run and to be judged.
    for number, slug in ((1, "01-wsgi"), (3, "03-routing")):
        window.goto(f"{address}{slug}/")
        window.wait_for_function("window.book")
        window.evaluate("book.run([book.cells[0]])")
        assert window.evaluate("book.cells[0].status") in {
            "Done.",
            "Ended with an error, as in the book.",
        }, number
        window.evaluate("book.ready")
        window.evaluate("book.exercises[0].open()")
        window.evaluate("book.run([book.exercises[0]])")
        expect(window.locator(".book-problem")).to_be_visible()
    window.goto(address)
    expect(window.locator("h1")).to_contain_text("tinyflask")


def test_python_starts_for_who_comes_near_where_that_fetches_nothing(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    _, server = served
    visited(window, server)
    with window.expect_event("worker", lambda each: each.url.endswith("/worker.js")):
        window.get_by_role("button", name="Run", exact=True).first.hover()


def test_a_chapters_notebook_opens_and_runs_with_the_server_gone(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    _, server = served
    address = f"http://127.0.0.1:{server.server_port}/"
    window.goto(f"{address}02-explicit-app/")
    window.evaluate("navigator.serviceWorker.ready")
    window.get_by_role("link", name="Open this chapter as a notebook").click()
    window.wait_for_url("**/lite/notebooks/index.html?path=02-explicit-app.ipynb")
    title = window.locator(".jp-Notebook h1").first
    expect(title).to_contain_text("explicit application", timeout=30_000)
    the_first_cell_runs(window)
    server.shutdown()
    server.server_close()
    window.reload()
    the_first_cell_runs(window)


def the_first_cell_runs(window: Page) -> None:
    """Run the cell that begins the notebook in the window."""
    window.wait_for_function(READY)
    window.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    window.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex = 1")
    # Not waited for: where the kernel does not come, neither does this.
    window.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
    output = window.locator(".jp-OutputArea-output")
    expect(output.first).to_contain_text("The framework as chapter 1", timeout=60_000)


def test_a_new_build_takes_over_whole(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    folder, server = served
    address = visited(window, server)
    window.goto(f"{address}02-explicit-app/")

    revise(folder / "01-wsgi/index.html")
    revise(folder / "02-explicit-app/index.html")
    script = folder / "assets/built/book.js"
    script.write_text(f"window.revised = true;{script.read_text('utf-8')}", "utf-8")
    # Until the worker is the new one too, what is read is of the old build.
    window.goto(f"{address}01-wsgi/")
    assert "revised" not in window.locator("h1").inner_text()
    assert window.evaluate("window.revised") is None

    write_service_worker(ROOT, folder)
    window.goto(f"{address}01-wsgi/")
    expect(window.locator("h1")).to_contain_text("revised", timeout=30_000)
    # The script runs a little after the page can be read.
    window.wait_for_function("window.revised")
    window.goto(f"{address}02-explicit-app/")
    assert "revised" in window.locator("h1").inner_text()
    window.wait_for_function("window.revised")


def test_what_the_reader_has_in_front_is_not_taken_away(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    folder, server = served
    address = visited(window, server)
    window.goto(f"{address}01-wsgi/")
    window.evaluate("book.run([book.cells[0]])")
    revise(folder / "01-wsgi/index.html")
    write_service_worker(ROOT, folder)
    window.evaluate("navigator.serviceWorker.ready.then(ready => ready.update())")
    until(window, lambda: window.evaluate(WAITING))
    window.wait_for_timeout(500)
    assert window.evaluate("book.hasRun")
    assert "revised" not in window.locator("h1").inner_text()


def test_a_new_build_waits_for_the_other_windows(
    window: Page, served: tuple[Path, ThreadingHTTPServer]
) -> None:
    """A window that is open goes on with the build that it began with."""
    folder, server = served
    address = visited(window, server)
    window.goto(f"{address}01-wsgi/")
    window.evaluate("book.run([book.cells[0]])")
    revise(folder / "02-explicit-app/index.html")
    write_service_worker(ROOT, folder)
    other = window.context.new_page()
    other.goto(f"{address}02-explicit-app/")
    until(other, lambda: other.evaluate(WAITING))
    other.wait_for_timeout(1000)
    assert other.evaluate(WAITING)
    assert "revised" not in other.locator("h1").inner_text()
    assert window.evaluate("book.hasRun")
    # The last one that is open takes it.
    window.close()

    def is_revised() -> bool:
        other.reload()
        other.wait_for_timeout(1000)
        return "revised" in other.locator("h1").inner_text()

    # A window that was closed may count for a moment.
    until(other, is_revised)


@pytest.mark.parametrize("missing", [True, False])
def test_another_program_at_the_same_address_is_shown(
    window: Page, served: tuple[Path, ThreadingHTTPServer], missing: bool
) -> None:
    """Where the book is no longer served, what was kept of it makes room."""
    copy, server = served
    address = visited(window, server)
    server.shutdown()
    server.server_close()
    other = copy.parent / "other"
    (other / "01-wsgi").mkdir(parents=True)
    for path in (other, other / "01-wsgi"):
        (path / "index.html").write_text("<h1>Another program</h1>", "utf-8")

    class Anything(Handler):
        """Answers every path with a page, as many programs do."""

        def do_HEAD(self) -> None:
            self.path = "/index.html"
            super().do_HEAD()

    handler = Handler if missing else Anything
    with ThreadingHTTPServer(
        ("127.0.0.1", server.server_port), partial(handler, directory=other)
    ) as program:
        Thread(target=program.serve_forever, daemon=True).start()
        for path in ("01-wsgi/", ""):
            window.goto(address + path)
            expect(window.locator("h1")).to_have_text("Another program")
        assert window.evaluate("navigator.serviceWorker.getRegistrations()") == []
        assert window.evaluate("caches.keys()") == []
        program.shutdown()


def test_two_editions_at_one_address_are_kept_apart(
    window: Page, site: Path, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        shutil.copytree(site, tmp_path / "root" / name)
    with bound(tmp_path / "root", 8500) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        for name in ("first", "second"):
            window.goto(f"{address}/{name}/01-wsgi/")
            window.wait_for_function(KEPT)
            window.evaluate("book.cells[0].open()")
            window.locator(".cm-content").first.fill(f"'{name}'")
        names = window.evaluate("caches.keys()")
        assert sorted(each.split()[1] for each in names) == ["/first/", "/second/"]
        for name in ("first", "second"):
            window.goto(f"{address}/{name}/01-wsgi/")
            window.wait_for_function("window.book")
            assert window.evaluate("book.cells[0].source") == f"'{name}'"
        server.shutdown()
        server.server_close()
        # Each is there without its server.
        for name in ("first", "second"):
            window.goto(f"{address}/{name}/02-explicit-app/")
            window.wait_for_function("window.book")
