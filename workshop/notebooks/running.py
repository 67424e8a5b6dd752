"""Running the book: every chapter's notebook, on both roads.

The whole road types everything in, and what its experiments put out is what the book
says. The core's road types in what stands open; its experiments have to say the same.

What did so is kept, and not run again before something that it sees has changed.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from ..errors import BookError, Place
from ..live.stage import write_files
from ..weave.book import Book
from ..weave.changes import in_words
from ..weave.chapter import Block, Chapter
from .kept import Kept
from .notebook import Stuck, answer, as_text, cells, empty_notebook, run_all

# A traceback's lines about the framework and the libraries: the core has others.
INSIDE = re.compile(r'  File "tinyflask/.*\n(?:    .*\n)*|  \.\.\. in .*\n')


@dataclass
class Outputs:
    """What the notebooks put out.

    `answers` are for each chapter's blocks, by their lines; `notebooks` the texts of
    the notebooks by the chapters' folders; `problems` what the core does not do.
    """

    answers: dict[int, dict[int, str | None]] = field(default_factory=dict)
    notebooks: dict[str, str] = field(default_factory=dict)
    problems: list[BookError] = field(default_factory=list)


@dataclass
class Road:
    """A chapter that is to run: the whole of it, or its core on the cores before it."""

    chapter: Chapter
    core: bool = False
    notebook: NotebookNode = field(init=False)
    place: Path = field(init=False)

    def __post_init__(self) -> None:
        self.notebook = empty_notebook(self.chapter, self.core)

    def __str__(self) -> str:
        return f"{self.chapter.slug}, its core" if self.core else self.chapter.slug

    def was_kept(self, kept: Kept) -> bool:
        """Take the notebook that ran before as it is now, if there is one."""
        self.place = kept.place(str(self), self.notebook)
        found = kept.take(self.place)
        if found is None:
            return False
        self.notebook = found
        return True

    def cells(self) -> Iterator[tuple[Block, NotebookNode]]:
        """The blocks, and the cell of the notebook that each is in."""
        made = cells(self.chapter, self.core)
        for cell, node in zip(made, self.notebook.cells, strict=True):
            if cell.block is not None:
                yield cell.block, node

    def saved(self) -> dict[int, str | None]:
        """What the chapter has under each of its experiments."""
        return {
            block.line: self.chapter.answer(block)
            for block, _ in self.cells()
            if block.experiment
        }

    def answers(self) -> dict[int, str | None]:
        """What stands under each experiment that ran, by its line.

        Raises `BookError` for a block that could not be typed in.
        """
        found = {}
        for block, node in self.cells():
            if block.experiment:
                found[block.line] = answer(node.outputs)
            elif any(output.output_type == "error" for output in node.outputs):
                road = "on the core's road: " if self.core else ""
                problem = f"{road}{answer(node.outputs)}"
                raise BookError(self.chapter.place(block.line), problem)
        return found


def run_both_roads(book: Book, progress: Callable[[str], None]) -> Outputs:
    """Run every chapter, and its core where that is another road.

    Raises `BookError` where something cannot be typed in, or does not end.
    """
    whole = [Road(chapter) for chapter in book.chapters]
    cores = [Road(each, core=True) for each in book.chapters if differs(book, each)]
    kept = Kept(book)
    left = [road for road in whole + cores if not road.was_kept(kept)]
    run(book, left, progress)
    outputs = Outputs()
    for road in whole:
        outputs.notebooks[road.chapter.slug] = as_text(road.notebook)
        answers = outputs.answers[road.chapter.number] = road.answers()
        if answers == road.saved():
            kept.keep(road.place, road.notebook)
    for road in cores:
        problems = list(missing(book, road, outputs.answers[road.chapter.number]))
        outputs.problems += problems
        if not problems:
            kept.keep(road.place, road.notebook)
    return outputs


def differs(book: Book, chapter: Chapter) -> bool:
    """Whether the core's road through ``chapter`` is another one than the whole's."""
    folds = len(chapter.core) < len(chapter.blocks)
    before = chapter.number - 1
    return folds or book.core(before) != book.stage(before)


def run(book: Book, roads: list[Road], progress: Callable[[str], None]) -> None:
    """Run the notebooks of ``roads``; their cells then hold what they put out."""
    names = {id(road.notebook): str(road) for road in roads}
    with tempfile.TemporaryDirectory() as root:
        # The kernels shall see this book, which may not be what the files hold yet.
        write_files(Path(root), book.files())
        try:
            run_all(
                [road.notebook for road in roads],
                Path(root),
                lambda each: progress(f"ran {names[id(each)]}"),
            )
        except Stuck as stuck:
            raise stuck_error(roads, stuck) from stuck


def stuck_error(roads: list[Road], stuck: Stuck) -> BookError:
    """The error for an experiment that its kernel did not get past."""
    for road in roads:
        for block, node in road.cells():
            if node is stuck.cell:
                return BookError(road.chapter.place(block.line), str(stuck))
    return BookError(Place("chapters"), str(stuck))


def missing(
    book: Book, road: Road, answers: dict[int, str | None]
) -> Iterator[BookError]:
    """The experiments that put out something else where only the core is typed in.

    ``answers`` are those of the whole road.
    """
    folded = book.folded(road.chapter.number)
    for line, found in road.answers().items():
        here, there = answers[line] or "", found or ""
        if seen_from_outside(here) == seen_from_outside(there):
            continue
        words = set(re.findall(r"\w+", there)) - set(re.findall(r"\w+", here))
        lacks = [
            f"It lacks {in_words(names, new=True)}, which stands in a fold at {place}."
            for names, place in folded.items()
            if names[-1].removeprefix("self.") in words
        ]
        diff = difflib.unified_diff(
            here.splitlines(), there.splitlines(), "the text", "the core", lineterm=""
        )
        problem = "the core puts out something else here."
        yield BookError(
            road.chapter.place(line), "\n".join([" ".join([problem, *lacks]), *diff])
        )


def seen_from_outside(output: str) -> str:
    """An output without what its tracebacks show of the framework's own lines."""
    return INSIDE.sub("", output)
