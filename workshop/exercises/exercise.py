"""The exercises: what they ask, their hints, and the function that judges an answer.

An exercise is a Python file: its docstring is the task, then come a stub and the
tests. The solution of the same name holds the hints in its docstring. Where the
exercise names a module in ``TYPE_IN``, the answer is typed into that module of the
chapter's stage, and the chapter's own tests judge it too.
"""

from __future__ import annotations

import ast
import difflib
import importlib.util
import inspect
import linecache
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import BookError, Place
from ..live.stage import Live
from ..weave.book import Book, unified_diff
from ..weave.chapter import Chapter
from ..weave.pieces import Module, with_names
from ..weave.source import parse
from ..weave.typein import type_in
from .failing import ANSWER, LEFT_TO_DO, Where, describe
from .hearing import errors_logged, hearing
from .parts import INTO, Parts, is_the_books, parts_of

# What the module of an answer is called.
NAME = "answer"


@dataclass(frozen=True)
class Result:
    """One expectation: what it is, and what is wrong where it is not met."""

    expectation: str
    problem: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the tests say of an answer, in their order, and what it printed."""

    results: tuple[Result, ...]
    printed: str = ""
    # Whether the chapter's own tests judge the answer too, once these are met.
    tests_to_come: bool = False

    @property
    def met(self) -> list[Result]:
        return [result for result in self.results if result.problem is None]

    @property
    def unmet(self) -> list[Result]:
        return [result for result in self.results if result.problem is not None]

    @property
    def passed(self) -> bool:
        return bool(self.results) and not self.unmet

    @property
    def share(self) -> str:
        """How much of it is met, in words."""
        share = f"{len(self.met)} of {len(self.results)} expectations are met"
        return (
            f"{share}; then come the chapter's tests" if self.tests_to_come else share
        )


@dataclass(frozen=True)
class Exercise:
    """One exercise of a chapter."""

    chapter: Chapter
    path: Path

    @property
    def name(self) -> str:
        """The file's name without ``.py``. No other exercise of the book has it."""
        return self.path.stem

    @property
    def solution(self) -> Path:
        return self.path.parent.parent / "solutions" / self.path.name

    @cached_property
    def source(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def task(self) -> str:
        """What is asked: the docstring, its first line a title."""
        return ast.get_docstring(ast.parse(self.source)) or ""

    @property
    def title(self) -> str:
        return self.task.partition("\n")[0]

    @cached_property
    def hints(self) -> list[str]:
        """The hints, from a nudge to almost the answer."""
        return self.notes("Hint: ")

    @property
    def learnt(self) -> str:
        """What to tell somebody who has solved it."""
        return "\n\n".join(self.notes("Learnt: "))

    @property
    def in_flask(self) -> str:
        """Where real Flask has what it is about."""
        return "\n\n".join(self.notes("In Flask: "))

    @property
    def try_next(self) -> str:
        """One thing to try now that it is solved."""
        return "\n\n".join(self.notes("Try: "))

    @cached_property
    def parts(self) -> Parts:
        """What one writes, what one reads, and the tests."""
        return parts_of(self.source, self.solution.read_text("utf-8"))

    @property
    def answer(self) -> str:
        """The code of the solution, without its hints."""
        return without_docstring(self.solution.read_text("utf-8"))

    def notes(self, label: str) -> list[str]:
        solution = ast.parse(self.solution.read_text("utf-8"))
        paragraphs = (ast.get_docstring(solution) or "").split("\n\n")
        return [
            " ".join(each.removeprefix(label).split())
            for each in paragraphs
            if each.startswith(label)
        ]

    @cached_property
    def module(self) -> str | None:
        """The module that the answer is typed into, if it is: ``tinyflask/app.py``."""
        for node in ast.parse(self.source).body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(name)], value=ast.Constant(str(path))
                ) if name == INTO:
                    return path
        return None


def exercises(book: Book) -> list[Exercise]:
    """Every exercise of the book, in order."""
    return [each for chapter in book.chapters for each in exercises_of(chapter)]


def exercises_of(chapter: Chapter) -> list[Exercise]:
    """A chapter's exercises, in the order in which the text speaks of them."""
    paths = (chapter.path.parent / "exercises").glob("*.py")
    in_text = sorted(paths, key=lambda path: chapter.text.find(f"/{path.name})"))
    return [Exercise(chapter, path) for path in in_text]


