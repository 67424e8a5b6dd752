"""A client that logs in.

Write a client for the tests of an application with users. `app.test_client(token="tea")`
makes one that sends the header `Authorization: Bearer tea` with every request, also when it
follows a redirect. A test that passes an `Authorization` of its own gets that one. Without a
token there is no such header. `client.log_in("ann")` puts `user` into the session, without
any request.

What is in `client.environ_base` is in the environ of each of its requests, and a header is
there as `HTTP_` and its name in capitals (*The small print*).
"""

from tinyflask import Flask, redirect, request, session
from tinyflask.testing import FlaskClient


class Client(FlaskClient):
    """A client with a token, which can log in."""

    def __init__(self, *args, token=None, **options):
        raise NotImplementedError("keep the token here")

    def log_in(self, user):
        """Put ``user`` into the session."""
        raise NotImplementedError("write log_in here")


def test_the_token_is_sent():
    found = _app().test_client(token="tea").get("/token").text
    assert found == "Bearer tea", f"With the token 'tea' the header was {found!r}."


def test_the_token_goes_along_with_a_redirect():
    client = _app().test_client(token="tea")
    found = client.get("/old", follow_redirects=True).text
    assert found == "Bearer tea", f"After a redirect the header was {found!r}."


def test_no_token():
    found = _app().test_client().get("/token").text
    assert found == "none", f"Without a token the header was {found!r}."


def test_a_header_of_the_tests_own():
    client = _app().test_client(token="tea")
    found = client.get("/token", headers={"Authorization": "Bearer milk"}).text
    assert found == "Bearer milk", (
        f"The test passed 'Bearer milk' itself, and the header was {found!r}."
    )


def test_two_clients_have_two_tokens():
    app = _app()
    clients = app.test_client(token="tea"), app.test_client(token="milk")
    found = [each.get("/token").text for each in clients]
    assert found == ["Bearer tea", "Bearer milk"], (
        f"Two clients, with 'tea' and 'milk', sent {found!r}."
    )


def test_logging_in():
    client = _app().test_client()
    for name in ("ann", "bob"):
        client.log_in(name)
        found = client.get("/").text
        assert found == name, f"After log_in({name!r}) the page says {found!r}."


def test_logging_in_asks_no_page():
    app, asked = _app(), []
    app.before_request(lambda: asked.append(request.path))
    app.test_client().log_in("ann")
    assert not asked, f"log_in('ann') has asked for {asked[0]!r}."


def test_what_is_in_the_session_stays():
    client = _app().test_client()
    with client.session_transaction() as found:
        found["language"] = "de"
    client.log_in("ann")
    with client.session_transaction() as found:
        kept = dict(found)
    assert kept == {"language": "de", "user": "ann"}, (
        f"The session had a language, and after log_in('ann') it is {kept!r}."
    )


def test_cookies_can_be_switched_off():
    found = _app().test_client(use_cookies=False, token="tea").get("/token").text
    assert found == "Bearer tea", f"With use_cookies=False the header was {found!r}."


def _app():
    """An application whose clients are of your class."""
    app = Flask("users")
    app.secret_key = "only for this exercise"
    app.test_client_class = Client
    app.add_url_rule("/", "index", lambda: session.get("user", "nobody"))
    app.add_url_rule("/old", "old", lambda: redirect("/token"))

    @app.get("/token")
    def token():
        return request.headers.get("Authorization", "none")

    return app
