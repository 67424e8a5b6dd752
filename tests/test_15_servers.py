"""Chapter 15 on real servers: uvicorn and hypercorn call `asgi_app`."""

import asyncio
import os
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
SERVERS = {
    "uvicorn": "uvicorn --log-level=warning --host=127.0.0.1 --port={port}",
    "hypercorn": "hypercorn --log-level=WARNING --bind=127.0.0.1:{port}",
}
APPLICATION = "served:app.asgi_app"


@pytest.fixture(scope="module", params=SERVERS)
def port(request, serving):
    with serving(f"{SERVERS[request.param]} {APPLICATION}", PROGRAMS) as port:
        yield port


def ask(port, method="GET", path="/", body=None, **headers):
    """The status and the body of a request on a connection of its own."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, {"Connection": "close", **headers})
        response = connection.getresponse()
        return response.status, response.read().decode()


def report(port, **expected):
    """What the program counted, once that is as expected or some seconds are over."""
    end = time.monotonic() + 20
    while True:
        _, text = ask(port, path="/report")
        found = dict(re.findall(r"(\w+)=(\S+)", text))
        if all(found[name] == str(value) for name, value in expected.items()):
            return found
        if time.monotonic() > end:
            return found
        time.sleep(0.1)


def test_views_of_both_kinds(port):
    """A view may be either, and sees the request."""
    assert ask(port, path="/plain/tea?q=1") == (200, "tea 1")
    assert ask(port, path="/async/tea?q=2") == (200, "tea 2")
    assert ask(port, path="/async/caf%C3%A9") == (200, "café None")
    assert ask(port, path="/nowhere")[0] == 404


def test_a_head_request_has_no_body(port):
    assert ask(port, "HEAD", "/plain/tea") == (200, "")


def test_an_upload(port):
    """A body comes in pieces, with its length or without, and is read whole."""
    body = os.urandom(3_000_000)
    expected = (200, f"{len(body)} {sum(body)}")
    assert ask(port, "POST", "/upload", body) == expected
    pieces = (body[start : start + 70_000] for start in range(0, len(body), 70_000))
    assert ask(port, "POST", "/upload", pieces) == expected


def test_an_upload_to_a_coroutine(port):
    """It cannot wait for a body, and has it all the same, within the limit."""
    body = os.urandom(3_000_000)
    assert ask(port, "POST", "/length", body) == (200, f"{len(body)} {len(body)}")
    pieces = (body[start : start + 70_000] for start in range(0, len(body), 70_000))
    assert ask(port, "POST", "/length", pieces) == (200, f"{len(body)} None")
    pieces = (body[:100_000] for _ in range(50))
    with suppress(BrokenPipeError, ConnectionResetError, RemoteDisconnected):
        assert ask(port, "POST", "/length", pieces)[0] == 413
    assert ask(port, path="/plain/tea")[0] == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_an_upload_that_is_too_large(port, chunked):
    """It is refused, and the server goes on."""
    body = bytes(8_000_000)
    with suppress(BrokenPipeError, ConnectionResetError, RemoteDisconnected):
        sent = (body[:100_000] for _ in range(80)) if chunked else body
        assert ask(port, "POST", "/upload", sent)[0] == 413
    assert ask(port, path="/plain/tea")[0] == 200


def test_a_connection_is_used_again(port):
    """Also after a body that no view has read."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for method, path, body in (
            ("POST", "/nowhere", b"some body"),
            ("GET", "/plain/tea", None),
            ("POST", "/nowhere", bytes(500_000)),
            ("GET", "/async/tea", None),
        ):
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body)
            response = connection.getresponse()
            assert response.status == (404 if path == "/nowhere" else 200)
            response.read()


