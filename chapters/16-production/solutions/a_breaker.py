"""A breaker.

Hint: Two attributes are enough: how many calls have failed in a row, and when it was opened,
or `None`.

Hint: It is not open any more when the time is over, but the number of failures stays: the next
one that fails opens it at once.

Hint: Only a success sets both back.

Learnt: Somebody who does not answer is helped by not being asked. And whoever asks is helped by
an answer at once, even if it is no.

In Flask: It is none of the framework's business. The packages pybreaker and circuitbreaker do it.

Try: Have it used by ten threads. What can go wrong between the question and the call?
"""

import time


class Open(Exception):
    """It was not called: the last calls have failed."""


class Breaker:
    """Calls what may fail, and leaves it alone for a while when it does."""

    def __init__(self, failures=3, seconds=10, clock=time.monotonic):
        self.failures, self.seconds, self.clock = failures, seconds, clock
        self.failed, self.opened = 0, None

    def call(self, function, *args):
        """Return ``function(*args)``, or raise `Open`."""
        if self.opened is not None:
            if self.clock() - self.opened < self.seconds:
                raise Open
            self.opened = self.clock()  # The others wait for what comes of this one.
        try:
            result = function(*args)
        except OSError:
            self.failed += 1
            if self.failed >= self.failures:
                self.opened = self.clock()
            raise
        self.failed, self.opened = 0, None
        return result
