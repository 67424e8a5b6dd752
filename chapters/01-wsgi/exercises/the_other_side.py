"""The other side.

An application is one half of WSGI. Write the other half, what a server does: a function
`call(app, environ)` that calls the application once and returns three things, the status,
the list of headers and the body as `bytes`.

- The body comes in pieces. `start_response` may be called as late as for the first of
  them: an application that is a generator does nothing before it is looped over.
- An application that fails before its first piece may take its status back. It calls
  `start_response` again, with a third argument `exc_info`, and the later call counts. Once
  there is a piece that is not empty, the status has been sent, and it is too late: then
  `start_response` raises the error, `exc_info[1]`. A second call without that argument is
  a mistake, and raises `AssertionError`.
- If the body has a method `close`, it is called in the end, whatever happens on the way.
- An application that does not call `start_response`, or only after a piece of the body,
  has answered nothing: raise `RuntimeError` with a sentence that says so.
"""


def call(app, environ):
    """The status, the headers and the body that ``app`` answers ``environ`` with."""
    raise NotImplementedError("write call here")


def test_a_plain_application_is_answered():
    found = call(_hello, {"PATH_INFO": "/tea"})
    wanted = ("200 OK", [("Content-Type", "text/plain")], b"You asked for /tea")
    assert tuple(found) == wanted, f"It returns {found!r}, not {wanted!r}."


def test_pieces_are_put_together():
    def pieces(environ, start_response):
        start_response("200 OK", [])
        return iter([b"one, ", b"", b"two"])

    *_, body = call(pieces, {})
    assert body == b"one, two", (
        f"The pieces are b'one, ' and b'two', and it has {body!r}."
        " It should be b'one, two'."
    )


def test_an_application_may_be_a_generator():
    def late(environ, start_response):
        start_response("201 Created", [("X-Late", "yes")])
        yield b"late"

    status, _, body = call(late, {})
    assert (status, body) == ("201 Created", b"late"), (
        f"A generator answered 201 Created and late, and it has {status!r} and {body!r}."
        " It should be ('201 Created', b'late')."
    )


def test_a_status_can_be_taken_back():
    def changed(environ, start_response):
        start_response("200 OK", [("X-First", "yes")])
        try:
            raise ValueError("no")
        except ValueError as error:
            exc_info = type(error), error, error.__traceback__
            start_response("500 Internal Server Error", [], exc_info)
        return [b"sorry"]

    status, headers, _ = call(changed, {})
    assert status.startswith("500"), (
        f"The status was taken back, and it is {status!r}. It should begin with 500."
    )
    assert headers == [], f"The later call has no headers, and it has {headers!r}."


def test_an_empty_piece_does_not_send_it():
    def changed(environ, start_response):
        start_response("200 OK", [])
        yield b""
        error = ValueError("no tea")
        start_response("503 No Tea", [], (type(error), error, None))
        yield b"sorry"

    status, _, body = call(changed, {})
    assert (status, body) == ("503 No Tea", b"sorry"), (
        f"So far the body was empty, and the status is {status!r}. It may still change."
    )


def test_then_it_is_too_late():
    def changed(environ, start_response):
        start_response("200 OK", [])
        yield b""
        yield b"one"
        error = ZeroDivisionError("no tea")
        start_response("500 Internal Server Error", [], (type(error), error, None))
        yield b"sorry"

    try:
        found = call(changed, {})
    except ZeroDivisionError:
        return
    raise AssertionError(
        "After its first piece an application took its status back, with the error that"
        f" had happened. That error should be raised, and it returns {found!r}."
    )


def test_two_statuses_are_a_mistake():
    def twice(environ, start_response):
        start_response("200 OK", [])
        start_response("404 Not Found", [])
        return []

    try:
        found = call(twice, {})
    except AssertionError:
        return
    raise AssertionError(f"start_response was called twice, and it returns {found!r}.")


def test_the_body_is_closed():
    body = _Body([b"one"])
    call(_answering(body), {})
    assert body.closed == 1, (
        f"The body's close was called {body.closed} times, not once."
    )


def test_the_body_is_closed_when_a_piece_fails():
    body = _Body([b"one", None])
    try:
        call(_answering(body), {})
    except ZeroDivisionError:
        pass
    else:
        raise AssertionError("The second piece raised, and nobody heard of it.")
    assert body.closed == 1, "A piece failed, and the body was not closed."


def test_silence_is_told():
    body = _Body([b"hm"])
    try:
        found = call(lambda environ, start_response: body, {})
    except NotImplementedError:
        raise
    except RuntimeError as error:
        assert "start_response" in str(error), (
            f"The error says {str(error)!r}, and not that start_response was not called."
        )
        assert body.closed == 1, "Nobody called start_response, and nothing was closed."
        return
    raise AssertionError(f"Nobody called start_response, and it returns {found!r}.")


def test_a_status_after_the_first_piece_is_silence():
    def late(environ, start_response):
        yield b"one"
        start_response("200 OK", [])

    try:
        found = call(late, {})
    except NotImplementedError:
        raise
    except RuntimeError:
        return
    raise AssertionError(
        f"start_response was called after the first piece, and it returns {found!r}."
    )


def _hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"You asked for " + environ["PATH_INFO"].encode()]


def _answering(body):
    def app(environ, start_response):
        start_response("200 OK", [])
        return body

    return app


class _Body:
    def __init__(self, pieces):
        self.pieces = pieces
        self.closed = 0

    def __iter__(self):
        for piece in self.pieces:
            yield piece if piece is not None else bytes(1 // 0)

    def close(self):
        self.closed += 1
