"""A program as its visitor sees it: pages, links that lead on, forms that are sent.

No server and no network is in it: each click is a request to the application. In the
book's page a frame shows what comes back, and tells what is clicked in it.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from .display import body_of
from .inlining import as_data, inlined

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Where an application is that nobody serves.
HOST = "http://localhost"
# How many times in a row a visitor is sent on.
MOST = 10
# What a server says for an application that raises.
FAILED = "500 INTERNAL SERVER ERROR"
HTML = ("text/html", "application/xhtml+xml")
# A page that is ours and not the application's, in the colours of what is around it.
PLAIN = '<meta name="color-scheme" content="light dark">'
# In a notebook: nothing is loaded, and a link has nowhere to open what it leads to.
ALONE = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    ' img-src data:; style-src \'unsafe-inline\'"><base target="_blank">'
)
# How a visit begins in a notebook.
FRAME = '<div data-kind="visit">'


class LeadsOut(Exception):
    """An address that is not the application's. The message says so."""

    def __init__(self, url: str) -> None:
        super().__init__(f"This leads out of the program: {url}")


class Upload(NamedTuple):
    """A file in a form. Where none was chosen, it has no name."""

    filename: str
    content_type: str
    content: bytes


Fields = Sequence[tuple[str, str | Upload]]


@dataclass(frozen=True)
class Shown:
    """What a frame shows: a page that loads nothing, and how it came."""

    address: str
    method: str
    status: str
    title: str
    html: str


class Visit:
    """A visitor of ``app``, who keeps its cookies and is at one of its pages."""

    def __init__(self, app: WSGIApplication, path: str = "/") -> None:
        self.client = Client(app)
        self.url = f"{HOST}/"
        self.shown = self.open(path)

    def open(
        self, url: str, fields: Fields | None = None, multipart: bool = False
    ) -> Shown:
        """Follow a link to ``url``, or send it a form with ``fields``.

        Raises `LeadsOut` for an address elsewhere; the visitor then stays.
        """
        url = led_to(self.url, url)
        method = "GET" if fields is None else "POST"
        for _ in range(MOST):
            try:
                response = self.request(url, fields, multipart)
            except BaseException as error:
                # Whatever it is, the visitor can go on.
                (*_, last) = traceback.format_exception_only(error)
                return self.tell(url, method, FAILED, last)
            if response.location is None or response.status_code not in range(300, 400):
                return self.show(url, method, response)
            if response.status_code not in (307, 308):
                method, fields = "GET", None
            url = sent_on(url, response.location)
        return self.tell(
            url, method, response.status, f"It redirects more than {MOST} times."
        )

    def request(
        self, url: str, fields: Fields | None = None, multipart: bool = False
    ) -> TestResponse:
        """Send the application a request, and read all that it answers."""
        options: dict[str, Any] = {}
        if fields is not None:
            kind = "form-data" if multipart else "x-www-form-urlencoded"
            family = "multipart" if multipart else "application"
            options = {"method": "POST", "content_type": f"{family}/{kind}"}
            options["data"] = MultiDict((name, sent(value)) for name, value in fields)
        path = urldefrag(url).url.removeprefix(HOST)
        headers = {"Referer": urldefrag(self.url).url}
        return self.client.open(path, headers=headers, buffered=True, **options)

    def fetch(self, address: str) -> tuple[str, bytes] | None:
        """What a page at this visitor's address loads from ``address``."""
        try:
            response = self.request(led_to(self.url, address))
        except Exception:
            return None
        if response.status_code != 200:
            return None
        return response.mimetype or "", response.data

    def show(self, url: str, method: str, response: TestResponse) -> Shown:
        """Be at the page that ``response`` is."""
        self.url = url
        kind, title = response.mimetype or "", ""
        if kind in HTML:
            title, html = inlined(response.text, self.fetch)
        elif kind.startswith("image/"):
            html = f'{PLAIN}<img src="{as_data(kind, response.data)}" alt="">'
        else:
            html = as_page(body_of(response))
        return self.be_at(method, response.status, title, html)

    def tell(self, url: str, method: str, status: str, words: str) -> Shown:
        """Be at a page that only says why there is none."""
        self.url = url
        title = " ".join(words.split())
        return self.be_at(method, status, title, as_page(words))

    def be_at(self, method: str, status: str, title: str, html: str) -> Shown:
        address = self.url.removeprefix(HOST) or "/"
        self.shown = Shown(address, method, status, title, html)
        return self.shown

    def __repr__(self) -> str:
        shown = self.shown
        line = f"{shown.method} {shown.address} {shown.status}"
        return f"{line}\n{shown.title}" if shown.title else line

    def _repr_html_(self) -> str:
        """The page in a frame that can do nothing."""
        first, *_ = repr(self).splitlines()
        page = escape(f"{ALONE}{self.shown.html}")
        return (
            f"{FRAME}<p><b>{escape(first)}</b></p>"
            f'<iframe sandbox srcdoc="{page}" title="The page"'
            ' style="width:100%;height:24em;border:1px solid #8884;background:#fff">'
            "</iframe><p>In the book's page, links and forms work here."
            " <code>tinyflask run</code> serves the program to your browser.</p></div>"
        )


def as_page(text: str) -> str:
    """A page that is no more than a text."""
    return f'{PLAIN}<pre style="white-space:pre-wrap">{escape(text)}</pre>'


def sent(value: str | Upload) -> Any:
    """What Werkzeug's client sends for the value of a field."""
    if isinstance(value, str):
        return value
    return BytesIO(value.content), value.filename, value.content_type


def led_to(url: str, address: str) -> str:
    """Where a link at ``url`` leads, which has to be in the application."""
    try:
        found = urljoin(url, address)
        scheme, host, *_ = urlsplit(found)
    except ValueError:
        raise LeadsOut(address) from None
    if f"{scheme}://{host}" != HOST:
        raise LeadsOut(found)
    return found


def sent_on(url: str, location: str) -> str:
    """Where a redirect leads. It keeps the place in the page, if it names none."""
    found = led_to(url, location)
    fragment = urlsplit(url).fragment
    return f"{found}#{fragment}" if fragment and "#" not in found else found


def visit(app: WSGIApplication, path: str = "/") -> Visit:
    """Open a page of ``app`` as a visitor does.

    As the last value of a block in the book's page it is a frame that one can click
    through. An exception that leaves the application is shown in it, and not raised.
    """
    return Visit(app, path)
