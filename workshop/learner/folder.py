"""A learner's own folder: a file for each exercise, and how far they are."""

from __future__ import annotations

from pathlib import Path

from ..exercises.exercise import Exercise, exercises
from ..files import numbered, write_whole
from ..weave.book import Book
from .progress import FILE, FOLDER, Progress, found_from

BACKUPS = "backups"
DRILLS = "drills"
SOLUTIONS = "solutions"


class Learner:
    """The folder ``folder`` of somebody who does the exercises of ``book``.

    It holds no path that leads out of it, and so can be moved.
    """

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder
        self.progress = Progress(folder / FILE)

    @classmethod
    def here(cls, book: Book, folder: Path | None) -> Learner | None:
        """Whose folder is ``folder``, or else in or around the current one."""
        found = folder if folder else found_from(Path.cwd())
        if found is None or not (found / FILE).is_file():
            return None
        return cls(book, relative(found))

    @classmethod
    def begin(cls, book: Book, folder: Path | None) -> Learner:
        """Make a learner's folder, by its usual name unless told otherwise."""
        learner = cls(book, folder or Path(FOLDER))
        learner.folder.mkdir(parents=True, exist_ok=True)
        learner.put_in_place()
        # Last, so that a folder that has it is complete.
        learner.progress.begin()
        return learner

    def put_in_place(self) -> None:
        """Write the files of exercises that are not there. None is written over."""
        for exercise in exercises(self.book):
            path = self.path(exercise)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, exercise.source)

    def path(self, exercise: Exercise) -> Path:
        """Where the learner's answer is."""
        if exercise.path.parent.name == DRILLS:
            return self.folder / DRILLS / exercise.path.name
        return self.folder / exercise.chapter.slug / exercise.path.name

    def is_solved(self, exercise: Exercise) -> bool:
        return self.progress.of(exercise).passed

    def solved(self, among: list[Exercise]) -> int:
        """How many of some exercises are solved."""
        states = self.progress.read().exercises
        return sum(each.name in states and states[each.name].passed for each in among)

    def next(self, after: Exercise | None = None) -> Exercise | None:
        """The first exercise that is not solved, from ``after`` on if that is given."""
        every = exercises(self.book)
        first = every.index(after) + 1 if after in every else 0
        order = every[first:] + every[:first]
        return next((each for each in order if not self.is_solved(each)), None)

    def reset(self, exercise: Exercise) -> Path:
        """Put the task's own file back; returns where the learner's is kept."""
        path = self.path(exercise)
        folder = self.folder / BACKUPS
        folder.mkdir(exist_ok=True)
        kept = next(each for each in numbered(path, folder) if not each.exists())
        # First the copy, so that at no moment there is none.
        write_whole(kept, path.read_bytes())
        write_whole(path, exercise.source)
        return kept

    def keep_solution(self, exercise: Exercise) -> Path:
        """Write the book's solution beside the learner's, to compare them."""
        path = self.path(exercise)
        kept = path.parent / SOLUTIONS / path.name
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            write_whole(kept, exercise.answer)
        return kept


def relative(path: Path) -> Path:
    """``path`` as one would type it from the current folder, if it is below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
