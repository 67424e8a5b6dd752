"""One transaction.

What a request writes to a database should be kept whole or not at all. If the view fails
after the first of two `INSERT`s, neither may stay.

`connection()` below returns the connection of the current request; views call it. Write
it, and `install(app)`, which registers the hooks that it needs.

- The connection is opened with `connect(path)` when a request first asks for it, and at
  most once. `path` is `app.config["DATABASE"]`.
- What was written is kept, with `connection.commit()`, if the request was answered with a
  status below 400, before the answer is sent.
- If it was answered with 400 or more, what was written is undone with
  `connection.rollback()`. If the view raised an error there is no answer, and closing the
  connection undoes it.
- Whatever happened, the connection is closed in the end.
- A request that asks for no connection opens none.
"""

import sqlite3
from contextlib import suppress
from contextvars import Context
from wsgiref.util import setup_testing_defaults

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
    raise NotImplementedError("write connection here")


def install(app):
    """Register with ``app`` what `connection` needs."""
    raise NotImplementedError("write install here")


def _shop(folder):
    from pathlib import Path

    from webtest import TestApp

    app = Flask(__name__)
    app.config["DATABASE"] = str(Path(folder) / "shop.db")
    with sqlite3.connect(app.config["DATABASE"]) as database:
        database.execute("CREATE TABLE orders (thing TEXT)")
    database.close()

    @app.post("/orders")
    def order():
        for thing in request.args.getlist("thing"):
            connection().execute("INSERT INTO orders VALUES (?)", [thing])
        if request.args.get("fail") == "error":
            raise OSError("no paper")
        return "", int(request.args.get("fail", 201))

    @app.get("/orders")
    def orders():
        return [thing for (thing,) in connection().execute("SELECT * FROM orders")]

    app.add_url_rule("/", "index", lambda: "Tea.")
    install(app)
    calls.clear()
    client = TestApp(app)
    client.itself = app
    return client


def _in_a_folder(test):
    import tempfile

    def run():
        with tempfile.TemporaryDirectory() as folder:
            test(_shop(folder))

    run.__name__ = test.__name__
    return run


@_in_a_folder
def test_what_went_well_is_kept(shop):
    shop.post("/orders?thing=tea&thing=milk")
    assert calls == ["open", "commit", "close"], (
        f"A request that went well should open, commit and close; yours did {calls}."
    )
    found = shop.get("/orders").json
    assert found == ["tea", "milk"], f"Two things were ordered, and found were {found}."


@_in_a_folder
def test_it_is_kept_before_the_answer_is_sent(shop):
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/orders",
        "QUERY_STRING": "thing=tea",
    }
    setup_testing_defaults(environ)
    list(shop.itself(environ, lambda status, headers: calls.append("answer")))
    assert "answer" in calls[calls.index("commit") :], (
        f"The client had its answer before the commit, which may fail: {calls}."
    )


@_in_a_folder
def test_what_failed_is_undone(shop):
    with suppress(OSError):
        shop.post("/orders?thing=tea&thing=milk&fail=error")
    assert "commit" not in calls, f"The view raised an error, and yours did {calls}."
    assert calls[-1] == "close", f"The connection must be closed; yours did {calls}."
    found = shop.get("/orders").json
    assert found == [], f"The view failed, and {found} stayed in the database."


@_in_a_folder
def test_what_was_refused_is_undone(shop):
    for status in (400, 404, 500):
        calls.clear()
        shop.post(f"/orders?thing=tea&fail={status}", status=status)
        assert calls == ["open", "rollback", "close"], (
            f"A request that is answered with {status} should open, rollback and close;"
            f" yours did {calls}."
        )
    calls.clear()
    shop.post("/orders?thing=tea&fail=302", status=302)
    assert "commit" in calls, f"302 is below 400, and yours did {calls}: no commit."


@_in_a_folder
def test_who_does_not_ask_gets_none(shop):
    shop.get("/")
    assert calls == [], f"The page needs no database, and yours did {calls}."
    shop.get("/missing", status=404)
    assert calls == [], f"There is no such page, and yours did {calls}."


@_in_a_folder
def test_each_request_has_its_own(shop):
    def another_request():
        with shop.itself.test_request_context("/"):
            return connection()

    with shop.itself.test_request_context("/"):
        mine = connection()
        # As in another thread: there, nothing of this request is current.
        theirs = Context().run(another_request)
        assert mine is not theirs, (
            "Two requests at a time got the same connection. What one undoes, the other"
            " loses."
        )
        assert connection() is mine, "Another request ended, and took this connection."


@_in_a_folder
def test_a_failed_commit_closes_too(shop):
    commit = Noting.commit

    def fail(self):
        calls.append("commit")
        raise sqlite3.OperationalError("disk full")

    Noting.commit = fail
    try:
        shop.post("/orders?thing=tea")
    except sqlite3.OperationalError:
        pass
    finally:
        Noting.commit = commit
    assert calls[-1] == "close", f"The commit failed, and yours did {calls}: no close."
