"""Reading Python source as the pieces of a module.

The lines stay as they are; the syntax tree only says where to cut.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from ..errors import BookError, Place
from .pieces import DOC, HEAD, Branch, Import, Leaf, Module, Move

# What a module does when it is run as a program has this for a name.
AS_A_PROGRAM = "__name__ == '__main__'"

Def: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=4096)
def parse(source: str, place: Place) -> Module:
    """Read ``source``, which begins at ``place``, as a module or as a titled block.

    Raises `BookError` where it does not parse or holds what cannot be typed in by name.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        problem = f"this is not Python: {error.msg}. Mend the block."
        raise BookError(place.at(error.lineno or 1), problem) from error
    # Not splitlines(): Python ends a line only here.
    return _Reader(source.split("\n"), place).module(tree)


class _Reader:
    """Cuts the lines of one source into pieces, along its syntax tree."""

    def __init__(self, lines: list[str], place: Place) -> None:
        self.lines = lines
        self.place = place

    def error(self, node: ast.stmt | int, problem: str) -> BookError:
        line = node if isinstance(node, int) else node.lineno
        return BookError(self.place.at(line), problem)

    def module(self, tree: ast.Module) -> Module:
        imports: list[Import] = []
        typing_imports: list[Import] = []
        rest = list(tree.body)
        doc, above = None, 0
        if rest and _is_text(rest[0]):
            first = rest.pop(0)
            above = first.end_lineno or first.lineno
            doc = self.leaf(DOC, self.first_comment(0, first.lineno), above, 0)
        while rest and (_is_import(rest[0]) or _is_type_checking(rest[0])):
            node = rest.pop(0)
            end = node.end_lineno or node.lineno
            self.refuse_comments(above + 1, end)
            if isinstance(node, ast.If):
                typing_imports.extend(self.typing_block(node))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                imports.append(node)
            above = end
        suite = self.suite(rest, above, len(self.lines), -1, in_init=False)
        _, body, moves, more = suite
        if moves:
            problem = "imports stand at the top. Move this one there."
            raise self.error(moves[0].start, problem)
        if more:
            problem = "a module always keeps what it has, so `...` may not stand alone."
            raise self.error(more, f"{problem} Take it out.")
        head = Leaf(HEAD, "", 0, 0)
        root = Branch("", head, doc, body)
        return Module(tuple(imports), tuple(typing_imports), root)

    def refuse_comments(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            if "#" in self.lines[number - 1]:
                raise self.error(
                    number,
                    "imports are merged and sorted, so a comment among them would get"
                    " lost. Put it on a definition.",
                )

    def typing_block(self, node: ast.If) -> list[Import]:
        found = []
        for statement in node.body:
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                problem = "under `if TYPE_CHECKING:` only imports can be typed in."
                raise self.error(statement, f"{problem} Move this elsewhere.")
            found.append(statement)
        return found

    def suite(
        self, nodes: list[ast.stmt], above: int, below: int, indent: int, in_init: bool
    ) -> tuple[Leaf | None, tuple[Leaf | Branch, ...], tuple[Move, ...], int]:
        """The docstring, pieces, moves and the line of ``...`` (or 0) of one suite.

        The suite lies between lines ``above`` and ``below``; ``indent`` is the column
        of what owns it.
        """
        doc: Leaf | None = None
        body: list[Leaf | Branch] = []
        moves: list[Move] = []
        more = 0
        # An ``__init__`` that has overloads is one piece with them.
        overloaded = any(
            isinstance(node, Def) and node.name == "__init__" and _is_stub(node)
            for node in nodes
        )
        for at, node in enumerate(nodes):
            start = _first_line(node)
            if start <= above and above:
                raise self.error(node, "put each statement on a line of its own.")
            last = at + 1 == len(nodes)
            limit = below if last else _first_line(nodes[at + 1]) - 1
            owner = indent if last else node.col_offset
            end = self.with_comments_below(node.end_lineno or start, limit, owner)
            begin = self.first_comment(above, start)
            if _is_more(node):
                more = node.lineno
            elif at == 0 and indent >= 0 and _is_text(node):
                doc = self.leaf(DOC, begin, end, above)
            elif isinstance(node, ast.ImportFrom) and node.level:
                moves += self.moved(node, in_init)
            elif _is_text(node) and body and _is_assignment(nodes[at - 1]):
                before = body.pop()
                assert isinstance(before, Leaf)
                top = before.start - before.blanks - 1
                body.append(self.leaf(before.key, before.start, end, top))
            else:
                body.append(self.piece(node, begin, end, above, in_init, overloaded))
            above = end
        return doc, tuple(self.grouped(body, nodes)), tuple(moves), more

    def moved(self, node: ast.ImportFrom, in_init: bool) -> Iterator[Move]:
        """The moves in ``from .app.Flask import route``: from a class of a module.

        In an ``__init__`` the names are attributes of ``self``.
        """
        module, _, owner = (node.module or "").rpartition(".")
        if node.level > 1 or "." in module:
            problem = "what moves has to be in this folder, or its imports do not hold."
            raise self.error(node, f"{problem} It is in another folder: type it in.")
        if not module or not owner[:1].isupper():
            problem = (
                "what moves here is named with the class that it leaves,"
                " `from .app.Flask import route`, and other imports stand at the top."
                " Mend this line."
            )
            raise self.error(node, problem)
        way = (owner, "__init__") if in_init else (owner,)
        for alias in node.names:
            if alias.asname or alias.name == "*":
                problem = "what moves keeps its name. Name it, without `as`."
                raise self.error(node, problem)
            name = f"self.{alias.name}" if in_init else alias.name
            yield Move(module, (*way, name), alias.lineno)

    def piece(
        self,
        node: ast.stmt,
        begin: int,
        end: int,
        above: int,
        in_init: bool,
        overloaded: bool,
    ) -> Leaf | Branch:
        key = self.key(node, in_init)
        definition = isinstance(node, Def | ast.ClassDef) and not in_init
        whole = self.leaf(key, begin, end, above, definition)
        if in_init or not isinstance(node, Def | ast.ClassDef):
            return whole
        constructor = node.name == "__init__" and not overloaded
        if isinstance(node, Def) and not constructor:
            self.refuse_more(node)
            return whole
        head_end = self.head_end(node)
        head = self.leaf(HEAD, begin, head_end, above)
        if isinstance(node, ast.ClassDef) and head.text.endswith(": ..."):
            # So ruff writes a class with nothing but `...` in it.
            head = replace(head, text=head.text.removesuffix(" ..."))
            return Branch(key, head, None, (), more=True)
        if _first_line(node.body[0]) == head_end or _is_empty(node):
            return whole
        doc, body, moves, more = self.suite(
            node.body, head_end, end, node.col_offset, in_init=constructor
        )
        return Branch(key, head, doc, body, bool(more), moves)

    def leaf(
        self, key: str, begin: int, end: int, above: int, definition: bool = False
    ) -> Leaf:
        text = "\n".join(self.lines[begin - 1 : end])
        return Leaf(key, text, begin, end, begin - above - 1, definition)

    def grouped(
        self, body: list[Leaf | Branch], nodes: list[ast.stmt]
    ) -> Iterator[Leaf | Branch]:
        """Make one piece of a property's functions, or of a function's overloads."""
        stacking = {
            node.lineno
            for node in nodes
            if isinstance(node, Def) and _is_stacking(node)
        }
        held: Leaf | Branch | None = None
        seen: set[str] = set()
        for piece in body:
            if (
                isinstance(held, Leaf)
                and isinstance(piece, Leaf)
                and held.key == piece.key
                and self.stacks(held, piece, stacking)
            ):
                top = held.start - held.blanks - 1
                held = self.leaf(held.key, held.start, piece.end, top, True)
                continue
            if piece.key in seen:
                problem = f"`{piece.key}` stands twice in this block. Keep one of them."
                raise self.error(piece.start, problem)
            if held:
                yield held
            seen.add(piece.key)
            held = piece
        if held:
            yield held

    def stacks(self, held: Leaf, piece: Leaf, stacking: set[int]) -> bool:
        spans = ((held.start, held.end), (piece.start, piece.end))
        return any(first <= line <= last for first, last in spans for line in stacking)

    def first_comment(self, above: int, start: int) -> int:
        """The line where the comments above line ``start`` begin, or ``start``."""
        for number in range(above + 1, start):
            if self.lines[number - 1].strip():
                return number
        return start

    def with_comments_below(self, end: int, limit: int, indent: int) -> int:
        """The last line of a statement with the indented comments that follow it."""
        for number in range(end + 1, limit + 1):
            line = self.lines[number - 1]
            code = line.strip()
            if code and len(line) - len(line.lstrip()) <= indent:
                break
            if code:
                end = number
        return end

    def head_end(self, node: Def | ast.ClassDef) -> int:
        """The line of the colon that ends ``class X(...):`` or ``def f(...):``."""
        text = "\n".join(self.lines[node.lineno - 1 :]) + "\n"
        depth = 0
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
                if token.string == ":" and depth == 0:
                    return node.lineno + token.start[0] - 1
        raise AssertionError("a definition has a colon")

    def refuse_more(self, node: Def) -> None:
        """``...`` continues a class or an ``__init__``; other functions are whole."""
        if _is_stub(node):
            return
        for inner in ast.walk(node):
            if isinstance(inner, ast.Expr) and _is_more(inner):
                problem = (
                    "`...` may stand in a class body and in `__init__`."
                    f" Show `{node.name}` whole."
                )
                raise self.error(inner, problem)

    def key(self, node: ast.stmt, in_init: bool) -> str:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return node.name
            case ast.Assign():
                return " = ".join(ast.unparse(target) for target in node.targets)
            case ast.AnnAssign():
                return ast.unparse(node.target)
            case ast.Expr(value=ast.Call(func=func)) if in_init:
                return ast.unparse(func)
            case _ if in_init:
                return ast.unparse(node).splitlines()[0]
            case ast.If(orelse=[]) if ast.unparse(node.test) == AS_A_PROGRAM:
                return f"if {AS_A_PROGRAM}"
            case ast.Import() | ast.ImportFrom():
                raise self.error(node, "imports stand at the top. Move this one there.")
        raise self.error(
            node,
            "only imports, definitions and assignments can be typed in, by name."
            f" Put `{ast.unparse(node).splitlines()[0]}` into a function.",
        )


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_more(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is Ellipsis
    )


def _is_empty(node: Def | ast.ClassDef) -> bool:
    """Whether there is nothing in it but ``pass`` and a docstring."""
    return all(isinstance(each, ast.Pass) or _is_text(each) for each in node.body)


def _is_assignment(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign)


def _is_type_checking(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING"
    )


def _decorators(node: ast.stmt) -> list[str]:
    return [ast.unparse(each) for each in getattr(node, "decorator_list", [])]


def _is_stub(node: ast.stmt) -> bool:
    """Whether ``...`` is all that Python wants as the body of this function."""
    names = {name.rpartition(".")[2] for name in _decorators(node)}
    return bool(names & {"overload", "abstractmethod"})


def _is_stacking(node: Def) -> bool:
    """Whether this function shares its name with its neighbour on purpose."""
    accessors = {f"{node.name}.{part}" for part in ("setter", "getter", "deleter")}
    names = _decorators(node)
    return bool(accessors & set(names)) or any("overload" in name for name in names)
