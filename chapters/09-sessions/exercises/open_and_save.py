"""Open and save.

Write again the two methods that read a session from its cookie and write it back.

`open_session(app, request)` returns a session. `self.get_signing_serializer(app)` is what
signs, or `None` without a key; then the answer is `None`. The name of the cookie is
`self.get_cookie_name(app)`. Its content is what `loads(cookie, max_age=seconds)` of the
serializer returns; the seconds are those of `app.permanent_session_lifetime`. Make a
session of it with `self.session_class`. Where there is no cookie, where `loads` raises
`BadData`, or where the content is no dictionary, the session is empty.

`save_session(app, session, response)` changes the response:

- If the session was accessed, the response varies by the cookie:
  `response.vary.add("Cookie")`.
- An empty session has its cookie deleted, if it was modified, and is left alone if not.
- Any other is sent in a cookie if `self.should_set_cookie(app, session)` says so. The
  value is what `dumps` of the serializer makes of `dict(session)`, and `expires` is
  `self.get_expiration_time(app, session)`.
- Whether the cookie is set or deleted, it has the domain, path, and the other options
  that `_options` collects for you, and the response varies by the cookie.

Your methods are typed into the framework of chapter 9, and judged by the chapter's tests
as well.
"""

from itsdangerous import BadData

from tinyflask import Flask
from tinyflask.sessions import SessionInterface

TYPE_IN = "tinyflask/sessions.py"


class SecureCookieSessionInterface(SessionInterface):
    ...

    def _options(self, app):
        return {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }

    def open_session(self, app, request):
        """Return the session in the request's cookie, or an empty one."""
        raise NotImplementedError("write open_session here")

    def save_session(self, app, session, response):
        """Set the cookie if it changed, or delete it if the session is empty now."""
        raise NotImplementedError("write save_session here")


def _app(**config):
    app = Flask(__name__)
    app.config.update(SECRET_KEY="tea", SESSION_COOKIE_SAMESITE="Lax")
    app.config.update(config)
    return app


def _opened(app, cookie=None):
    headers = {} if cookie is None else {"Cookie": f"session={cookie}"}
    with app.test_request_context("/", headers=headers) as context:
        return app.session_interface.open_session(app, context.request)


def _saved(app, session):
    response = app.response_class()
    app.session_interface.save_session(app, session, response)
    return response.headers.get("Set-Cookie"), response.headers.get("Vary")


def _session(app, accessed=False, modified=False, **content):
    session = app.session_interface.session_class(content)
    session.accessed, session.modified = accessed, modified
    return session


def test_without_a_key():
    found = _opened(_app(SECRET_KEY=None), "x")
    assert found is None, f"Without a key open_session returned {found!r}, not None."


def test_without_a_cookie():
    found = _opened(_app())
    assert found is not None, "Without a cookie open_session returned None."
    assert dict(found) == {}, f"Without a cookie the session is {dict(found)}."
    assert not found.modified, "A session that was just opened says it was modified."


def test_a_good_cookie():
    app = _app()
    cookie = app.session_interface.get_signing_serializer(app).dumps({"user": "ann"})
    found = _opened(app, cookie)
    assert dict(found) == {"user": "ann"}, f"A good cookie was read as {dict(found)}."
    found = _opened(_app(PERMANENT_SESSION_LIFETIME=-1), cookie)
    assert dict(found) == {}, f"A cookie that is too old was read as {dict(found)}."


def test_a_bad_cookie():
    for cookie in ("x", "a.b.c", "eyJ1c2VyIjoiYW5uIn0.aSAAAA.x"):
        found = _opened(_app(), cookie)
        assert dict(found) == {}, f"{cookie!r} is not signed; read as {dict(found)}."


def test_looking_varies():
    """Looking sets Vary."""
    app = _app()
    cookie, vary = _saved(app, _session(app, accessed=True, user="ann"))
    assert vary == "Cookie", f"Somebody looked, and Vary is {vary!r}, not 'Cookie'."
    assert cookie is None, f"Nothing was modified, and a cookie was set: {cookie}"
    cookie, vary = _saved(app, _session(app, user="ann"))
    assert vary is None, f"Nobody looked, and Vary is {vary!r}."


def test_setting():
    app = _app()
    cookie, vary = _saved(app, _session(app, modified=True, user="ann"))
    assert cookie, "A modified session set no cookie."
    assert cookie.startswith("session=eyJ"), f"The cookie is {cookie!r}."
    assert "SameSite=Lax" in cookie, f"The cookie lacks its options: {cookie}"
    assert "Expires" not in cookie, f"It should end with the browser: {cookie}"
    assert vary == "Cookie", f"A cookie was set, and Vary is {vary!r}."


def test_deleting():
    app = _app()
    cookie, vary = _saved(app, _session(app, modified=True))
    assert cookie, "A session that was emptied set no cookie to delete it."
    assert "Max-Age=0" in cookie, f"The cookie was not deleted: {cookie}"
    assert "SameSite=Lax" in cookie, f"The deleted cookie lacks its options: {cookie}"
    assert vary == "Cookie", f"A cookie was deleted, and Vary is {vary!r}."
    cookie, vary = _saved(app, _session(app))
    assert cookie is None, f"An empty session that nobody touched set {cookie}."


def test_a_permanent_session():
    app = _app()
    cookie, vary = _saved(app, _session(app, _permanent=True))
    assert cookie, "A permanent session is sent each time, and no cookie was set."
    assert "Expires" in cookie, f"A permanent session has a date: {cookie}"
    assert vary == "Cookie", f"It was sent, and Vary is {vary!r}."
