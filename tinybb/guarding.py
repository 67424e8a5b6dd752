"""What guards every request: who asks, whether the form is ours, what a page may do."""

from functools import wraps
from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import urlencode

from tinyflask import abort, g, redirect, request, session, url_for

from .database import READING
from .errors import is_for_programs
from .writing import as_html

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # What is in a page depends on who asks, and changes.
    "Cache-Control": "private, no-cache",
}


def init_app(app):
    app.before_request(check_form)
    app.after_request(add_headers)
    app.context_processor(for_templates)
    app.jinja_env.filters["as_html"] = as_html


def for_templates():
    """What every template can use."""
    return {
        "account": g.get("account"),
        "form_token": form_token,
        "new_form": new_form,
        "url_for_page": url_for_page,
    }


def url_for_page(number):
    """This address with another page of its list.

    What stands in the query is the visitor's. It becomes a query again, and no argument
    of `url_for`, which has some with a meaning.
    """
    return "?" + urlencode({**request.args, "page": number})


def form_token():
    """What every form of this session brings back. No other page can know it."""
    if "token" not in session:
        session["token"] = token_urlsafe()
    return session["token"]


def new_form():
    """A form's own number: it can be sent once."""
    return token_urlsafe()


def check_form():
    """Refuse what was sent by a form that is not ours.

    A program that writes by the JSON interface has a token instead of a cookie, and a
    browser does not send that by itself.
    """
    if request.method in READING:
        return
    if is_for_programs():
        request.get_data()
        return
    sent, expected = request.form.get("token", ""), session.get("token", "")
    if not expected or not compare_digest(sent.encode(), expected.encode()):
        abort(
            400,
            "This form is too old, or it is not from here. Go back, reload the"
            " page, and send it once more.",
        )


def add_headers(response):
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def may_write(account):
    """Refuse an account that was banned."""
    if account.banned is not None:
        abort(403, f"This account may not write any more: {account.banned}")


def for_members(view):
    """Let only those in who have logged in. The others are sent there."""

    @wraps(view)
    def guarded(**values):
        if g.account is None:
            here = request.script_root + request.full_path.rstrip("?")
            back = here if request.method in READING else None
            return redirect(url_for("accounts.log_in", back=back))
        return view(**values)

    return guarded


def for_writers(view):
    """Let only members in who were not banned."""

    @for_members
    @wraps(view)
    def guarded(**values):
        may_write(g.account)
        return view(**values)

    return guarded


def for_moderators(view):
    """Let only moderators in."""

    @for_writers
    @wraps(view)
    def guarded(**values):
        if not g.account.moderates:
            abort(403, "This is for moderators.")
        return view(**values)

    return guarded
