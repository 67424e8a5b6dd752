"""What a notebook's kernel can do: ``%chapter``, ``%%typein``, and how things look."""

from __future__ import annotations

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

from ..weave.book import PROGRAM, Book
from ..live.display import as_html, as_text
from ..live.hashing import have_pbkdf2
from .exercise_cells import ExerciseCells
from ..learner.progress import progress_around
from ..live.session import NotTypedIn, Session
from ..live.tracebacks import format_error

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

IN_BROWSER = sys.platform == "emscripten"


@magics_class
class Kernel(Magics):
    """Teaches an IPython shell what the notebooks need."""

    shell: InteractiveShell

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        folder = tempfile.mkdtemp(prefix="tinyflask-")
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.folder = Path(folder).resolve()
        self.book = Book()
        self.session = Session(self.folder, self.book.finished | self.book.program)
        # Before the current folder becomes another one.
        progress = progress_around(Path.cwd())
        self.exercises = ExerciseCells(shell, self.book, progress)
        self.runs = 0

    def install(self) -> None:
        """Register the magics, the looks of responses, and the tracebacks."""
        # Bytecode is found by time and size, which two quick edits can share.
        sys.dont_write_bytecode = True
        self.session.live.install()
        os.chdir(self.folder)
        sys.path.insert(0, str(self.folder))
        self.shell.register_magics(self, self.exercises)
        display = self.shell.display_formatter
        assert display
        formatters = display.formatters
        for kind in (TestResponse, Response):
            formatters["text/html"].for_type(kind, as_html)
            formatters["text/plain"].for_type(
                kind, lambda response, printer, cycle: printer.text(as_text(response))
            )
        self.shell.set_custom_exc((Exception,), self.show_error)
        if IN_BROWSER:
            have_pbkdf2()
            self.shell.input_transformers_cleanup.append(self.instead)

    @line_magic
    def chapter(self, line: str) -> None:
        """``%chapter 3``: begin chapter 3, with the framework as chapter 2 left it.

        ``%chapter 3 core`` begins it with the core of that framework.
        """
        words = line.split()
        core = words[1:] == ["core"]
        if not words or not words[0].isdigit() or (words[1:] and not core):
            raise UsageError("Write the chapter's number: %chapter 3, or %chapter 3 core")
        number = int(words[0])
        try:
            self.book.check_stage(number, lowest=1)
        except ValueError as error:
            raise UsageError(str(error)) from None
        files = self.book.stage(number - 1, core)
        beside = self.book.beside(self.book.chapter(number))
        self.session.start(files | beside)
        what = "core of the framework" if core else "framework"
        if files:
            print(f"The {what} as chapter {number - 1} left it: {', '.join(files)}.")
            if beside:
                print(f"And the program that this chapter reads: {PROGRAM}.")
        else:
            print("Chapter 1 begins with nothing: there is no tinyflask yet.")

    @cell_magic
    def typein(self, line: str, cell: str) -> None:
        """``%%typein tinyflask/app.py``: type this cell into the framework."""
        title = line.strip()
        if not title:
            raise UsageError("Name the file: %%typein tinyflask/app.py")
        # The first line of the cell is %%typein and the title.
        print(self.session.type_or_say_why(self.cell_id(), title, cell, above=1))

    def instead(self, lines: list[str]) -> list[str]:
        """What to run in a browser for a cell that needs what a browser has not."""
        source = "".join(lines).strip("\n")
        for chapter in self.book.chapters:
            for block in chapter.blocks:
                if block.needs and block.source.strip("\n") == source:
                    said = f"A browser has no {block.needs}. On your own machine:"
                    saved = (chapter.answer(block) or "").strip("`")
                    text = f"{said}\n\n{saved.removeprefix('output').strip()}"
                    return [f"print({text!r})\n"]
        return lines

    def cell_id(self) -> str:
        """The running cell's id, where the front end says; else one of its own."""
        self.runs += 1
        cell = self.metadata().get("cellId")
        return str(cell) if cell else f"run {self.runs}"

    def metadata(self) -> dict[str, Any]:
        """What the front end says of the running cell, if it says something."""
        # JupyterLite's shell leaves this to its kernel.
        kernel = getattr(self.shell, "kernel", None)
        for owner in (self.shell, kernel):
            get_parent = getattr(owner, "get_parent", dict)
            parent: dict[str, Any] = get_parent() or {}
            if "metadata" in parent:
                found: dict[str, Any] = parent["metadata"]
                return found
        return {}

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
        if IN_BROWSER and "raises-exception" in self.metadata().get("tags", ()):
            # An error would end "Run All" there, even one that the chapter shows.
            print("\n".join(lines), file=sys.stderr)
        else:
            shell._showtraceback(kind, error, lines)
        return lines
