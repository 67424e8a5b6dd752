"""The current user.

Many views begin by finding out who asks. `current_user` below is a proxy of your own: it
stands for the user who sent the current request, as `request` stands for the request.
Write the function behind it.

The header `X-Token` of a request says who sent it, and `find_user` finds the user for a
token, or `None`. That takes long, so it must happen once in a request at most, and only
if somebody asks for the user. A request without the header has the user `None`, and
nothing needs to be looked up for it.
"""

import gc
import weakref

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
    raise NotImplementedError("write find_current_user here")


current_user = LocalProxy(find_current_user)


def _asking(token):
    lookups.clear()
    headers = {} if token is None else {"X-Token": token}
    return Flask(__name__).test_request_context("/", headers=headers)


def test_the_user_is_found():
    for token, name in (("t1", "Ann"), ("t2", "Bob")):
        with _asking(token):
            found = current_user["name"]
        assert found == name, f"With the token of {name} the current user is {found}."


def test_nobody():
    for token in ("t3", None):
        with _asking(token):
            found = find_current_user()
        assert found is None, f"With the token {token} the current user is {found}."
    assert lookups == [], f"There was no token, and it looked for {lookups}."


def test_the_user_is_looked_up_once():
    for token in ("t1", "t3"):
        with _asking(token):
            bool(current_user), bool(current_user), str(current_user)
        assert lookups == [token], (
            f"The user was asked for three times, and it looked for {lookups} instead of"
            f" ['{token}']."
        )


def test_nothing_is_looked_up_unasked():
    with _asking("t1"):
        pass
    assert lookups == [], f"Nobody asked for the user, and it looked for {lookups}."


def test_users_are_not_mixed_up():
    with _asking("t1"):
        str(current_user)
    with _asking("t2"):
        found = current_user["name"]
    assert found == "Bob", (
        f"Ann's request is over, this is Bob's, and the user is {found}."
    )


def test_no_user_outlives_the_request():
    class User(dict):
        """One that a weak reference can be made to."""

    made = []

    def find(token):
        user = User(name="Ann")
        made.append(weakref.ref(user))
        return user

    original = globals()["find_user"]
    globals()["find_user"] = find
    try:
        with _asking("t1"):
            str(current_user)
    finally:
        globals()["find_user"] = original
    gc.collect()
    assert made, "The user was not looked for with `find_user`."
    assert made[0]() is None, (
        "The request is over, and its user is still kept somewhere. Another request may"
        " be taken for that one: even the `id` of a request is used again."
    )
