"""How a response looks as the last value of a cell."""

from __future__ import annotations

from html import escape
from typing import Any, Protocol

from webtest import TestResponse
from werkzeug.wrappers import Response


class Headers(Protocol):
    """What the headers of WebTest's and Werkzeug's responses share."""

    def items(self) -> Any:
        """Pairs of a name and a value."""


def body_of(response: TestResponse | Response) -> str:
    """The body as text, or a word about it where there is no text to show."""
    if isinstance(response, Response):
        if response.is_streamed:
            return "(a stream, not read yet)"
        body: bytes = response.get_data()
    else:
        body = response.body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are not text)"


def as_text(response: TestResponse | Response) -> str:
    """The response as it goes over the wire: status, headers, body."""
    headers: Headers = response.headers
    lines = [f"{response.status}", *(f"{key}: {text}" for key, text in headers.items())]
    body = body_of(response)
    return "\n".join([*lines, "", body.rstrip("\n")]) if body else "\n".join(lines)


def as_html(response: TestResponse | Response) -> str:
    """Status, headers, and the page itself in a frame that can do nothing."""
    headers: Headers = response.headers
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(key)}</th>"
        f"<td style='text-align:left'>{escape(text)}</td></tr>"
        for key, text in headers.items()
    )
    body = body_of(response)
    if not body:
        shown = ""
    elif (response.content_type or "").startswith("text/html"):
        shown = (
            f'<iframe sandbox srcdoc="{escape(body)}" title="The page"'
            ' style="width:100%;height:12em;border:1px solid #8884;background:#fff">'
            "</iframe>"
        )
    else:
        shown = f"<pre>{escape(body)}</pre>"
    return f"<p><b>{escape(response.status)}</b></p><table>{rows}</table>{shown}"
