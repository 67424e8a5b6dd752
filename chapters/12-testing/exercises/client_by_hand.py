"""A client by hand.

Take the other road: no client of Werkzeug's, only the protocol of chapter 1. Write a client
for any WSGI application. `client.get(path)` and `client.post(path, form)` return an `Answer`.
The client keeps cookies by their names, and sends them back as they came; a cookie that is
deleted, by `Max-Age=0`, is gone. It follows up to ten redirects (301, 302, 303, 307 and 308),
each with a GET, and an eleventh is a `RuntimeError`. It closes what it has read. A path may have
a query, and is quoted as in a URL.

The tests put Python's validator before the application, which complains where the protocol
is broken. It wants a `SCRIPT_NAME` and a `QUERY_STRING` in the environ, empty ones too, and
`start_response` to return something that can be called.
"""

from collections import namedtuple
from unittest.mock import patch
from wsgiref.validate import validator

from tinyflask import Flask, Response, redirect, request, session

Answer = namedtuple("Answer", "status text path")


class Client:
    """Calls a WSGI application, keeps its cookies and follows its redirects."""

    def __init__(self, app):
        self.app = app
        self.cookies = {}

    def get(self, path):
        """Return the `Answer` to a GET, after all redirects: a status such as 200,
        the text, and the path that was asked last."""
        raise NotImplementedError("write get here")

    def post(self, path, form):
        """Return the `Answer` to a form, which is a dictionary."""
        raise NotImplementedError("write post here")


def test_a_page():
    answer = _client().get("/")
    assert answer == (200, "Hello, stranger.", "/"), (
        f"get('/') returned {answer!r}, not the status, the text and the path of the page."
    )


def test_a_page_that_is_not_there():
    status = _client().get("/nowhere").status
    assert status == 404, f"get('/nowhere') had the status {status!r}."


def test_a_query():
    text = _client().get("/search?q=green+tea").text
    assert text == "green tea", f"With ?q=green+tea the view got {text!r}."
    path = _client().get("/search?q=tea").path
    assert path == "/search", f"The path of /search?q=tea is given as {path!r}."


def test_a_path_that_is_quoted():
    text = _client().get("/named/gr%C3%BCn%20tee").text
    assert text == "grün tee", f"At /named/gr%C3%BCn%20tee the view got {text!r}."
    text = _client().get("/to-named").text
    assert text == "grün tee", f"After a redirect to that path the view got {text!r}."


def test_a_form_and_a_cookie():
    client = _client()
    answer = client.post("/login", {"user": "Zoë & Co"})
    assert answer == (200, "Hello, Zoë & Co.", "/"), (
        f"After logging in as 'Zoë & Co' the answer was {answer!r}."
    )
    text = client.get("/").text
    assert text == "Hello, Zoë & Co.", f"The next request got {text!r}."


def test_two_clients_are_two_people():
    app = _app()
    first, second = Client(validator(app)), Client(validator(app))
    first.post("/login", {"user": "ann"})
    text = second.get("/").text
    assert text == "Hello, stranger.", (
        f"The first client logged in, the second got {text!r}."
    )


def test_a_cookie_that_is_deleted():
    client = _client()
    client.post("/login", {"user": "ann"})
    client.get("/logout")
    assert client.cookies == {}, (
        f"After logging out the cookies are {client.cookies!r}."
    )
    client.get("/two")
    client.get("/one-less")
    text = client.get("/cookies").text
    assert text == "b=2; too", (
        f"Of two cookies one was deleted, and the next request had {text!r}."
    )


def test_two_cookies():
    client = _client()
    client.get("/two")
    text = client.get("/cookies").text
    assert text == "a=1 b=2; too", (
        f"The cookies a, '1', and b, '2; too', were set. The next request had {text!r}."
    )


def test_each_kind_of_redirect():
    for code in (301, 302, 303, 307, 308):
        answer = _client().get(f"/away/{code}")
        assert answer.status == 200, f"After a redirect with {code} it is {answer!r}."


def test_ten_redirects_and_eleven():
    answer = _client().get("/count/10")
    assert answer.text == "there", f"After ten redirects the answer is {answer!r}."
    try:
        _client().get("/count/11")
    except RecursionError:
        raise AssertionError(
            "Python itself ended the redirects, and not your client."
        ) from None
    except RuntimeError:
        return
    raise AssertionError(
        "Eleven redirects were followed, and no RuntimeError was raised."
    )


def test_no_client_of_werkzeugs():
    with patch("werkzeug.test.run_wsgi_app", side_effect=LookupError):
        try:
            _client().get("/")
        except LookupError:
            raise AssertionError("Werkzeug's client calls the application.") from None


def test_what_was_read_is_closed():
    app, closed = _app(), []

    @app.get("/closing")
    def closing():
        response = Response("tea")
        response.call_on_close(lambda: closed.append(True))
        return response

    Client(validator(app)).get("/closing")
    assert closed, "What the application returned has a `close`, and nobody called it."


def _client():
    """A client that is told where it breaks the protocol."""
    return Client(validator(_app()))


def _app():
    app = Flask("greeter")
    app.secret_key = "only for this exercise"
    app.add_url_rule("/search", "search", lambda: request.args["q"])
    app.add_url_rule("/named/<name>", "named", lambda name: name)
    app.add_url_rule("/to-named", "to", lambda: redirect("/named/gr%C3%BCn%20tee"))
    app.add_url_rule("/away/<int:code>", "away", lambda code: redirect("/", code))

    @app.get("/count/<int:left>")
    def count(left):
        return redirect(f"/count/{left - 1}") if left else "there"

    @app.get("/")
    def index():
        return f"Hello, {session.get('user', 'stranger')}."

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        return redirect("/")

    @app.get("/logout")
    def logout():
        session.clear()
        return redirect("/")

    @app.get("/two")
    def two():
        response = Response("two")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2; too")
        return response

    @app.get("/one-less")
    def one_less():
        response = Response("one")
        response.delete_cookie("a")
        return response

    @app.get("/cookies")
    def cookies():
        return " ".join(f"{name}={request.cookies[name]}" for name in request.cookies)

    return app
