"""The site on the servers that people have."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.xdist_group("offline")

MILLISECONDS = 60_000
# With two digits and a hyphen, as a chapter's folder.
BELOW = "/pycon-25-workshop/"
READY = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"


class Plain(SimpleHTTPRequestHandler):
    """A server that knows the most common endings, and no others."""

    extensions_map = {  # noqa: RUF012
        "": "application/octet-stream",
        ".css": "text/css",
        ".html": "text/html",
        ".js": "application/javascript",
        ".png": "image/png",
        ".svg": "image/svg+xml",
    }

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def plain(folder: Path) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Plain, directory=folder)) as it:
        Thread(target=it.serve_forever, daemon=True).start()
        yield it.server_port
        it.shutdown()


@contextmanager
def nginx(folder: Path) -> Iterator[int]:
    """Debian's nginx, with its own list of types. In CI it must be there."""
    if shutil.which("nginx") is None:
        missing = "There is no nginx here. On Debian: apt-get install nginx-light"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = folder.parent / "nginx"
    place.mkdir()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {place}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "conf").write_text(
        f"{user} daemon off; pid {place}/pid; error_log {place}/log; events {{}}"
        f" http {{ include /etc/nginx/mime.types; access_log off; {paths}"
        f" default_type application/octet-stream;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}",
        "utf-8",
    )
    process = subprocess.Popen(["nginx", "-e", f"{place}/log", "-c", f"{place}/conf"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("server", [plain, nginx])
def test_it_runs_on_a_server_that_knows_little(
    browser: Browser,
    site: Path,
    tmp_path: Path,
    server: Callable[[Path], contextmanager[int]],
) -> None:
    """At the root and below a path, pages run, and lead to their notebooks."""
    root = tmp_path / "served"
    shutil.copytree(site, root)
    shutil.copytree(site, root / BELOW.strip("/"))
    with server(root) as port:
        for path in ("/", BELOW):
            with browser.new_context(service_workers="block") as context:
                page = context.new_page()
                page.set_default_timeout(MILLISECONDS)
                it_runs(page, f"http://127.0.0.1:{port}{path}")


def it_runs(page: Page, address: str) -> None:
    missing: list[str] = []

    def look(response: Response) -> None:
        if response.status >= 400 and not response.url.endswith("/favicon.ico"):
            missing.append(response.url)

    page.on("response", look)
    page.goto(f"{address}01-wsgi/")
    page.wait_for_function("window.book")
    page.evaluate("book.run([book.cells[0]])")
    # The program that the chapter is about does not run yet.
    assert "Traceback" in page.evaluate("book.cells[0].text")
    page.evaluate("book.ready")
    link = page.get_by_role("link", name="Open this chapter as a notebook")
    expected = f"{address}lite/notebooks/index.html?path=01-wsgi.ipynb"
    assert link.evaluate("it => it.href") == expected
    assert missing == []


def test_a_notebook_runs_on_a_server_that_knows_little(
    browser: Browser, site: Path
) -> None:
    with plain(site) as port, browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        address = f"http://127.0.0.1:{port}/lite/notebooks/index.html"
        page.goto(f"{address}?path=01-wsgi.ipynb")
        page.wait_for_function(READY)
        source = (
            "import asyncio, time\ntime.sleep(0.1)\nasyncio.run(asyncio.sleep(0.1))\n7"
        )
        outputs = page.evaluate(
            """async (source) => {
              const notebook = jupyterapp.shell.currentWidget.content;
              const at = notebook.widgets.findIndex(cell => cell.model.type === 'code');
              notebook.activeCellIndex = at;
              notebook.widgets[at].model.sharedModel.setSource(source);
              await jupyterapp.commands.execute('notebook:run-cell');
              return notebook.widgets[at].model.toJSON().outputs;
            }""",
            source,
        )
        assert [each["output_type"] for each in outputs] == ["execute_result"], outputs
        assert "7" in str(outputs[0]["data"]["text/plain"])


def test_opened_from_the_disk_it_says_why_it_does_not_run(
    browser: Browser, site: Path
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / "01-wsgi" / "index.html").as_uri())
        notice = page.locator(".book-notice")
        expect(notice).to_contain_text("opened from the disk")
        expect(notice).to_contain_text("python3 -m http.server")
