"""Ours or not.

Every form of the forum has a hidden field `token` with what `form_token` returns, which is
kept in the session as well. Write `check_form` again, which is called before every request and
refuses, with 400 and a sentence, what was sent by a form of another site or of another session.

Some requests are not refused: those whose methods only read, which are in `READING`, and those
from programs, which bring a token of their own (`is_for_programs()` says so). Of these, what was
sent is read and put by, with `request.get_data()`, so that nobody waits for the rest of it later.
A field can hold whatever a stranger sends.
"""

from hmac import compare_digest

from webtest import TestApp

from tinybb.database import READING
from tinybb.errors import is_for_programs
from tinyflask import abort, request, session

TYPE_IN = "tinybb/guarding.py"


def check_form():
    """Refuse what was sent by a form that is not ours."""
    raise NotImplementedError("write check_form here")


def test_reading():
    """A page can be read without a token."""
    status = _forum().get("/t/1", expect_errors=True).status_code
    assert status == 200, f"GET /t/1 was answered {status}."


def test_our_own_form():
    """Our own form is taken."""
    client = _forum()
    status = _log_in(client, _token(client))
    assert status == 302, f"A login with the token of its form was answered {status}."


def test_no_token():
    """A form without a token is refused."""
    client = _forum()
    _token(client)
    status = _log_in(client, None)
    assert status == 400, f"A login without a token was answered {status}."


def test_another_token():
    """The token of another session is refused."""
    client, other = _forum(), _forum()
    _token(client)
    status = _log_in(client, _token(other))
    assert status == 400, f"A login with a token of another session: {status}."


def test_nothing_and_nothing():
    """A session without a token has none that is empty."""
    status = _log_in(_forum(), "")
    assert status == 400, (
        f"A session that never had a form sent an empty token, and the answer is {status}."
    )


def test_a_token_that_is_strange():
    """A token can hold any letters."""
    client = _forum()
    _token(client)
    for token in ("é", "\x00", "x" * 10_000):
        status = _log_in(client, token)
        assert status == 400, (
            f"A token that begins {token[:5]!r} was answered {status}."
        )


def test_a_piece_of_the_token():
    """A part of the token is not the token."""
    client = _forum()
    token = _token(client)
    for piece in (token[:1], token[:-1], token + "x"):
        status = _log_in(client, piece)
        assert status == 400, (
            f"{len(piece)} letters where the token has {len(token)} were answered {status}."
        )


def test_it_comes_in_the_form():
    """A token in the address is not one in the form: addresses are copied and logged."""
    client = _forum()
    url = f"/logout?token={_token(client)}"
    status = client.post(url, expect_errors=True).status_code
    assert status == 400, (
        f"With the token in the query, logging out was answered {status}."
    )


def test_whatever_it_calls_itself():
    """What says that it is JSON, or brings a header, needs the token as well."""
    client = _forum()
    _token(client)
    for options in (
        {"content_type": "application/json"},
        {"content_type": "text/plain"},
        {"headers": {"Authorization": "Bearer x"}},
    ):
        status = client.post("/logout", "{}", expect_errors=True, **options).status_code
        assert status == 400, f"POST /logout with {options} was answered {status}."


def test_every_address():
    """No address that takes a form is left out, and no method that writes."""
    client = _forum()
    _token(client)
    values = {"number": 1, "slug": "tea", "name": "bob", "token": "x"}
    adapter = client.app.url_map.bind("localhost")
    for rule in client.app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith("api."):
            needed = {name: values[name] for name in rule.arguments}
            url = adapter.build(rule.endpoint, needed)
            answer = client.post(url, expect_errors=True)
            said = answer.html.main.p.text if answer.status_code == 400 else ""
            assert said and "could not understand" not in said, (
                f"POST {url} without a token was answered {answer.status}."
            )
    for method in ("PUT", "PATCH", "DELETE"):
        status = client.request(
            "/logout", method=method, expect_errors=True
        ).status_code
        assert status == 400, f"{method} /logout without a token was answered {status}."


def test_the_interface_for_programs():
    """Programs have their own way."""
    answer = _forum().post_json("/api/topics/1/posts", {}, expect_errors=True)
    assert answer.status_code == 401, (
        f"A program without a token of its own was answered {answer.status_code}, and it"
        " should be the 401 of the interface for programs."
    )


def test_it_says_why():
    """The answer has a sentence of the forum's own."""
    client = _forum()
    answer = client.post("/login", {}, expect_errors=True)
    said = answer.html.main.p.text
    assert "sent a request that this server could not understand" not in said, (
        f"The page says only {said!r}."
    )


def _forum():
    import tinybb

    app = tinybb.create_app(
        {
            "DATABASE": "sqlite://",
            "SECRET_KEY": "only for tests",
            "PASSWORD_METHOD": "pbkdf2:sha256:1",
        }
    )
    app.test_cli_runner().invoke(args=["demo"])
    return TestApp(app)


def _token(client):
    return client.get("/login").forms[1]["token"].value


def _log_in(client, token):
    values = {"name": "bob", "password": "tea for two"}
    if token is not None:
        values["token"] = token
    return client.post("/login", values, expect_errors=True).status_code
