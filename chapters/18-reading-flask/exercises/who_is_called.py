"""Who is called.

A program on Flask itself: a blueprint in a blueprint, hooks, handlers, and a view that fails. Then an
address that does not exist. Say what it prints before it runs. Write the lines into `PRINTED`, one
below the other.

You are told which lines are not what is printed, and never what is.
"""

from flask import Blueprint, Flask

from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = Flask("shop")
    outer, inner = Blueprint("outer", "shop"), Blueprint("inner", "shop")

    for name, each in (("inner", inner), ("outer", outer), ("app", app)):
        _listen(name, each)

    @inner.get("/tea")
    def tea():
        print("view")
        return {}["tea"]

    @app.errorhandler(KeyError)
    def missing(error):
        print("app handles KeyError")
        return "missing", 500

    @outer.errorhandler(LookupError)
    def lookup(error):
        print("outer handles LookupError")
        return "lookup", 500

    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    client = app.test_client()
    print(client.get("/tea").text)
    print(client.get("/nowhere").status_code)


def _listen(name, part):
    part.before_request(lambda: print(name, "before"))
    part.teardown_request(lambda error: print(name, "teardown", error is None))

    @part.after_request
    def after(response):
        print(name, "after")
        return response


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_one_handler():
    """One handler is asked, and one alone."""
    handled = [line for line in lines(PRINTED) if "handles" in line]
    assert len(handled) == 1, f"By your lines these handlers are called: {handled!r}."


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)
