"""An error with a number.

Hint: `g` lasts as long as the request, so it can carry the number from one method to the
other and to the handler.

Hint: `handle_exception` is two lines. The second returns
`super().handle_exception(e)`.

Hint: In the handler, `g.get("error_number")` is the number or `None`.

Learnt: Each step from the error to the response is a method of its own, so that a
subclass can change one and keep the others.

In Flask: `handle_exception` and `log_exception` in `src/flask/app.py`. Services that
collect errors, such as Sentry, give each a number in this way.

Try: Put the number into a header, so that an interface for programs has it too.
"""

from itertools import count

from tinyflask import Flask, abort, g, request

numbers = count(17)


def new_number():
    """Return a number that was not used before."""
    return next(numbers)


class Numbered(Flask):
    """An application whose errors have numbers."""

    def handle_exception(self, e):
        """Return the response to an error that nobody handled."""
        g.error_number = new_number()
        return super().handle_exception(e)

    def log_exception(self, exc_info):
        """Log an error that nobody handled, with its number."""
        where = f"{request.path} [{request.method}]"
        self.logger.error(f"Error {g.error_number} on {where}", exc_info=exc_info)


def sorry(error):
    """Answer a 500 with the number of the error, if it has one."""
    number = g.get("error_number")
    if number is None:
        return "We are sorry.", 500
    return f"We are sorry. Tell us the number {number}.", 500
