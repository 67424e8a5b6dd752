"""What is sent.

Below is a program: ten views, and what each of them returns. Say what it prints before it
runs: for each view the status and the type that the client gets, such as `299 image/png`,
or `TypeError` where there is no response. Write the lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

from webtest import TestApp
from werkzeug.exceptions import NotFound

from tinyflask import Flask, Response
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = Flask(__name__)
    values = [
        "tea",
        ("tea", 201),
        {"tea": 3},
        ({"error": "no tea"}, 404),
        (["tea"], {"X-Pot": "blue"}),
        ({"tea": 3}, {"Content-Type": "text/plain"}),
        (Response("tea", 201, mimetype="text/plain"), 202),
        iter(["t", "e", "a"]),
        NotFound(),
        None,
    ]
    for number, value in enumerate(values):
        app.add_url_rule(f"/{number}", f"view_{number}", lambda value=value: value)
    client = TestApp(app)
    for number in range(len(values)):
        try:
            response = client.get(f"/{number}", expect_errors=True)
            print(response.status_code, response.content_type)
        except TypeError as error:
            print(type(error).__name__)


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_a_line_was_written():
    """At least one line was written."""
    assert lines(PRINTED), "Nothing was predicted yet."
