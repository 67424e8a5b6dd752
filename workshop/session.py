"""A live stage: the framework as a chapter found it, and what a reader typed since."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

from .changes import Changes
from .errors import BookError, Place
from .live import Live, write_files
from .pieces import Module
from .source import parse
from .tracebacks import format_error
from .typein import type_in, write

# What the line of a mistake is counted in.
IN_CELL = Place("line")


class NotTypedIn(Exception):
    """A cell that could not be typed in. The message says why."""


class Session:
    """A folder with the framework in it, and what was typed into it, cell by cell.

    ``layouts`` are the texts of the finished modules, whose order every stage follows.
    A cell that is run again takes back what it typed before.
    """

    def __init__(self, folder: Path, layouts: Mapping[str, str]) -> None:
        self.live = Live(folder, {})
        self.layouts = layouts
        self.base: Mapping[str, str] = {}
        self.typed: dict[str, tuple[str, Module]] = {}

    def start(self, files: Mapping[str, str]) -> None:
        """Begin a chapter that finds the framework as ``files``."""
        self.base = files
        self.typed = {}
        self.live.replace(files)

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
        before = self.module(title, typed)
        block = parse(text, IN_CELL)
        after = type_in(before, block, IN_CELL)
        typed[cell] = (title, block)
        previous = self.live.files
        self.live.replace({**self.base, **self.changed(typed)})
        try:
            importlib.import_module(title.removesuffix(".py").replace("/", "."))
        except BaseException:
            self.live.replace(previous)
            raise
        self.live.forget()
        self.typed = typed
        return f"{title}: {Changes.between(before, block, after).sentence()}"

    def type_or_say_why(self, cell: str, title: str, text: str, above: int = 0) -> str:
        """Like `type`, but whatever goes wrong is a `NotTypedIn`.

        ``above`` is how many lines of the cell stand above ``text``.
        """
        if not title or title.startswith("/") or ".." in title.split("/"):
            raise NotTypedIn("Name a file of your own: tinyflask/app.py, or hello.py.")
        try:
            return self.type(cell, title, text)
        except BookError as error:
            line = f"line {error.place.line + above} of this cell: {error.problem}"
            raise NotTypedIn(f"Not typed in. In {line}") from None
        except Exception as error:
            shown = format_error(error, self.live.folder)
            problem = f"Not typed in, because importing it fails.\n{shown}"
            raise NotTypedIn(problem) from None

    def module(
        self, title: str, typed: Mapping[str, tuple[str, Module]]
    ) -> Module | None:
        """The module ``title`` with ``typed`` typed in, oldest first."""
        found = None
        if title in self.base:
            found = parse(self.base[title], Place(title))
        for where, block in typed.values():
            if where == title:
                found = type_in(found, block, IN_CELL)
        return found

    def changed(self, typed: Mapping[str, tuple[str, Module]]) -> dict[str, str]:
        """The texts of the modules that ``typed`` changes."""
        texts = {}
        for title in {where for where, _ in typed.values()}:
            module = self.module(title, typed)
            assert module
            layout = self.layouts.get(title)
            read = None if layout is None else parse(layout, Place(title))
            texts[title] = write(module, read)
        return texts


def forget_file(path: Path) -> None:
    """Make the next import of the module in ``path``, if it is one, read it again."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == str(path):
            del sys.modules[name]
    importlib.invalidate_caches()
