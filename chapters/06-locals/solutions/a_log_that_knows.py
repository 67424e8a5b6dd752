"""A log that knows.

Hint: `request` cannot be used where there is no request, and lines are logged there too.
What is a proxy, when it stands for nothing?

Hint: `request.method` and `request.path` are what is wanted. Assign to `record.asked` in
both cases, and return `True`.

Learnt: A function that is called from anywhere can find out about the request without
being given it: this is what context locals are good at.

In Flask: Flask's page on logging recommends such a filter, with `has_request_context()`, which
is in `src/flask/ctx.py`. A proxy that is asked for its truth comes to the same.

Try: Log from two threads at once, each in a request of its own.
"""

import logging

from tinyflask import request


class RequestFilter(logging.Filter):
    """Add ``asked`` to each record: which request it belongs to."""

    def filter(self, record):
        record.asked = "-"
        if request:
            record.asked = f"{request.method} {request.path}"
        return True
