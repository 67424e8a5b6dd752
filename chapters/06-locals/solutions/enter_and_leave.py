"""Enter and leave.

Hint: `_current.get()` is a tuple, and `_current.set(...)` gives the variable another one.
`(*contexts, self)` is a tuple with one more, and `contexts[:-1]` one with one less.

Hint: `push` and `pop` need not count by themselves: they hold and release.

Hint: In `release`, `self._error or exc` is the first of two errors, as long as it is
`None` before there is one. Take it out of `self._error` before you call `tear_down`.

Hint: In `pop`, look first whether the last of the contexts is this one. Then release in
a `try` and set the variable in its `finally`.

Learnt: The value of a context variable should never be changed in place, because copies
of the variables share it.

In Flask: `AppContext` in `src/flask/ctx.py` keeps the tokens that `set` returns, and
gives them back to `reset`.

Try: Use a list in the place of the tuple, and find the test that notices.
"""

from tinyflask.globals import _current


class AppContext:
    ...

    def push(self):
        """Make this context the current one."""
        _current.set((*_current.get(), self))
        self.hold()

    def pop(self, exc=None):
        """Make the context before this one current again, and release this one."""
        contexts = _current.get()
        if not contexts or contexts[-1] is not self:
            raise AssertionError("Popped wrong context.")
        try:
            self.release(exc)
        finally:
            _current.set(contexts[:-1])

    def hold(self):
        """Put off what happens at the end until this is released once more."""
        self._holders += 1

    def release(self, exc=None):
        """Let go of this context; when nobody holds it any more, it ends."""
        self._error = self._error or exc
        self._holders -= 1
        if self._holders == 0:
            error, self._error = self._error, None
            self.tear_down(error)
