"""What an exercise's file is made of: what one writes, what one reads, and the tests.

A file for a terminal holds all of it. In a page and in a notebook what is to be written
stands alone, with the imports that it needs, and the rest is one click away.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..weave.pieces import with_names

# In the file it says which module of the framework an answer is typed into.
INTO = "TYPE_IN"
# In the file it stands for what an exercise to predict asks for.
PREDICTED = "PRINTED"


@dataclass(frozen=True)
class Parts:
    """The parts of an exercise's file, each with the imports that it needs."""

    # What a learner begins with, and changes.
    start: str
    # What an exercise to predict has one read.
    program: str
    tests: str


@dataclass(frozen=True)
class Chunk:
    """A statement of a file with the comment above it, and how far below the last."""

    node: ast.stmt
    text: str
    gap: int

    @property
    def name(self) -> str:
        """The name that it defines; none for an import, or for what defines several."""
        match self.node:
            case ast.Assign(targets=[ast.Name(name)]):
                return name
        return getattr(self.node, "name", "")

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def uses(self) -> set[str]:
        """The names that it looks up."""
        return {node.id for node in ast.walk(self.node) if isinstance(node, ast.Name)}


def bound(alias: ast.alias) -> str:
    """The name that a part of an import brings."""
    return alias.asname or alias.name.partition(".")[0]


def brought(every: Iterable[Chunk]) -> set[str]:
    """The names that the imports among them bring."""
    nodes = [each.node for each in every]
    return {
        bound(alias)
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def lines_of(text: str) -> list[str]:
    """The lines of a text as Python counts them: a form feed is no end of a line."""
    return re.split(r"\r\n|\r|\n", text)


def chunks(source: str) -> Iterator[Chunk]:
    """The statements of ``source`` but for its docstring. Raises `SyntaxError`."""
    lines = lines_of(source)
    tree = ast.parse(source)
    end = 0
    for node in tree.body:
        above, end = end, node.end_lineno or 0
        text = "\n".join(lines[above:end])
        if node is tree.body[0] and ast.get_docstring(tree) is not None:
            continue
        yield Chunk(node, text.lstrip("\n"), len(text) - len(text.lstrip("\n")))


def joined(every: Iterable[Chunk], kept: Callable[[Chunk], bool]) -> str:
    """The text of those that are kept, as far apart as they were."""
    text, gap = "", 0
    for chunk in every:
        gap = max(gap, chunk.gap)
        if kept(chunk):
            text += "\n" * gap + chunk.text + "\n"
            gap = 0
    return text.strip("\n")


def is_the_books(name: str) -> bool:
    """Whether what has this name in an exercise's file is not for the learner."""
    return name == INTO or name.startswith(("test_", "_"))


def parts_of(source: str, solution: str) -> Parts:
    """The parts of an exercise, by its file and the file of its solution.

    An import stands in each part that uses what it brings. What one begins with has
    those that the solution uses as well.
    """
    every = list(chunks(source))
    own = [each for each in every if not each.is_import and not is_the_books(each.name)]
    tests = [each for each in every if is_the_books(each.name) and each.name != INTO]
    program: list[Chunk] = []
    if any(each.name == PREDICTED for each in own):
        program = [each for each in tests if each.name.startswith("_")]
        tests = [each for each in tests if each not in program]
    solved = [each for each in chunks(solution) if not each.is_import]

    def part(body: list[Chunk], uses: list[Chunk]) -> str:
        used = {name for each in uses for name in each.uses}
        return joined(
            every,
            lambda each: (
                bool(brought([each]) & used) if each.is_import else each in body
            ),
        )

    return Parts(part(own, own + solved), part(program, program), part(tests, tests))


def whole_of(source: str, answer: str, parts: Parts) -> str:
    """An exercise's file with ``answer`` in it, which may have been written alone."""
    rest = [*chunks(parts.program), *chunks(parts.tests)]
    if any(each.text in answer for each in rest if each.name.startswith("test_")):
        return answer
    try:
        mine = list(chunks(answer))
    except SyntaxError:
        mine = []
    have = brought(mine)
    more = dict.fromkeys(
        ast.unparse(with_names(each.node, [alias]))
        for each in rest
        if isinstance(each.node, ast.Import | ast.ImportFrom)
        for alias in each.node.names
        if bound(alias) not in have
    )
    into = [each for each in chunks(source) if each.name == INTO]
    # All imports stand at the top, the answer's own first.
    lines = lines_of(answer.strip("\n"))
    end = max((each.node.end_lineno or 0 for each in mine if each.is_import), default=0)
    lines[end:end] = more if end else [*more, "", ""]
    text = "\n".join(lines).strip("\n")
    body = joined([*into, *rest], lambda each: not each.is_import)
    return f"{task_of(source)}\n\n{text}\n\n\n{body}\n"


def alone_of(source: str, answer: str, parts: Parts) -> str:
    """What a learner wrote into an exercise's file, without what the book has there.

    What they changed of that stays. So does all of it, where it cannot be read.
    """
    try:
        tree = ast.parse(answer)
    except SyntaxError:
        return answer
    every = list(chunks(source))
    books = {text_of(source, each.node) for each in every if is_the_books(each.name)}
    books.add(task_of(source))
    needed = {each.text for each in chunks(parts.start) if each.is_import}
    mine = [Chunk(node, text_of(answer, node), 0) for node in tree.body]
    own = [each for each in mine if not each.is_import and each.text not in books]
    # What the tests import, and nothing else uses.
    idle = brought(every) - {name for each in own for name in each.uses}
    lines = lines_of(answer)
    # From the end, so that the lines keep their numbers.
    for each in reversed(mine):
        if each.is_import:
            out = each.text not in needed and brought([each]) <= idle
        else:
            out = each.text in books
        if out and not any(share_a_line(each.node, other.node) for other in mine):
            take_out(lines, first_line(each.node) - 1, each.node.end_lineno or 0)
    return "\n".join(lines).strip("\n")


def share_a_line(node: ast.stmt, other: ast.stmt) -> bool:
    """Whether two statements of a file stand on one line, with a semicolon between."""
    if node is other:
        return False
    return first_line(other) == node.end_lineno or first_line(node) == other.end_lineno


def take_out(lines: list[str], start: int, end: int) -> None:
    """Take lines out, and of the blank ones above and below the fewer."""
    above = itertools.takewhile(lambda line: not line, reversed(lines[:start]))
    below = itertools.takewhile(lambda line: not line, lines[end:])
    del lines[start : end + min(len(list(above)), len(list(below)))]


def task_of(source: str) -> str:
    """The docstring of an exercise's file, as it is written there."""
    return text_of(source, ast.parse(source).body[0])


def text_of(source: str, node: ast.stmt) -> str:
    return "\n".join(lines_of(source)[first_line(node) - 1 : node.end_lineno])


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])
