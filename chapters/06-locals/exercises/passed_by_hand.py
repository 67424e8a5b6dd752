"""Passed by hand.

Take the other road. `Explicit` is an application that passes the request to each view, as
the first argument, before what the rule took from the path. Write its `dispatch_request`.
The context has the request, `request_ctx.request`, and the request has the endpoint of
the view and the other arguments, or the error that is to be raised. Leave the answer to
OPTIONS aside, and static files.

Then write the shop's two functions without any proxy. `discount` needs no request, only
the code that somebody typed in: "TEA" gives 10 per cent, and anything else, or `None`,
gives 0. `price` is the view for `/price/<int:number>`. It takes the code from the query
and returns a dictionary with the price of that thing after the discount, in whole cents,
rounded down.
"""

from types import SimpleNamespace

from webtest import TestApp
from werkzeug.exceptions import NotFound

from tinyflask import Flask, has_request_context
from tinyflask.globals import request_ctx

PRICES = {1: 400, 2: 255}


class Explicit(Flask):
    """An application that passes the request to its views."""

    def dispatch_request(self):
        raise NotImplementedError("write dispatch_request here")


def discount(code):
    """Return how many per cent ``code`` takes off the price."""
    raise NotImplementedError("write discount here")


def price(request, number):
    """Return what the thing ``number`` costs whoever sent ``request``."""
    raise NotImplementedError("write price here")


def test_the_discount():
    for code, expected in (("TEA", 10), ("COFFEE", 0), (None, 0)):
        found = discount(code)
        assert found == expected, (
            f"The code {code!r} gives {found}, and not {expected}."
        )


def test_the_view_can_be_called():
    assert not has_request_context(), "There is a request, and there should be none."
    for query, number, expected in (
        ({}, 1, 400),
        ({"code": "TEA"}, 1, 360),
        ({"code": "TEA"}, 2, 229),
    ):
        found = price(SimpleNamespace(args=query), number)
        assert found == {"price": expected}, (
            f"With the query {query} thing {number} costs {found}, and not"
            f" {{'price': {expected}}}."
        )


def test_the_application_passes_the_request():
    app = Explicit(__name__, static_folder=None)
    app.add_url_rule("/price/<int:number>", view_func=price)
    app.add_url_rule("/", "home", lambda asked: f"{asked.method} {asked.path}")
    client = TestApp(app)
    text = client.get("/", expect_errors=True).text
    assert text == "GET /", (
        f"A view got something else than the request: {text!r}. It should be 'GET /'."
    )
    found = client.get("/price/2?code=TEA", expect_errors=True).json
    assert found == {"price": 229}, (
        f"/price/2?code=TEA is answered with {found}. It should be {{'price': 229}}."
    )


def test_it_is_the_request_itself():
    app = Explicit(__name__, static_folder=None)
    app.add_url_rule("/", "kind", lambda asked: type(asked).__name__)
    found = TestApp(app).get("/", expect_errors=True).text
    assert found == "Request", f"A view got a {found}, and should get the Request."


def test_a_missing_page_is_still_missing():
    status = (
        TestApp(Explicit(__name__, static_folder=None))
        .get("/nothing", expect_errors=True)
        .status_code
    )
    assert status == 404, (
        f"A path that no rule fits is answered with {status}, not 404."
    )


def test_the_error_is_raised():
    app = Explicit(__name__, static_folder=None)
    with app.test_request_context("/nothing"):
        try:
            found = app.dispatch_request()
        except NotFound:
            return
    raise AssertionError(f"No rule fits, and dispatch_request returned {found!r}.")


def test_no_proxy_is_left():
    assert "request" not in globals(), "The shop imports the proxy `request`."
