"""Which rule answers.

Below is a program: seven rules, written in a bad order, and nine paths. Say what it
prints before it runs: for each path the endpoint of the rule that answers, or the name of
the error. Write the lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

from werkzeug.exceptions import HTTPException

from tinyflask import Flask
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _rules():
    return {
        "/<path:anything>": "anything",
        "/<name>": "name",
        "/<int:number>": "number",
        "/<name>/edit": "edit",
        "/new": "new",
        "/new/<int:number>": "numbered",
        "/about/": "about",
    }


def _program():
    app = Flask(__name__)
    for rule, endpoint in _rules().items():
        app.add_url_rule(rule, endpoint)
    adapter = app.url_map.bind("example.com")
    for path in (
        "/new",
        "/7",
        "/7.5",
        "/new/edit",
        "/new/7",
        "/new/7/edit",
        "/about/",
        "/",
        "/7/edit/",
    ):
        try:
            print(adapter.match(path)[0])
        except HTTPException as error:
            print(type(error).__name__)


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_every_line_is_an_endpoint_or_an_error():
    """Every line is an endpoint, or the name of an error."""
    known = {*_rules().values(), "NotFound", "MethodNotAllowed", "RequestRedirect"}
    assert lines(PRINTED), "No line is predicted yet."
    for number, line in enumerate(lines(PRINTED), 1):
        assert line in known, f"Line {number}, {line!r}, is no endpoint and no error."
