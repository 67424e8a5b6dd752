"""The nearest handler.

Hint: `class_and_code(type(e))` gives both that you need.

Hint: Two loops: over the codes to look under, and in it over `exc_class.__mro__`. Return
from the inside, and `None` at the end.

Hint: The codes are `(code, None)`, or only `(None,)` for an error without a code.

Hint: `handle_http_exception` begins with
`if e.code is None or isinstance(e, RoutingException):`.

Learnt: The MRO is the order in which Python itself looks for a method. A table with
classes for keys can follow it, and knows about derived classes without any order of its
own.

In Flask: `_find_error_handler` in `src/flask/sansio/app.py` and `handle_http_exception`
in `src/flask/app.py`.

Try: `functools.singledispatch` looks handlers up in the same way. What would have to be
different, so that it could be used here?
"""

from werkzeug.routing import RoutingException

from tinyflask.errors import class_and_code


class ErrorsMixin:
    ...

    def _find_error_handler(self, e):
        """Return the handler for an error, or ``None``."""
        exc_class, code = class_and_code(type(e))
        codes = (None,) if code is None else (code, None)
        for key in codes:
            handlers = self.error_handler_spec[None][key]
            for cls in exc_class.__mro__:
                if cls in handlers:
                    return handlers[cls]
        return None

    def handle_http_exception(self, e):
        """Return what answers an HTTP error: its handler, or itself."""
        if e.code is None or isinstance(e, RoutingException):
            return e
        handler = self._find_error_handler(e)
        return e if handler is None else handler(e)
