"""A token in each form.

Hint: `protect` registers a function of `before_request`, and `app.add_template_global`
lets templates call one.

Hint: The hook compares `request.form.get("token", "")` with `session.get("token", "")`,
and an empty token of the session is no token.

Hint: `Markup('... value="{}">').format(token())` escapes what it puts in.

Learnt: A cookie proves which browser a request comes from, and not which page. The token
proves the page, since other pages cannot read it.

In Flask: The extension Flask-WTF does this. With `SESSION_COOKIE_SAMESITE = "Lax"`
browsers leave the cookie out of forms of other sites, which helps as well.

Try: Send the token in a header, for a page that uses `fetch` in place of a form.
"""

import secrets

from markupsafe import Markup

from tinyflask import Flask, abort, render_template_string, request, session


def token():
    """Return the text that the forms of this session have to bring."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe()
    return session["token"]


def token_field():
    """Return the hidden field for a form."""
    return Markup('<input type="hidden" name="token" value="{}">').format(token())


def protect(app):
    """Have ``app`` refuse forms without the token."""
    app.add_template_global(token_field)

    @app.before_request
    def check():
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        wanted = session.get("token", "")
        brought = request.form.get("token", "")
        if not wanted or not secrets.compare_digest(wanted.encode(), brought.encode()):
            abort(400, "The form has expired. Load its page again.")
