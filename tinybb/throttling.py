"""Who guesses passwords is slowed down.

What failed is kept in the database, since a server has many processes, and they do not
know of each other.
"""

import time

from sqlalchemy import delete, func, select
from werkzeug.exceptions import TooManyRequests

from tinyflask import request

from .database import database
from .models import Attempt

SECONDS = 15 * 60
# So often may somebody fail with one name, and from one address.
BY_NAME, BY_ADDRESS = 5, 20


def limits(name):
    """Whose failures count, and how many are too many."""
    address = request.remote_addr
    return {f"{name.lower()} from {address}": BY_NAME, str(address): BY_ADDRESS}


def refuse_guessing(name):
    """Answer 429 to who has failed too often, whatever the password is now."""
    since = time.time() - SECONDS
    for who, most in limits(name).items():
        failed = select(func.count()).where(Attempt.who == who, Attempt.at > since)
        if database.session.scalar(failed) >= most:
            raise TooManyRequests(
                "Too many attempts. Try again in a quarter of an hour.",
                retry_after=SECONDS,
            )


def remember_failure(name):
    """Count a failure, and forget those that count no more."""
    now = time.time()
    database.session.execute(delete(Attempt).where(Attempt.at < now - SECONDS))
    database.session.add_all(Attempt(who=who, at=now) for who in limits(name))
    database.session.commit()
