"""Who is believed.

Four requests come to an application with `ProxyFix`, which is told of one proxy first, and then
of two. Say what the program prints before it runs. Write the lines into `PRINTED`, one below the
other. (Without a header that it believes, an application has the address that the connection
came from, here 10.0.0.1. A header with fewer values than there are proxies is not believed.)

You are told which lines are not what is printed, and never what is.
"""

from webtest import TestApp
from werkzeug.middleware.proxy_fix import ProxyFix

from tinyflask import Flask, request
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _program():
    app = Flask("shop")
    app.add_url_rule("/", "index", lambda: request.remote_addr)
    inner = app.wsgi_app
    for proxies in (1, 2):
        app.wsgi_app = ProxyFix(inner, x_for=proxies)
        client = TestApp(app, extra_environ={"REMOTE_ADDR": "10.0.0.1"})
        print(proxies)
        print(client.get("/").text)
        print(client.get("/", headers={"X-Forwarded-For": "1.1.1.1"}).text)
        print(client.get("/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}).text)
        print(client.get("/", headers={"Forwarded": "for=3.3.3.3"}).text)


def test_a_header_that_is_not_believed():
    """A header of another name."""
    assert "3.3.3.3" not in PRINTED, "By your lines the header Forwarded was believed."


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_how_often_the_connection_counts():
    """How often the address of the connection is printed."""
    assert lines(PRINTED).count("10.0.0.1") == 5, (
        "By your lines the address of the connection is not printed five times."
    )
