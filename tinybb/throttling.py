"""Who tries too often is slowed down: logins, letters and new accounts.

The attempts are kept in the database, since a server has many processes, and they do
not know of each other.
"""

import time

from sqlalchemy import delete, func, select
from werkzeug.exceptions import TooManyRequests

from tinyflask import request

from .database import database
from .models import Attempt

SECONDS = 15 * 60


def attempt(what, most):
    """Count an attempt from this address, or answer 429 if there were too many.

    It is counted before it is known how it ends, so that a hundred at once do not all
    find that there was none. Returns what `forgive` takes.
    """
    who, now = f"{what} from {request.remote_addr}"[:200], time.time()
    database.session.execute(delete(Attempt).where(Attempt.at < now - SECONDS))
    if database.session.scalar(select(func.count()).where(Attempt.who == who)) >= most:
        problem = "Too many attempts. Try again in a quarter of an hour."
        raise TooManyRequests(problem, retry_after=SECONDS)
    made = Attempt(who=who, at=now)
    database.session.add(made)
    database.session.flush()
    return made.id


def forgive(*attempts):
    """Do not count these attempts any more: they have succeeded."""
    database.session.execute(delete(Attempt).where(Attempt.id.in_(attempts)))
