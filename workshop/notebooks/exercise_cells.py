"""The exercises in a notebook: ``%%exercise``, ``%tests``, ``%hint``, ``%solution``."""

from __future__ import annotations

import sys
from pathlib import Path

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from ..weave.book import Book
from ..exercises.exercise import Exercise, Verdict, find_exercise, judge
from ..learner.progress import Progress
from ..exercises.report import TRY_FIRST, WIDTH, filled, report, success


@magics_class
class ExerciseCells(Magics):
    """Judges answers in cells. What is solved is noted in ``progress``."""

    def __init__(self, shell: InteractiveShell, book: Book, progress: Progress) -> None:
        super().__init__(shell)
        self.book = book
        self.progress = progress

    @cell_magic
    def exercise(self, line: str, cell: str) -> None:
        """``%%exercise greet_by_name``: have this cell judged as an answer."""
        found = self.find(line)
        # One line down, where it stands in the cell: the first is %%exercise.
        verdict = judged(found, f"\n{cell}", self.book)
        for _, text in report(verdict):
            print(text)
        if verdict.passed:
            print(f"\n{success(found)}")
        if cell.strip() != found.parts.start:
            self.progress.tried(found, verdict)

    @line_magic
    def tests(self, line: str) -> None:
        """``%tests greet_by_name``: what judges the answer."""
        print(self.find(line).parts.tests)

    @line_magic
    def hint(self, line: str) -> None:
        """``%hint greet_by_name``: one hint more each time."""
        found = self.find(line)
        number, text = self.progress.next_hint(found)
        print(f"Hint {number} of {len(found.hints)}")
        print(filled(text, WIDTH))

    @line_magic
    def solution(self, line: str) -> None:
        """``%solution greet_by_name``: one solution, after a try or asked for twice."""
        found = self.find(line)
        if self.progress.may_see(found):
            print(found.answer)
        else:
            print(TRY_FIRST)

    def find(self, line: str) -> Exercise:
        try:
            return find_exercise(self.book, Path(line.strip()))
        except ValueError as error:
            raise UsageError(str(error)) from None


def judged(exercise: Exercise, source: str, book: Book) -> Verdict:
    """Judge ``source`` away from the notebook's own programs."""
    if sys.platform != "emscripten":
        from ..learner.judging import Judging

        return Judging.of(exercise, source).verdict()
    # A browser has no processes. Its own Stop ends what does not end.
    return judge(exercise, source, book)
