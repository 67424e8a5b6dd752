"""Enter and leave.

Hint: `_current.get()` is a tuple, and `_current.set(...)` gives the variable another one.
`(*contexts, self)` is a tuple with one more, and `contexts[:-1]` one with one less.

Hint: `push` and `pop` need not count by themselves: they hold and release.

Hint: In `release`, `self._error or exc` is the first of two errors, as long as it is
`None` before there is one. Take it out of `self._error` before you call `tear_down`.

Hint: Whoever releases last finds `self._holders` to be 1. Keep what `_current` was, set it
to that with this context behind, call `tear_down` in a `try`, and put all back in its
`finally`.

Learnt: The value of a context variable should never be changed in place, because copies
of the variables share it.

In Flask: `AppContext` in `src/flask/ctx.py` keeps the tokens that `set` returns, and
gives them back to `reset`.

Try: Use a list in the place of the tuple, and find the test that notices.
"""

from tinyflask.ctx import _NOT_GIVEN, handled
from tinyflask.globals import _current


class AppContext:
    ...

    def push(self):
        """Make this context the current one."""
        _current.set((*_current.get(), self))
        self.hold()

    def pop(self, exc=_NOT_GIVEN):
        """Make the context before this one current again, and release this one."""
        contexts = _current.get()
        if not contexts or contexts[-1] is not self:
            raise AssertionError("Popped wrong context.")
        _current.set(contexts[:-1])
        self.release(handled(exc))

    def hold(self):
        """Put off what happens at the end until this is released once more."""
        self._holders += 1

    def release(self, exc):
        """Let go of this context; when nobody holds it any more, it ends."""
        self._error = self._error or exc
        contexts = _current.get()
        try:
            if self._holders == 1:
                _current.set((*contexts, self))
                error, self._error = self._error, None
                self.tear_down(error)
        finally:
            self._holders -= 1
            _current.set(contexts)
