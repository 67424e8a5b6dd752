"""Drills: a piece of the framework taken out of a chapter's stage, to write again."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..exercises.exercise import Exercise, find_exercise
from ..weave import pieces
from ..weave.book import Book
from ..weave.pieces import Branch, Leaf
from .folder import DRILLS

PREFIX = "drill-"
# Lines of a function that there is something to remember of.
SHORTEST = 2


@dataclass(frozen=True)
class Drill(Exercise):
    """An exercise that the book does not set: it is made from a piece of a stage."""

    into: str
    names: pieces.Path
    piece: Leaf

    @cached_property
    def text(self) -> str:
        """The piece, as it would stand at the edge of a file."""
        return textwrap.dedent(self.piece.text)

    @cached_property
    def function(self) -> ast.FunctionDef | ast.AsyncFunctionDef:
        (found,) = ast.parse(self.text).body
        assert isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
        return found

    @property
    def body(self) -> list[ast.stmt]:
        """What the function does: all of it save its docstring."""
        return self.function.body[1 if ast.get_docstring(self.function) else 0 :]

    @property
    def module(self) -> str:
        return self.into

    @property
    def source(self) -> str:
        dotted = ".".join(self.names)
        task = (
            f'"""Write `{dotted}` again.\n\n'
            f"It is a piece of `{self.into}` as chapter {self.chapter.number} leaves"
            " it. The chapter's\ntests judge it.\n"
            '"""\n'
        )
        stub = self.without_body()
        *owners, _ = self.names
        for owner in reversed(owners):
            stub = f"class {owner}:\n    ...\n\n{textwrap.indent(stub, '    ')}"
        return f'{task}\nTYPE_IN = "{self.into}"\n\n\n{stub}\n'

    def without_body(self) -> str:
        """The function's head and docstring, with something left to do under them."""
        lines = self.text.splitlines()
        first = self.body[0]
        decorators: list[ast.expr] = getattr(first, "decorator_list", [])
        end = min([first.lineno, *(each.lineno for each in decorators)]) - 1
        while lines[end - 1].lstrip().startswith("#"):
            end -= 1
        head = "\n".join(lines[:end]).rstrip()
        left = f'raise NotImplementedError("write {self.function.name} here")'
        return f"{head}\n    {left}"

    @property
    def answer(self) -> str:
        return f"{self.text}\n"

    @property
    def hints(self) -> list[str]:
        found = [node for line in self.body for node in ast.walk(line)]
        names = {each.id for each in found if isinstance(each, ast.Name)}
        names |= {each.attr for each in found if isinstance(each, ast.Attribute)}
        own = {each.arg for each in self.function.args.args}
        used = ", ".join(f"`{name}`" for name in sorted(names - own))
        first, last = (ast.unparse(self.body[at]).splitlines() for at in (0, -1))
        return [
            f"It speaks of {used}.",
            f"It begins with `{first[0]}`.",
            f"It ends with `{last[-1].strip()}`.",
        ]

    @property
    def learnt(self) -> str:
        return f"You wrote `{'.'.join(self.names)}` from memory."

    in_flask = ""
    try_next = ""


def drills(book: Book, number: int) -> Iterator[Drill]:
    """Every drill of chapter ``number``: the functions that it types in."""
    chapter = book.chapter(number)
    for into, module in book.modules(number).items():
        stem = into.removesuffix(".py").partition("/")[2].replace("/", "-")
        for names, piece in functions(module.tree, ()):
            showings = book.showings[into, names]
            shown = [each for each in showings if each.chapter.number <= number]
            if shown[-1].chapter is not chapter:
                continue
            name = f"{PREFIX}{number:02}-{stem}-{'-'.join(names)}.py"
            path = chapter.path.parent / DRILLS / name
            drill = Drill(chapter, path, into, names, piece)
            if len(ast.unparse(ast.Module(drill.body, [])).splitlines()) >= SHORTEST:
                yield drill


def functions(branch: Branch, owner: pieces.Path) -> Iterator[tuple[pieces.Path, Leaf]]:
    """The functions of a module and of its classes, save ``__init__``.

    What is private to a module is not typed in with an answer.
    """
    for piece in branch.body:
        here = (*owner, piece.key)
        if isinstance(piece, Branch):
            if piece.key != "__init__":
                yield from functions(piece, here)
        elif is_function(piece) and not here[0].startswith("_"):
            yield here, piece


def is_function(piece: Leaf) -> bool:
    """Whether a piece is one function: a property with its setter is two."""
    kinds = [type(each) for each in ast.parse(textwrap.dedent(piece.text)).body]
    return kinds in ([ast.FunctionDef], [ast.AsyncFunctionDef])


def find(book: Book, path: Path) -> Exercise:
    """The exercise or the drill that ``path``, or a file of that name, is an answer to.

    Raises `ValueError`, saying what to type, where there is none.
    """
    if not path.name.startswith(PREFIX):
        return find_exercise(book, path)
    number = path.name.removeprefix(PREFIX)[:2]
    if number.isdigit() and int(number) <= len(book.chapters):
        for drill in drills(book, int(number)):
            if drill.name == path.stem:
                return drill
    raise ValueError(f"there is no drill {path.stem!r} in the book. Begin another one.")
