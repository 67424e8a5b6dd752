"""What is sent.

Hint: Take each value apart first: is it a tuple? Then its first part is the body, and the
rest are a status, headers, or both.

Hint: Text and an iterator are HTML. A dictionary or a list is JSON. A response keeps the
type that it has. An error is an application, with a page of its own.

Hint: What stands in a tuple is set last, so it wins: a status over the one that a response
has, and a header over the one that JSON gave itself.

Learnt: The value says what the body is, and the tuple around it what is to be different.
That is all there is to remember of `make_response`.

In Flask: `Flask.make_response` in `src/flask/app.py`.

Try: Return `("tea", "201 Fresh")`, and `("tea", 201, [("X-Pot", "blue")])`. What about
`("tea",)`?
"""

PRINTED = """
200 text/html
201 text/html
200 application/json
404 application/json
200 application/json
200 text/plain
202 text/plain
200 text/html
404 text/html
TypeError
"""
