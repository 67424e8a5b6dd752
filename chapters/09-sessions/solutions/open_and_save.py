"""Open and save.

Hint: `request.cookies.get(name)` is the cookie or `None`, and
`app.permanent_session_lifetime.total_seconds()` the seconds, with a fraction.

Hint: Only `loads` belongs into the `try`, and its `except BadData:` makes the content
`None`. `self.session_class(None)` is an empty session.

Hint: In `save_session`, `if session.accessed:` comes first, then `if not session:` and
`elif self.should_set_cookie(app, session):`.

Hint: `response.set_cookie(name, value, expires=expires, **self._options(app))`, and
`response.delete_cookie(name, **self._options(app))`.

Learnt: A cookie is deleted by setting it once more, with a date in the past and the same
domain and path. With others, a browser would take it for another cookie and keep the
first one.

In Flask: `SecureCookieSessionInterface` in `src/flask/sessions.py`.

Try: Leave the options out when the cookie is deleted. Which test notices?
"""

from itsdangerous import BadData

from tinyflask.sessions import SessionInterface


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
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        max_age = int(app.permanent_session_lifetime.total_seconds())
        try:
            content = serializer.loads(cookie, max_age=max_age)
        except BadData:
            content = None
        return self.session_class(content if isinstance(content, dict) else None)

    def save_session(self, app, session, response):
        """Set the cookie if it changed, or delete it if the session is empty now."""
        name = self.get_cookie_name(app)
        if session.accessed:
            response.vary.add("Cookie")
        if not session:
            if session.modified:
                response.delete_cookie(name, **self._options(app))
                response.vary.add("Cookie")
        elif self.should_set_cookie(app, session):
            value = self.get_signing_serializer(app).dumps(dict(session))
            expires = self.get_expiration_time(app, session)
            response.set_cookie(name, value, expires=expires, **self._options(app))
            response.vary.add("Cookie")
