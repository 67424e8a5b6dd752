"""Welded.

Take the other road: a framework with a database in it. `DatabaseFlask` is an application
whose `database()` returns an SQLite connection to the file in its setting `DATABASE`. Do it so
that it hurts least: a connection lasts as long as the context, is the same within it, and is
closed at its end. Nothing is opened before somebody asks. An application whose `DATABASE` is
`None`, which is the default, has no database, and says so by a `RuntimeError`. Two applications
have two databases.
"""

import sqlite3
import tempfile
from pathlib import Path

from tinyflask import Flask, g


class DatabaseFlask(Flask):
    """An application with a database."""

    def database(self):
        """Return the connection of the current context."""
        raise NotImplementedError("write database here")


def test_a_connection():
    with _folder() as folder:
        app = _app(folder / "tea.db")
        with app.app_context():
            found = app.database().execute("SELECT 1 + 1").fetchone()
        assert found == (2,), f"SELECT 1 + 1 returned {found!r}."


def test_it_is_the_same_within_a_context():
    with _folder() as folder:
        app = _app(folder / "tea.db")
        with app.app_context():
            assert app.database() is app.database(), (
                "Asked twice in one context, it is another connection."
            )


def test_each_context_has_its_own():
    with _folder() as folder:
        app = _app(folder / "tea.db")
        with app.app_context():
            outer = app.database()
            with app.app_context():
                inner = app.database()
            assert inner is not outer, "A context within another has its connection."
            assert _is_closed(inner), (
                "The inner context has ended, with its connection open."
            )
            assert not _is_closed(outer), (
                "The inner context has closed the outer one's."
            )
            assert app.database() is outer, "After the inner context it is another one."


def test_it_is_closed_at_the_end():
    with _folder() as folder:
        app = _app(folder / "tea.db")
        for error in (None, LookupError):
            try:
                with app.app_context():
                    connection = app.database()
                    if error:
                        raise error
            except LookupError:
                pass
            assert _is_closed(connection), "After the context the connection is open."


def test_a_request():
    with _folder() as folder:
        app, seen = _app(folder / "tea.db"), []

        @app.get("/")
        def index():
            seen.append(app.database())
            return "tea"

        for _ in range(2):
            app.test_client().get("/")
        assert seen[0] is not seen[1], "Two requests have the same connection."
        assert all(map(_is_closed, seen)), "After the request the connection is open."


def test_nothing_is_opened_before_somebody_asks():
    with _folder() as folder:
        app = _app(folder / "tea.db")
        app.add_url_rule("/", "index", lambda: "tea")
        app.test_client().get("/")
        assert not list(folder.iterdir()), "Nobody asked, and there is a file."


def test_without_a_database():
    app = DatabaseFlask("clock")
    assert app.config.get("DATABASE", "missing") is None, (
        "Without being told anything, the setting DATABASE is not None."
    )
    app.add_url_rule("/", "index", lambda: "noon")
    page = app.test_client().get("/").text
    assert page == "noon", f"An application without a database has the page {page!r}."
    with app.app_context():
        try:
            app.database()
        except RuntimeError as error:
            assert "DATABASE" in str(error), f"The error says {str(error)!r}."
            return
    raise AssertionError("There is no database, and database() says nothing of it.")


def test_two_applications():
    with _folder() as folder:
        for app in (_app(folder / "tea.db"), _app(folder / "milk.db")):
            with app.app_context():
                query = "SELECT file FROM pragma_database_list"
                [(file,)] = app.database().execute(query)
            assert Path(file).stem == app.name, (
                f"The database of {app.name} is in {Path(file).name}."
            )


def test_plain_applications_have_none():
    assert "DATABASE" not in Flask("plain").config, (
        "The setting DATABASE has got into all applications."
    )


def _app(file):
    app = DatabaseFlask(file.stem)
    app.config["DATABASE"] = str(file)
    return app


def _is_closed(connection):
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


class _folder:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        return Path(self.folder.name)

    def __exit__(self, *error):
        self.folder.cleanup()
