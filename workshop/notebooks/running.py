"""Running the book: every chapter's notebook, on both roads.

The whole road types everything in, and what its experiments put out is what the book
says. The core's road types in what stands open; its experiments have to say the same.
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
from .notebook import Stuck, answer, as_text, cells, empty_notebook, run_all

# The chapter's number, and whether only its core is typed in.
Road = tuple[int, bool]

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


def run_both_roads(book: Book, progress: Callable[[str], None]) -> Outputs:
    """Run every chapter, and its core where that is another road.

    Raises `BookError` where something cannot be typed in, or does not end.
    """
    roads = {(chapter.number, False): chapter for chapter in book.chapters}
    roads |= {(each.number, True): each for each in book.chapters if differs(book, each)}
    notebooks = {
        road: empty_notebook(chapter, core=road[1]) for road, chapter in roads.items()
    }
    names = {
        id(notebooks[road]): chapter.slug + ", its core" * road[1]
        for road, chapter in roads.items()
    }
    with tempfile.TemporaryDirectory() as root:
        # The kernels shall see this book, which may not be what the files hold yet.
        write_files(Path(root), book.files())
        try:
            run_all(
                notebooks.values(),
                Path(root),
                lambda each: progress(f"ran {names[id(each)]}"),
            )
        except Stuck as stuck:
            raise stuck_error(roads, notebooks, stuck) from stuck
    outputs = Outputs()
    for chapter in book.chapters:
        notebook = notebooks[chapter.number, False]
        outputs.notebooks[chapter.slug] = as_text(notebook)
        outputs.answers[chapter.number] = {
            block.line: answer(put_out)
            for block, put_out in ran(chapter, notebook)
            if block.experiment
        }
    for (number, core), notebook in notebooks.items():
        if core:
            answers = outputs.answers[number]
            chapter = roads[number, core]
            outputs.problems += missing(book, chapter, notebook, answers)
    return outputs


def differs(book: Book, chapter: Chapter) -> bool:
    """Whether the core's road through ``chapter`` is another one than the whole's."""
    folds = len(chapter.core) < len(chapter.blocks)
    before = chapter.number - 1
    return folds or book.core(before) != book.stage(before)


def ran(
    chapter: Chapter, notebook: NotebookNode, core: bool = False
) -> Iterator[tuple[Block, list[NotebookNode]]]:
    """The blocks of a notebook that ran, and what each put out.

    Raises `BookError` for a block that could not be typed in.
    """
    for cell, each in zip(cells(chapter, core), notebook.cells, strict=True):
        if cell.block is None:
            continue
        failed = any(output.output_type == "error" for output in each.outputs)
        if failed and not cell.block.experiment:
            road = "on the core's road: " if core else ""
            problem = f"{road}{answer(each.outputs)}"
            raise BookError(chapter.place(cell.block.line), problem)
        yield cell.block, each.outputs


def missing(
    book: Book,
    chapter: Chapter,
    notebook: NotebookNode,
    answers: dict[int, str | None],
) -> Iterator[BookError]:
    """The experiments that put out something else where only the core is typed in."""
    folded = book.folded(chapter.number)
    for block, outputs in ran(chapter, notebook, core=True):
        if not block.experiment:
            continue
        here, there = answers[block.line] or "", answer(outputs) or ""
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
            chapter.place(block.line), "\n".join([" ".join([problem, *lacks]), *diff])
        )


def seen_from_outside(output: str) -> str:
    """An output without what its tracebacks show of the framework's own lines."""
    return INSIDE.sub("", output)


def stuck_error(
    roads: dict[Road, Chapter],
    notebooks: dict[Road, NotebookNode],
    stuck: Stuck,
) -> BookError:
    """The error for an experiment that its kernel did not get past."""
    for (number, core), notebook in notebooks.items():
        chapter = roads[number, core]
        for cell, ran in zip(cells(chapter, core), notebook.cells, strict=True):
            if ran is stuck.cell and cell.block:
                return BookError(chapter.place(cell.block.line), str(stuck))
    return BookError(Place("chapters"), str(stuck))


