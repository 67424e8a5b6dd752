"""An implicit application that can be released.

Hint: Keep the current applications in a list, the innermost at its end.
`contextlib.contextmanager` makes a context manager of a generator function: what comes
before `yield` happens on entering, what comes after it on leaving.

Hint: If something goes wrong inside of the `with`, the error is raised at the `yield`.
Only what is in a `finally` happens all the same.

Hint: `route` looks at the end of the list when it is called. If the list is empty, it
raises `RuntimeError` with a sentence that says what to do.

Learnt: This is a stack of applications with a guard. It is not enough where a module
registers its views as it is imported, since that happens once. Nor, if the stack is an
ordinary list, where two threads are inside of their own `with` at the same time.

In Flask: Flask has an explicit application for the first reason. Its contexts, in
`src/flask/ctx.py`, look a good deal like yours, and are made to withstand the second.

Try: Register a view at the top of a module, import it inside of one `with` and then
inside of another, and ask the second application for it.
"""

from contextlib import contextmanager

_stack = []


@contextmanager
def application():
    """A context in which `route` registers views; gives the dictionary of them."""
    views = {}
    _stack.append(views)
    try:
        yield views
    finally:
        _stack.pop()


def route(path):
    """Make the decorated function the current application's view for ``path``."""
    if not _stack:
        raise RuntimeError("There is no application here: use `with application():`.")
    views = _stack[-1]

    def decorator(view):
        views[path] = view
        return view

    return decorator
