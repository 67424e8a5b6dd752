"""A link that expires.

Somebody has forgotten their password. The shop sends them a letter with a link to choose
a new one. The link must be good for one hour, for this person alone, and nobody may be
able to make one up. Nothing has to be kept on the server: the link is signed.

- `link_for(user)` returns the URL of the view `new_password`, with a host, so that it can
  stand in a letter. Its argument `token` holds the name of the user, signed with the
  application's `secret_key` and the time.
- `user_of(token)` returns the name in a token. It raises `ValueError` with the message
  "This link has expired." for one that is more than an hour old, and with "This link is
  not valid." for anything else that is wrong with it.
- The cookie of a session is signed with the same key. Neither may a session's cookie pass
  for a link, nor a link for a session's cookie. `SALT` says what the signature is for.

`URLSafeTimedSerializer(key, salt=...)` of itsdangerous has `dumps(value)` and
`loads(text, max_age=seconds)`, which raises `SignatureExpired`, or else `BadData`, from
which the first is derived.
"""

from itsdangerous import BadData, SignatureExpired, TimestampSigner
from itsdangerous import URLSafeTimedSerializer as Serializer

from tinyflask import Flask, current_app, url_for

HOUR = 60 * 60
SALT = "a new password"


def link_for(user):
    """Return a link by which ``user`` can choose a new password."""
    raise NotImplementedError("write link_for here")


def user_of(token):
    """Return the user for whom ``token`` was made, or raise `ValueError`."""
    raise NotImplementedError("write user_of here")


def _app(key="tea"):
    app = Flask(__name__)
    app.secret_key = key
    app.config["SERVER_NAME"] = "shop.example"
    app.add_url_rule("/new-password/<token>", "new_password", lambda token: token)
    return app


def _token(user, app=None):
    with (app or _app()).app_context():
        return link_for(user).rpartition("/")[2]


def _problem(token, app=None):
    with (app or _app()).app_context():
        try:
            return f"no error, but {user_of(token)!r}"
        except ValueError as error:
            return str(error)


def _at(seconds, work):
    kept = TimestampSigner.get_timestamp
    TimestampSigner.get_timestamp = lambda self: kept(self) + seconds
    try:
        return work()
    finally:
        TimestampSigner.get_timestamp = kept


def test_the_link():
    with _app().app_context():
        link = link_for("ann")
    assert link.startswith("http://shop.example/new-password/"), (
        f"The link should begin with http://shop.example/new-password/: {link}"
    )


def test_a_good_link():
    for user in ("ann", "Bj\u00f6rn", "a/b?c"):
        token = _token(user)
        with _app().app_context():
            found = user_of(token)
        assert found == user, f"The link for {user!r} is one for {found!r}."


def test_a_link_that_is_too_old():
    token = _at(-HOUR - 5, lambda: _token("ann"))
    found = _problem(token)
    assert found == "This link has expired.", f"After an hour and 5 seconds: {found}"
    token = _at(-HOUR + 60, lambda: _token("ann"))
    with _app().app_context():
        found = user_of(token)
    assert found == "ann", f"After 59 minutes the link was for {found!r}."


def test_a_link_that_was_made_up():
    good = _token("ann")
    for token in ("", "x", good[:-1], f"x{good}", "ann", good.partition(".")[0]):
        found = _problem(token)
        assert found == "This link is not valid.", f"For {token!r}: {found}"


def test_a_link_of_another_shop():
    found = _problem(_token("ann", _app("milk")))
    assert found == "This link is not valid.", (
        f"It was signed with another key: {found}"
    )


def test_a_link_from_a_view():
    with _app().test_request_context("/"):
        link = link_for("ann")
    assert link.startswith("http://"), (
        f"In a request, too, a link in a letter needs its host: {link}"
    )


def test_something_else_that_was_signed():
    for options in ({}, {"salt": "cookie-session"}):
        token = Serializer("tea", **options).dumps("ann")
        found = _problem(token)
        assert found == "This link is not valid.", (
            f"It was signed with the key, but with the options {options}: {found}"
        )


def test_a_session_is_no_link():
    app = _app()
    cookie = app.session_interface.get_signing_serializer(app).dumps("admin")
    found = _problem(cookie, app)
    assert found == "This link is not valid.", f"A session's cookie as a link: {found}"


def test_a_link_is_no_session():
    app = _app()
    token = _token("ann", app)
    try:
        found = app.session_interface.get_signing_serializer(app).loads(token)
    except BadData:
        found = None
    assert found is None, f"A link was taken for a session with {found!r}."
