"""The requests that are measured, and the answers that they must get."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from .apps import DATA, RULES, App, renderer


@dataclass(frozen=True)
class Workload:
    """A request: what it is called, its method and path, its form, and its answer."""

    name: str
    path: str
    expected: str
    form: bytes = b""

    def environ(self) -> dict[str, Any]:
        """A new environ, as a server would make it. It has no body yet."""
        environ: dict[str, Any] = {
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_USER_AGENT": "benchmark",
            "HTTP_ACCEPT": "*/*",
        }
        if self.form:
            environ["REQUEST_METHOD"] = "POST"
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            environ["CONTENT_LENGTH"] = str(len(self.form))
        setup_testing_defaults(environ)
        return environ

    def ask(self, app: App, environ: dict[str, Any], start_response: Any) -> bytes:
        """Have ``app`` answer once, as a server would, and return the body."""
        environ = environ.copy()
        environ["wsgi.input"] = io.BytesIO(self.form)
        body: Iterable[bytes] = app(environ, start_response)
        try:
            return b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()

    def check(self, app: App) -> None:
        """Raise `AssertionError` unless ``app`` answers as it should."""
        statuses: list[str] = []

        def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
            statuses.append(status)

        body = self.ask(app, self.environ(), start_response).decode()
        if self.path == "/json":
            body = json.dumps(json.loads(body))
        assert statuses == ["200 OK"], f"{self.path} is answered {statuses}"
        assert body == self.expected, f"{self.path} is answered {body!r}"


WORKLOADS = (
    Workload("hello", "/hello", "Hello, World!"),
    Workload("JSON", "/json", json.dumps(DATA)),
    Workload(f"one of {RULES} routes", f"/section{RULES - 50}/7", "Number 7"),
    Workload("template, 20 rows", "/rows", renderer()()),
    Workload("form", "/form", "Hello, Ann & Bob", b"greeting=Hello&name=Ann+%26+Bob"),
)
