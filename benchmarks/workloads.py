"""The requests that are measured, and the answers that they must get."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .apps.pages import DATA, HELLO, LINKS, MISSING, RULES, renderer, serializer


@dataclass(frozen=True)
class Workload:
    """A request: what it is called, its path, form and session, and its answer.

    ``sets_cookie`` says whether the answer has one. ``hooked`` says which of a
    framework's two applications is asked.
    """

    name: str
    path: str
    expected: str
    form: bytes = b""
    session: tuple[tuple[str, int], ...] = ()
    sets_cookie: bool = False
    status: int = 200
    hooked: bool = False

    @property
    def method(self) -> str:
        return "POST" if self.form else "GET"

    def headers(self) -> dict[str, str]:
        """The request's headers, by their names in small letters."""
        found = {"host": "127.0.0.1", "user-agent": "benchmark", "accept": "*/*"}
        if self.form:
            found["content-type"] = "application/x-www-form-urlencoded"
            found["content-length"] = str(len(self.form))
        if self.session:
            found["cookie"] = f"session={serializer().dumps(dict(self.session))}"
        return found

    def check(self, status: int, headers: list[str], body: str) -> None:
        """Raise `AssertionError` unless that is the answer. ``headers`` are names."""
        if self.path == "/json":
            body = json.dumps(json.loads(body))
        assert status == self.status, f"{self.path} is answered {status}"
        assert ("set-cookie" in headers) == self.sets_cookie, self.path
        assert body == self.expected, f"{self.path} is answered {body!r}"


VISITS = (("visits", 7),)
WORKLOADS = (
    Workload("hello", "/hello", HELLO),
    Workload("JSON", "/json", json.dumps(DATA)),
    Workload(f"{RULES} routes", f"/section{RULES - 50}/7", "Number 7"),
    Workload("template", "/rows", renderer()()),
    Workload("form", "/form", "Hello, Ann & Bob", b"greeting=Hello&name=Ann+%26+Bob"),
    Workload("session", "/session", "Visit 8", session=VISITS, sets_cookie=True),
    Workload("unused session", "/hello", HELLO, session=VISITS),
    Workload(
        "five url_for", "/links", " ".join(f"/section{each}/{each}" for each in LINKS)
    ),
    Workload("hooks and a 404", "/missing", MISSING, status=404, hooked=True),
)
