"""Before and after.

Hint: Both methods are loops over `of_request(...)`. The one after the view goes over
`reversed(of_request(...))`.

Hint: `""` and `0` are answers. So ask `rv is not None`, not whether `rv` is true.

Hint: After the view, write `response = seen_by(function, response)`, and return `response`
at the end.

Learnt: Before, in order; after, in reverse. That way hooks nest like brackets, and a hook
that opens something before the view can close it after whatever was opened later.

In Flask: `preprocess_request` and `process_response` in `src/flask/app.py`, where
`process_response` also writes the session's cookie.

Try: Join the two lists of `process_response` into one and loop over that. Which test
notices, and why?
"""

from tinyflask.globals import _request_context
from tinyflask.hooks import of_request, seen_by


class HooksMixin:
    ...

    def preprocess_request(self):
        """Call what is to be called before the view."""
        request = _request_context().request
        for function in of_request(self.url_value_preprocessors):
            function(request.endpoint, request.view_args)
        for function in of_request(self.before_request_funcs):
            rv = function()
            if rv is not None:
                return rv
        return None

    def process_response(self, response):
        """Return what the after-request hooks make of ``response``."""
        for function in _request_context().after_request_functions:
            response = seen_by(function, response)
        for function in reversed(of_request(self.after_request_funcs)):
            response = seen_by(function, response)
        return response
