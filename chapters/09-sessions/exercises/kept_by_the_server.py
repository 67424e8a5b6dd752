"""Kept by the server.

Take the other road. The content of a session stays on the server, in `Kept.sessions`, a
dictionary from numbers to dictionaries. The cookie has the number and nothing else.

Write the interface's two methods, and `end`.

- The cookie's name is `self.get_cookie_name(app)`.
- `open_session` returns a `Session` with a copy of what is kept under the number in the
  cookie, and with that number. It is a copy through and through, `copy.deepcopy`, and
  so is what is kept later: nothing that a request changes and does not save is kept.
  Without a cookie, or for a number under which nothing is kept, it returns an empty
  `Session` without a number. A number is never taken from a client that made it up.
- `save_session` does nothing for a session that was not modified. If it is empty now,
  what was kept is forgotten and the cookie deleted. Otherwise the content is kept, under
  its number, and the cookie set to that. Where it has no number yet, or one that has been
  ended meanwhile, it gets a `new_number()`. The cookie is not for scripts:
  `httponly=True`.
- As always, a response varies by the cookie if the session was accessed.
- `end(number)` forgets a session, so that whoever has its cookie is a stranger. An
  unknown number is no error.
"""

import secrets
from copy import deepcopy

from webtest import TestApp
from werkzeug.datastructures import CallbackDict

from tinyflask import Flask, request, session
from tinyflask.sessions import SessionInterface, SessionMixin


def new_number():
    """Return a number that nobody can guess, as text."""
    return secrets.token_hex()


class Session(CallbackDict, SessionMixin):
    """A session that is kept under a number, if it is kept already."""

    modified = False

    def __init__(self, content=(), number=None):
        super().__init__(content, lambda self: setattr(self, "modified", True))
        self.number = number


class Kept(SessionInterface):
    """Keeps sessions on the server."""

    def __init__(self):
        self.sessions = {}

    def open_session(self, app, request):
        """Return the session whose number the cookie has, or an empty one."""
        raise NotImplementedError("write open_session here")

    def save_session(self, app, session, response):
        """Keep the session, or forget it if it is empty now."""
        raise NotImplementedError("write save_session here")

    def end(self, number):
        """Forget a session."""
        raise NotImplementedError("write end here")


def _shop():
    app = Flask(__name__)
    app.session_interface = Kept()

    @app.get("/set")
    def put():
        session.update(request.args)
        return ""

    @app.get("/clear")
    def clear():
        session.clear()
        return ""

    @app.get("/lost")
    def lost():
        session["user"] = "eve"
        session.modified = False
        return ""

    @app.get("/fill")
    def fill():
        session["cart"] = ["tea"]
        return ""

    @app.get("/drop")
    def drop():
        session["cart"].append("milk")
        return ""

    app.add_url_rule("/", "show", lambda: dict(session))
    app.add_url_rule("/about", "about", lambda: "We sell tea.")
    return app


def _number(client):
    return client.cookies.get("session")


def test_there_is_always_a_session():
    app = _shop()
    for headers in ({}, {"Cookie": "session=12345"}):
        with app.test_request_context("/", headers=headers):
            found = app.session_interface.open_session(app, request)
        assert isinstance(found, Session), (
            f"open_session returned {found!r} for a request with {headers or 'no cookie'}."
            " It should be a Session, empty and without a number."
        )


def test_it_is_remembered():
    app = _shop()
    client = TestApp(app)
    client.get("/set?user=ann")
    found = client.get("/").json
    assert found == {"user": "ann"}, f"The next request found {found}."
    client.get("/set?age=7")
    found = client.get("/").json
    assert found == {"user": "ann", "age": "7"}, f"Then another was set: {found}."
    kept = app.session_interface.sessions
    assert len(kept) == 1, f"One session is kept {len(kept)} times."


def test_the_cookie_is_a_number():
    app = _shop()
    client = TestApp(app)
    header = client.get("/set?user=ann").headers.get("Set-Cookie", "")
    assert header, "A session was made, and no cookie set."
    assert "HttpOnly" in header, f"Scripts could read the cookie: {header}"
    assert len(_number(client)) > 20, (
        f"Anybody could guess the number {_number(client)!r}. `new_number` makes others."
    )
    kept = list(app.session_interface.sessions)
    assert [_number(client)] == kept, (
        f"The cookie is {_number(client)!r}, and kept are the numbers {kept}."
    )


