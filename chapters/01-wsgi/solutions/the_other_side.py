"""The other side.

Hint: Define `start_response` inside of `call`, so that it can put what it is given where
`call` finds it: into a list, or into variables that it declares `nonlocal`.

Hint: Ask for the status only after you have looped over the body. And loop over it inside
of a `try`, whose `finally` calls `close` if there is one: `getattr(body, "close", None)`.

Hint: `def start_response(status, headers, exc_info=None)` begins with
`assert exc_info or not answer`, where `answer` is the list that it fills with
`answer[:] = [status, headers]`.

Learnt: A server for one application fits on a screen. What is missing is a socket, and
somebody who makes `environ` of what comes through it. The order matters: a server must
not send the status before it has the first piece, or no application could change its mind.

In Flask: `werkzeug.test.run_wsgi_app` is this function with more care. Flask's test client
calls it, and so does every test in this book, behind WebTest's own version.

Try: Call a Flask application with your function. `werkzeug.test.create_environ("/")` makes
the `environ`.
"""


def call(app, environ):
    """The status, the headers and the body that ``app`` answers ``environ`` with."""
    answer = []

    def start_response(status, headers, exc_info=None):
        assert exc_info or not answer, "start_response was called twice."
        answer[:] = [status, headers]

    pieces = app(environ, start_response)
    try:
        body = b"".join(pieces)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
    if not answer:
        raise RuntimeError("The application did not call start_response.")
    status, headers = answer
    return status, headers, body
