"""Where a function is written: in the framework, and by which chapter, or by you."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

from ..errors import BookError, Place
from ..live.stage import text_of
from ..weave.book import PACKAGE, Book, Showing
from ..weave.pieces import HEAD
from ..weave.source import parse

YOURS = "your code"
# How attributes of an application end whose functions are by blueprints.
HOOKS = ("_funcs", "_preprocessors", "_processors", "_handler_spec")


@dataclass(frozen=True)
class Origin:
    """Where a function is written.

    ``file`` is ``app.py`` or ``your code``, ``text`` the text of the module, and
    ``showing`` the block of the book that typed the function in, if it is as a chapter
    has it.
    """

    file: str
    text: str
    showing: Showing | None = None

    @property
    def yours(self) -> bool:
        """Whether it is the reader's own, and not the framework's."""
        return self.file == YOURS

    @property
    def chapter(self) -> int | None:
        """The chapter that typed it in."""
        return self.showing.chapter.number if self.showing else None

    def __str__(self) -> str:
        if self.yours:
            return self.file
        by = f"chapter {self.chapter}" if self.chapter else "your edit"
        return f"{self.file}, {by}"


class Origins:
    """Says of a function that runs where it is written."""

    def __init__(self) -> None:
        self.here = Path.cwd()

    @cached_property
    def book(self) -> Book:
        return Book()

    def of(self, frame: FrameType) -> Origin | None:
        """The origin of the framework's functions and the reader's; else ``None``."""
        module = str(frame.f_globals.get("__name__", ""))
        code = frame.f_code
        if module.partition(".")[0] != PACKAGE:
            mine = self.is_readers(module, code.co_filename)
            return Origin(YOURS, text_of(frame)) if mine else None
        path = module.replace(".", "/")
        path += "/__init__.py" if code.co_filename.endswith("__init__.py") else ".py"
        names = tuple(code.co_qualname.partition(".<locals>")[0].split("."))
        if names[-1] == "__init__":
            names = (*names, HEAD)
        text = text_of(frame)
        file = path.partition("/")[2]
        return Origin(file, text, self.showing(path, names, text))

    def is_readers(self, module: str, filename: str) -> bool:
        """Whether a function is in a notebook, or a program in the current folder."""
        if module == "__main__":
            return True
        # Not a template, which Jinja compiles to functions with its own file name.
        path = Path(filename)
        mine = path.suffix == ".py" and path.is_relative_to(self.here)
        return mine and "site-packages" not in path.parts

    def showing(self, path: str, names: tuple[str, ...], text: str) -> Showing | None:
        """The block that types in the piece of ``names`` as ``text`` has it."""
        try:
            leaf = parse(text, Place(path)).leaves().get(names)
        except BookError:
            return None
        for showing in self.book.showings.get((path, names), []):
            if leaf and showing.leaf.text == leaf.text:
                return showing
        return None


def owners_of(apps: Iterable[Mapping[Any, Any]]) -> dict[CodeType, str]:
    """The blueprint that the code of each hook was registered on, by the code.

    ``apps`` are the attributes of applications. Of code that was registered more than
    once, as that of a decorator is, nobody can say for whom it runs.
    """
    found: dict[CodeType, set[Any]] = {}
    for app in apps:
        for attribute, hooks in app.items():
            is_hooks = type(attribute) is str and attribute.endswith(HOOKS)
            if is_hooks and issubclass(type(hooks), dict):
                for name, functions in dict.items(hooks):
                    for code in codes(functions):
                        found.setdefault(code, set()).add(name)
    return {
        code: name
        for code, (name, *others) in found.items()
        if type(name) is str and not others
    }


def codes(found: Any) -> Iterator[CodeType]:
    """The code of functions, in whatever lists and dictionaries they stand."""
    if issubclass(type(found), dict):
        found = list(dict.values(found))
    if type(found) in (list, tuple):
        for each in found:
            yield from codes(each)
    elif type(found) is FunctionType:
        yield found.__code__
