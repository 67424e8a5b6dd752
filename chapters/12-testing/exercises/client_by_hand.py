"""A client by hand.

Take the other road: no Werkzeug, only the protocol of chapter 1. Write a client for any WSGI
application. `client.get(path)` and `client.post(path, form)` return an `Answer`. The client
keeps cookies by their names, and sends them back; a cookie that is deleted, by `Max-Age=0`,
is gone. It follows redirects, each with a GET, and raises `RuntimeError` after ten. It closes
what it has read. A path may have a query.
"""

from collections import namedtuple
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


def test_two_cookies():
    client = _client()
    client.get("/two")
    text = client.get("/cookies").text
    assert text == "a=1 b=2", (
        f"Two cookies were set, and the next request had {text!r}."
    )


def test_redirects_without_end():
    try:
        _client().get("/around")
    except RuntimeError:
        return
    raise AssertionError("A page redirects to itself, and no RuntimeError was raised.")


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
    app.add_url_rule("/around", "around", lambda: redirect("/around"))

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
        response.set_cookie("b", "2")
        return response

    @app.get("/cookies")
    def cookies():
        return " ".join(f"{name}={request.cookies[name]}" for name in request.cookies)

    return app
