"""One transaction.

Hint: The connection lasts as long as the request, so it goes into `g`. Whether there is
one is `"connection" in g`.

Hint: The status is known after the view, so a function of `after_request` decides between
`commit` and `rollback`. It has to return the response.

Hint: A view that fails has no response. `teardown_request` is called all the same, and
closing a connection undoes what was not committed.

Learnt: `after_request` is the place for what depends on the answer and must happen before
it is sent, and `teardown_request` for what must happen in any case.

In Flask: There is nothing like it, since Flask knows of no database. The extension
Flask-SQLAlchemy closes its session in a function of `teardown_appcontext`, and leaves the
commit to the views.

Try: Commit in `teardown_request`, if it gets no error. What does the client believe when
the commit fails?
"""

import sqlite3

from tinyflask import Flask, current_app, g, request

calls = []


class Noting(sqlite3.Connection):
    """A connection that notes what is done to it."""

    def commit(self):
        calls.append("commit")
        super().commit()

    def rollback(self):
        calls.append("rollback")
        super().rollback()

    def close(self):
        calls.append("close")
        super().close()


def connect(path):
    """Open the database at ``path``."""
    calls.append("open")
    return sqlite3.connect(path, factory=Noting)


def connection():
    """Return the connection of the current request."""
    if "connection" not in g:
        g.connection = connect(current_app.config["DATABASE"])
    return g.connection


def install(app):
    """Register with ``app`` what `connection` needs."""

    @app.after_request
    def keep_or_undo(response):
        if "connection" in g:
            if response.status_code < 400:
                g.connection.commit()
            else:
                g.connection.rollback()
        return response

    @app.teardown_request
    def close(error):
        if "connection" in g:
            g.connection.close()
