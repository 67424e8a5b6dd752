"""A chapter's page while it is open in a browser: its cells, run one after the other.

What a notebook's kernel does, without a notebook. Pyodide runs it in the page's worker,
which says what is to be run and is told what that put out.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import linecache
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from webtest import TestResponse
from werkzeug.wrappers import Response

from ..exercises.exercise import find_exercise, judge
from ..live.display import as_html, as_text
from ..live.hashing import have_pbkdf2
from ..live.session import NotTypedIn, Session
from ..live.tracebacks import format_error
from ..live.visiting import LeadsOut, Upload, Visit
from ..recording.drawing import Picture
from ..recording.life import Life
from ..recording.recording import Recording
from ..recording.stepping import as_json
from ..recording.tree import Trace
from ..weave.book import Book

# Called with what was put out: its kind, its text, and HTML where it has that.
Publish = Callable[[str, str, str], None]


# What a block may print: more than anybody reads, and less than makes a browser slow.
LONGEST = 100_000
TOO_MUCH = "\n… and more than is shown here.\n"
# How many visits are kept: each holds the program that it is in.
VISITS = 8
PUT_AWAY = "This one was put away, for newer ones. Run the block again."
# So many pieces of output are published one by one in a second, and so many if each is
# flushed. What comes faster is put together, into pieces of so many letters.
A_SECOND, FLUSHED, BATCH = 20, 200, 4_000


class Out(io.TextIOBase):
    """A stream that publishes what is written to it: a little at once, much in batches.

    Each message to the page has its price, and a loop that prints would flood it.
    """

    def __init__(self, publish: Publish) -> None:
        self.publish = publish
        self.room = LONGEST
        self.waiting = ""
        self.since = 0.0
        self.sent = 0

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() takes text, not {type(text).__name__}")
        if self.room > 0:
            self.waiting += text[: self.room]
            self.room -= len(text)
            if self.room <= 0:
                self.waiting += TOO_MUCH
                self.send()
            elif len(self.waiting) >= BATCH or self.may_send(A_SECOND):
                self.send()
        return len(text)

    def may_send(self, most: int) -> bool:
        """Whether there were fewer than ``most`` pieces in this second."""
        now = time.monotonic()
        if now - self.since >= 1:
            self.since, self.sent = now, 0
        return self.sent < most

    def flush(self) -> None:
        if self.may_send(FLUSHED):
            self.send()

    def send(self) -> None:
        """Publish what is waiting."""
        if self.waiting:
            self.publish("stream", self.waiting, "")
            self.waiting = ""
            self.sent += 1


class NoInput(io.TextIOBase):
    """What a program reads from where nobody can type anything in."""

    def readline(self, size: int | None = -1) -> NoReturn:
        raise EOFError(
            "a page has nowhere to type an answer into. Put what the program would ask"
            " for into the block."
        )

    read = readline


def no_debugger(*args: Any, **kwargs: Any) -> NoReturn:
    """What `breakpoint` does."""
    raise RuntimeError("a page has no debugger. Print what you want to see.")


class Page:
    """The framework as a chapter finds it, and the names that its experiments share.

    ``folder`` becomes the current one: what the reader's programs write is in there.
    """

    def __init__(self, number: int, folder: Path, book: Book) -> None:
        sys.dont_write_bytecode = True
        self.folder = folder
        self.book = book
        self.session = Session(folder, book.finished | book.program)
        self.session.live.install()
        beside = book.beside(book.chapter(number))
        self.session.start(book.stage(number - 1) | beside)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        # A module that can be found: what asks for the types or the text of something
        # looks there.
        main = sys.modules["__main__"] = ModuleType("__main__")
        self.names: dict[str, Any] = vars(main)
        self.runs = 0
        self.recorded: Recording | None = None
        self.visits: dict[int, Visit] = {}
        sys.stdin = NoInput()
        sys.breakpointhook = no_debugger
        have_pbkdf2()

    def type_in(self, cell: str, title: str, source: str, publish: Publish) -> bool:
        """Type ``source`` into ``title``; returns whether that could be done."""
        try:
            said = self.session.type_or_say_why(cell, title, source)
        except NotTypedIn as error:
            publish("error", str(error), "")
            return False
        publish("stream", f"{said}\n", "")
        return True

    async def run(self, source: str, publish: Publish) -> bool:
        """Run an experiment; returns whether it ended without an error."""
        self.runs += 1
        self.recorded = None
        filename = f"<experiment {self.runs}>"
        lines = source.splitlines(keepends=True)
        linecache.cache[filename] = (len(source), None, lines, filename)
        out = Out(publish)
        with redirect_stdout(out), redirect_stderr(out):
            try:
                value = await self.value(source, filename)
                out.send()
                if isinstance(value, Visit):
                    publish("visit", repr(value), self.keep(value))
                elif value is not None:
                    publish(*shown(value))
                    if isinstance(value, Life | Trace):
                        self.recorded = value.recording
            except BaseException as error:
                # Whatever it is, Python goes on, with all that the reader has made.
                out.send()
                text = format_error(error, self.folder, self.names)
                publish("error", text.replace(filename, "<experiment>"), "")
                return False
        return True

    def recording(self) -> str:
        """What the last experiment recorded, as JSON; nothing if it did not."""
        return as_json(self.recorded) if self.recorded else ""

    def keep(self, visit: Visit) -> str:
        """Keep a visit until there are many newer ones; returns what its frame shows.

        That is JSON, and has the number that the visit goes by.
        """
        number = max(self.visits, default=0) + 1
        self.visits[number] = visit
        self.visits.pop(number - VISITS, None)
        return json.dumps({"number": number, **asdict(visit.shown)})

    async def visit(
        self, number: int, url: str, fields: Any, multipart: bool, publish: Publish
    ) -> str:
        """Open what was clicked in the frame of a visit; returns what it is to show.

        ``fields`` are those of a form, if it is one: pairs of a name and a value, which
        may be a dictionary with what a file is. What the program prints is published.
        """
        if number not in self.visits:
            return json.dumps({"problem": PUT_AWAY})
        sent = fields and [(name, as_field(value)) for name, value in fields]
        out = Out(publish)
        with redirect_stdout(out), redirect_stderr(out):
            try:
                told = asdict(self.visits[number].open(url, sent, multipart))
            except LeadsOut as error:
                told = {"problem": str(error)}
        out.send()
        return json.dumps(told)

    def judge(self, name: str, source: str) -> str:
        """Judge an answer to the exercise ``name``; returns the verdict as JSON."""
        exercise = find_exercise(self.book, Path(name))
        verdict = judge(exercise, source, self.book)
        results = [asdict(result) for result in verdict.results]
        told = {"share": verdict.share, "results": results, "printed": verdict.printed}
        return json.dumps(told)

    async def value(self, source: str, filename: str) -> Any:
        """Run ``source``, and return the value of its last line if that has one."""
        tree = ast.parse(source, filename)
        last = tree.body.pop() if has_value(tree) else None
        await self.execute(compiled(tree, filename, "exec"))
        if isinstance(last, ast.Expr):
            expression = ast.Expression(last.value)
            return await self.execute(compiled(expression, filename, "eval"))
        return None

    async def execute(self, code: Any) -> Any:
        value = eval(code, self.names)
        return await value if code.co_flags & inspect.CO_COROUTINE else value


def has_value(tree: ast.Module) -> bool:
    return bool(tree.body) and isinstance(tree.body[-1], ast.Expr)


def compiled(tree: ast.Module | ast.Expression, filename: str, mode: str) -> Any:
    """The code of ``tree``, in which ``await`` may stand outside of functions."""
    return compile(
        tree, filename, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
    )


def as_field(value: Any) -> str | Upload:
    """The value of a form's field, which came from the page."""
    if isinstance(value, str):
        return value
    content = bytes(value["content"])
    return Upload(value["filename"], value["content_type"], content)


def shown(value: Any) -> tuple[str, str, str]:
    """How the value of an experiment's last line is published."""
    if isinstance(value, TestResponse | Response):
        return "value", as_text(value), as_html(value)
    if isinstance(value, Picture):
        return "drawing", repr(value), value._repr_html_()
    return "value", repr(value), ""
