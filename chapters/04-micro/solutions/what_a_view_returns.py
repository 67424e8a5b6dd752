"""What a view may return.

Hint: Take the tuple apart first. After that there is a body, and perhaps a status and
headers, and the rest need not know where they came from.

Hint: A tuple of two is a body and headers if `isinstance(rv[1], (Headers, dict, tuple,
list))`, and a body and a status otherwise. Any length but two and three is a mistake.

Hint: Go through the kinds of bodies with `isinstance`, `None` before all. Then set the
status on the response, `status` if it is a string and `status_code` if it is a number,
and at last `response.headers.update(headers)`.

Learnt: The most convenient part of Flask is a chain of `isinstance`. It is also why a
view that returns a list of tuples is JSON and one that returns a tuple of lists is an
error.

In Flask: `Flask.make_response` is in `src/flask/app.py`, and is as long as yours.

Try: Return a set, and read what the message advises.
"""

from collections.abc import Iterator

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

from .globals import request


class RespondingMixin:
    ...

    def make_response(self, rv):
        """Return the response that the return value ``rv`` of a view stands for."""
        view = f"The view function for {request.endpoint!r} did not return a valid"
        status = headers = None
        if isinstance(rv, tuple):
            if len(rv) == 3:
                rv, status, headers = rv
            elif len(rv) == 2 and isinstance(rv[1], (Headers, dict, tuple, list)):
                rv, headers = rv
            elif len(rv) == 2:
                rv, status = rv
            else:
                raise TypeError(
                    f"{view} response tuple: write (body, status, headers),"
                    " (body, status) or (body, headers)."
                )
        if rv is None:
            raise TypeError(f"{view} response: it returned None.")
        if isinstance(rv, (dict, list)):
            response = self.json.response(rv)
        elif isinstance(rv, (str, bytes, bytearray, Iterator)):
            response = self.response_class(rv)
        elif isinstance(rv, self.response_class):
            response = rv
        elif isinstance(rv, BaseResponse) or callable(rv):
            response = self.response_class.force_type(rv, request.environ)
        else:
            raise TypeError(f"{view} response: it was a {type(rv).__name__}.")
        if isinstance(status, str):
            response.status = status
        elif status is not None:
            response.status_code = status
        if headers:
            response.headers.update(headers)
        return response
