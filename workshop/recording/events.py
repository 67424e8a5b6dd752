"""What a recording is made of: calls, steps, and the contexts that were current."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from .origins import Origin


class Cut(BaseException):
    """Ends what is recorded where it is too long."""


@dataclass(eq=False)
class Call:
    """A function that was entered, or entered again where it had yielded.

    ``origin`` is ``None`` for what the server does. A ``lookup`` is a property, or a
    private function. ``frame`` numbers the frames: a generator has one, and as many
    calls as it was asked for pieces. ``began`` and ``ended`` are places in
    `Events.steps`; ``current`` and ``left`` the contexts that were current then.
    ``blueprint`` is the one that the function was registered on, if it was on one.
    ``direct`` is whether our code called it, and no library in between; ``coroutine``
    whether it is an ``async def``.
    """

    name: str
    origin: Origin | None
    number: int = 0
    caller: int = -1
    frame: int = -1
    lookup: bool = False
    began: int = 0
    ended: int = -1
    current: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    outcome: str = ""
    raised: bool = False
    function: str = ""
    blueprint: str = ""
    direct: bool = True
    coroutine: bool = False

    @property
    def kind(self) -> str:
        """Its function's own name: ``push``, of whatever class."""
        return self.function.rpartition(".")[2]


@dataclass
class Step:
    """One moment: in which call, at which line, and what had changed before it.

    ``kind`` is ``call``, ``line``, ``return``, ``raise``, or ``library``, for which
    ``said`` is what was called there; else it is what was returned or raised.
    """

    call: int
    line: int
    kind: str
    changed: dict[str, str | None] = field(default_factory=dict)
    said: str = ""


@dataclass
class Context:
    """A context that was current: what was asked, and whether it is of a request."""

    title: str
    request: bool


@dataclass(eq=False)
class Events:
    """What happened, in order.

    ``calls[0]`` is the whole of it; ``cut`` is why it was ended early, if it was.
    """

    calls: list[Call]
    steps: list[Step] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    cut: str = ""

    def inner(self, call: Call) -> list[Call]:
        """The calls that ``call`` made, in order."""
        return self._inner.get(call.number, [])

    @cached_property
    def _inner(self) -> dict[int, list[Call]]:
        found: dict[int, list[Call]] = {}
        for call in self.calls[1:]:
            found.setdefault(call.caller, []).append(call)
        return found
