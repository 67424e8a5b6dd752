"""A live stage: the framework as a chapter found it, and what a reader typed since."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ..errors import BookError, Place
from ..weave.book import PACKAGE, PROGRAM
from ..weave.changes import Changes
from ..weave.moving import file_of, type_into
from ..weave.pieces import Module
from ..weave.source import parse
from ..weave.typein import write
from .stage import Live, write_files
from .tracebacks import format_error

# What the line of a mistake is counted in.
IN_CELL = Place("line")


class NotTypedIn(Exception):
    """A cell that could not be typed in. The message says why."""


class Session:
    """A folder with the framework in it, and what was typed into it, cell by cell.

    Beside it may be the program that the book reads.

    ``layouts`` are the texts of the finished modules, whose order every stage follows.
    A cell that is run again takes back what it typed before.
    """

    def __init__(self, folder: Path, layouts: Mapping[str, str]) -> None:
        self.live = Live(folder, {})
        self.layouts = layouts
        self.base: Mapping[str, str] = {}
        self.typed: dict[str, tuple[str, str]] = {}

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
        if not title.endswith(".py") and title in self.base:
            text = text.rstrip("\n") + "\n"
            self.base = {**self.base, title: text}
            self.live.write(title, text)
            return f"Wrote {title}."
        if not title.startswith((f"{PACKAGE}/", f"{PROGRAM}/")):
            write_files(self.live.folder, {title: text})
            forget_file(self.live.folder / title)
            return f"Wrote {title}."
        if not title.endswith(".py"):
            raise BookError(IN_CELL, "only modules, files in .py, can be typed in.")
        typed = {key: value for key, value in self.typed.items() if key != cell}
        before = self.modules(typed)
        typed[cell] = (title, text)
        after = self.modules(typed)
        self.take(title, {**self.base, **self.written(after)})
        self.typed = typed
        known = before.get(title)
        if known is None and title in self.base:
            known = parse(self.base[title], Place(title))
        changes = Changes.between(known, parse(text, IN_CELL), after[title])
        return f"{title}: {changes.sentence()}"

    def take(self, title: str, files: Mapping[str, str]) -> None:
        """Have ``files`` in the folder, if the module ``title`` can be imported there.

        Where they are what the folder holds, what was imported stays.
        """
        previous = self.live.files
        if files == previous:
            return
        self.live.replace(files)
        try:
            importlib.import_module(title.removesuffix(".py").replace("/", "."))
        except BaseException:
            self.live.replace(previous)
            raise
        self.live.forget()

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
        except BaseException as error:
            shown = format_error(error, self.live.folder)
            problem = f"Not typed in, because importing it fails.\n{shown}"
            raise NotTypedIn(problem) from None

    def modules(self, typed: Mapping[str, tuple[str, str]]) -> Mapping[str, Module]:
        """The modules that ``typed``, oldest first, changes."""
        return typed_modules(tuple(self.base.items()), tuple(typed.values()))

    def written(self, modules: Mapping[str, Module]) -> dict[str, str]:
        """The texts of ``modules``."""
        return {
            title: written(title, module, self.layouts.get(title))
            for title, module in modules.items()
        }


@lru_cache
def typed_modules(
    base: tuple[tuple[str, str], ...], blocks: tuple[tuple[str, str], ...]
) -> Mapping[str, Module]:
    """The modules of ``base`` that ``blocks`` change when they are typed in.

    Both are pairs of a file and a text. What comes out is kept, like what is written of
    it: each cell that is typed in asks for all again.
    """
    if not blocks:
        return {}
    *above, (title, text) = blocks
    block = parse(text, IN_CELL)
    asked = {title, *(file_of(title, move) for move in block.moves().values())}
    found = {path: parse(file, Place(path)) for path, file in base if path in asked}
    changed = typed_modules(base, tuple(above))
    return type_into({**found, **changed}, title, block, IN_CELL)


@lru_cache
def written(title: str, module: Module, layout: str | None) -> str:
    """The text of ``module``, in the order of its finished text ``layout``."""
    return write(module, None if layout is None else parse(layout, Place(title)))


def forget_file(path: Path) -> None:
    """Make the next import of the module in ``path``, if it is one, read it again."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) == str(path):
            del sys.modules[name]
    importlib.invalidate_caches()
