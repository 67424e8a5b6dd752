"""An error to be ignored.

Hint: In ours as in Flask, two methods call the functions at the end: `do_teardown_request` and
`do_teardown_appcontext`. Both get the error.

Hint: Override both, and hand the error on to `super()`, or `None`.

Hint: They may be called without an argument, and then look for the error that is being handled. If you
take `*exc` and hand on `*exc`, that stays so.

Learnt: Who knows the seams of a class needs few lines to change what it does. The map says which they are.

In Flask: `should_ignore_error` is in `sansio/app.py`, and `wsgi_app` asks it, in `app.py`. With 3.2 it is deprecated.

Try: Find out why it goes: what can a function at the end ask for by itself?
"""

from tinyflask import Flask


class Forgiving(Flask):
    """An application that keeps some errors from the functions at the end."""

    def should_ignore_error(self, error):
        """Whether the functions at the end are not to be told of ``error``."""
        return False

    def do_teardown_request(self, *exc):
        super().do_teardown_request(*map(self._told, exc))

    def do_teardown_appcontext(self, *exc):
        super().do_teardown_appcontext(*map(self._told, exc))

    def _told(self, error):
        if error is None or self.should_ignore_error(error):
            return None
        return error
