"""Passwords: what is kept of them, and what happens when one changes."""

from werkzeug.security import check_password_hash, generate_password_hash

from tinyflask import current_app

from .database import database

SHORTEST, LONGEST = 8, 200


def problems_of(password):
    """What is wrong with a new password."""
    if SHORTEST <= len(password) <= LONGEST:
        return {}
    return {"password": f"{SHORTEST} to {LONGEST} letters."}


def hashed(password):
    """What is kept of a password. It is made to take a while.

    What was done so far is kept, so that nobody has to wait for their turn meanwhile.
    """
    database.session.commit()
    return generate_password_hash(password, current_app.config["PASSWORD_METHOD"])


def is_right(account, password):
    """Whether this is the password of an account, which may be none.

    It takes as long where there is no account, and nobody waits for it either.
    """
    known = account and account.password
    if known is None:
        hashed(password[:LONGEST])
        return False
    database.session.commit()
    return check_password_hash(known, password[:LONGEST])


def give_password(account, new):
    """Give an account what was `hashed`.

    Whoever has the old password, or a token that was made with it, is out.
    """
    account.password = new
    account.epoch += 1
    account.token = None
