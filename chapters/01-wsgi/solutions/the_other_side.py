"""The other side.

Hint: Define `start_response` inside of `call`, so that it can put what it is given where
`call` finds it: into a list, or into variables that it declares `nonlocal`.

Hint: Look for the status when you have a piece in your hand, and once more after the last,
since there may be none. And loop over the body inside of a `try`, whose `finally` calls
`close` if there is one: `getattr(body, "close", None)`.

Hint: `def start_response(status, headers, exc_info=None)` begins with
`assert exc_info or not answer`, where `answer` is the list that it fills with
`answer[:] = [status, headers]`. Before that it raises `exc_info[1]` if there is an
`exc_info`, and one of the pieces so far is not empty.

Learnt: A server for one application fits on a screen. What is missing is a socket, and
somebody who makes `environ` of what comes through it. The order matters: a server must
not send the status before it has the first piece, or no application could change its mind.

In Flask: `werkzeug.test.run_wsgi_app` is this function with more care. Flask's test client
calls it. WebTest, which tests this book, has one of its own.

Try: Call a Flask application with your function. `werkzeug.test.create_environ("/")` makes
the `environ`.
"""


def call(app, environ):
    """The status, the headers and the body that ``app`` answers ``environ`` with."""
    answer, body = [], []

    def start_response(status, headers, exc_info=None):
        if exc_info and any(body):
            raise exc_info[1]
        assert exc_info or not answer, "start_response was called twice."
        answer[:] = [status, headers]

    pieces = app(environ, start_response)
    try:
        for piece in pieces:
            if not answer:
                break
            body.append(piece)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
    if not answer:
        raise RuntimeError("The application did not call start_response.")
    status, headers = answer
    return status, headers, b"".join(body)