def without_docstring(source: str) -> str:
    """The text of a module below its docstring."""
    first = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[first.end_lineno :]).strip("\n") + "\n"


def find_exercise(book: Book, path: Path) -> Exercise:
    """The exercise that ``path``, or a file of the same name, is an answer to.

    Raises `ValueError`, saying what to type, where there is none.
    """
    by_name = {exercise.name: exercise for exercise in exercises(book)}
    if path.stem in by_name:
        return by_name[path.stem]
    alike = difflib.get_close_matches(path.stem, by_name, n=1)
    meant = f" Did you mean {alike[0]}?" if alike else ""
    raise ValueError(
        f"no exercise is called {path.stem!r}.{meant} `workshop exercise list` names"
        " them all."
    )


def judge(exercise: Exercise, source: str, book: Book) -> Verdict:
    """Judge ``source`` as an answer to ``exercise``; it is run, in this process."""
    where = partial(line_of_answer, source, exercise)
    with hearing() as heard, tempfile.TemporaryDirectory(prefix="exercise-") as folder:
        stage = book.stage(exercise.chapter.number)
        files = stage | book.beside(exercise.chapter)
        live = Live(Path(folder).resolve(), files)
        with live.installed():
            try:
                names = load(exercise, source, book, live)
            except BaseException as error:
                problem = describe(error, where)
                result = Result("The file can be read", problem)
                return Verdict((result,), heard.getvalue())
            checks = list(own_tests(exercise, names))
            results = [result_of(*check, where) for check in checks]
            unmet = any(each.problem is not None for each in results)
            if exercise.module and not unmet:
                checks = list(chapter_tests(exercise.chapter, book))
                results += [result_of(*check, where) for check in checks]
            to_come = exercise.module is not None and unmet
            return Verdict(tuple(results), heard.getvalue(), to_come)


def load(exercise: Exercise, source: str, book: Book, live: Live) -> dict[str, Any]:
    """The names that the tests see: the answer's own, or its module's in the stage."""
    if exercise.module is None:
        # A module that can be found, with its text: what asks for the types of
        # something, or copies it, looks there.
        answer = sys.modules[NAME] = ModuleType(NAME)
        lines = source.splitlines(keepends=True)
        linecache.cache[ANSWER] = (len(source), None, lines, ANSWER)
        exec(compile(source, ANSWER, "exec", dont_inherit=True), vars(answer))
        return vars(answer)
    live.replace({**live.files, exercise.module: typed_in(exercise, source, book)})
    name = exercise.module.removesuffix(".py").replace("/", ".")
    return dict(vars(importlib.import_module(name)))


def typed_in(exercise: Exercise, source: str, book: Book) -> str:
    """The text of the stage's module with the answer in it. Raises `BookError`."""
    assert exercise.module
    stage = book.module(exercise.chapter.number, exercise.module)
    tests = parse(exercise.source, Place(exercise.path.name))
    answer = answer_alone(parse(source, Place("line")), tests, stage)
    return book.write(exercise.module, type_in(stage, answer, Place("line")))


def difference(exercise: Exercise, source: str, book: Book) -> str:
    """What an answer changes: in the stage, or in the file that one begins with.

    Raises `ValueError` where the answer cannot be read.
    """
    if exercise.module is None:
        old, new = exercise.source, source
        names = "as you found it", "as it is"
    else:
        stage = book.module(exercise.chapter.number, exercise.module)
        old = book.write(exercise.module, stage)
        names = f"chapter {exercise.chapter.number}", "with your answer"
        try:
            new = typed_in(exercise, source, book)
        except BookError as error:
            line = f"line {error.place.line}: {error.problem}"
            raise ValueError(f"It cannot be typed in. In {line}") from None
    name = exercise.module or exercise.path.name
    return unified_diff({name: old}, {name: new}, *names)