def test_a_stream_is_sent_as_it_is_made(port):
    """The first piece is here long before the last one is made."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/stream?pieces=3")
        response = connection.getresponse()
        first = response.read(2)
        begun = time.monotonic()
        rest = response.read()
        assert (first, rest) == (b"0\n", b"1\n2\n")
        assert time.monotonic() - begun > 0.1


@pytest.mark.parametrize("body", [None, bytes(300_000)])
def test_a_client_that_goes_away_ends_a_stream(port, body):
    """The stream is closed, and what is to be done at the end is done once.

    Also where there is a body that nobody has read.
    """
    before = report(port)
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST" if body else "GET", "/stream?pieces=100000", body)
        connection.getresponse().read(2)
        assert int(report(port)["streams"]) == int(before["streams"]) + 1
    after = report(port, streams=before["streams"])
    assert after["streams"] == before["streams"]
    assert int(after["closed_early"]) == int(before["closed_early"]) + 1
    assert after["active"] == "1"


def test_a_client_that_goes_away_in_a_body(port):
    """The view that reads is told so, and ends."""
    before = report(port)
    with closing(socket.create_connection(("127.0.0.1", port))) as sending:
        head = "POST /upload HTTP/1.1\r\nHost: shop\r\nContent-Length: 500000\r\n\r\n"
        sending.sendall(head.encode() + bytes(1000))
        assert report(port, active=2)["active"] == "2"
    after = report(port, active=1)
    assert after["active"] == "1"
    assert int(after["cut_off"]) == int(before["cut_off"]) + 1


def test_a_client_that_goes_away_before_the_answer(port):
    """Nobody minds: what `serving` asserts of the log is what this is about."""
    with closing(socket.create_connection(("127.0.0.1", port))) as asking:
        asking.sendall(b"GET /wait HTTP/1.1\r\nHost: shop\r\n\r\n")
        assert report(port, active=2)["active"] == "2"
    assert report(port, active=1)["active"] == "1"


def test_http_1_0(port):
    """An old client gets an answer, and then the connection is closed."""
    with closing(socket.create_connection(("127.0.0.1", port), 60)) as connection:
        connection.sendall(b"GET /stream?pieces=2 HTTP/1.0\r\n\r\n")
        received = b""
        while piece := connection.recv(1000):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    assert b" 200 " in head.splitlines()[0]
    assert body == b"0\n1\n"


def test_two_hundred_clients_at_once(port):
    """They wait together, on one loop, and nothing is left of them."""
    before = report(port, active=1)

    async def client():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer.partition(b"\r\n\r\n")[2]

    async def clients():
        return await asyncio.gather(*(client() for _ in range(200)))

    begun = time.monotonic()
    answers = asyncio.run(clients())
    # One after the other they would need a hundred seconds.
    assert time.monotonic() - begun < 30
    assert len(answers) == 200 and {b"waited" in each for each in answers} == {True}
    assert len(set(answers)) == 1, "all have waited on the same loop"
    after = report(port, active=1, contexts=before["contexts"])
    assert after["active"] == "1"
    assert after["contexts"] == before["contexts"]
    assert int(after["begun"]) - int(before["begun"]) >= 200
    assert int(after["begun"]) - int(after["ended"]) == 1


def test_files_are_closed(port):
    """No file and no socket stays open."""
    before = int(report(port)["files"])
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda number: ask(port, path="/async/tea"), range(100)))
    assert int(report(port, files=before)["files"]) <= before + 2


def test_a_pool_that_belongs_to_a_loop(port):
    """What belongs to a loop can be kept, since there is one."""
    assert {ask(port, path="/pool") for _ in range(5)} == {(200, "taken")}


def test_a_root_path(serving):
    """A server may serve the application below a path."""
    command = f"{SERVERS['uvicorn']} --root-path=/shop {APPLICATION}"
    with serving(command, PROGRAMS) as port:
        assert ask(port, path="/where") == (200, "/shop /where /shop/where")


@pytest.mark.parametrize("server", SERVERS)
def test_a_websocket_is_refused(server, serving):
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    command = f"{SERVERS[server]} {APPLICATION}"
    with serving(command, PROGRAMS) as port, pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://127.0.0.1:{port}/plain/tea")
