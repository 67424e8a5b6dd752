"""What is in the e-book, page by page, as Markdown: the chapters with their tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..exercises.exercise import Exercise, exercises_of
from ..weave.book import Book
from ..weave.chapter import Chapter, fenced

HOME = "index.md"
# What comes after the chapters, from the folder of the chapters.
APPENDED = ("glossary.md", "left-out.md", "map.md")
BUILD = "## What you will build\n"
TASKS = "What the exercises ask"
ABOUT = """\
## This e-book

The chapters are here as the site has them: every output and every picture stands under
its block, and the small print, which the site folds away, stands open with a line
beside it. After each chapter come the tasks of its exercises, with what one begins
with. *The map*, at the end, leads from each name to its section.

What needs a browser is in the site alone: changing a block and running it, stepping
through a request, and having an exercise checked. Where the text speaks of a button, a
field, or of the page that you read, it means the site's.
"""


@dataclass(frozen=True)
class Source:
    """A page before it is made: the file below ``chapters/``, and its Markdown."""

    file: str
    text: str

    @property
    def name(self) -> str:
        """The page's name without its ending: ``03-routing``."""
        path = PurePosixPath(self.file)
        inside = path.name == HOME and path.parent.name
        return inside or ("introduction" if self.file == HOME else path.stem)


def sources(book: Book) -> Iterator[Source]:
    """The pages of the e-book, in the order in which they are read."""
    folder = book.root / "chapters"
    yield Source(HOME, introduction((folder / HOME).read_text("utf-8")))
    for chapter in book.chapters:
        yield Source(f"{chapter.slug}/{HOME}", with_tasks(chapter))
    for name in APPENDED:
        yield Source(name, (folder / name).read_text("utf-8"))
    licence = (book.root / "LICENSE").read_text("utf-8")
    yield Source("licence.md", f"# Licence\n\n{licence}")


def introduction(home: str) -> str:
    """What the home page says before its first button, and what will be built."""
    # Above the first heading stands what MkDocs is told.
    top, *sections = re.split(r"^(?=##? )", home, flags=re.MULTILINE)[1:]
    begin, _, _ = top.partition("\n[")
    (build,) = (each for each in sections if each.startswith(BUILD))
    return f"{begin}\n{build}\n{ABOUT}"


def with_tasks(chapter: Chapter) -> str:
    """A chapter's text, and after it what its exercises ask."""
    tasks = map(task, exercises_of(chapter))
    return "\n\n".join([chapter.text, f"## {TASKS}", *tasks])


def task(exercise: Exercise) -> str:
    """An exercise as one reads it: its title, what is asked, what one begins with."""
    _, _, asked = exercise.task.partition("\n")
    heading = f"### {exercise.title.rstrip('.')} {{ #{anchor(exercise.name)} }}"
    parts = exercise.parts
    blocks = [fenced("python", code) for code in (parts.program, parts.start) if code]
    return "\n\n".join([heading, asked.strip(), *blocks])


def anchor(name: str) -> str:
    """Where the task of the exercise with this name stands in its page."""
    return f"exercise-{name.replace('_', '-')}"
