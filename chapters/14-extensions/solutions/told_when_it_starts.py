"""Told when it starts.

Hint: What was found out when the request was matched is in
`_request_context().request.routing_exception`. Of these, a `SecurityError` is raised at once.

Hint: All but the first line and the last stand in one `try`, so that an error of a listener,
a hook or the view is handled in the same way.

Hint: `preprocess_request`, `dispatch_request`, `handle_user_exception` and
`finalize_request` do the work. Send the signal only if it has `receivers`.

Learnt: A signal is one line at the right place. What comes before it nobody is told of, and
what comes after it may be too late.

In Flask: `full_dispatch_request` is in `src/flask/app.py`, and has the same parts.

Try: Send the signal before the `try`. Which of the tests notices?
"""

from werkzeug.exceptions import SecurityError

from tinyflask.globals import _request_context
from tinyflask.signals import request_started


class Flask:
    ...

    def full_dispatch_request(self):
        """Return the response to the current request: hooks, view, and hooks again."""
        self._got_first_request = True
        unfit = _request_context().request.routing_exception
        try:
            if isinstance(unfit, SecurityError):
                raise unfit
            if request_started.receivers:
                request_started.send(self)
            rv = self.preprocess_request()
            if rv is None:
                rv = self.dispatch_request()
        except Exception as error:
            rv = self.handle_user_exception(error)
        return self.finalize_request(rv)
