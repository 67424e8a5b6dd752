"""A loop by hand.

Take the other road: no asgiref, no other thread, and a loop of your own in the thread of the
request. `Turn` is given: `await Turn()` gives way, once.

Write `LoopFlask`, whose `async_to_sync(func)` returns a plain function that runs the coroutine
of `func` to its end, however often it gives way, and returns what it returns. And write
`together`, so that `await together(a(), b())` runs the coroutines side by side and is the list of
what they return, in the order in which they were given. They begin in this order, and each
runs until it gives way; then it is the next one's turn, round and round. If one raises an error,
the others are closed (`coroutine.close()`), and the error is raised.

When it is done, look at what it cannot do: what does `asyncio.sleep` say on it, and how would
it wait for a connection?
"""

from webtest import TestApp

from tinyflask import Flask, g, request


class Turn:
    """`await Turn()` gives way to the others, once."""

    def __await__(self):
        yield


class LoopFlask(Flask):
    """An application that runs coroutines on a loop of its own."""

    def async_to_sync(self, func):
        """Return a function that runs the coroutine of ``func`` to its end."""
        raise NotImplementedError("write async_to_sync here")


def together(*coroutines):
    """Return what runs coroutines side by side, once it is awaited."""
    raise NotImplementedError("write together here")


def test_a_coroutine_that_does_not_wait():
    async def view():
        return f"tea for {request.args['who']}"

    found = _ask(view)
    assert found == "tea for ann", f"A view that only returns answered {found!r}."


def test_a_coroutine_that_gives_way():
    async def view():
        for _ in range(5):
            await Turn()
        return "tea"

    found = _ask(view)
    assert found == "tea", f"A view that gives way five times answered {found!r}."


def test_arguments():
    async def add(a, *, b):
        return a + b

    found = LoopFlask("shop").async_to_sync(add)(1, b=2)
    assert found == 3, f"`async_to_sync(add)(1, b=2)` is {found!r}, not 3."


def test_hooks():
    async def hook():
        await Turn()
        g.name = "ann"

    async def view():
        return g.name

    found = _ask(view, hook)
    assert found == "ann", f"What a hook has put into `g` is {found!r} for the view."


def test_side_by_side():
    steps = []

    async def work(name, turns):
        for number in range(turns):
            steps.append(f"{name}{number}")
            await Turn()
        return name

    async def view():
        return await together(work("a", 1), work("b", 3), work("c", 2))

    found = _ask(view)
    assert found == ["a", "b", "c"], f"`together` is {found!r}, not ['a', 'b', 'c']."
    assert steps == ["a0", "b0", "c0", "b1", "c1", "b2"], (
        f"Side by side, with one, three and two turns, they did {steps!r}."
    )


def test_within_one_another():
    steps = []

    async def work(name):
        steps.append(name)
        await Turn()
        steps.append(name)
        return name

    async def two():
        return await together(work("b"), work("c"))

    async def view():
        return await together(work("a"), two(), work("d"))

    found = _ask(view)
    assert found == ["a", ["b", "c"], "d"], f"One within the other gave {found!r}."
    assert steps == list("abcdabcd"), (
        f"One within the other, the steps were {''.join(steps)!r}, not 'abcdabcd'."
    )


def test_nothing_at_all():
    async def view():
        return await together()

    found = _ask(view)
    assert found == [], f"`await together()` is {found!r}, not an empty list."


def test_an_error():
    closed = []

    async def patient():
        try:
            for _ in range(10):
                await Turn()
        finally:
            closed.append("patient")

    async def broken():
        await Turn()
        raise LookupError("no tea")

    async def view():
        try:
            await together(patient(), broken())
        except LookupError as error:
            return f"{error}, and closed: {closed}"

    found = _ask(view)
    assert found == "no tea, and closed: ['patient']", (
        f"When one of two raised an error, the view had {found!r}."
    )


def _ask(view, hook=None):
    app = LoopFlask("shop")
    app.testing = True
    app.add_url_rule("/", "view", view)
    if hook is not None:
        app.before_request(hook)
    answer = TestApp(app).get("/?who=ann")
    return answer.json if answer.content_type == "application/json" else answer.text
