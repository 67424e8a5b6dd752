"""A session to begin with.

Hint: `self.application.test_request_context(...)` is a request that nobody sent.
`self._add_cookies_to_wsgi(environ)` puts the client's cookies into its environ, before
anybody reads them.

Hint: The application's `session_interface` opens a session for a request, and saves it into
a response. `self.application.response_class()` is one that nobody is sent.

Hint: Enter the context twice, once to open the session and once to save it, and `yield`
between the two. `self._update_cookies_from_response(host, path, headers)` takes a list of
`Set-Cookie` headers: `response.headers.getlist("Set-Cookie")`.

Learnt: The test knows neither key nor cookie. It asks the application to do what it does
for every request, and puts the client's cookies in and out around it.

In Flask: `session_transaction` is in `src/flask/testing.py`.

Try: Open the session twice, one block inside of the other, and change it in both. Which
change is left, and why?
"""

from contextlib import contextmanager


class FlaskClient:
    ...

    @contextmanager
    def session_transaction(self, *args, **kwargs):
        """Have the session of the client for the ``with`` block, and save it then."""
        if self._cookies is None:
            raise TypeError("A client without cookies has no session.")
        app, response = self.application, self.application.response_class()
        context = app.test_request_context(*args, **kwargs)
        self._add_cookies_to_wsgi(context.request.environ)
        with context:
            session = app.session_interface.open_session(app, context.request)
        if session is None:
            raise RuntimeError("The application has no session. It needs a SECRET_KEY.")
        yield session
        if app.session_interface.is_null_session(session):
            return
        with context:
            app.session_interface.save_session(app, session, response)
        host = context.request.host.partition(":")[0]
        cookies = response.headers.getlist("Set-Cookie")
        self._update_cookies_from_response(host, context.request.path, cookies)
