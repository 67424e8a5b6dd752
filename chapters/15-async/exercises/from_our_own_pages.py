"""From our own pages.

A browser sends the cookies of a site with each WebSocket to it, whoever's page has opened it.
So a page of another site could read along in the chat, as whoever looks at it. What tells them
apart is the header `Origin`: scheme, host and port of the page, such as
`https://tea.example:8000`.

Write `guarded(application)`, which returns an ASGI callable. A WebSocket is passed on to
`application` if its `Origin` is where it goes to, by its scheme (`ws` is opened from a page
with `http`, `wss` from one with `https`) and its header `Host`. Capitals do not count. It is passed on without an
`Origin`, too, since then it is not from a browser. Any other one is refused: its first message
is received, and `{"type": "websocket.close"}` sent. What is no WebSocket is passed on.
"""


def guarded(application):
    """Return an ASGI callable that lets no WebSocket of another site's pages in."""
    raise NotImplementedError("write guarded here")


def test_a_page_of_our_own():
    found = _knock("ws", b"tea.example", b"http://tea.example")
    assert found == "let in", f"A page of the site itself was {found}."


def test_a_page_of_another_site():
    found = _knock("ws", b"tea.example", b"http://evil.example")
    assert found == "refused", f"A page of another site was {found}."


def test_the_port_counts():
    for origin, expected in (
        (b"http://tea.example:8000", "let in"),
        (b"http://tea.example:9000", "refused"),
        (b"http://tea.example", "refused"),
    ):
        found = _knock("ws", b"tea.example:8000", origin)
        assert found == expected, f"At tea.example:8000, {origin.decode()} was {found}."


def test_the_scheme_counts():
    for scheme, origin, expected in (
        ("wss", b"https://tea.example", "let in"),
        ("wss", b"http://tea.example", "refused"),
        ("ws", b"https://tea.example", "refused"),
    ):
        found = _knock(scheme, b"tea.example", origin)
        assert found == expected, f"By {scheme}, {origin.decode()} was {found}."


def test_a_site_whose_name_begins_as_ours():
    for origin in (
        b"http://tea.example.evil.example",
        b"http://tea.example@evil",
        b"null",
    ):
        found = _knock("ws", b"tea.example", origin)
        assert found == "refused", f"The origin {origin.decode()} was {found}."


def test_capitals_do_not_matter():
    found = _knock("ws", b"Tea.Example", b"http://tea.example")
    assert found == "let in", (
        f"Hosts are the same in capitals. With the host Tea.Example the page was {found}."
    )


def test_no_browser():
    found = _knock("ws", b"tea.example", None)
    assert found == "let in", f"A client without an Origin was {found}."


def test_a_request():
    found = _knock("http", b"tea.example", b"http://evil.example", type="http")
    assert found == "let in", f"A request, which is no WebSocket, was {found}."


def test_the_life_of_the_server():
    called = []

    async def application(scope, receive, send):
        called.append(scope["type"])

    _finish(guarded(application)({"type": "lifespan"}, None, None))
    assert called == ["lifespan"], (
        "A scope of the type lifespan has no headers, and was not passed on."
    )


def _knock(scheme, host, origin, type="websocket"):
    """Whether one who has this `Origin` is let in."""
    received, sent, called = [], [], []
    headers = [(b"host", host)] + ([] if origin is None else [(b"origin", origin)])
    scope = {"type": type, "scheme": scheme, "path": "/chat", "headers": headers}

    async def receive():
        received.append("connect")
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append((len(received), message))

    async def application(*given):
        called.append(given)

    _finish(guarded(application)(scope, receive, send))
    if called:
        assert called == [(scope, receive, send)] and not sent + received, (
            "The application is to be called once, with the three as they are, and"
            " before anybody has received or sent a message."
        )
        return "let in"
    assert sent == [(1, {"type": "websocket.close"})], (
        "To refuse is to receive one message, and then to send websocket.close. This has"
        f" received {len(received)}, and sent {[message for _, message in sent]!r}."
    )
    return "refused"


def _finish(coroutine):
    """Run a coroutine that waits for nobody."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("It waits for something that never comes.")
