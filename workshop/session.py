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
from .typein import type_in, write

# What the line of a mistake is counted in.
IN_CELL = Place("line")


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
        before = self.modules(typed).get(title)
        block = parse(text, IN_CELL)
        typed[cell] = (title, block)
        modules = self.modules(typed)
        previous = self.live.files
        self.live.replace({**self.base, **self.written(modules)})
        try:
            importlib.import_module(title.removesuffix(".py").replace("/", "."))
        except BaseException:
            self.live.replace(previous)
            raise
        self.live.forget()
        self.typed = typed
        changes = Changes.between(before, block, modules[title])
        return f"{title}: {changes.sentence()}"

    def modules(self, typed: Mapping[str, tuple[str, Module]]) -> dict[str, Module]:
        """The modules that ``typed`` changes, with it typed in, oldest first."""
        modules: dict[str, Module] = {}
        for title, block in typed.values():
            found = modules.get(title)
            if found is None and title in self.base:
                found = parse(self.base[title], Place(title))
            modules[title] = type_in(found, block, IN_CELL)
        return modules

    def written(self, modules: Mapping[str, Module]) -> dict[str, str]:
        """The texts of ``modules``."""
        texts = {}
        for title, module in modules.items():
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
