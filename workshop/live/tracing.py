"""One request's way through the framework, drawn from the call itself."""

from __future__ import annotations

import dis
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from webtest import TestApp

from ..errors import BookError, Place
from ..weave.book import PACKAGE, Book
from ..weave.pieces import HEAD
from ..weave.source import parse
from .drawing import drawn
from .stage import text_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LONGEST = 44
# Where an object is in memory, which is another place in each run.
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
# Special methods that do something, and do not only look something up.
DOING = ("__init__", "__call__", "__enter__", "__exit__")


@dataclass
class Call:
    """One function entered: its name, where it is written, and how it ended.

    ``chapter`` is ``None`` for the reader's own code. A ``lookup`` is a property, or a
    private function.
    """

    name: str
    where: str
    chapter: int | None = None
    lookup: bool = False
    outcome: str = ""
    raised: bool = False
    inner: list[Call] = field(default_factory=list)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Call]]:
        """This call and all that it made, in order, each with its depth."""
        yield depth, self
        for call in self.inner:
            yield from call.walk(depth + 1)

    def fold(self, newest: int) -> bool:
        """Leave out what happened in it, unless that is of chapter ``newest`` or yours.

        Lookups in which nothing else happened are left out too. Returns whether there
        is anything new or yours here.
        """
        telling = [call.fold(newest) for call in self.inner]
        mine = self.chapter in (None, newest)
        kept = self.inner if mine or any(telling) else []
        self.inner = [call for call in kept if call.inner or not call.lookup]
        return mine or any(telling)


class Trace:
    """What happened between a request and its response.

    In a notebook and in a page it shows itself as a drawing, printed as text.
    """

    def __init__(self, request: str) -> None:
        self.root = Call(request, "")

    def __repr__(self) -> str:
        calls = list(self.root.walk())
        names = ["  " * depth + call.name for depth, call in calls]
        width = max(map(len, names))
        wide = max(len(call.where) for _, call in calls)
        lines = [
            f"{name:{width}}  {call.where:{wide}}  {ending(call)}".rstrip()
            for name, (_, call) in zip(names, calls, strict=True)
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return drawn(repr(self))


def ending(call: Call) -> str:
    """How a call, or the request itself, ended."""
    if not call.where and not call.raised:
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
    drawing = Trace(f"{method} {path}")
    client = TestApp(app)
    tracer = _Tracer(drawing.root)
    before = sys.gettrace()
    try:
        sys.settrace(tracer.enter)
        try:
            response = client.request(
                path, method=method, expect_errors=True, **options
            )
        finally:
            sys.settrace(before)
        drawing.root.outcome = response.status
    except Exception as error:
        drawing.root.outcome = short(error)
        drawing.root.raised = True
    if not whole:
        newest = max(call.chapter or 0 for _, call in drawing.root.walk())
        drawing.root.fold(newest)
    return drawing


class _Tracer:
    """Follows the framework's functions, and those that the reader wrote."""

    def __init__(self, root: Call) -> None:
        self.open = [root]
        self.birthplaces = _Birthplaces()

    def enter(self, frame: FrameType, event: str, value: Any) -> Any:
        found = self.birthplaces.of(frame)
        if found is None:
            return None
        name = frame.f_code.co_qualname.replace(".<locals>", "")
        call = Call(name, *found, lookup=is_lookup(frame))
        self.open[-1].inner.append(call)
        self.open.append(call)
        seen: list[BaseException] = []

        def step(frame: FrameType, event: str, value: Any) -> Any:
            if event == "exception":
                seen.append(value[1])
            elif event == "return":
                call.raised = bool(seen) and not leaves_by_returning(frame)
                call.outcome = short(seen[-1] if call.raised else value)
                self.open.remove(call)
            return step

        return step


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
    return private or isinstance(found, property | cached_property)


class _Birthplaces:
    """Says where a function is written, and which chapter typed it in."""

    @cached_property
    def book(self) -> Book:
        return Book()

    def of(self, frame: FrameType) -> tuple[str, int | None] | None:
        """``app.py, chapter 2`` and the 2; ``None`` for a function of some library."""
        module = frame.f_globals.get("__name__", "")
        code = frame.f_code
        if code.co_name.startswith("<"):
            return None
        if module.partition(".")[0] != PACKAGE:
            mine = is_readers(module, code.co_filename)
            return ("your code", None) if mine else None
        path = module.replace(".", "/")
        path += "/__init__.py" if code.co_filename.endswith("__init__.py") else ".py"
        names = tuple(code.co_qualname.partition(".<locals>")[0].split("."))
        if names[-1] == "__init__":
            names = (*names, HEAD)
        file = path.partition("/")[2]
        chapter = self.chapter(path, names, text_of(frame))
        where = f"{file}, chapter {chapter}" if chapter else f"{file}, your edit"
        return where, chapter

    def chapter(self, path: str, names: tuple[str, ...], text: str) -> int | None:
        try:
            leaf = parse(text, Place(path)).leaves().get(names)
        except BookError:
            return None
        for showing in self.book.showings.get((path, names), []):
            if leaf and showing.leaf.text == leaf.text:
                return showing.chapter.number
        return None


def is_readers(module: str, filename: str) -> bool:
    """Whether a function is in a notebook or in a program below the current folder."""
    if module == "__main__":
        return True
    # Not a template, which Jinja compiles to functions with the template's file name.
    path = Path(filename)
    mine = path.suffix == ".py" and path.is_relative_to(Path.cwd())
    return mine and "site-packages" not in path.parts


def short(value: Any) -> str:
    """A value in a few characters, the same in every run."""
    kind = type(value).__name__
    if isinstance(value, BaseException):
        text = f"{kind}: {value}" if str(value) else kind
    elif isinstance(value, str | bytes | int | float | list | tuple | dict | None):
        text = ADDRESS.sub("", repr(value))
    else:
        text = f"{kind} {getattr(value, 'status', '')}".strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
