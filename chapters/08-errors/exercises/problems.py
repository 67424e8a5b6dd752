"""Problems.

Programs do not read HTML. For them there is a format for errors, "problem details", in
RFC 9457. Such a response is JSON of the type `application/problem+json`, with the status
as a number, a title, and a detail:

    {"status": 404, "title": "Not Found", "detail": "There is no such order."}

Write `install(app)`. It registers one handler, so that every HTTP error is answered in
this format where the path begins with `/api/`. `error.code`, `error.name` and
`error.description` are what is wanted.

- Elsewhere errors stay as they are, HTML for people.
- An error has headers as well, and they must not be lost: a 405 has to say in `Allow`
  which methods there are, and a 401 in `WWW-Authenticate` how to log in. The response
  that the error would have been has them: `error.get_response()`.
- The redirect to a path with its last slash is still a redirect.
- An error that nobody handles is answered in this format too. Its detail says nothing of
  the cause.
"""

import json
import logging

from webtest import TestApp
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException

from tinyflask import Flask, abort, request


def install(app):
    """Have ``app`` answer errors below ``/api/`` with problem details."""
    raise NotImplementedError("write install here")


class _PaymentRequired(HTTPException):
    code = 402
    description = "The order has to be paid first."


def _ways():
    return "basic", "digest"


class _Records(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)


def _get(path, method="GET"):
    app = Flask("problems")
    log = _Records()
    app.logger.handlers = [log]
    app.logger.propagate = False

    @app.get("/api/orders/<int:number>/")
    def order(number):
        if number == 0:
            raise OSError("password: tea")
        if number == 1:
            ways = [WWWAuthenticate(way, {"realm": "the shop"}) for way in _ways()]
            abort(401, www_authenticate=ways)
        if number == 2:
            abort(409, "The order has been sent.")
        if number == 3:
            raise _PaymentRequired
        abort(404, "There is no such order.")

    @app.get("/orders")
    def orders():
        abort(403)

    @app.get("/broken")
    def broken():
        raise OSError("password: tea")

    install(app)
    response = TestApp(app).request(path, method=method, expect_errors=True)
    response.logged = [record.exc_info[1] for record in log.records]
    return response


def test_a_problem():
    response = _get("/api/orders/7/")
    expected = {
        "status": 404,
        "title": "Not Found",
        "detail": "There is no such order.",
    }
    assert response.status_code == 404, f"The status became {response.status}, not 404."
    assert response.content_type == "application/problem+json", (
        f"The type should be application/problem+json, and is {response.content_type}."
    )
    found = json.loads(response.text)
    assert found == expected, f"The problem is {found}, in place of {expected}."


def test_a_path_that_is_not_there():
    found = _get("/api/offers").content_type
    assert found == "application/problem+json", (
        f"There is no rule for /api/offers, and the answer's type is {found}."
    )


def test_people_get_html():
    """People get HTML."""
    for path, status in (("/orders", 403), ("/apis", 404), ("/shop/api/x", 404)):
        response = _get(path)
        assert response.status_code == status, f"{path}: {response.status}."
        assert response.content_type == "text/html", (
            f"{path} is not below /api/, and its error is {response.content_type}."
        )


def test_headers_stay():
    response = _get("/api/orders/7/", "DELETE")
    allowed = {each.strip() for each in response.headers.get("Allow", "").split(",")}
    assert allowed == {"GET", "HEAD", "OPTIONS"}, (
        "A 405 must say which methods there are: GET, HEAD and OPTIONS. It says"
        f" {response.headers.get('Allow')!r}."
    )
    found = _get("/api/orders/1/").headers.getall("WWW-Authenticate")
    expected = [f'{way.title()} realm="the shop"' for way in _ways()]
    assert found == expected, (
        "A 401 must say how to log in, and this one has two ways, in two headers of one"
        f" name. There is {found} in place of {expected}."
    )


def test_every_code_is_a_problem():
    for path, status, title in (
        ("/api/orders/2/", 409, "Conflict"),
        ("/api/orders/3/", 402, "Payment Required"),
    ):
        response = _get(path)
        assert response.status_code == status, f"{path}: {response.status_code}."
        assert response.content_type == "application/problem+json", (
            f"A {status} is an HTTP error like any other, one of your own class as well."
            f" Its type is {response.content_type}."
        )
        found = json.loads(response.text)["title"]
        assert found == title, f"The title of a {status} is {found!r}, not {title!r}."


def test_the_length_fits():
    response = _get("/api/orders/7/")
    assert response.content_length == len(response.body), (
        f"The body has {len(response.body)} bytes, and Content-Length says"
        f" {response.content_length}."
    )


def test_a_redirect_stays():
    response = _get("/api/orders/7")
    assert response.status_code == 308, (
        f"/api/orders/7 lacks its slash: 308, and not {response.status}."
    )


def test_an_error_that_nobody_handles():
    response = _get("/api/orders/0/")
    assert response.status_code == 500, f"A bug is a 500, and not {response.status}."
    assert response.content_type == "application/problem+json", (
        f"The view failed, and the answer's type is {response.content_type}."
    )
    assert "tea" not in response.text, f"The cause was told: {response.text}"
    _is_logged(response)


def test_a_bug_elsewhere():
    response = _get("/broken")
    assert response.status_code == 500, f"A bug is a 500, and not {response.status}."
    assert response.content_type == "text/html", (
        "/broken is not below /api/, and the page about its bug is"
        f" {response.content_type}."
    )
    _is_logged(response)


def _is_logged(response):
    (*others, last) = response.logged or [None]
    assert not others and type(last) is OSError, (
        "The view's OSError should be logged, once, by the framework. Logged was"
        f" {response.logged}. A handler that fails itself is logged in its place."
    )
