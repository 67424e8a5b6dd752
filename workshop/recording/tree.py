"""One request's way through the framework: who called whom, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .drawing import Picture
from .events import Call
from .recording import Recording, record

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Trace(Picture):
    """What happened between a request and its response, as a tree of calls.

    In a notebook and in a page it shows itself as a drawing, printed as text.
    """

    language = "trace"

    def __init__(self, recording: Recording, whole: bool = False) -> None:
        self.recording = recording
        self.inner = inner_calls(recording)
        if not whole:
            self.fold()

    def fold(self) -> None:
        """Leave out what happens within a call, unless that is new, or the reader's.

        What the latest chapter typed in is new. Lookups in which nothing else happens
        are left out, too.
        """
        calls = self.recording.calls
        newest = max(chapter_of(call) or 0 for call in calls)
        telling = [chapter_of(call) in (None, newest) for call in calls]
        # What is called comes after its caller. The inner calls are done first.
        for number in reversed(range(len(calls))):
            inner = self.inner[number]
            telling[number] |= any(telling[each] for each in inner)
            self.inner[number] = [
                each
                for each in inner
                if telling[number] and (self.inner[each] or not calls[each].lookup)
            ]

    def walk(self) -> Iterator[tuple[int, Call]]:
        """The calls that are drawn, in order, each with its depth."""
        waiting = [(0, 0)]
        while waiting:
            depth, number = waiting.pop()
            yield depth, self.recording.calls[number]
            waiting += [(depth + 1, each) for each in reversed(self.inner[number])]

    def __repr__(self) -> str:
        calls = list(self.walk())
        names = ["  " * depth + call.name for depth, call in calls]
        places = [str(call.origin or "") for _, call in calls]
        width = max(map(len, names))
        wide = max(map(len, places))
        lines = [
            f"{name:{width}}  {place:{wide}}  {ending(call)}".rstrip()
            for name, place, (_, call) in zip(names, places, calls, strict=True)
        ]
        return "\n".join(lines)


def inner_calls(recording: Recording) -> list[list[int]]:
    """The calls below each call, of functions that have a name.

    What others called, and what happened while the server did something, counts as
    their caller's.
    """
    inner: list[list[int]] = [[] for _ in recording.calls]
    drawn = [0] * len(recording.calls)
    for call in recording.calls[1:]:
        above = drawn[call.caller]
        if call.origin is None or call.function.startswith("<"):
            drawn[call.number] = above
        else:
            drawn[call.number] = call.number
            inner[above].append(call.number)
    return inner


def chapter_of(call: Call) -> int | None:
    return call.origin.chapter if call.origin else None


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
