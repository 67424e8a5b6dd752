"""Once more, and no more.

Hint: If the method may not be repeated, there is one try. Then the rest is the same for both.

Hint: The last try is like a call without any of this. So a loop is for all tries but the last one.

Hint: The wait is `0.1 * 2**number`.

Learnt: Whether a call may be repeated depends on what it does, and HTTP's methods say so. Three
tries at each of four services that call each other are 81 calls, so that only one of them should
try again.

In Flask: It is none of the framework's business. `urllib3.Retry` does it for requests.

Try: Add a little chance to the wait, so that a thousand clients do not come back at once.
"""

import time

REPEATABLE = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


def fetch(send, method, url, tries=3, wait=time.sleep):
    """Return what ``send`` returns, at the first try at which it does not fail."""
    if method.upper() not in REPEATABLE:
        tries = 1
    for number in range(tries - 1):
        try:
            return send(method, url)
        except OSError:
            wait(0.1 * 2**number)
    return send(method, url)
