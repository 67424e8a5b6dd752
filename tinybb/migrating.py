"""Migrations: numbered scripts of SQL, each of which is run once.

SQLite keeps a number for whoever uses the file, ``user_version``. Here it is the
number of the last script that ran.
"""

import sqlite3
from pathlib import Path

SCRIPTS = sorted((Path(__file__).parent / "migrations").glob("[0-9]*.sql"))


def version(connection):
    ((number,),) = connection.execute("PRAGMA user_version")
    return number


def is_behind(connection):
    """Whether there are scripts that have not been run on this database."""
    return version(connection) < len(SCRIPTS)


def migrate(connection):
    """Run the scripts that are missing; returns their names.

    They run in the transaction that ``connection`` is in: all of them, or none.
    """
    missing = SCRIPTS[version(connection) :]
    for number, script in enumerate(SCRIPTS, 1):
        if script in missing:
            for statement in statements(script.read_text("utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
    return [script.name for script in missing]


def statements(script):
    """The statements of a script. A trigger has semicolons of its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"this has no semicolon at its end: {statement.strip()}")
