"""A log that knows.

Hint: `request` cannot be used where there is no request, and lines are logged there too.
The chapter has a function that says whether there is one.

Hint: `request.method` and `request.path` are what is wanted. Assign to `record.asked` in
both cases, and return `True`.

Learnt: A function that is called from anywhere can find out about the request without
being given it: this is what context locals are good at.

In Flask: `has_request_context` is in `src/flask/ctx.py`, and Flask's page on logging
recommends such a filter.

Try: Log from two threads at once, each in a request of its own.
"""

import logging

from tinyflask import has_request_context, request


class RequestFilter(logging.Filter):
    """Add ``asked`` to each record: which request it belongs to."""

    def filter(self, record):
        record.asked = "-"
        if has_request_context():
            record.asked = f"{request.method} {request.path}"
        return True
