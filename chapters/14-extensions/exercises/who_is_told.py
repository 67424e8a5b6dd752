"""Who is told.

Two applications, some functions that listen, and a hook that answers. Say what the program
prints before it runs. Write the lines into `PRINTED`, one below the other.
(`request_finished` is sent when there is a response.)

You are told which lines are not what is printed, and never what is.
"""

from tinyflask import Flask
from tinyflask.signals import request_finished, request_started
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _started(sender):
    print("started:", sender.name)
    return "an answer of the listener's"


def _finished(sender, response):
    print("finished:", sender.name, response.status_code)


def _program():
    tea, milk = Flask("tea"), Flask("milk")
    for app in (tea, milk):
        app.add_url_rule("/", "index", lambda: "the page")

    @tea.before_request
    def hook():
        print("the hook of tea")
        return "closed"

    request_started.connect(_started, tea)
    request_started.connect(lambda sender: print("started, too"), milk)
    request_finished.connect(_finished)
    print(tea.test_client().get("/").text)
    print(milk.test_client().get("/").text)
    milk.test_client().get("/missing")
    request_started.disconnect(_started, tea)
    print(tea.test_client().get("/").text)
    request_finished.disconnect(_finished)


def test_a_listener_gives_no_answer():
    """The first page."""
    assert "an answer of the listener's" not in PRINTED, (
        "By your lines a function that listens has answered a request."
    )


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_the_hook():
    """What the hook answers is the page."""
    assert lines(PRINTED).count("closed") == 2, (
        "By your lines the hook has not answered both requests to tea."
    )
