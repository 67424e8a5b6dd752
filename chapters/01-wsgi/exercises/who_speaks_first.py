"""Who speaks first.

Below is a program: two applications, a server that calls both, and a `print` wherever
somebody speaks. Say what it prints before it runs. Write the lines into `PRINTED`, one
below the other.

You are told which lines are not what is printed, and never what is.
"""

from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _listed(environ, start_response):
    print("listed: called")
    start_response("200 OK", [])
    print("listed: started")
    return [b"one", b"two"]


def _generated(environ, start_response):
    print("generated: called")
    start_response("200 OK", [])
    try:
        yield b"one"
        yield b"two"
    finally:
        print("generated: closed")


def _program():
    for app in (_listed, _generated):
        print("server: calls")
        body = app({}, lambda status, headers: print("server:", status))
        print("server: loops")
        for piece in body:
            print("server:", piece.decode())
            break
        getattr(body, "close", lambda: print("server: nothing to close"))()


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_both_applications_speak():
    """Both applications are heard."""
    for name in ("listed", "generated"):
        assert any(line.startswith(name) for line in lines(PRINTED)), (
            f"No line of yours begins with {name!r}, and that application does speak."
        )
