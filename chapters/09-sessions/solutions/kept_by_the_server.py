"""Kept by the server.

Hint: `request.cookies.get(self.get_cookie_name(app))` is the number or `None`, and
`dict.get` finds what is kept or `None`.

Hint: `Session(content, number)` copies a dictionary that it is given, and not what is in
it: `Session(deepcopy(content), number)`.

Hint: In `save_session`, the three cases after `Vary` are: not modified, empty, and any
other. `dict.pop(number, None)` forgets without an error.

Learnt: A session on the server can hold what its owner should not see, can be large, and
can be ended. In return there is something to keep, to clean up, and to share between all
the machines that answer requests.

In Flask: The interface is the same, and the extension Flask-Session has several such
classes, for Redis and for databases.

Try: Give each session a time, and have `open_session` forget those that are too old.
"""

import secrets
from copy import deepcopy

from werkzeug.datastructures import CallbackDict

from tinyflask import Flask
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
        number = request.cookies.get(self.get_cookie_name(app))
        content = self.sessions.get(number)
        return Session() if content is None else Session(deepcopy(content), number)

    def save_session(self, app, session, response):
        """Keep the session, or forget it if it is empty now."""
        name = self.get_cookie_name(app)
        if session.accessed:
            response.vary.add("Cookie")
        if not session.modified:
            return
        if not session:
            self.end(session.number)
            response.delete_cookie(name)
            return
        number = session.number if session.number in self.sessions else new_number()
        self.sessions[number] = deepcopy(dict(session))
        response.set_cookie(name, number, httponly=True)

    def end(self, number):
        """Forget a session."""
        self.sessions.pop(number, None)
