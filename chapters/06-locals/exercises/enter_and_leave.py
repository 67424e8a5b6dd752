"""Enter and leave.

Write four methods of `AppContext` again. `_current` is the context variable; its value is
a tuple of the contexts that were entered and not yet left, the innermost last.

- `push` puts this context behind the others, and holds it.
- `pop` takes this context away and releases it, with the error `handled(exc)`: that is
  `exc` or, where none was given, the one that is being handled. Where this context is not
  the innermost, `pop` raises `AssertionError("Popped wrong context.")` and changes
  nothing.
- `hold` counts in `self._holders` how many hold this context, and `release` counts down.
  `release` keeps in `self._error` the first error that it is given. Where it is called by
  the last one who holds this context, it calls `self.tear_down` with that error, or with
  `None`, and has forgotten the error. While that is called, this context is the innermost
  once more. Afterwards `_current` is what it was before, even if `tear_down` fails.

Your methods are typed into the framework of chapter 6, and judged by the chapter's tests
as well.
"""

from contextlib import suppress
from contextvars import copy_context

from tinyflask import Flask
from tinyflask.ctx import _NOT_GIVEN, handled
from tinyflask.globals import _current

TYPE_IN = "tinyflask/ctx.py"


class AppContext:
    ...

    def push(self):
        """Make this context the current one."""
        raise NotImplementedError("write push here")

    def pop(self, exc=_NOT_GIVEN):
        """Make the context before this one current again, and release this one."""
        raise NotImplementedError("write pop here")

    def hold(self):
        """Put off what happens at the end until this is released once more."""
        raise NotImplementedError("write hold here")

    def release(self, exc):
        """Let go of this context; when nobody holds it any more, it ends."""
        raise NotImplementedError("write release here")


def _app(ended):
    app = Flask(__name__)
    app.teardown_appcontext(ended.append)
    return app


def test_contexts_nest():
    app = _app([])
    outer, inner = app.app_context(), app.app_context()
    with outer:
        with inner:
            found = _current.get()
            assert found == (outer, inner), f"Two were entered, and current is {found}."
        found = _current.get()
        assert found == (outer,), f"The inner one was left, and current is {found}."
    found = _current.get()
    assert found == (), f"Both were left, and current is {found}."


def test_a_copy_is_not_disturbed():
    app = _app([])
    with app.app_context() as outer:
        variables = copy_context()
        with app.app_context():
            found = variables.run(_current.get)
    assert found == (outer,), f"A copy of the context variables changed to {found}."


def test_the_end_comes_once():
    ended = []
    context = _app(ended).app_context()
    with context:
        with context:
            pass
        assert ended == [], "A context that was entered twice ended when left once."
    assert ended == [None], f"It should end once, with None, and ended with {ended}."


def test_a_context_can_be_held():
    ended = []
    error = ValueError("no tea")
    with _app(ended).app_context() as context:
        context.hold()
    assert ended == [], "A context ended although somebody held it."
    context.release(error)
    assert ended == [error], f"It was released with an error, and ended with {ended}."


def test_the_first_error_counts():
    ended = []
    first, second = ValueError("no tea"), ValueError("no cups either")
    context = _app(ended).app_context()
    with context:
        context.hold()
        context.hold()
    context.release(first)
    context.release(second)
    assert ended == [first], f"Released with {first!r} first, it ended with {ended}."
    with context:
        pass
    assert ended == [first, None], (
        f"Entered anew and left without an error, it ended with {ended[-1]!r}, not None."
    )


def test_another_order_is_refused():
    ended = []
    app = _app(ended)
    outer, inner = app.app_context(), app.app_context()
    outer.push()
    inner.push()
    refused = False
    try:
        outer.pop()
    except AssertionError:
        refused = True
    assert refused, "The outer context could be left before the inner one."
    found = _current.get()
    assert found == (outer, inner), f"It was refused, and current is {found}."
    assert ended == [], "It was refused, and something ended all the same."


def test_where_nothing_was_entered():
    refused = False
    try:
        _app([]).app_context().pop()
    except AssertionError:
        refused = True
    assert refused, "A context could be left that was never entered."


def test_it_is_current_to_the_end():
    found = []
    app = Flask(__name__)
    app.teardown_appcontext(lambda error: found.append(_current.get()))
    with app.app_context() as context:
        pass
    assert found == [(context,)], f"What was called at the end found {found} current."
    with app.app_context() as held:
        held.hold()
    with app.app_context() as other:
        held.release(None)
        assert found[1:] == [(other, held)], (
            "A context was released last inside of another one. What was called at its end"
            f" found {found[1:]} current, in place of both."
        )
        now = _current.get()
        assert now == (other,), f"Then it had ended, and current is {now}."


def test_the_error_that_is_being_handled():
    ended = []
    context = _app(ended).app_context()
    context.push()
    error = ValueError("no tea")
    try:
        raise error
    except ValueError:
        context.pop()
    assert ended == [error], (
        f"`pop` was called without an error while one was handled, and it ended with"
        f" {ended}. `handled(exc)` knows it."
    )


def test_the_error_that_is_being_handled_while_it_is_held():
    ended = []
    context = _app(ended).app_context()
    context.push()
    context.hold()
    error = ValueError("no tea")
    try:
        raise error
    except ValueError:
        context.pop()
    context.release(None)
    assert ended == [error], (
        "It was left while an error was handled, and released later without one. It"
        f" ended with {ended}: the first error is the one that counts."
    )
    context.push()
    context.hold()
    context.pop()
    context.release(error)
    assert ended[1:] == [error], (
        "It was left without an error, and released later with one. It ended with"
        f" {ended[1:]}."
    )


def test_an_error_at_the_end():
    app = Flask(__name__)

    @app.teardown_appcontext
    def fail(error):
        raise OSError("disk full")

    try:
        with app.app_context():
            pass
    except OSError:
        pass
    found = _current.get()
    assert found == (), f"A function for the end failed, and still current is {found}."


def test_an_error_is_forgotten_even_if_the_end_fails():
    ended = []
    app = Flask(__name__)

    @app.teardown_appcontext
    def fail(error):
        if error is not None:
            raise OSError("disk full")

    # The last one is called first.
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    first = ValueError("no tea")
    context.push()
    with suppress(OSError):
        context.pop(first)
    with suppress(OSError), context:
        pass
    assert ended == [first, None], (
        "A context ended with an error, and what was called then failed. Entered anew and"
        f" left without an error, it ended with {ended[-1]!r}, not None."
    )
