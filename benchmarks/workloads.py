"""The requests that are measured, and the answers that they must get."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from .apps import DATA, MISSING, RULES, App, renderer, serializer


@dataclass(frozen=True)
class Workload:
    """A request: what it is called, its path, form and session, and its answer.

    ``hooked`` says which of a framework's two applications is asked.
    """

    name: str
    path: str
    expected: str
    form: bytes = b""
    session: tuple[tuple[str, int], ...] = ()
    status: str = "200"
    hooked: bool = False

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
        if self.session:
            cookie = serializer().dumps(dict(self.session))
            environ["HTTP_COOKIE"] = f"session={cookie}"
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
        answers: list[tuple[str, list[str]]] = []

        def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
            answers.append((status[:3], [name.lower() for name, _ in headers]))

        body = self.ask(app, self.environ(), start_response).decode()
        if self.path == "/json":
            body = json.dumps(json.loads(body))
        ((status, headers),) = answers
        assert status == self.status, f"{self.path} is answered {status}"
        assert ("set-cookie" in headers) == bool(self.session), self.path
        assert body == self.expected, f"{self.path} is answered {body!r}"


WORKLOADS = (
    Workload("hello", "/hello", "Hello, World!"),
    Workload("JSON", "/json", json.dumps(DATA)),
    Workload(f"one of {RULES} routes", f"/section{RULES - 50}/7", "Number 7"),
    Workload("template, 20 rows", "/rows", renderer()()),
    Workload("form", "/form", "Hello, Ann & Bob", b"greeting=Hello&name=Ann+%26+Bob"),
    Workload("session", "/session", "Visit 8", session=(("visits", 7),)),
    Workload("three hooks, 404", "/missing", MISSING, status="404", hooked=True),
)
