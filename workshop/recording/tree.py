"""One request's way through the framework: who called whom, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .drawing import Picture
from .events import Call
from .recording import Recording, record

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass
class Branch:
    """A call, and the calls that are drawn below it."""

    call: Call
    inner: list[Branch] = field(default_factory=list)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Call]]:
        """This call and all below it, in order, each with its depth."""
        yield depth, self.call
        for branch in self.inner:
            yield from branch.walk(depth + 1)

    def fold(self, newest: int) -> bool:
        """Leave out what happened in it, unless that is of chapter ``newest`` or yours.

        Lookups in which nothing else happened are left out too. Returns whether there
        is anything new or yours here.
        """
        telling = [branch.fold(newest) for branch in self.inner]
        mine = chapter_of(self.call) in (None, newest)
        kept = self.inner if mine or any(telling) else []
        self.inner = [each for each in kept if each.inner or not each.call.lookup]
        return mine or any(telling)


def chapter_of(call: Call) -> int | None:
    return call.origin.chapter if call.origin else None


class Trace(Picture):
    """What happened between a request and its response, as a tree of calls.

    In a notebook and in a page it shows itself as a drawing, printed as text.
    """

    language = "trace"

    def __init__(self, recording: Recording, whole: bool = False) -> None:
        self.recording = recording
        self.root = Branch(recording.calls[0], list(branches(recording)))
        if not whole:
            newest = max(chapter_of(call) or 0 for _, call in self.root.walk())
            self.root.fold(newest)

    def __repr__(self) -> str:
        calls = list(self.root.walk())
        names = ["  " * depth + call.name for depth, call in calls]
        places = [str(call.origin or "") for _, call in calls]
        width = max(map(len, names))
        wide = max(map(len, places))
        lines = [
            f"{name:{width}}  {place:{wide}}  {ending(call)}".rstrip()
            for name, place, (_, call) in zip(names, places, calls, strict=True)
        ]
        return "\n".join(lines)


def branches(recording: Recording, call: Call | None = None) -> Iterator[Branch]:
    """What is drawn below ``call``: its calls of functions that have a name.

    What others called, and what the server did, counts as the caller's.
    """
    for inner in recording.inner(call or recording.calls[0]):
        below = branches(recording, inner)
        if inner.origin is None or inner.function.startswith("<"):
            yield from below
        else:
            yield Branch(inner, list(below))


def ending(call: Call) -> str:
    """How a call, or the request itself, ended."""
    if call.origin is None and not call.raised:
        return call.outcome
    return f"{'raises' if call.raised else 'returns'} {call.outcome}"


def trace(
    app: WSGIApplication,
    path: str,
    method: str = "GET",
    whole: bool = False,
    **options: Any,
) -> Trace:
    """Send ``app`` one real request and return the way that it took.

    What happens inside of functions of earlier chapters is left out, unless ``whole``
    is true; so are properties and private functions. Other options go to
    `webtest.TestApp.request`. An exception that leaves the application ends the
    drawing; it is not raised.
    """
    return Trace(record(app, path, method, **options), whole)
