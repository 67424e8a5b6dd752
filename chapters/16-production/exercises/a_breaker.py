"""A breaker.

Write the class of chapter 16 again that leaves alone what has failed. `breaker.call(f, 1, 2)`
is `f(1, 2)`, until as many calls as `failures` have failed in a row. From then on, and for
`seconds`, it raises `Open`, and calls nothing. After that one call is let through, and no
other one while it lasts: if it succeeds, all is as at the beginning, and if it fails, the time
begins anew, for however many `failures`. What fails is what
raises an `OSError`; that is raised to whoever called, like any other error.

`clock()` says what time it is, in seconds.
"""

import time
from contextlib import suppress


class Open(Exception):
    """It was not called: the last calls have failed."""


class Breaker:
    """Calls what may fail, and leaves it alone for a while when it does."""

    def __init__(self, failures=3, seconds=10, clock=time.monotonic):
        raise NotImplementedError("write Breaker here")

    def call(self, function, *args):
        """Return ``function(*args)``, or raise `Open`."""
        raise NotImplementedError("write Breaker here")


def test_what_succeeds():
    found = Breaker().call(lambda a, b: a + b, 1, 2)
    assert found == 3, f"A call of a function that adds 1 and 2 returned {found!r}."


def test_it_opens():
    found = _story(failures=2, seconds=10, fails=range(100), times=[0, 1, 2, 3])
    assert found == "FFoo", (
        f"With failures=2 and a function that always fails, it was {found!r}. F is a call"
        " that failed, o is Open: it should be 'FFoo'."
    )


def test_a_success_in_between():
    found = _story(failures=2, seconds=10, fails=[0, 2], times=[0, 1, 2, 3])
    assert found == "FsFs", (
        f"Where every other call fails, and two in a row are needed, it was {found!r}."
    )


def test_one_is_let_through():
    found = _story(failures=1, seconds=5, fails=range(100), times=[0, 4, 5, 6, 9, 10])
    assert found == "FoFooF", (
        f"With seconds=5, and calls at 0, 4, 5, 6, 9 and 10, it was {found!r}. The one at"
        " 5 is let through, fails, and the time begins anew."
    )


def test_a_call_that_was_let_through_fails():
    found = _story(failures=2, seconds=3, fails=range(100), times=[0, 1, 4, 5, 6, 7])
    assert found == "FFFooF", (
        f"With failures=2, seconds=3, and calls at 0, 1, 4, 5, 6 and 7, it was {found!r}."
        " One failure is enough to open it again."
    )


def test_no_other_one_meanwhile():
    clock, found = [0], []
    breaker = Breaker(1, 5, lambda: clock[0])

    def function():
        if clock[0] == 0:
            raise TimeoutError
        try:
            found.append(breaker.call(lambda: "called"))
        except Open:
            found.append("Open")

    for clock[0] in (0, 5):
        with suppress(TimeoutError):
            breaker.call(function)
    assert found == ["Open"], (
        f"While the one that was let through lasts, another one found {found!r}."
    )


def test_it_closes():
    found = _story(failures=2, seconds=5, fails=[0, 1, 8], times=[0, 1, 2, 7, 8, 9])
    assert found == "FFosFs", (
        f"Once a call has succeeded, two failures are needed again. It was {found!r}."
    )


def test_the_error_is_raised():
    error = ConnectionRefusedError("nobody there")

    def broken():
        raise error

    try:
        Breaker().call(broken)
    except OSError as raised:
        assert raised is error, f"The error that was raised is {raised!r}, another one."
    else:
        raise AssertionError("A call that failed raised nothing.")


def test_other_errors_do_not_count():
    def wrong():
        raise ValueError

    breaker = Breaker(failures=1)
    for _ in range(3):
        try:
            breaker.call(wrong)
        except ValueError:
            continue
        except Open:
            raise AssertionError(
                "A ValueError is a mistake in the program, and has opened the breaker."
            ) from None


def _story(failures, seconds, fails, times):
    """What came of calls at these times: s, F or o."""
    story, clock = "", [0]

    def function():
        if clock[0] in fails:
            raise TimeoutError
        return "well"

    breaker = Breaker(failures, seconds, lambda: clock[0])
    for clock[0] in times:
        try:
            story += "s" if breaker.call(function) == "well" else "?"
        except Open:
            story += "o"
        except TimeoutError:
            story += "F"
    return story
