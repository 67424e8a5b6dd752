"""On whose behalf.

Hint: For each call, write down the contexts that are entered and not yet left. `g` and
`current_app` are of the innermost, `request` is of the innermost that has one.

Hint: `Context()` is an empty one of Python's: nothing was ever set in it. A stream has the
variables of the moment when it was made.

Hint: A context that is left ends only if nobody holds it. `request` may be of another context
than `g` and `current_app`.

Learnt: Two questions are enough for any such program. What is the innermost context here?
And who still holds it?

In Flask: `src/flask/ctx.py`. There, what the stream prints is the same, and the end of ann
comes before it, and once more after it.

Try: Close the stream in place of reading it. Which line is missing then, and which is not?
"""

PRINTED = """
shop | /tea | ann
library | /tea | no user
nobody
nobody
shop | /tea | ann
the end of ann
shop | no request | no user
shop | /books | carl
the end of carl
the end of no user
"""
