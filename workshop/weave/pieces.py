"""The pieces that Python source is made of, as the book sees it.

A module is a `Branch`; so are its classes, and the ``__init__`` of each class. All else
is a `Leaf`: a function, an assignment, a statement of ``__init__``, and also the head
(``class Flask:``) and the docstring of a branch. A leaf keeps its text to the letter,
with the comments above it and its decorators.

A branch may also say which pieces are to move there from another class, and then has a
`Move` for each: ``from .app.Flask import route``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Import: TypeAlias = ast.Import | ast.ImportFrom
Path: TypeAlias = tuple[str, ...]

HEAD = "<head>"
DOC = "<docstring>"


@dataclass(frozen=True)
class Leaf:
    """One named piece of text.

    `start` and `end` are its first and last line (from 1) in the text it was read from,
    `blanks` the empty lines above it there. `definition` is true for functions and
    classes, which stand apart from their neighbours.
    """

    key: str
    text: str
    start: int
    end: int
    blanks: int = 0
    definition: bool = False


@dataclass(frozen=True)
class Move:
    """A piece that is to leave a class of `module` for the branch that says so.

    `module` is one beside the block's own, ``app``; `names` lead to the piece there,
    and `start` is the line that names it.
    """

    module: str
    names: Path
    start: int

    @property
    def key(self) -> str:
        return self.names[-1]


@dataclass(frozen=True)
class Branch:
    """A module, a class or an ``__init__``: pieces under a head.

    `more` is true where ``...`` says that what is already here stays.
    """

    key: str
    head: Leaf
    doc: Leaf | None
    body: tuple[Leaf | Branch, ...]
    more: bool = False
    moves: tuple[Move, ...] = ()
    definition: bool = field(default=True, init=False)

    @property
    def start(self) -> int:
        return self.head.start

    @property
    def alone(self) -> bool:
        """Whether it is ``class X(Y): ...``: a new class, or other bases for one."""
        return self.more and not self.body and not self.moves and self.key != "__init__"

    @property
    def keeps_head(self) -> bool:
        """Whether it continues what is already here without saying its head again.

        ``class Flask:`` keeps what the class is derived from, and
        ``def __init__(self) -> None:`` keeps the arguments.
        """
        init = ("def __init__(self):", "def __init__(self) -> None:")
        bare = init if self.key == "__init__" else (f"class {self.key}:",)
        return self.more and not self.alone and self.head.text.strip() in bare

    @property
    def blanks(self) -> int:
        return self.head.blanks

    def get(self, key: str) -> Leaf | Branch | None:
        """The piece of the body named ``key``, if there is one."""
        return next((piece for piece in self.body if piece.key == key), None)


@dataclass(frozen=True)
class Module:
    """A module: its imports, those under ``if TYPE_CHECKING:``, and its pieces."""

    imports: tuple[Import, ...]
    typing_imports: tuple[Import, ...]
    tree: Branch

    def leaves(self) -> dict[Path, Leaf]:
        """Every leaf by the names on its way: ``("Flask", "__init__", "self.x")``."""
        return dict(_walk(self.tree, ()))

    def moves(self) -> dict[Path, Move]:
        """What is to move here, by the names that it is to have here."""
        return dict(_moves(self.tree, ()))

    def import_lines(self) -> dict[str, str]:
        """Each imported name as a statement of its own, and the name that it binds."""
        lines = {}
        for statement in (*self.imports, *self.typing_imports):
            for alias in statement.names:
                line = ast.unparse(with_names(statement, [alias]))
                if statement in self.typing_imports:
                    line = f"if TYPE_CHECKING:\n    {line}"
                lines[line] = bound_name(alias)
        return lines

    def handed_on(self) -> dict[str, str]:
        """Those of `import_lines` that hand a name on: ``from .app import X as X``."""
        return {
            line: name
            for line, name in self.import_lines().items()
            if line.endswith(f" import {name} as {name}")
        }


def bound_name(alias: ast.alias) -> str:
    """The name that an import gives to what it imports."""
    return alias.asname or alias.name.partition(".")[0]


def with_names(statement: Import, names: list[ast.alias]) -> Import:
    """An import of other names from the same place."""
    if isinstance(statement, ast.Import):
        return ast.Import(names)
    return ast.ImportFrom(statement.module, names, statement.level)


def _walk(branch: Branch, path: Path) -> Iterator[tuple[Path, Leaf]]:
    if path and not branch.keeps_head:
        yield (*path, HEAD), branch.head
    if branch.doc:
        yield (*path, DOC), branch.doc
    for piece in branch.body:
        if isinstance(piece, Branch):
            yield from _walk(piece, (*path, piece.key))
        else:
            yield (*path, piece.key), piece


def _moves(branch: Branch, path: Path) -> Iterator[tuple[Path, Move]]:
    for move in branch.moves:
        yield (*path, move.key), move
    for piece in branch.body:
        if isinstance(piece, Branch):
            yield from _moves(piece, (*path, piece.key))
