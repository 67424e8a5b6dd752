"""A client that logs in.

Hint: Call the constructor of `FlaskClient` with all that is not yours.

Hint: A header is in the environ, under its name in capitals, with `HTTP_` before it. What
is in the environ of all requests of a client is in one dictionary.

Hint: `self.environ_base["HTTP_AUTHORIZATION"]`. And logging in is a `session_transaction`.

Learnt: `test_client` passes on what it does not know, so a client of an application's own
class can be told anything. What belongs to each request stands in one place, and no test
repeats it.

In Flask: The same class works there, with Flask's `FlaskClient`.

Try: Have `log_in` be the block of a `with`, which logs out at its end.
"""

from tinyflask.testing import FlaskClient


class Client(FlaskClient):
    """A client with a token, which can log in."""

    def __init__(self, *args, token=None, **options):
        super().__init__(*args, **options)
        if token is not None:
            self.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    def log_in(self, user):
        """Put ``user`` into the session."""
        with self.session_transaction() as session:
            session["user"] = user
