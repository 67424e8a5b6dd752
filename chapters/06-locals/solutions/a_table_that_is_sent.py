"""A table that is sent.

Hint: The view returns a generator, in a tuple with headers. What it gives is made after the
view is done. Which function of the chapter keeps the request for it?

Hint: A generator runs only when it is asked for a piece. So everything that is to wait, the
connection too, belongs into the generator and not before it.

Hint: `return stream_with_context(lines()), {"Content-Type": "text/csv"}`, where `lines`
first yields the line with the names, and then loops over `database().rows()`.

Learnt: With `stream_with_context` the request lasts as long as its last piece, and what hangs
on the request, such as a connection in `g`, does too. Without it, the generator finds no
request, and a connection that was opened before it is closed too early.

In Flask: `stream_with_context` is in `src/flask/helpers.py`. There the function for the end is
called before the first piece too, so that a connection from `g` is closed early: take it
before, and close it in the generator.

Try: Leave `stream_with_context` out, and read the error. Then let the table be long, and
look at how much memory the program takes.
"""

from tinyflask import g, stream_with_context

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

    def lines():
        yield "number,name\n"
        for number, name in database().rows():
            yield f"{number},{name}\n"

    return stream_with_context(lines()), {"Content-Type": "text/csv"}
