"""A recording: what happens in a ``with``, or for one real request."""

from __future__ import annotations

import sys
from asyncio import Handle
from collections.abc import Callable, Iterable, Iterator
from threading import Lock, get_ident
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self
from unittest.mock import patch

from webtest import TestApp
from werkzeug.urls import iri_to_uri

from .events import Call, Cut, Events
from .recorder import Recorder
from .values import one_line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


# Python has one trace function, and two that take turns would leave one behind.
UNDER_WAY = Lock()


class Recording(Events):
    """What happened in a ``with``: in the framework, and in the reader's own code.

    Another trace function is put aside for that time. Where too much happens, the work
    is ended, and `cut` says so. The whole of it is named ``title``. Raises
    `RuntimeError` where something is being recorded already.
    """

    def __init__(self, title: str = "") -> None:
        super().__init__([Call(one_line(title), None)])
        self._recorder = Recorder(self)

    def __enter__(self) -> Self:
        if not UNDER_WAY.acquire(blocking=False):
            raise RuntimeError(
                "Something is being recorded already, here or in another thread or"
                " task. Leave the `with` of that recording first."
            )
        self._recorder.outer = id(sys._getframe(1))
        self._before = sys.gettrace()
        # In a browser, each turn of the event loop begins without a trace function.
        self._turns = patch.object(Handle, "_run", tracing(self._recorder.enter))
        self._turns.start()
        sys.settrace(self._recorder.enter)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        sys.settrace(self._before)
        self._turns.stop()
        UNDER_WAY.release()
        root = self.calls[0]
        if self.cut:
            root.outcome = self.cut
        elif error is not None:
            root.outcome = self._recorder.values.outcome(error)
            root.raised = True
        self._recorder.finish()
        return isinstance(error, Cut)


def record(
    app: WSGIApplication, path: str, method: str = "GET", **options: Any
) -> Recording:
    """Send ``app`` one real request, and return what happened.

    Options go to `webtest.TestApp.request`. An exception that leaves the application
    ends the recording and is not raised.

    Up to Python 3.12, whose trace functions write a frame's variables back, one that
    another thread sets in that moment may get its old value again.
    """
    recording = Recording(f"{method} {path}")
    server = Server(app, recording)
    client = TestApp(server)
    try:
        with recording:
            response = client.request(
                iri_to_uri(path), method=method, expect_errors=True, **options
            )
            recording.calls[0].outcome = one_line(response.status)
    except Exception:
        # Of what the application raised, the recording tells.
        if not server.is_asked:
            raise
    return recording


class Server:
    """Stands between a server and an application, and says what the server does."""

    def __init__(self, app: WSGIApplication, recording: Recording) -> None:
        self.app = app
        self.recorder = recording._recorder
        self.is_asked = False

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        self.is_asked = True
        return Body(self.app(environ, start_response), self.recorder)


class Body:
    """The pieces of a body, as a server asks for them."""

    def __init__(self, body: Iterable[bytes], recorder: Recorder) -> None:
        self.body = body
        self.pieces = iter(body)
        self.recorder = recorder

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        calls = self.recorder.events.calls
        with Note(self.recorder, "the server reads") as call:
            try:
                return next(self.pieces)
            except StopIteration:
                # There was nothing more to read, and nothing happened for that.
                if calls[-1] is call:
                    call.name = ""
                raise

    def close(self) -> None:
        with Note(self.recorder, "the server closes"):
            if hasattr(self.body, "close"):
                self.body.close()


class Note:
    """Something that the server does, from where it begins to where it ends."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self.recorder = recorder
        self.call = Call(name, None)

    def __enter__(self) -> Call:
        call = self.recorder.open_call(self.call)
        self.recorder.step(call, 0, "call", said=call.name)
        return call

    def __exit__(self, *error: object) -> None:
        self.recorder.close_call(self.call)


def tracing(enter: Callable[[FrameType, str, Any], Any]) -> Callable[[Handle], None]:
    """What an event loop of this thread does in a turn, with ``enter`` to trace it."""
    run, thread = Handle._run, get_ident()

    def run_traced(handle: Handle) -> None:
        # A notebook's kernel has loops in other threads, which nobody wants to see.
        if get_ident() == thread:
            sys.settrace(enter)
        run(handle)

    return run_traced
