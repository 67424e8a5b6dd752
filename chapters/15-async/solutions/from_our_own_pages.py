"""From our own pages.

Hint: `dict(scope["headers"])` has the headers by their names, which are bytes in small letters.

Hint: Make the origin that the page must have, of `scope["scheme"]` and the host, and compare
it with the other one as a whole. A part of it may be anybody's.

Hint: To refuse, `await receive()` and `await send({"type": "websocket.close"})`.

Learnt: A cookie says whose browser it is, and not whose page. With a WebSocket there is no
token of a form, so that the origin has to be looked at by hand.

In Flask: It has no WebSockets. Channels has `AllowedHostsOriginValidator` for this, and an
application on Quart looks at `websocket.origin`.

Try: Have the chat of the chapter guarded, and open its WebSocket from a page on another port.
"""


def guarded(application):
    """Return an ASGI callable that lets no WebSocket of another site's pages in."""

    async def guard(scope, receive, send):
        if scope["type"] == "websocket" and not from_our_own_page(scope):
            await receive()
            await send({"type": "websocket.close"})
        else:
            await application(scope, receive, send)

    return guard


def from_our_own_page(scope):
    """Whether a page of this very site has opened a WebSocket, or no page has."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    scheme = b"https" if scope["scheme"] == "wss" else b"http"
    ours = scheme + b"://" + headers.get(b"host", b"")
    return origin is None or origin.lower() == ours.lower()