def test_the_cookies_name_is_a_setting():
    """The cookie's name is a setting."""
    app = _shop()
    app.config["SESSION_COOKIE_NAME"] = "shop"
    client = TestApp(app)
    client.get("/set?user=ann")
    found = list(client.cookies)
    assert found == ["shop"], f"The cookie is to be called shop, and there are {found}."
    found = client.get("/").json
    assert found == {"user": "ann"}, f"With that name, the next request found {found}."


def test_sessions_are_apart():
    app = _shop()
    ann, bob = TestApp(app), TestApp(app)
    ann.get("/set?user=ann")
    bob.get("/set?user=bob")
    found = ann.get("/").json, bob.get("/").json
    assert found == ({"user": "ann"}, {"user": "bob"}), f"Ann and Bob have {found}."


def test_what_is_not_modified_is_not_sent():
    client = TestApp(_shop())
    for path in ("/", "/about"):
        headers = client.get(path).headers
        assert "Set-Cookie" not in headers, f"{path} changed nothing and set a cookie."
    client.get("/set?user=ann")
    assert "Set-Cookie" not in client.get("/").headers, "Reading set a cookie."


def test_vary():
    """Caches are told by Vary."""
    client = TestApp(_shop())
    found = client.get("/").headers.get("Vary")
    assert found == "Cookie", f"A page that looks has Vary: {found}, not Cookie."
    found = client.get("/about").headers.get("Vary")
    assert found is None, f"A page that does not look has Vary: {found}."


def test_a_number_that_was_made_up():
    app = _shop()
    header = {"Cookie": "session=12345"}
    found = TestApp(app).get("/", headers=header).json
    assert found == {}, f"Under a number that was made up somebody found {found}."
    TestApp(app).get("/set?user=eve", headers=header)
    assert "12345" not in app.session_interface.sessions, (
        "A session is kept under a number that the client made up. Whoever gave the"
        " client that number could then use the session."
    )


def test_clearing():
    app = _shop()
    client = TestApp(app)
    client.get("/set?user=ann")
    client.get("/clear")
    kept = app.session_interface.sessions
    assert kept == {}, f"The session was cleared, and kept is {kept}."
    assert not _number(client), f"It was cleared; the cookie is {_number(client)!r}."
    TestApp(app).get("/clear")


def test_ending():
    app = _shop()
    client = TestApp(app)
    client.get("/set?user=ann")
    app.session_interface.end(_number(client))
    found = client.get("/").json
    assert found == {}, f"The session was ended, and its cookie still opened {found}."
    app.session_interface.end("12345")


def test_what_was_ended_does_not_come_back():
    app = _shop()
    client = TestApp(app)
    client.get("/set?user=ann")
    number = _number(client)
    with app.test_request_context("/", headers={"Cookie": f"session={number}"}):
        session["late"] = True
        app.session_interface.end(number)
        app.process_response(app.response_class())
    assert number not in app.session_interface.sessions, (
        "A session was ended while a request used it, and that request brought it back"
        " under the same number."
    )


def test_what_is_in_a_session_is_copied_too():
    app = _shop()
    client = TestApp(app)
    client.get("/fill")
    client.get("/drop")
    found = client.get("/").json
    assert found == {"cart": ["tea"]}, (
        "A request appended to a list in its session, which is not noticed and so not"
        f" saved. The next request found {found}."
    )
    with app.test_request_context("/"):
        session["cart"] = ["tea"]
        app.process_response(app.response_class())
        session["cart"].append("milk")
        session["late"] = True
    *_, found = app.session_interface.sessions.values()
    assert found == {"cart": ["tea"]}, (
        f"A session was changed after it was saved, and kept is {found}."
    )


def test_nothing_is_kept_unsaved():
    app = _shop()
    client = TestApp(app)
    client.get("/set?user=ann")
    client.get("/lost")
    found = client.get("/").json
    assert found == {"user": "ann"}, (
        f"A request changed its session and did not save it; the next one found {found}."
    )
