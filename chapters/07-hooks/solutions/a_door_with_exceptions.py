"""A door with exceptions.

Hint: A function can have attributes: `view.is_public = True`.

Hint: Before the view, `request.endpoint` says where the request leads, and is `None`
where it leads nowhere.

Hint: `getattr(view, "is_public", False)` is false for a view without the mark. A hook
that returns `None` lets the request pass.

Learnt: A hook sees the endpoint, and through `app.view_functions` the view. So views can
say what they need, and one hook sees to it, in one place that nobody can forget.

In Flask: The extension Flask-WTF marks views that need no token against forged forms in
this way, with `csrf.exempt`.

Try: Turn it around: mark the views that need a login. Which of the two is safer, when
somebody forgets the mark?
"""

from tinyflask import Flask, redirect, request


def public(view):
    """Mark ``view`` as open to everybody."""
    view.is_public = True
    return view


def close_the_door(app):
    """Have ``app`` send everybody who is not logged in to ``/login``."""

    @app.before_request
    def check():
        if request.endpoint in (None, "static") or "user" in request.cookies:
            return None
        view = app.view_functions[request.endpoint]
        if getattr(view, "is_public", False):
            return None
        return redirect("/login")
