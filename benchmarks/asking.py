"""Asking an application in process, as a server would, by WSGI or by ASGI."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
from collections.abc import Iterable
from typing import Any, Protocol
from wsgiref.util import setup_testing_defaults

from .apps import MODULES, WITHOUT_LINKS
from .workloads import WORKLOADS, Workload


class Asked(Protocol):
    """An application that is asked the same again and again."""

    def answer(self) -> tuple[int, list[str], str]:
        """Ask once, and return the status, the names of the headers and the body."""
        ...

    def ask(self, calls: int) -> None:
        """Ask a number of times."""
        ...


class ByWSGI:
    """An application that is called by WSGI."""

    def __init__(self, app: Any, workload: Workload) -> None:
        self.app, self.form = app, workload.form
        self.environ: dict[str, Any] = {
            "REQUEST_METHOD": workload.method,
            "PATH_INFO": workload.path,
            "QUERY_STRING": "",
            "REMOTE_ADDR": "127.0.0.1",
        }
        for name, value in workload.headers().items():
            key = name.upper().replace("-", "_")
            own = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
            self.environ[key if own else f"HTTP_{key}"] = value
        setup_testing_defaults(self.environ)

    def answer(self) -> tuple[int, list[str], str]:
        started: list[Any] = []
        body = self._once(lambda *given: started.append(given))
        ((status, headers, *_),) = started
        return int(status[:3]), [name.lower() for name, _ in headers], body.decode()

    def ask(self, calls: int) -> None:
        def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
            pass

        for _ in range(calls):
            self._once(start_response)

    def _once(self, start_response: Any) -> bytes:
        # A server makes a new dictionary for each request.
        environ = self.environ.copy()
        environ["wsgi.input"] = io.BytesIO(self.form)
        body: Iterable[bytes] = self.app(environ, start_response)
        try:
            return b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()


class ByASGI:
    """An application that is called by ASGI, all the time on one loop."""

    def __init__(self, app: Any, workload: Workload) -> None:
        self.app, self.form = app, workload.form
        self.loop = asyncio.new_event_loop()
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": workload.method,
            "scheme": "http",
            "path": workload.path,
            "raw_path": workload.path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (name.encode(), value.encode())
                for name, value in workload.headers().items()
            ],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 80),
        }

    def answer(self) -> tuple[int, list[str], str]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        self.loop.run_until_complete(self._once(send))
        start, *pieces = sent
        body = b"".join(piece.get("body", b"") for piece in pieces).decode()
        return start["status"], [name.decode() for name, _ in start["headers"]], body

    def ask(self, calls: int) -> None:
        async def send(message: Any) -> None:
            pass

        async def ask() -> None:
            for _ in range(calls):
                await self._once(send)

        self.loop.run_until_complete(ask())

    async def _once(self, send: Any) -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": self.form, "more_body": False}

        await self.app(self.scope.copy(), receive, send)


def asked(name: str) -> dict[Workload, Asked]:
    """An application of the framework called ``name`` for each workload it has."""
    make = importlib.import_module(f"benchmarks.apps.{MODULES[name]}").make
    apps = {hooked: make(hooked) for hooked in (False, True)}
    found: dict[Workload, Asked] = {}
    for workload in WORKLOADS:
        if workload.path == "/links" and name in WITHOUT_LINKS:
            continue
        app = apps[workload.hooked]
        by_asgi = inspect.iscoroutinefunction(getattr(app, "__call__", None))  # noqa: B004
        found[workload] = (ByASGI if by_asgi else ByWSGI)(app, workload)
    return found
