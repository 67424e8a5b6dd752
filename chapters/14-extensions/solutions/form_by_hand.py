"""A form by hand.

Hint: Go through `fields.items()`, and call each function in a `try` for `ValueError` alone.
`str(error)` is what it says.

Hint: `app.add_template_global(function, "token")` gives templates a function, and
`session.setdefault` keeps what was there already. `secrets.token_urlsafe()` cannot be guessed.

Hint: A `before_request` hook looks at POSTs. Where the session has no token yet, nothing that
is sent can be right. `secrets.compare_digest` compares two texts so that the time it takes
tells nothing; for what is not ASCII it wants bytes.

Learnt: A form's extension is a function that checks and a hook that refuses. What the
published ones add are the hundred cases that nobody thinks of at first.

In Flask: Flask-WTF guards forms by `CSRFProtect`, with a token that is signed and expires.

Try: A PUT or a DELETE from a script has no form. Where would its token be?
"""

import secrets

from tinyflask import abort, request, session


class Forms:
    """Checks forms, and that they come from our own pages."""

    def init_app(self, app):
        """Give templates ``token``, and refuse what comes without it."""
        app.add_template_global(self.token, "token")
        app.before_request(self.refuse)

    def token(self):
        return session.setdefault("token", secrets.token_urlsafe())

    def refuse(self):
        if request.method == "POST":
            expected = session.get("token", "").encode()
            given = request.form.get("token", "").encode()
            if not expected or not secrets.compare_digest(expected, given):
                abort(400)

    def check(self, **fields):
        """Return what is in the form: values, and problems, by the fields' names."""
        values, problems = {}, {}
        for name, value_of in fields.items():
            try:
                values[name] = value_of(request.form.get(name, "").strip())
            except ValueError as error:
                problems[name] = str(error)
        return values, problems
