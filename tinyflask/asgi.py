"""The application on an ASGI server."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from contextvars import ContextVar
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote_to_bytes

from asgiref.sync import async_to_sync, sync_to_async
from werkzeug.exceptions import ClientDisconnected

from .globals import request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .app import Flask

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

# How many requests are answered at a time. A thread that waits costs little.
THREADS = 1000

# How many bytes of a body are taken at once, and how many are kept in memory.
PIECE, IN_MEMORY = 65_536, 1_000_000

# What a server says when the client has gone.
DISCONNECT: Message = {"type": "http.disconnect"}

# The body of the request that is answered, for the coroutines that are called for it.
_body: ContextVar[Body] = ContextVar("tinyflask.body")


def on_the_loop(func: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Any]:
    """Return a function that runs ``func`` on the server's loop, and waits for it.

    Without such a loop it is a new one. What waits for a body on the loop would keep it
    from coming, so that it is fetched before.
    """
    body = _body.get(None)
    if body is not None:
        limit = request.max_content_length if request else None
        body.fetch(sys.maxsize if limit is None else limit + 1)
    return async_to_sync(func)


class Body(io.RawIOBase):
    """The body of a request, as a file for a thread: reading waits for the server."""

    def __init__(self, receive: Receive) -> None:
        self._receive: Callable[[], Message] = async_to_sync(receive)
        self._rest, self._more, self._gone = memoryview(b""), True, False
        self._fetched: SpooledTemporaryFile[bytes] | None = None
        # Whether somebody has begun to read it.
        self.begun = False

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` with what there is, and return how many bytes that is.

        Raises `ClientDisconnected` where the rest will never come.
        """
        self.begun = True
        if self._fetched is not None and (count := self._fetched.readinto(buffer)):
            return count
        while self._more and not self._rest:
            # Nothing comes after this, so that whoever tries again must not wait.
            if self._gone:
                raise ClientDisconnected
            message = self._receive()
            self._gone = message["type"] == "http.disconnect"
            self._rest = memoryview(message.get("body", b""))
            self._more = self._gone or message.get("more_body", False)
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def drain(self) -> None:
        """Take what nobody has read: a server may wait until all of it was taken."""
        with suppress(ClientDisconnected):
            while self.read(PIECE):
                pass

    def fetch(self, size: int) -> None:
        """Take ``size`` bytes in advance, or all there are, for one who cannot wait."""
        if self._fetched is None and self._more:
            fetched = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed below
            with suppress(ClientDisconnected):
                while size > 0 and (piece := self.read(min(size, PIECE))):
                    fetched.write(piece)
                    size -= len(piece)
            fetched.seek(0)
            self._fetched = fetched

    def close(self) -> None:
        """Throw away what was fetched."""
        if self._fetched is not None:
            self._fetched.close()
        super().close()


