"""What is left, and when.

Below, a client asks twice within one `with` block, and hooks print what they see. Say what
the program prints before it runs. Write the lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

from tinyflask import Flask, has_request_context, redirect, request
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = Flask("shop")
    app.add_url_rule("/", "index", lambda: "tea")
    app.add_url_rule("/old", "old", lambda: redirect("/"))

    @app.before_request
    def before():
        print("before", request.path)

    @app.teardown_request
    def teardown(error):
        print("teardown", request.path)

    with app.test_client() as client:
        client.get("/old")
        print("the test sees", request.path)
        client.get("/")
        print("the test sees", request.path)
    print(has_request_context())


def test_the_redirect():
    """Nobody asked the client to follow the redirect."""
    first = [line for line in lines(PRINTED) if line.startswith("the test sees")][:1]
    assert first != ["the test sees /"], (
        "By your lines the first request ends at `/`. The client follows a redirect only"
        " if it is told to."
    )


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)
