"""A server for the built site, on this machine only."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PORT = 8000


class Handler(SimpleHTTPRequestHandler):
    """Sends files, without telling the terminal about each."""

    def end_headers(self) -> None:
        # A page that was built again must not come out of the browser's cache.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def serve(folder: Path, say: Callable[[str], None], port: int = PORT) -> None:
    """Serve ``folder`` until Ctrl-C, on ``port`` or the next that is free."""
    with bound(folder, port) as server:
        taken = server.server_port
        if taken != port:
            say(f"Port {port} is taken, so this is another one.")
        say(f"The book: http://{HOST}:{taken}/ — Ctrl-C stops it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("\nStopped.")


def bound(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for ``folder`` on the first free port from ``port`` on."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(Handler, directory=folder))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return bound(folder, port + 1)
