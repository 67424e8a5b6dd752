"""Before the first request.

A pool of connections is to be opened when the server starts, and closed when it ends. An ASGI
server says both. It calls the application once with a scope of the type `lifespan`, and then
`receive` returns `{"type": "lifespan.startup"}` first, and `{"type": "lifespan.shutdown"}` at
the end. It waits for an answer to each, `lifespan.startup.complete` and
`lifespan.shutdown.complete`.

Write `with_pool(application, begin, end)`, which returns an ASGI callable. When the server
starts, it awaits `begin()`, and when it ends, `end()`, each before it answers. If one of them
raises an error, the answer is `lifespan.startup.failed` or `lifespan.shutdown.failed`, with the
error's text as its `message`, and nothing comes after it. Any other scope is passed on to
`application`.
"""


def with_pool(application, begin, end):
    """Return an ASGI callable with ``begin()`` and ``end()`` around its life."""
    raise NotImplementedError("write with_pool here")


def test_it_begins_and_ends():
    found = _live(["startup", "shutdown"])
    expected = [
        "begin is awaited",
        "lifespan.startup.complete",
        "end is awaited",
        "lifespan.shutdown.complete",
    ]
    assert found == expected, f"A server that starts and ends saw {found!r}."


def test_it_waits_for_the_end():
    found = _live(["startup"])
    assert found == ["begin is awaited", "lifespan.startup.complete", "it waits"], (
        f"A server that has only started saw {found!r}. The callable is to wait for what"
        " comes next."
    )


def test_begin_fails():
    found = _live(["startup", "shutdown"], fails=["begin"])
    expected = ["begin is awaited", ("lifespan.startup.failed", "no begin today")]
    assert found == expected, (
        f"Where `begin` raises an error with the text 'no begin today', it was {found!r}."
    )


def test_end_fails():
    found = _live(["startup", "shutdown"], fails=["end"])
    assert found[2:] == [
        "end is awaited",
        ("lifespan.shutdown.failed", "no end today"),
    ], f"Where `end` raises an error with the text 'no end today', it was {found!r}."


def test_other_scopes():
    for kind in ("http", "websocket"):
        called, given = [], ({"type": kind}, object(), object())

        async def application(*arguments, called=called):
            called.append(arguments)

        list(_steps(with_pool(application, None, None)(*given)))
        assert called == [given], (
            f"A scope of the type {kind} was not passed on as it is."
        )


class _Waiting:
    def __await__(self):
        yield


def _live(messages, fails=()):
    """What happens, in order, when a server says that it starts and ends."""
    happened, messages = [], list(messages)

    async def receive():
        while not messages:
            happened.append("it waits")
            await _Waiting()
        return {"type": f"lifespan.{messages.pop(0)}"}

    async def send(message):
        kind = message["type"]
        failed = kind.endswith(".failed")
        happened.append((kind, message.get("message")) if failed else kind)

    def named(name):
        async def function():
            happened.append(f"{name} is awaited")
            if name in fails:
                raise LookupError(f"no {name} today")

        return function

    async def application(*given):
        happened.append("the application is called")

    callable_ = with_pool(application, named("begin"), named("end"))
    next(_steps(callable_({"type": "lifespan"}, receive, send)), None)
    return happened


def _steps(coroutine):
    """Each time that a coroutine waits."""
    try:
        while True:
            yield coroutine.send(None)
    except StopIteration:
        return
    finally:
        coroutine.close()
