"""What is left, and when.

Hint: A request ends as it does on a server, inside of `client.get`. What does the
application do there last?

Hint: Then the client enters the contexts of the request again. What is entered is left at
some time: before the next request, or at the end of the block.

Hint: Each request has one line with `before`, and two with `teardown`.

Learnt: `with client:` keeps no request open. It lets it end, and enters it once more, so
that what is called at the end is called twice.

In Flask: The order is the same. `FlaskClient.open` in `src/flask/testing.py` leaves what it
had entered before it asks again.

Try: Follow the redirect, with `client.get("/old", follow_redirects=True)` as the only
request, here and on Flask. Where do the two differ?
"""

PRINTED = """
before /old
teardown /old
the test sees /old
teardown /old
before /
teardown /
the test sees /
teardown /
False
"""