def answer_alone(module: Module, tests: Module, stage: Module) -> Module:
    """What is to be typed in: neither the tests nor ``TYPE_IN`` nor the task.

    An import of the tests stays out where it would replace one of the stage's.
    """
    taken = set(stage.import_lines().values()) | {p.key for p in stage.tree.body}
    out = {line for line, name in tests.import_lines().items() if name in taken}
    # Helpers of the answer's own are typed in; those of the tests are not.
    books = {each.key for each in tests.tree.body if is_the_books(each.key)}
    body = tuple(
        piece
        for piece in module.tree.body
        if piece.key not in books and not piece.key.startswith("test_")
    )
    kept = tuple(
        with_names(statement, [alias])
        for statement in module.imports
        for alias in statement.names
        if ast.unparse(with_names(statement, [alias])) not in out
    )
    tree = replace(module.tree, doc=None, body=body)
    return replace(module, imports=kept, tree=tree)


def own_tests(
    exercise: Exercise, names: dict[str, Any]
) -> Iterator[tuple[str, Callable[[], object]]]:
    """The tests in the exercise's file, looking at ``names``."""
    tree = ast.parse(exercise.source)
    # Not the answer's own copy of them, which may have been changed.
    tree.body = [
        node
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        or is_the_books(getattr(node, "name", ""))
    ]
    exec(compile(tree, str(exercise.path), "exec", dont_inherit=True), names)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            sentence = ast.get_docstring(node) or in_words(node.name)
            yield sentence.rstrip("."), names[node.name]


def chapter_tests(
    chapter: Chapter, book: Book, stage: int | None = None, small_print: bool = True
) -> Iterator[tuple[str, Callable[[], object]]]:
    """A chapter's tests, on the framework that is imported now.

    ``stage`` says which chapter the framework has come to, where it is a later one.
    Without ``small_print`` the tests of what stands in folds are left out.
    """
    path = book.root / "tests" / chapter.tests
    if not path.exists():
        return
    framework = importlib.import_module("tinyflask")
    for name, test in vars(imported(path)).items():
        if not name.startswith("test_"):
            continue
        takes = list(inspect.signature(test).parameters)
        folded = "small_print" in marks(test)
        if folded and not small_print:
            continue
        if takes == ["framework"] and holds(test, stage or chapter.number):
            sentence = (inspect.getdoc(test) or in_words(name)).rstrip(".")
            sentence += " (small print)" if folded else ""
            yield sentence, partial(test, framework)


def holds(test: Callable[..., object], stage: int) -> bool:
    """Whether ``test`` is true of a stage, and can be run here.

    A later chapter may replace what it states, and a browser has no threads.
    """
    found = marks(test)
    if "until" in found and found["until"].args[0] <= stage:
        return False
    return "needs" not in found or sys.platform != "emscripten"


def marks(test: Callable[..., object]) -> dict[str, Any]:
    """The marks of a test by their names."""
    return {mark.name: mark for mark in getattr(test, "pytestmark", [])}


def imported(path: Path) -> ModuleType:
    """The module in ``path``, run anew, as what it imports may have changed."""
    name = f"judging_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def result_of(expectation: str, test: Callable[[], object], where: Where) -> Result:
    with errors_logged(lambda error: describe(error, where)) as logged:
        try:
            # What a test leaves current is not for the next one.
            copy_context().run(test)
        except BaseException as error:
            return Result(expectation, with_logged(describe(error, where), logged))
    return Result(expectation)


def with_logged(problem: str, logged: list[str]) -> str:
    """What is wrong, and what the application logged, where that says more."""
    if not logged or logged[-1] == problem:
        return problem
    if logged[-1].startswith(LEFT_TO_DO):
        return logged[-1]
    return f"{problem} The application logged an error. {logged[-1]}"


def line_of_answer(
    source: str, exercise: Exercise, frame: traceback.FrameSummary
) -> str | None:
    """The line of an answer that ``frame`` is at, if it is in there."""
    if frame.filename == ANSWER and frame.lineno:
        code = source.splitlines()[frame.lineno - 1].strip()
        return f"Line {frame.lineno}, `{code}`,"
    if exercise.module and frame.filename.endswith(exercise.module):
        return f"The line `{frame.line}`"
    return None


def in_words(name: str) -> str:
    """``test_the_status_is_404`` as a sentence."""
    words = name.removeprefix("test_").replace("_", " ")
    return textwrap.shorten(words[:1].upper() + words[1:], 100)
