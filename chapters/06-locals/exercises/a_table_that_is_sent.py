"""A table that is sent.

A shop has a table of a million rows, and sends it as text, one row a line. The whole of it
would not fit into memory, so the rows are read from the database as they are sent.

`database()` is given: it opens the connection of the current request, and a function for
the end closes it. Write the view `table`. It answers with the type `text/csv`, the line
`number,name`, and then a line for each row that `database().rows()` gives, such as
`1,tea`. Each line ends with a newline.

The connection must stay open until the last row was read, or until the client has gone
away, and must be closed then, and only once. And the first line is sent before any row
has been read.
"""

from webtest import TestApp
from werkzeug.test import create_environ

from tinyflask import Flask, g

# What was done with connections.
log = []


class Connection:
    """A connection to a table of ``size`` rows."""

    size = 3
    is_closed = False

    def rows(self):
        """Give the rows, each a number and a name. Raises `OSError` once it is closed."""
        for number in range(1, self.size + 1):
            if self.is_closed:
                raise OSError("The connection was closed before this row was read.")
            log.append(f"row {number}")
            yield number, "tea" if number % 2 else "milk"

    def close(self):
        self.is_closed = True
        log.append("closed")


def database():
    """Return the connection of the current request."""
    if "database" not in g:
        g.database = Connection()
    return g.database


def table():
    """Answer with the table, row by row."""
    raise NotImplementedError("write table here")


def _app(size=3):
    log.clear()
    Connection.size = size
    app = Flask(__name__)

    @app.teardown_appcontext
    def close(error):
        if "database" in g:
            g.database.close()

    app.add_url_rule("/", "table", table)
    return app


def _body(app):
    """What the application hands to its server."""
    return iter(app(create_environ("/"), lambda status, headers: None))


def test_the_table():
    response = TestApp(_app()).get("/")
    expected = "number,name\n1,tea\n2,milk\n3,tea\n"
    assert response.text == expected, f"The table is {response.text!r}."
    assert response.content_type == "text/csv", (
        f"It is sent as {response.content_type}, not as text/csv."
    )


def test_the_connection_is_closed_once_and_at_the_end():
    TestApp(_app()).get("/")
    expected = ["row 1", "row 2", "row 3", "closed"]
    assert log == expected, f"This is what was done with the connection: {log}."


def test_the_first_line_does_not_wait():
    """The first line is sent before a row is read, and each row when it is asked for."""
    body = _body(_app(100_000))
    first = next(body)
    assert first == b"number,name\n", f"The first piece begins with {first[:30]!r}."
    assert log == [], f"Before the first line was sent, this was done: {log[:3]}."
    next(body)
    assert log == ["row 1"], f"When the second line was sent, this was done: {log[:3]}."
    body.close()


def test_a_client_that_goes_away():
    body = _body(_app())
    next(body)
    next(body)
    body.close()
    assert log.count("closed") == 1, (
        "The client went away after the first row, and the connection was closed"
        f" {log.count('closed')} times."
    )


def test_two_at_a_time():
    """Two tables that are sent in turns have a connection each."""
    app = _app()
    one, two = _body(app), _body(app)
    pieces = [next(body) for _ in range(4) for body in (one, two)]
    expected = [b"number,name\n", b"1,tea\n", b"2,milk\n", b"3,tea\n"]
    assert pieces == [each for each in expected for _ in range(2)], (
        f"Two clients that read in turns got {pieces}."
    )
    one.close()
    two.close()


def test_nothing_is_left():
    """Another request finds nothing of the last one."""
    app = _app()
    TestApp(app).get("/")
    assert not g, "After the request, `g` still stands for something."
    TestApp(app).get("/nothing", status=404)
    assert log.count("closed") == 1, (
        "A request that reads no table opened a connection all the same."
    )
