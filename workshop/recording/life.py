"""The life of a request: what is alive while it is answered, and from when to when.

The picture is a text first: a line for each thing that is called, in order, and a
column for each thing that is alive, with a bar where it is. On the site and in a
notebook it is drawn with time running to the right.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .drawing import BAR, Picture
from .events import Call
from .recording import Recording, record
from .values import one_line

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The framework's own steps, and which of them make something: there what is alive is
# looked up when they end.
STEPS = (
    "push",
    "match_request",
    "open_session",
    "handle_exception",
    "make_response",
    "save_session",
    "pop",
)
MAKING = ("push", "open_session", "make_response")
DISPATCHING = ("full_dispatch_request", "dispatch_request", "wsgi_app")
HANDLING = ("handle_user_exception", "handle_exception")
NOTHING = "No context was entered, so there is no life to draw."
GAP = "  "


@dataclass
class Mark:
    """Something that is called: at which step, and when what is alive is looked up."""

    label: str
    call: Call
    at: int
    seen: int


@dataclass
class Bar:
    """A thing and where it is alive: between steps, or at the marks in ``during``."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    during: set[int] = field(default_factory=set)

    def alive(self, mark: Mark) -> bool:
        within = any(start <= mark.seen <= end for start, end in self.spans)
        return within or mark.call.number in self.during


@dataclass
class Lane:
    """A request, and what lives for it."""

    title: str
    bars: list[Bar]


class Life(Picture):
    """What was alive during a recording, as a picture.

    In a notebook and in a page it shows itself as a drawing, printed as text.
    """

    language = "life"

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.marks = marks(recording)
        self.lanes = list(lanes(recording, self.marks))

    def __repr__(self) -> str:
        rows = list(self.rows())
        if not any(lane.bars for lane in self.lanes):
            return NOTHING
        wide = max(len(label) for label, _ in rows)
        titles, names = " " * wide, " " * wide
        places = []
        for lane in self.lanes:
            titles += f"{GAP}{lane.title}"
            for bar in lane.bars:
                places.append(len(names) + len(GAP))
                names += f"{GAP}{bar.name}"
            end = max(len(titles), len(names))
            titles, names = titles.ljust(end), names.ljust(end)
        lines = [titles.rstrip(), names.rstrip()]
        for label, alive in rows:
            line = label
            for place, is_alive in zip(places, alive, strict=True):
                line = line.ljust(place) + (BAR if is_alive else "")
            lines.append(line.rstrip())
        return "\n".join(lines)

    def rows(self) -> Iterator[tuple[str, list[bool]]]:
        """What is called, and which bars are there then; what repeats is one row."""
        before: tuple[str, list[bool]] | None = None
        times = 1
        for mark in self.marks:
            alive = [bar.alive(mark) for lane in self.lanes for bar in lane.bars]
            row = mark.label, alive
            if row == before:
                times += 1
                continue
            if before:
                yield counted(before, times)
            before, times = row, 1
        if before:
            yield counted(before, times)


def counted(row: tuple[str, list[bool]], times: int) -> tuple[str, list[bool]]:
    label, alive = row
    return (f"{label} ({times} times)" if times > 1 else label), alive


def life(app: WSGIApplication, path: str, method: str = "GET", **options: Any) -> Life:
    """Send ``app`` one real request and return what was alive meanwhile.

    Other options go to `webtest.TestApp.request`. An exception that leaves the
    application ends the picture; it is not raised.
    """
    return Life(record(app, path, method, **options))


def marks(recording: Recording) -> list[Mark]:
    """What is called: the framework's own steps, and the functions that it calls."""
    found = [mark(recording, call) for call in recording.calls[1:]]
    return sorted(filter(None, found), key=lambda mark: mark.at)


def mark(recording: Recording, call: Call) -> Mark | None:
    """The mark that a call is, if it is one."""
    if call.origin is None:
        return Mark(call.name, call, call.began, call.began) if call.name else None
    raises = f" raises {call.outcome.partition(':')[0]}" if call.raised else ""
    if call.origin.yours:
        label = f"{named(recording, call)}{raises}"
        is_called = is_called_by_us(recording, call)
        return Mark(label, call, call.began, call.began) if is_called else None
    above = list(callers(recording, call))
    if is_step(recording, call, above):
        seen = call.ended if call.kind in MAKING else call.began
        return Mark(f"{call.kind}{raises}", call, call.began, seen)
    if raises and not call.lookup and not is_for_you(above):
        # Where it is raised, and not where it passes.
        passes = any(each.raised for each in recording.inner(call))
        if not passes and call.kind not in HANDLING:
            return Mark(f"{call.kind}{raises}", call, call.ended, call.ended)
    return None


def is_called_by_us(recording: Recording, call: Call) -> bool:
    """Whether the framework called a function of yours, or waited for a coroutine."""
    if call.coroutine:
        return not any(each.coroutine for each in callers(recording, call))
    # What waits for a coroutine stands for it.
    if call.kind == "async_to_sync" or waits(recording, call):
        return False
    caller = recording.calls[call.caller]
    # Not what a library calls for the framework, such as a formatter of a log.
    return caller.origin is None or (call.direct and not is_yours(caller))


