"""The current user.

Hint: `g` lasts as long as the request. What was found can be kept there.

Hint: That nobody was found is worth keeping as well. So ask whether the name is in `g`,
and not whether what is there is true.

Hint: `request.headers.get("X-Token")` is the token or `None`. Begin with
`if "user" not in g:` and end with `return g.user`.

Learnt: A proxy over a function that keeps its result in `g` is how extensions add names
of their own. Ask it `if current_user:` and never `if current_user is None:`, because a
proxy is not what it stands for.

In Flask: `current_user` of the extension Flask-Login is such a proxy. `g` is in
`src/flask/globals.py`, and what it stands for, `_AppCtxGlobals`, in `src/flask/ctx.py`.

Try: Make two requests inside of one `app.app_context()`. They share `g`, and so the
user.
"""

from werkzeug.local import LocalProxy

from tinyflask import Flask, g, request

USERS = {"t1": {"name": "Ann"}, "t2": {"name": "Bob"}}
lookups = []


def find_user(token):
    """Return the user whose token it is, or ``None``: slowly."""
    lookups.append(token)
    return USERS.get(token)


def find_current_user():
    """Return the user who sent the current request, or ``None``."""
    if "user" not in g:
        token = request.headers.get("X-Token")
        g.user = None if token is None else find_user(token)
    return g.user


current_user = LocalProxy(find_current_user)
