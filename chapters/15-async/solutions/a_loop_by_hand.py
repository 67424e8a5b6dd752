"""A loop by hand.

Hint: `coroutine.send(None)` runs it until it gives way, and raises `StopIteration` at its end,
with the result in `error.value`.

Hint: `together` can be a class with an `__await__`, a generator. It calls `send` of each that is
not done, and then gives way itself, by `yield`, unless all are done.

Hint: `try: … except BaseException:` around the round: close those that are left, and `raise`.

Learnt: A loop is a list of coroutines, and giving way is a `yield`. What makes asyncio large is
what is waited for: sockets, clocks and other threads. `asyncio.sleep` asks for the running
loop, and there is none that it knows.

In Flask: It has `async_to_sync`, and the same subclass works there.

Try: Write `sleep(seconds)` for this loop, with `time.monotonic`. What does the processor do
meanwhile?
"""

from tinyflask import Flask


class Turn:
    """`await Turn()` gives way to the others, once."""

    def __await__(self):
        yield


class LoopFlask(Flask):
    """An application that runs coroutines on a loop of its own."""

    def async_to_sync(self, func):
        """Return a function that runs the coroutine of ``func`` to its end."""

        def wrapper(*args, **kwargs):
            coroutine = func(*args, **kwargs)
            while True:
                try:
                    coroutine.send(None)
                except StopIteration as end:
                    return end.value

        return wrapper


class together:
    """What runs coroutines side by side, once it is awaited."""

    def __init__(self, *coroutines):
        self.waiting = dict(enumerate(coroutines))
        self.results = [None] * len(coroutines)

    def __await__(self):
        try:
            while self.waiting:
                self.turn()
                if self.waiting:
                    yield
        except BaseException:
            for coroutine in self.waiting.values():
                coroutine.close()
            raise
        return self.results

    def turn(self):
        """Have each run until it gives way."""
        for number, coroutine in list(self.waiting.items()):
            try:
                coroutine.send(None)
            except StopIteration as end:
                self.results[number] = end.value
                del self.waiting[number]