def waits(recording: Recording, call: Call) -> bool:
    """Whether a function of yours runs a coroutine of yours."""
    inner = filter(is_yours, recording.inner(call))
    return any(each.coroutine or waits(recording, each) for each in inner)


def is_step(recording: Recording, call: Call, above: list[Call]) -> bool:
    """Whether a function of the framework is one of its steps in answering."""
    if call.kind not in STEPS:
        return False
    if call.kind == "open_session":
        # A context asks the interface, the first time that somebody looks.
        return not call.function.startswith("RequestContext")
    # `push` calls that of its base class; and a view may call `make_response`.
    around = itertools.takewhile(lambda each: each.kind not in DISPATCHING, above)
    nested = any(each.kind == call.kind for each in around)
    by_you = call.kind == "make_response" and is_for_you(above)
    return not nested and not by_you


def is_for_you(above: list[Call]) -> bool:
    """Whether a function of the framework was called by a view, or by a hook."""
    for call in above:
        if call.kind in DISPATCHING and not is_yours(call):
            return False
        if is_yours(call):
            return True
    return False


def is_yours(call: Call) -> bool:
    return call.origin is not None and call.origin.yours


def named(recording: Recording, call: Call) -> str:
    """A function of yours, with what it was given where nothing of ours called it."""
    if call.caller or recording.calls[0].name:
        return call.function
    first = next(each for each in recording.calls if each.frame == call.frame)
    given = recording.steps[first.began].changed.values()
    return one_line(f"{call.function}({', '.join(map(str, given))})")


def callers(recording: Recording, call: Call) -> Iterator[Call]:
    """The calls that led to ``call``, the nearest first."""
    while call.caller > 0:
        call = recording.calls[call.caller]
        yield call


def lanes(recording: Recording, marks: list[Mark]) -> Iterator[Lane]:
    """A lane for each context of a request; or for each context, if there is none."""
    contexts = list(enumerate(recording.contexts))
    requests = [(number, each) for number, each in contexts if each.request]
    root = recording.calls[0]
    for number, context in requests or contexts:
        is_first = number == (requests or contexts)[0][0]
        title = context.title or "no request"
        if root.name and is_first:
            title = f"{root.name}: {root.outcome}"
        calls = [
            call
            for call in recording.calls[1:]
            # What the server does is for the request that it sent.
            if context_of(recording, call) == number or (is_first and not call.origin)
        ]
        bars = bars_of(recording, number, calls, marks)
        yield Lane(title, [bar for bar in bars if any(map(bar.alive, marks))])


def bars_of(
    recording: Recording, number: int, calls: list[Call], marks: list[Mark]
) -> Iterator[Bar]:
    end = len(recording.steps)
    # What does not end is followed as far as anything is done for this context.
    seen = max((call.ended for call in calls), default=end)

    def span(start: str, stop: str, at_once: bool = False) -> list[tuple[int, int]]:
        """From the end of ``start``, or its beginning, to the end of ``stop``."""
        own = [call for call in calls if is_of_the_framework(recording, call)]
        begun = [
            call.began if at_once else call.ended
            for call in own
            if call.kind == start and not call.raised
        ]
        ends = [call.ended for call in own if call.kind == stop]
        return [(min(begun), ends[-1] if ends else seen)] if begun else []

    yield Bar("context", span("push", "tear_down", at_once=True))
    now = {
        mark.call.number for mark in marks if context_of(recording, mark.call) == number
    }
    has_request = recording.contexts[number].request
    yield Bar("request, g" if has_request else "g", during=now)
    yield Bar("session", span("open_session", "save_session"))
    raising = {mark.call.number for mark in marks if mark.call.raised}
    found = list(errors(calls, end))
    started = {
        call.number for call in calls for begun, _ in found if call.ended == begun
    }
    yield Bar("error", found, raising & started)
    yield Bar("response", span("make_response", "the server closes"))
    for name in dict.fromkeys(call.blueprint for call in calls if call.blueprint):
        own = {call.number for call in calls if call.blueprint == name}
        yield Bar(f"blueprint {name}", during=own)


def is_of_the_framework(recording: Recording, call: Call) -> bool:
    """Whether a call is a step of the framework's, and not of a view of that name.

    An interface for sessions may be the reader's, and is called by the framework.
    """
    if call.origin is None:
        return True
    by_you = is_yours(recording.calls[call.caller])
    return not by_you and (
        call.kind not in STEPS or not is_yours(call) or "session" in call.kind
    )


def context_of(recording: Recording, call: Call) -> int | None:
    """The context that `request` stands for in a call."""
    current = call.left if call.kind in MAKING else call.current
    found = [each for each in current if recording.contexts[each].request] or current
    return found[-1] if found else None


def errors(calls: list[Call], end: int) -> Iterator[tuple[int, int]]:
    """From where an exception is raised to where the framework has dealt with it."""
    handling = [call for call in calls if call.kind in HANDLING]
    for call in handling:
        raised = [each for each in calls if each.raised and each.ended <= call.began]
        if raised:
            answers = (
                each.began
                for each in calls
                if each.kind == "make_response" and call.began < each.began < call.ended
            )
            leaves = call.raised and call is handling[-1]
            yield raised[-1].ended, end if leaves else next(answers, call.ended)
