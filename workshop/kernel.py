"""What a notebook's kernel can do: ``%chapter``, ``%%typein``, and how things look."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from weakref import finalize

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from webtest import TestResponse
from werkzeug.wrappers import Response

from .book import Book
from .changes import Changes
from .display import as_html, as_text
from .errors import BookError, Place
from .live import Live, write_files
from .pieces import Module
from .source import parse
from .tracebacks import format_error
from .typein import type_in

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


# The first line of a cell is %%typein and the title.
IN_CELL = Place("line", 2)


class NotTypedIn(Exception):
    """A cell that could not be typed in. The message says why."""


class Session:
    """A live stage: the framework as a chapter found it, and what was typed since.

    A cell that is run again takes back what it typed before.
    """

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.live = Live(folder, {})
        self.base: dict[str, Module] = {}
        self.typed: dict[str, tuple[str, Module]] = {}

    def start(self, number: int) -> str:
        """Begin chapter ``number``; returns a sentence about what is there."""
        self.book.check_stage(number, lowest=1)
        self.base = self.book.modules[number - 1]
        self.typed = {}
        files = self.book.stage(number - 1)
        self.live.replace(files)
        if not files:
            return "Chapter 1 begins with nothing: there is no tinyflask yet."
        return f"The framework as chapter {number - 1} left it: {', '.join(files)}."

    def type(self, cell: str, title: str, text: str) -> str:
        """Type ``text`` into ``title``; returns a sentence about what that changed.

        ``cell`` says which cell it is in. Raises `BookError` where the text cannot be
        typed in, and what importing it raises; the stage then stays as it was.
        """
        if not title.startswith("tinyflask/"):
            write_files(self.live.folder, {title: text})
            forget_file(self.live.folder / title)
            return f"Wrote {title}."
        if not title.endswith(".py"):
            raise BookError(IN_CELL, "only modules, files in .py, can be typed in.")
        typed = {key: value for key, value in self.typed.items() if key != cell}
        before = self.modules(typed).get(title)
        block = parse(text, IN_CELL)
        typed[cell] = (title, block)
        modules = self.modules(typed)
        files = {path: self.book.write(path, each) for path, each in modules.items()}
        previous = self.live.files
        self.live.replace(files)
        try:
            importlib.import_module(title.removesuffix(".py").replace("/", "."))
        except BaseException:
            self.live.replace(previous)
            raise
        self.live.forget()
        self.typed = typed
        changes = Changes.between(before, block, modules[title])
        return f"{title}: {changes.sentence()}"

    def modules(self, typed: dict[str, tuple[str, Module]]) -> dict[str, Module]:
        """The stage with ``typed`` typed in, oldest first."""
        modules = dict(self.base)
        for title, block in typed.values():
            modules[title] = type_in(modules.get(title), block, IN_CELL)
        return modules


def forget_file(path: Path) -> None:
    """Make the next import of the module in ``path``, if it is one, read it again."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == str(path):
            del sys.modules[name]
    importlib.invalidate_caches()


@magics_class
class Kernel(Magics):
    """Teaches an IPython shell what the notebooks need."""

    shell: InteractiveShell

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        folder = tempfile.mkdtemp(prefix="tinyflask-")
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.folder = Path(folder).resolve()
        self.session = Session(Book(), self.folder)
        self.runs = 0

    def install(self) -> None:
        """Register the magics, the looks of responses, and the tracebacks."""
        # Bytecode is found by time and size, which two quick edits can share.
        sys.dont_write_bytecode = True
        self.session.live.install()
        os.chdir(self.folder)
        sys.path.insert(0, str(self.folder))
        self.shell.register_magics(self)
        display = self.shell.display_formatter
        assert display
        formatters = display.formatters
        for kind in (TestResponse, Response):
            formatters["text/html"].for_type(kind, as_html)
            formatters["text/plain"].for_type(
                kind, lambda response, printer, cycle: printer.text(as_text(response))
            )
        self.shell.set_custom_exc((Exception,), self.show_error)

    @line_magic
    def chapter(self, line: str) -> None:
        """``%chapter 3``: begin chapter 3, with the framework as chapter 2 left it."""
        if not line.strip().isdigit():
            raise UsageError("Write the chapter's number: %chapter 3")
        try:
            print(self.session.start(int(line)))
        except ValueError as error:
            raise UsageError(str(error)) from None

    @cell_magic
    def typein(self, line: str, cell: str) -> None:
        """``%%typein tinyflask/app.py``: type this cell into the framework."""
        title = line.strip()
        if not title or title.startswith("/") or ".." in title.split("/"):
            raise UsageError("Name the file: %%typein tinyflask/app.py")
        try:
            print(self.session.type(self.cell_id(), title, cell))
        except BookError as error:
            line = f"line {error.place.line} of this cell: {error.problem}"
            raise NotTypedIn(f"Not typed in. In {line}") from None
        except Exception as error:
            shown = format_error(error, self.folder)
            problem = f"Not typed in, because importing it fails.\n{shown}"
            raise NotTypedIn(problem) from None

    def cell_id(self) -> str:
        """The running cell's id, where the front end says; else one of its own."""
        self.runs += 1
        parent: dict[str, Any] = getattr(self.shell, "get_parent", dict)() or {}
        cell = parent.get("metadata", {}).get("cellId")
        return str(cell) if cell else f"run {self.runs}"

    def show_error(
        self,
        shell: InteractiveShell,
        kind: type[BaseException],
        error: BaseException,
        where: TracebackType | None,
        tb_offset: int | None = None,
    ) -> list[str]:
        """Print a traceback of the reader's own lines."""
        if isinstance(error, NotTypedIn):
            lines = str(error).splitlines()
        else:
            lines = format_error(error, self.folder, shell.user_ns).splitlines()
        shell._showtraceback(kind, error, lines)
        return lines
