"""``workshop build``: the learner's own framework, judged chapter by chapter.

The core comes first: it stands when the tests without ``small_print`` pass.

``python -m workshop.learner.build NUMBER core`` (or ``whole``) reads a framework, as
JSON, and prints a verdict.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..exercises.exercise import Result, Verdict, chapter_tests, result_of
from ..exercises.failing import describe
from ..exercises.hearing import hearing
from ..live.stage import Live
from ..weave.book import PACKAGE, Book, unified_diff
from .folder import Learner
from .judging import Judging, print_verdict, text_of

FOLDER = "framework"


@dataclass(frozen=True)
class Milestone:
    """A program, the chapter that completes what it needs, and the page to begin at."""

    name: str
    chapter: int
    what: str
    page: str


MILESTONES = (
    Milestone("notes", 6, "notes, with forms and a database", "/"),
    Milestone("blog", 10, "a blog, with accounts and sessions", "/"),
    Milestone("library", 10, "a library, for programs, in JSON", "/v1/books/"),
    Milestone("forum", 17, "a forum, where bob's password is tea for two", "/"),
)


def reached(chapter: int) -> Iterator[Milestone]:
    """The milestones that ``chapter`` completes."""
    return (each for each in MILESTONES if each.chapter == chapter)


def milestone(name: str, chapter: int) -> Milestone:
    """The milestone ``name``, for a framework of which ``chapter`` is being written.

    Raises `ValueError`, saying which there are, or how far it is.
    """
    for each in MILESTONES:
        if each.name == name:
            if chapter > each.chapter:
                return each
            raise ValueError(
                f"{name} needs chapter {each.chapter} to stand, and you are writing"
                f" chapter {chapter}."
            )
    names = ", ".join(each.name for each in MILESTONES)
    raise ValueError(f"there is no program {name!r}. There are {names}.")


class Own:
    """The framework that a learner writes, and the chapter that it has come to.

    ``whole`` asks for the small print as well.
    """

    def __init__(self, learner: Learner, whole: bool = False) -> None:
        self.learner = learner
        self.whole = whole
        self.book = learner.book
        self.folder = learner.folder / FOLDER

    @property
    def chapter(self) -> int:
        """The number of the chapter that is being written, or is asked for as a whole.

        That is the last one whose core stands, as nobody asks for more of the next.
        """
        number = self.learner.progress.chapter
        if self.whole and 1 < number < len(self.book.chapters):
            return number - 1
        return number

    def stage(self) -> dict[str, str]:
        """What the book has after this chapter: the core, or the whole of it."""
        return self.book.stage(self.chapter, core=not self.whole)

    def files(self) -> dict[str, str]:
        """The texts of the modules. Raises `ValueError` for what is no text."""
        found = {}
        for path in sorted((self.folder / PACKAGE).rglob("*.py")):
            name = path.relative_to(self.folder)
            # An editor may keep files of its own beside them.
            if path.is_file() and all(
                map(str.isidentifier, name.with_suffix("").parts)
            ):
                found[name.as_posix()] = text_of(path)
        return found

    def put_in_place(self) -> list[Path]:
        """Make the files, empty, that this chapter types into; returns the new ones."""
        made = []
        for title in self.stage():
            path = self.folder / title
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
                made.append(path)
        return made

    def judging(self) -> Judging:
        """Begin to judge what is there. Raises `ValueError` for what is no text."""
        what = "whole" if self.whole else "core"
        command = ["workshop.learner.build", str(self.chapter), what]
        return Judging(command, json.dumps(self.files()))

    def difference(self) -> str:
        """From the learner's framework to the book's, after this chapter."""
        here = f"the book, chapter {self.chapter}"
        return unified_diff(self.files(), self.stage(), "yours", here)

    def go_on(self) -> bool:
        """Begin the next chapter; returns whether there is one."""
        if self.chapter == len(self.book.chapters):
            return False
        self.learner.progress.begin_chapter(self.chapter + 1)
        return True


def judge_framework(
    files: dict[str, str], number: int, whole: bool, book: Book
) -> Verdict:
    """Judge ``files`` by the tests of the chapters up to ``number``.

    Only ``whole`` asks for the small print.
    """
    with hearing() as heard, tempfile.TemporaryDirectory(prefix="framework-") as name:
        folder = Path(name).resolve()
        where = partial(line_of_own, folder)
        with Live(folder, {**book.program, **files}).installed():
            try:
                importlib.import_module(PACKAGE)
                checks = [
                    check
                    for chapter in book.chapters[:number]
                    for check in chapter_tests(chapter, book, number, whole)
                ]
            except BaseException as error:
                if isinstance(error, SyntaxError) and error.filename:
                    error.filename = error.filename.removeprefix(f"{folder}/")
                problem = describe(error, where)
                result = Result("The framework can be imported", problem)
                return Verdict((result,), heard.getvalue())
            results = tuple(result_of(*check, where) for check in checks)
            return Verdict(results, heard.getvalue())


def line_of_own(folder: Path, frame: traceback.FrameSummary) -> str | None:
    """The line of the learner's framework that ``frame`` is at, if it is in there."""
    path = Path(frame.filename)
    if not path.is_relative_to(folder / PACKAGE):
        return None
    return f"{path.relative_to(folder)}, line {frame.lineno}, `{frame.line}`,"


def main() -> None:
    book = Book()
    number, what = sys.argv[1:]
    files = json.load(sys.stdin)
    print_verdict(lambda: judge_framework(files, int(number), what == "whole", book))


if __name__ == "__main__":
    main()
