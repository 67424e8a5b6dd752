import sqlite3

import pytest
from journal.db import get_db


def test_one_connection_which_is_closed(app):
    with app.app_context():
        db = get_db()
        assert db is get_db()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        db.execute("SELECT 1")


def test_init_db_command(runner, monkeypatch):
    called = []
    monkeypatch.setattr("journal.db.init_db", lambda: called.append(True))
    result = runner.invoke(args=["init-db"], input="n\n")
    assert result.exit_code == 1
    assert not called
    result = runner.invoke(args=["init-db", "--yes"])
    assert "The tables are there" in result.output
    assert called


def test_init_db_command_for_real(app, runner):
    assert runner.invoke(args=["init-db", "--yes"]).exit_code == 0
    with app.app_context():
        assert not get_db().execute("SELECT * FROM user").fetchall()
