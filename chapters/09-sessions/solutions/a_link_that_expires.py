"""A link that expires.

Hint: Both functions need the same serializer,
`Serializer(current_app.secret_key, salt=SALT)`.

Hint: Outside of a request, `url_for` builds URLs with a host by itself. In one it needs
`_external=True`.

Hint: `except SignatureExpired:` has to stand before `except BadData:`, since the first
one is derived from the second.

Learnt: A signature can stand for a row in a database: it proves that this server said
this, then. What it cannot do is be used up. This link works twice within its hour.

In Flask: Nothing of the kind is in it. Django has it, in `django.contrib.auth.tokens`,
and signs a part of the old password as well, so that the link works once.

Try: Do as Django does, and make the link work once.
"""

from itsdangerous import BadData, SignatureExpired
from itsdangerous import URLSafeTimedSerializer as Serializer

from tinyflask import Flask, current_app, url_for

HOUR = 60 * 60
SALT = "a new password"


def _serializer():
    return Serializer(current_app.secret_key, salt=SALT)


def link_for(user):
    """Return a link by which ``user`` can choose a new password."""
    return url_for("new_password", token=_serializer().dumps(user), _external=True)


def user_of(token):
    """Return the user for whom ``token`` was made, or raise `ValueError`."""
    try:
        return _serializer().loads(token, max_age=HOUR)
    except SignatureExpired:
        raise ValueError("This link has expired.") from None
    except BadData:
        raise ValueError("This link is not valid.") from None