def environ_of(scope: Message, body: io.RawIOBase) -> WSGIEnvironment:
    """Return WSGI's dictionary for a request: what ``scope`` says, in its words."""
    server, port = scope.get("server") or ("localhost", None)
    root = scope.get("root_path", "").rstrip("/").encode()
    # As it was written, unless somebody on the way has put another one in its place.
    path = unquote_to_bytes(scope.get("raw_path") or b"")
    if path.decode(errors="replace") != scope["path"]:
        path = scope["path"].encode()
    # Some servers have the one in the other.
    if path == root or path.startswith(root + b"/"):
        path = path[len(root) :]
    environ = {
        # A WebSocket has no method, and begins as a GET.
        "REQUEST_METHOD": scope.get("method", "GET"),
        "SCRIPT_NAME": root.decode("latin-1"),
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 80),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BufferedReader(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = map(str, scope["client"])
    for name, value in scope["headers"]:
        add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def add_header(environ: WSGIEnvironment, name: str, value: str) -> None:
    """Add a header to WSGI's dictionary; if it is there already, both in one line.

    Names with an underscore are left out: they would look like those with a hyphen.
    """
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ:
        separator = "; " if key == "HTTP_COOKIE" else ","
        value = f"{environ[key]}{separator}{value}"
    environ[key] = value


class Client:
    """Who asks, as the server knows it: what they have sent, and whether they left.

    A body waits at the server until the part before it was taken.
    """

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._messages: asyncio.Queue[Message] = asyncio.Queue(maxsize=1)
        self.all_sent = self.gone = False

    async def listen(self) -> None:
        """Take what comes, until the client is gone, or the server gives up."""
        try:
            while not self.gone:
                message = await self._receive()
                self.gone = message["type"] == "http.disconnect"
                await self._messages.put(message)
                self.all_sent = not message.get("more_body", False)
        finally:
            self.gone = True
            if self._messages.empty():
                self._messages.put_nowait(DISCONNECT)

    async def next(self) -> Message:
        """Wait for the next message, and return it."""
        if self.gone and self._messages.empty():
            return DISCONNECT
        return await self._messages.get()

    async def send(self, message: Message) -> None:
        """Have the server send ``message``."""
        await self._send(message)


class Reply:
    """Sends to the server what a WSGI application answers, from another thread."""

    def __init__(self, send: Send) -> None:
        self.send = async_to_sync(send)
        self.begun = False

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """Keep the status and the headers for the first piece, as PEP 3333 has it."""
        if exc_info is None and hasattr(self, "status"):
            raise AssertionError("start_response was called twice, without an error")
        if exc_info is not None and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status, self.headers = int(status[:3]), headers
        return self.write

    def write(self, piece: bytes, more: bool = True) -> None:
        """Send one piece; ``more`` is whether others follow."""
        if not self.begun:
            self.begin()
        self.send({"type": "http.response.body", "body": piece, "more_body": more})

    def begin(self) -> None:
        """Send the status and the headers."""
        self.begun = True
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in self.headers
        ]
        self.send(
            {"type": "http.response.start", "status": self.status, "headers": headers}
        )


class ASGIApp:
    """The application ``app``, as an ASGI server calls it.

    A request is answered in a thread, and its coroutines run on the server's loop.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.threads = ThreadPoolExecutor(THREADS, "tinyflask")
        self.respond_in_thread = sync_to_async(
            self.respond, thread_sensitive=False, executor=self.threads
        )

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or what else the server says; `ValueError` for the unknown.

        A WebSocket is refused: send those to a callable of your own.
        """
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await live(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close"})
        else:
            raise ValueError(f"Nothing here speaks {scope['type']!r}.")

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        client = Client(receive, send)
        listening = asyncio.create_task(client.listen())
        try:
            await self.respond_in_thread(scope, client)
        finally:
            listening.cancel()
        # If the server has failed, it is to know.
        with suppress(asyncio.CancelledError):
            await listening

    def respond(self, scope: Message, client: Client) -> None:
        """Call the application as a WSGI server does, and stop if the client goes."""
        body, reply = Body(client.next), Reply(client.send)
        # The file in there closes the body when nobody has it any more.
        environ = environ_of(scope, body)
        _body.set(body)
        try:
            pieces = self.app(environ, reply.start_response)
            with ExitStack() as at_the_end:
                if hasattr(pieces, "close"):
                    at_the_end.callback(pieces.close)
                self.send(pieces, body, reply, client)
        except StopIteration as error:
            # A future cannot hold it, and whoever waits for it would wait for ever.
            raise RuntimeError("The application raised StopIteration.") from error
        finally:
            body.close()

    def send(
        self, pieces: Iterable[bytes], body: Body, reply: Reply, client: Client
    ) -> None:
        """Send the pieces of an answer.

        A server may wait with the end until the whole body was taken, and with the news
        that the client left. So what nobody reads is taken before.
        """
        for piece in pieces:
            if not (body.begun or client.all_sent):
                body.drain()
            if client.gone:
                return
            if piece:
                reply.write(piece)
        if not client.all_sent:
            body.drain()
        if not client.gone:
            reply.write(b"", more=False)


async def live(receive: Receive, send: Send) -> None:
    """Agree when the server says that it starts, and when it ends."""
    kind = None
    while kind != "lifespan.shutdown":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
