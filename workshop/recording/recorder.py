"""Recording what happens while a request is answered.

Python tells a trace function of each function that is entered, each line, each return
and each exception. What happens in the framework and in the reader's own code is kept
step by step, with the names whose values changed; what a library does is one step.
"""

from __future__ import annotations

import dis
import inspect
import time
from contextvars import ContextVar
from functools import cached_property
from types import CodeType, FrameType
from typing import Any
from weakref import ref

from ..weave.book import PACKAGE
from .events import Call, Context, Cut, Events, Step
from .origins import Origin, Origins, owners_of
from .values import Values, attributes_of, changes, is_secret, one_line

# What a recording may hold, and how long it may take. Nobody steps through more.
STEPS, SECONDS = 20_000, 20
# Special methods that do something, and do not only look something up.
DOING = ("__init__", "__call__", "__enter__", "__exit__", "__iter__", "__next__")
# Functions without a name of their own that are recorded. Other Pythons than this one
# have no frames for the rest, which are comprehensions.
NAMELESS = ("<lambda>", "<genexpr>")
# Libraries whose functions do nothing that is worth a step.
SILENT = {"typing", "workshop", "webtest", "contextlib", "functools", "collections"}
# In which modules of the framework it is said what is current, and by which name.
CURRENT = "_current"
# What an attribute that was deleted is shown as.
GONE = "(deleted)"
# Settings that are nobody's business.
SECRETS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS")

# The library that calls, for the framework, whoever listens to a signal.
MESSENGER = "blinker"


