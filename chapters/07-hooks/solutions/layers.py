"""Layers.

Hint: Begin with `call_next = super().full_dispatch_request` and wrap it in one layer after
the other, beginning with the last.

Hint: `super()` without arguments works in the method itself and not in a function inside
of it, so take `super().full_dispatch_request` first.

Hint: A helper keeps the loop short: a method that takes a layer and what it is to call
next, and returns a function without arguments. That one calls the layer in a `try`, and
ends with `return self.make_response(rv)`.

Learnt: A layer holds before and after together, with `try` and local variables across
both. It costs a call more for each layer, and the traceback of an error shows them all.

In Flask: There are no layers but WSGI middleware. Starlette's `BaseHTTPMiddleware` and
Django's middleware are functions around the next one, like these.

Try: Write a layer that opens a connection for each request and closes it, and count the
hooks that it replaces. Then stream a response: is the connection still open?
"""

from werkzeug.exceptions import HTTPException

from tinyflask import Flask, abort, request


class Layered(Flask):
    """An application whose requests pass through layers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layers = []

    def layer(self, f):
        """Have each request pass through ``f``."""
        self.layers.append(f)
        return f

    def full_dispatch_request(self):
        """Return the response to the current request, through all layers."""
        call_next = super().full_dispatch_request
        for layer in reversed(self.layers):
            call_next = self.around(layer, call_next)
        return call_next()

    def around(self, layer, call_next):
        """Return a function that calls ``layer`` and makes a response of its answer."""

        def call():
            try:
                rv = layer(call_next)
            except HTTPException as error:
                rv = error
            return self.make_response(rv)

        return call
