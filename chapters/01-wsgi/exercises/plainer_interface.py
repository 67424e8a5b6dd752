"""A plainer interface.

People often wish that a WSGI application returned everything that it has to say:

    def answer(environ):
        return "200 OK", [("Content-Type", "text/plain")], b"Hello"

Write `as_wsgi`, which takes such a function and returns a WSGI application.

It works, and you have lost something: the body is whole before the first byte is sent.
So let the body also be an iterable of `bytes`, and pass its pieces on as they are made.
A server that stops early, because the visitor left, calls `close` on what it was given,
if that has such a method; the function's own iterable must hear of it.

When you are done, look at your second half. Which interface have you written again?
"""

from webtest import TestApp


def as_wsgi(answer):
    """Return a WSGI application that says what ``answer(environ)`` returns."""
    raise NotImplementedError("write as_wsgi here")


def test_a_plain_answer_is_sent():
    app = as_wsgi(
        lambda environ: ("200 OK", [("Content-Type", "text/plain")], b"Hello")
    )
    response = TestApp(app).get("/")
    assert response.body == b"Hello", f"The body is {response.body!r}, not b'Hello'."


def test_the_function_sees_the_request():
    def answer(environ):
        body = environ["PATH_INFO"].encode()
        return "404 Not Found", [("Content-Type", "text/plain")], body

    response = TestApp(as_wsgi(answer)).get("/tea", expect_errors=True)
    found = response.status, response.body
    assert found == ("404 Not Found", b"/tea"), (
        f"For /tea it answers {found!r}. It should be ('404 Not Found', b'/tea')."
    )


def test_pieces_are_sent_as_they_are_made():
    made = []

    def pieces():
        for piece in (b"one", b"two", b"three"):
            made.append(piece)
            yield piece

    body = iter(_call(lambda environ: ("200 OK", [], pieces())))
    first = next(body)
    assert first == b"one", f"The first piece is {first!r}, not b'one'."
    assert made == [b"one"], (
        f"When the first piece was sent, {len(made)} had been made. Nobody can wait for"
        " an endless body to be whole."
    )


def test_close_reaches_the_body():
    closed = []

    class Body:
        def __iter__(self):
            yield b"one"

        def close(self):
            closed.append(True)

    body = _call(lambda environ: ("200 OK", [], Body()))
    assert hasattr(body, "close"), (
        "What the application returns has no method `close`, so the function's body"
        " never hears that the visitor has left."
    )
    body.close()
    assert closed, (
        "`close` was called on what the application returned, before its first piece"
        " was taken, and the function's own body was not told. (A generator that has"
        " not begun does not run its `finally`.)"
    )


def test_any_iterable_is_a_body():
    class Endless:
        def __iter__(self):
            for _ in range(1_000):
                yield b"more"
            raise AssertionError(
                "A thousand pieces of an endless body were made, and none was sent yet."
                " Pass each on as it comes."
            )

    first = next(iter(_call(lambda environ: ("200 OK", [], Endless()))))
    assert first == b"more", (
        f"The first piece of an endless body is {first!r}. It should be b'more'."
    )


def _call(answer):
    return as_wsgi(answer)({}, lambda status, headers: None)
