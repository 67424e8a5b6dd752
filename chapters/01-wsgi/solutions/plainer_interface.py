"""A plainer interface.

Hint: `as_wsgi` returns a function of `environ` and `start_response`. Inside of it, call
`answer`, then `start_response`.

Hint: For a body of `bytes` return a list with that one piece. A `bytes` object is an
iterable too, so ask for it first: `isinstance(body, bytes)`.

Hint: Any other body is an iterable of pieces already, and may have a `close`. What
happens to either when you return the very object that the function gave you?

Learnt: A body that comes in pieces, as they are made, with a `close`: that is what WSGI
lets an application return. The tuple only replaces `start_response`. And it has a price
of its own: the status is now fixed before the first piece is made, in every
application.

In Flask: A view returns such a tuple, and `Flask.make_response` in `src/flask/app.py`
makes a response of it. ASGI went further in the other direction, and sends status and
pieces as separate messages.

Try: Write an application that finds out in the middle of its body that something is
wrong. What can it still say in either interface?
"""


def as_wsgi(answer):
    """Return a WSGI application that says what ``answer(environ)`` returns."""

    def application(environ, start_response):
        status, headers, body = answer(environ)
        start_response(status, headers)
        return [body] if isinstance(body, bytes) else body

    return application
