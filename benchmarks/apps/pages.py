"""What is on the pages, and what those need who do not bring it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
from itsdangerous import URLSafeTimedSerializer

TEMPLATES = Path(__file__).parent.parent / "templates"
RULES = 200
LINKS = range(5)
HELLO = "Hello, World!"
DATA = {"message": HELLO, "nested": {"right": True}, "numbers": [1, 2, 3]}
KEY = "only for the benchmark"
MISSING = "There is no such page."
HOOKS = 3
ROWS = [{"number": number, "name": f"<thing {number}>"} for number in range(20)]


def greeting(form: Any) -> str:
    return f"{form['greeting']}, {form['name']}"


def links(build: Callable[[int], str]) -> str:
    """A page with a link to each of some rules; ``build`` makes one."""
    return " ".join(build(number) for number in LINKS)


def sections() -> Iterable[tuple[str, str]]:
    """The names of the many rules, and what stands before the number of each."""
    return ((f"section{number}", f"/section{number}/") for number in range(RULES))


def renderer() -> Callable[[], str]:
    """Jinja, set up once, for those who bring no engine."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, auto_reload=False)
    return lambda: environment.get_template("rows.html").render(
        title="Things", rows=ROWS
    )


def serializer() -> Any:
    """What signs sessions, as Flask does."""
    signer = {"key_derivation": "hmac"}
    return URLSafeTimedSerializer(KEY, salt="cookie-session", signer_kwargs=signer)


def visited(session: dict[str, int]) -> str:
    """Count one more visit."""
    session["visits"] += 1
    return f"Visit {session['visits']}"


class ByHand:
    """The session, for those who have none, or another one."""

    def __init__(self) -> None:
        self.serializer = serializer()

    def visit(self, cookie: str) -> tuple[str, str]:
        """The page for a cookie, and the cookie that it sets."""
        session = self.serializer.loads(cookie, max_age=1000)
        return visited(session), self.serializer.dumps(session)


def do_nothing(*args: Any) -> None:
    """A hook."""
