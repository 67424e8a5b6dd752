"""Who is told.

Hint: `connect(function, sender)` is for one sender, and `connect(function)` for all.

Hint: A response that a hook gave is finished like any other, and so is a missing page.

Hint: The `lambda` is passed to `connect`, and to nobody else. Who keeps it?

Learnt: A signal goes to whoever listens to this sender, and to those that listen to all. What
they return is lost, and those that nobody keeps are not there any more.

In Flask: The same program prints the same.

Try: Keep the `lambda` under a name of the function. What is printed then?
"""

PRINTED = """
started: tea
the hook of tea
finished: tea 200
closed
finished: milk 200
the page
finished: milk 404
the hook of tea
finished: tea 200
closed
"""
