"""On whose behalf.

Below is a program: two applications, contexts within contexts, and a stream that is read
late. `_who` prints what is current where it is called. `Context().run(_who)` calls it where no
variable was ever set, as in a new thread. Say what the program prints before it runs. Write the
lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

from contextvars import Context

from tinyflask import Flask, current_app, g, request, stream_with_context
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _who():
    if not current_app:
        print("nobody")
        return
    path = request.path if request else "no request"
    print(current_app.name, "|", path, "|", g.get("user", "no user"))


def _program():
    shop, library = Flask("shop"), Flask("library")

    @shop.teardown_appcontext
    def end(error):
        print("the end of", g.get("user", "no user"))

    def pieces():
        _who()
        yield "tea"

    with shop.test_request_context("/tea"):
        g.user = "ann"
        _who()
        with library.app_context():
            _who()
            g.user = "bob"
        Context().run(_who)
        stream = stream_with_context(pieces())
    _who()
    list(stream)
    with shop.app_context():
        _who()
        with library.test_request_context("/books"), shop.app_context():
            g.user = "carl"
            _who()


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_a_line_was_written():
    """At least one line was written."""
    assert lines(PRINTED), "Nothing was predicted yet."
