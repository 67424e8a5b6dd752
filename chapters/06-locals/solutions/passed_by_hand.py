"""Passed by hand.

Hint: Look at `Flask.dispatch_request` in the chapter. Yours gives the view one more
argument, and may leave out what is about OPTIONS.

Hint: First raise `request.routing_exception`, if there is one. The view is
`self.view_functions[request.endpoint]`, and its other arguments are `request.view_args`.

Hint: `price` is three short steps: the code is `request.args.get("code")`, the discount
is `discount(code)`, and 10 per cent off 255 is `255 * (100 - 10) // 100`.

Learnt: What is passed can be seen, and a view that is passed its request is tested with
anything that has `args`. Django, Pyramid and Starlette take this road.

In Flask: `Flask.dispatch_request` in `src/flask/app.py` calls the view with the
arguments of the URL alone: `request` is a proxy, in `src/flask/globals.py`.

Try: Add a function that needs the request three calls away from the view, and count the
signatures that change.
"""

from tinyflask import Flask
from tinyflask.globals import request_ctx

PRICES = {1: 400, 2: 255}


class Explicit(Flask):
    """An application that passes the request to its views."""

    def dispatch_request(self):
        request = request_ctx.request
        if request.routing_exception is not None:
            raise request.routing_exception
        view = self.view_functions[request.endpoint]
        return view(request, **request.view_args)


def discount(code):
    """Return how many per cent ``code`` takes off the price."""
    return 10 if code == "TEA" else 0


def price(request, number):
    """Return what the thing ``number`` costs whoever sent ``request``."""
    off = discount(request.args.get("code"))
    return {"price": PRICES[number] * (100 - off) // 100}