class Recorder:
    """Python's trace function while something is recorded."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.open = [events.calls[0]]
        self.frames = 0
        # The frame of the `with`: a coroutine's is left and entered again in there.
        self.outer = 0
        self.origins = Origins()
        self.values = Values()
        self.kinds: dict[tuple[Any, str], tuple[Origin | str | None, bool]] = {}
        self.following: set[_Following] = set()
        self.codes: dict[Call, CodeType] = {}
        self.apps: dict[int, ref[Any]] = {}
        self.variable: ContextVar[Any] | None = None
        self.numbers: dict[int, tuple[ref[Any], int]] = {}
        self.until = time.monotonic() + SECONDS

    def enter(self, frame: FrameType, event: str, value: Any) -> Any:
        """What Python calls for each function that is entered."""
        try:
            return self.begin(frame)
        except Exception as error:
            return self.give_up(error)

    def begin(self, frame: FrameType) -> Any:
        """Follow ``frame``, if that is worth it."""
        if self.events.cut or id(frame) == self.outer:
            return None
        # While a task waits, what is entered is the event loop's.
        if len(self.open) > 1:
            self.look_at_the_clock()
        origin, lookup = self.kind(frame)
        if origin is None:
            return None
        if isinstance(origin, str):
            return self.enter_library(frame, origin, lookup)
        self.learn(frame)
        # A generator that goes on, unless it was another recording's.
        known = getattr(frame.f_trace, "__self__", None)
        if not isinstance(known, _Following) or known.recorder is not self:
            known = _Following(self)
        known.begin(frame, origin, lookup)
        return known.follow

    def kind(self, frame: FrameType) -> tuple[Origin | str | None, bool]:
        """Where a function is written, or its library; and whether it looks up only."""
        code = frame.f_code
        key = code, code.co_filename
        if key not in self.kinds:
            origin: Origin | str | None = None
            named = not code.co_name.startswith("<") or code.co_name in NAMELESS
            if named and module_of(frame) not in SILENT:
                origin = self.origins.of(frame) or module_of(frame) or None
            self.kinds[key] = origin, is_lookup(frame)
        return self.kinds[key]

    def known(self, frame: FrameType) -> Origin | str | None:
        """Where a function that runs is written, if it was looked at when entered."""
        code = frame.f_code
        return self.kinds.get((code, code.co_filename), (None, False))[0]

    def enter_library(self, frame: FrameType, name: str, lookup: bool) -> Any:
        """A function of a library is one step, where we call it."""
        caller = frame.f_back
        if lookup or caller is None or id(caller) == self.outer:
            return None
        if not isinstance(self.known(caller), Origin):
            return None
        said = f"{name}: {frame.f_code.co_qualname}"
        step = self.step(self.open[-1], caller.f_lineno, "library", said=said)
        frame.f_trace_lines = False

        def follow(frame: FrameType, event: str, value: Any) -> Any:
            if event == "return" and leaves_by_returning(frame):
                if is_secret(frame.f_code.co_name):
                    self.values.keep_secret(value)
                step.said = f"{said} returns {self.values.of(value)}"
            return follow

        return follow

    def open_call(self, call: Call) -> Call:
        """Have ``call`` begin here."""
        calls = self.events.calls
        call.number, call.caller = len(calls), self.open[-1].number
        call.began, call.current = len(self.events.steps), self.current()
        calls.append(call)
        self.open.append(call)
        return call

    def close_call(self, call: Call) -> None:
        call.ended, call.left = len(self.events.steps), self.current()
        self.open.remove(call)

    def step(
        self,
        call: Call,
        line: int,
        kind: str,
        changed: dict[str, str | None] | None = None,
        said: str = "",
    ) -> Step:
        self.look_at_the_clock()
        steps = self.events.steps
        if len(steps) >= STEPS:
            self.end(f"cut after {STEPS:,} steps. Does it come to an end?")
        steps.append(Step(call.number, line, kind, changed or {}, said))
        return steps[-1]

    def give_up(self, error: Exception) -> None:
        """Record nothing more. What is recorded must not fail for that."""
        self.events.cut = f"the recorder failed: {type(error).__name__}"

    def look_at_the_clock(self) -> None:
        """End what takes too long."""
        if time.monotonic() > self.until:
            self.end(f"cut after {SECONDS} seconds. Does it come to an end?")

    def end(self, why: str) -> None:
        """End what is recorded."""
        self.events.cut = why
        raise Cut(why)

    def learn(self, frame: FrameType) -> None:
        """Learn from a function what is current, and what is secret."""
        if module_of(frame) != PACKAGE:
            return
        variable = frame.f_globals.get(CURRENT)
        if type(variable) is ContextVar:
            self.variable = variable
        owner = frame.f_locals.get("self")
        for each in (owner, attributes_of(owner).get("app")):
            config: Any = attributes_of(each).get("config")
            if issubclass(type(config), dict):
                self.apps[id(each)] = ref(each)
                for name in SECRETS:
                    self.values.keep_secret(dict.get(config, name))

    def current(self) -> tuple[int, ...]:
        """The contexts that are current now, by their numbers, the innermost last."""
        found = self.variable.get(()) if self.variable else ()
        return tuple(map(self.number, found)) if type(found) is tuple else ()

    def number(self, context: Any) -> int:
        """The number of a context, which is not held for that."""
        known, number = self.numbers.get(id(context), (None, -1))
        if known is None or known() is not context:
            contexts = self.events.contexts
            number = len(contexts)
            request = attributes_of(attributes_of(context).get("request"))
            contexts.append(Context(asked(request), bool(request)))
            self.numbers[id(context)] = ref(context), number
        return number

    def finish(self) -> None:
        """Let go of what goes on, such as a stream that nobody has read to its end."""
        for call in self.open:
            call.ended = len(self.events.steps)
        for following in self.following:
            following.recorder = None
        self.following.clear()
        apps = filter(None, (each() for each in self.apps.values()))
        owners = owners_of(attributes_of(app) for app in apps)
        for call, code in self.codes.items():
            call.blueprint = call.blueprint or owners.get(code, "")
        self.codes.clear()
        self.hide_secrets()

    def hide_secrets(self) -> None:
        """Take out what was seen before it was known that it is secret."""
        hide = self.values.hide
        for call in self.events.calls:
            call.outcome = hide(call.outcome)
        for step in self.events.steps:
            step.said = hide(step.said)
            for name, value in step.changed.items():
                step.changed[name] = value and hide(value)

    def blueprint(self) -> str:
        """The blueprint of the current request, where a view of it is called."""
        for call in reversed(self.open):
            if call.origin is None or call.origin.yours:
                return ""
            if call.kind == "dispatch_request":
                break
        found = self.variable.get(()) if self.variable else ()
        request = attributes_of(found[-1]).get("request") if found else None
        rule = attributes_of(request).get("url_rule")
        endpoint = attributes_of(rule).get("endpoint")
        return endpoint.rpartition(".")[0] if type(endpoint) is str else ""


class _Following:
    """Follows one frame, for as long as it lives."""

    recorder: Recorder | None

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        recorder.following.add(self)
        self.number = recorder.frames
        recorder.frames += 1
        self.names: dict[str, str] = {}
        # What the attributes of `self` were when this was entered, and those that have
        # changed since.
        self.attributes: dict[str, str] = {}
        self.own: dict[str, str] = {}

    def begin(self, frame: FrameType, origin: Origin, lookup: bool) -> None:
        """The frame is entered, for the first time or again."""
        assert self.recorder
        name = frame.f_code.co_qualname.replace(".<locals>", "")
        call = Call(name, origin, frame=self.number, lookup=lookup)
        call.function = frame.f_code.co_qualname.rpartition("<locals>.")[2]
        self.recorder.codes[call] = frame.f_code
        call.coroutine = bool(frame.f_code.co_flags & inspect.CO_COROUTINE)
        caller = frame.f_back
        library = self.recorder.known(caller) if caller else None
        call.direct = library == MESSENGER or not isinstance(library, str)
        if origin.yours:
            call.blueprint = self.recorder.blueprint()
        self.call = self.recorder.open_call(call)
        self.error: BaseException | None = None
        self.is_thrown = False
        self.attributes = self.own_attributes(frame)
        self.step(frame, "call")

    def follow(self, frame: FrameType, event: str, value: Any) -> Any:
        """What Python calls for what happens in the frame."""
        recorder = self.recorder
        if recorder is None or recorder.events.cut:
            return None
        try:
            self.keep(frame, event, value)
        except Exception as error:
            return recorder.give_up(error)
        return self.follow

    def keep(self, frame: FrameType, event: str, value: Any) -> None:
        """Keep what happens in the frame."""
        assert self.recorder
        if event == "line":
            self.is_thrown = False
            self.step(frame, "line")
        elif event == "exception":
            self.error = value[1]
            # Into a generator, where it had yielded.
            self.is_thrown = leaves_by_returning(frame)
            self.step(frame, "raise", self.recorder.values.outcome(value[1]))
        elif event == "return":
            self.leave(frame, value)

    def leave(self, frame: FrameType, value: Any) -> None:
        assert self.recorder
        call, values = self.call, self.recorder.values
        if is_secret(call.kind):
            values.keep_secret(value)
        # What was raised may have been caught.
        leaves = not leaves_by_returning(frame) or self.is_thrown
        call.raised = self.error is not None and leaves
        call.outcome = values.outcome(self.error if call.raised else value)
        self.error = None
        try:
            if not call.raised:
                self.step(frame, "return", values.of(value))
        finally:
            self.recorder.close_call(call)

    def step(self, frame: FrameType, kind: str, said: str = "") -> None:
        """Keep this moment, and the names that changed since the one before."""
        assert self.recorder
        names = self.recorder.values.of_names(frame.f_locals)
        own = self.own_attributes(frame)
        self.own.update(
            (name, value)
            for name, value in own.items()
            if name in self.own or self.attributes.get(name) != value
        )
        for name in (self.attributes.keys() | self.own.keys()) - own.keys():
            self.own[name] = GONE
        names.update((f"self.{name}", value) for name, value in self.own.items())
        changed, self.names = changes(self.names, names), names
        self.recorder.step(self.call, frame.f_lineno, kind, changed, said)

    def own_attributes(self, frame: FrameType) -> dict[str, str]:
        """What the object whose method this is holds. It is shown once it changes."""
        assert self.recorder
        owner = attributes_of(frame.f_locals.get("self"))
        return self.recorder.values.of_names(owner)


def leaves_by_returning(frame: FrameType) -> bool:
    """Whether a function that is left returns or yields, and does not raise.

    Python tells both in the same way, so we look at the instruction it was at.
    """
    name = dis.opname[frame.f_code.co_code[frame.f_lasti]]
    return name.startswith(("RETURN", "YIELD"))


def is_lookup(frame: FrameType) -> bool:
    """Whether a function is a property, or has a private name."""
    name = frame.f_code.co_name
    owner = type(frame.f_locals.get("self"))
    found = inspect.getattr_static(owner, name, None)
    private = name.startswith("_") and name not in DOING
    return private or issubclass(type(found), (property, cached_property))


def module_of(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def asked(request: Any) -> str:
    """What a request asks for, from what it holds: ``GET /things?page=2``."""
    method, path, query = map(request.get, ("method", "path", "query_string"))
    if type(query) is bytes and query:
        path = f"{path}?{query.decode('latin-1')}"
    return one_line(f"{method} {path}") if type(path) is str else ""
