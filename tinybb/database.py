"""The database: an engine for each application, a session for each request."""

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from tinyflask import abort, current_app, g, has_request_context, request

from .migrating import is_behind, migrate

READING = {"GET", "HEAD", "OPTIONS"}
# So many seconds a request waits for others that write.
PATIENCE = 20


class Database:
    """The extension: it keeps nothing of an application in itself."""

    def init_app(self, app):
        # A database in memory is as old as its connection, so there is one.
        in_memory = make_url(app.config["DATABASE"]).database in (None, "", ":memory:")
        engine = create_engine(
            app.config["DATABASE"],
            # A connection goes from thread to thread, and is one thread's at a time.
            connect_args={"timeout": PATIENCE, "check_same_thread": False},
            **({"poolclass": StaticPool} if in_memory else {}),
        )
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)
        app.extensions["database"] = engine
        app.teardown_appcontext(self.close)
        app.before_request(self.check)
        if in_memory:
            with app.app_context():
                self.migrate()

    @property
    def session(self):
        """The session of this request, or of this command."""
        if "session" not in g:
            g.session = Session(current_app.extensions["database"])
        return g.session

    def close(self, error):
        if "session" in g:
            g.pop("session").close()

    def check(self):
        if not current_app.secret_key:
            abort(503, "There is no key yet: set TINYBB_SECRET_KEY.")
        if self.is_behind():
            abort(503, "The tables are not there yet: see the command migrate.")

    def is_behind(self):
        return is_behind(self.raw_connection())

    def migrate(self):
        """Bring the tables up to date; returns the names of the scripts that ran."""
        names = migrate(self.raw_connection())
        self.session.commit()
        return names

    def raw_connection(self):
        """The connection of this session, as Python's own module has it."""
        return self.session.connection().connection.dbapi_connection


def prepare(connection, record):
    """Called for each new connection to a file."""
    # Python begins transactions when it thinks fit. `begin` does it here.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Who reads does not wait for who writes.
    connection.execute("PRAGMA journal_mode = WAL")


def begin(connection):
    """Called at the begin of each transaction.

    Who is going to write takes the turn at once. Who has read before, and then wants
    to write, would be refused if somebody else wrote meanwhile.
    """
    writes = not has_request_context() or request.method not in READING
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


database = Database()
