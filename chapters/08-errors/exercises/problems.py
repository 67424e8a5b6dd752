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
            abort(401, www_authenticate=WWWAuthenticate("basic", {"realm": "the shop"}))
        abort(404, "There is no such order.")

    @app.get("/orders")
    def orders():
        abort(403)

    install(app)
    response = TestApp(app).request(path, method=method, expect_errors=True)
    response.logged = len(log.records)
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
    found = _get("/api/orders/1/").headers.get("WWW-Authenticate")
    assert found == 'Basic realm="the shop"', (
        f"A 401 must say how to log in. Its WWW-Authenticate is {found!r}."
    )


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
    assert response.logged == 1, (
        f"An error that nobody handles is logged once, and not {response.logged} times."
    )
