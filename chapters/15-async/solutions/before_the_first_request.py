"""Before the first request.

Hint: Two messages come, one after the other, so there is no need for a loop: a function that
receives one message, awaits one coroutine and sends one answer can be called twice.

Hint: The answer has the type of the message, with `.complete` or `.failed` at its end.

Hint: After a failure the second message must not be waited for.

Learnt: What belongs to a loop, such as a pool, is made by a coroutine on that loop, before
there is a request. WSGI has no word for this moment.

In Flask: WSGI's servers have none either, and Flask took `before_first_request` out in 2.3.
Quart has `before_serving` and `after_serving` for it.

Try: Give the application the pool, by `app.extensions`, and use it in a coroutine.
"""


def with_pool(application, begin, end):
    """Return an ASGI callable with ``begin()`` and ``end()`` around its life."""

    async def living(scope, receive, send):
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
        elif await agreed(begin, receive, send):
            await agreed(end, receive, send)

    return living


async def agreed(work, receive, send):
    """Wait for a message, do the work, answer, and return whether it succeeded."""
    kind = (await receive())["type"]
    try:
        await work()
    except Exception as error:
        await send({"type": f"{kind}.failed", "message": str(error)})
        return False
    await send({"type": f"{kind}.complete"})
    return True
