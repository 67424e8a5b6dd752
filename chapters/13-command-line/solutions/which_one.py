"""Which one is found.

Hint: First by name, `app` or `application`. Then the only one there is. Then a factory, by
its name. Each of these has to be what it claims.

Hint: Two applications of which neither has a known name are one too many. A text called
`app` is no application.

Hint: A factory that cannot be called without arguments is an error of finding. One that
fails while it runs has an error of its own.

Learnt: The order is a convention, and where it does not decide, nothing is guessed. An
error says whose it is.

In Flask: `find_best_app` is in `src/flask/cli.py`.

Try: Put the same application into a module under two names. Should it be found?
"""

PRINTED = """
tea
NoAppException
milk
milk
milk
NoAppException
tea
TypeError
NoAppException
"""
