"""The database: one connection for each request, or for each command."""

import sqlite3

import click

from tinyflask import current_app, g
from tinyflask.cli import with_appcontext


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(current_app.config["DATABASE"])
        g.db.row_factory = sqlite3.Row
        g.db.execute("PRAGMA foreign_keys = ON")
    return g.db


def close_db(error=None):
    db = g.pop("db", None)
    if db is not None:
        db.close()


def init_db():
    with current_app.open_resource("schema.sql") as file:
        get_db().executescript(file.read().decode())


@click.command("init-db")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def init_db_command(yes):
    """Throw away what there is, and make empty tables."""
    if not yes:
        click.confirm("This deletes everything. Go on?", abort=True)
    init_db()
    click.echo("The tables are there, and empty.")


def init_app(app):
    app.teardown_appcontext(close_db)
    app.cli.add_command(init_db_command)
