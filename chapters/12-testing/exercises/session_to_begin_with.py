"""A session to begin with.

Write the method of chapter 12 again by which a test opens the session of a client. Within
`with client.session_transaction() as session:` the test may read and change it, and no
request is current. The next request finds what was changed. Arguments are those of
`test_request_context`, and the cookie belongs to that request's host and path. A session that
is a null session of the interface is not saved. A client without cookies raises a `TypeError`
about cookies, and where the interface opens no session, it is a `RuntimeError` about the
session. Your method is typed into the framework of chapter 12, and judged by the chapter's
tests as well.
"""

from contextlib import contextmanager

from tinyflask import Flask, has_request_context, session
from tinyflask.sessions import SecureCookieSession, SessionInterface

TYPE_IN = "tinyflask/testing.py"


class FlaskClient:
    ...

    @contextmanager
    def session_transaction(self, *args, **kwargs):
        """Have the session of the client for the ``with`` block, and save it then."""
        raise NotImplementedError("write session_transaction here")
        yield


def test_the_next_request_finds_what_was_changed():
    client = _app().test_client()
    with client.session_transaction() as found:
        found["user"] = "ann"
    page = client.get("/").text
    assert page == "ann", (
        f"The session was given the user 'ann', and the page is {page!r}."
    )


def test_what_the_application_has_put_there_is_found():
    client = _app().test_client()
    client.get("/as/bob")
    with client.session_transaction() as found:
        user = found.get("user")
    assert user == "bob", (
        f"The application has put the user 'bob' into the session, and the test finds"
        f" {user!r}."
    )


def test_no_request_is_current():
    with _app().test_client().session_transaction():
        current = has_request_context()
    assert not current, "A request is current while the test has the session."


def test_what_is_taken_out_is_gone():
    client = _app().test_client()
    client.get("/as/bob")
    with client.session_transaction() as found:
        del found["user"]
    page = client.get("/").text
    assert page == "nobody", (
        f"The user was deleted from the session, and the page is {page!r}."
    )


def test_nothing_is_saved_after_an_error():
    client = _app().test_client()
    try:
        with client.session_transaction() as found:
            found["user"] = "ann"
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    else:
        raise AssertionError("An error within the block did not leave it.")
    page = client.get("/").text
    assert page == "nobody", (
        f"The block was left by an error, and the session was saved: the page is {page!r}."
    )


def test_an_interface_of_ones_own():
    app, kept = _app(), {}

    class InMemory(SessionInterface):
        def open_session(self, app, request):
            return SecureCookieSession(kept)

        def save_session(self, app, session, response):
            kept.update(session)

    app.session_interface = InMemory()
    client = app.test_client()
    with client.session_transaction() as found:
        found["user"] = "ann"
    assert kept == {"user": "ann"}, (
        f"An interface that keeps sessions in a dictionary has kept {kept!r}."
    )


def test_there_is_no_session_without_a_key():
    app = _app()
    app.secret_key = None
    try:
        with app.test_client().session_transaction():
            pass
    except RuntimeError:
        return
    raise AssertionError(
        "The interface opened no session, since there is no key, and no RuntimeError"
        " was raised."
    )


def _app():
    """An application that says who is in the session."""
    app = Flask("greeter")
    app.secret_key = "only for this exercise"
    app.add_url_rule("/", "index", lambda: session.get("user", "nobody"))

    @app.get("/as/<name>")
    def become(name):
        session["user"] = name
        return name

    return app
