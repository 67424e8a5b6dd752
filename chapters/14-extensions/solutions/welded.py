"""Welded.

Hint: The constructor of a subclass calls the one of `Flask`, and then there is a `config`. The
connection is made in `database`, when it is not there yet.

Hint: What lasts as long as the context is in `g`.

Hint: `"database" in g` says whether it is there. `teardown_appcontext`, called in the
constructor, has a method called at the end of each context.

Learnt: It can be done well, with all that an extension does, and one thing more: it is in the
class, and whoever wants another database has to want another class.

In Flask: Nothing of the kind. Django's `connections` are opened when they are first used, and
closed at the end of each request.

Try: Make an extension of it. Which lines change?
"""

import sqlite3

from tinyflask import Flask, g


class DatabaseFlask(Flask):
    """An application with a database."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.config.setdefault("DATABASE", None)
        self.teardown_appcontext(self.close)

    def database(self):
        """Return the connection of the current context."""
        if self.config["DATABASE"] is None:
            raise RuntimeError("There is no database. Name its file in DATABASE.")
        if "database" not in g:
            g.database = sqlite3.connect(self.config["DATABASE"])
        return g.database

    def close(self, error):
        if "database" in g:
            g.pop("database").close()
