"""The book: chapters on one side, ``tinyflask/`` on the other, and the stages between.

The framework after chapter *k* is what one gets by typing in every titled block of the
chapters 1 to *k*. `Book.stage` gives it; `Book.problems` says where the last stage and
``tinyflask/`` disagree. `Book.core` is what one gets by typing in only the blocks that
stand open.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import BookError, Place
from . import pieces, source
from .changes import NOTHING_NEW, Changes, in_words
from .chapter import Block, Chapter, full_lines, read_text
from .moving import file_of, type_into
from .pieces import DOC, HEAD, Module
from .typein import in_order, write

HERE = Path(__file__).resolve().parents[2]
ROOT = Path(os.environ.get("WORKSHOP_ROOT", HERE))
PACKAGE = "tinyflask"
# The program that the book reads.
PROGRAM = "tinybb"

Name = tuple[str, pieces.Path]
"""A piece of the framework: its file, and the names on the way to it."""


@dataclass(frozen=True)
class Showing:
    """A block that types in a piece, and the piece's text there."""

    chapter: Chapter
    block: Block
    leaf: pieces.Leaf

    @property
    def place(self) -> Place:
        return self.chapter.place(self.block.line).at(self.leaf.start)

    @property
    def size(self) -> int:
        """How many lines it has, empty ones not counted."""
        return full_lines(self.leaf.text)


class Book:
    """All chapters, and the framework that they type in.

    ``root`` is the folder that holds ``chapters/`` and ``tinyflask/``.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        # Both roads: whether it is the core's, and how far it was walked.
        self._modules: dict[bool, list[dict[str, Module]]] = {False: [{}], True: [{}]}
        self._stages: dict[tuple[int, bool], dict[str, str]] = {}

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters in order. Raises `BookError` where one is missing or doubled."""
        folder = self.root / "chapters"
        paths = sorted(folder.glob("[0-9][0-9]-*/index.md"))
        chapters = [Chapter.read(path, self.root) for path in paths]
        for expected, chapter in enumerate(chapters, 1):
            if chapter.number != expected:
                raise BookError(
                    chapter.place(1),
                    f"chapter {expected} should stand here. Number folders 01, 02 …",
                )
        return chapters

    def with_chapters(self, chapters: list[Chapter]) -> Book:
        """This book with other chapters, and the same ``tinyflask/``."""
        book = Book(self.root)
        book.chapters = chapters
        book.finished = self.finished
        return book

    def chapter(self, number: int) -> Chapter:
        """Chapter ``number``. Raises `ValueError`, saying which there are."""
        self.check_stage(number, lowest=1)
        return self.chapters[number - 1]

    def files(self) -> dict[str, str]:
        """All texts of the book, by their paths: chapters, framework, program."""
        chapters = {each.file: each.text for each in self.chapters}
        return chapters | self.finished | self.program

    def check_stage(self, number: int, lowest: int = 0) -> None:
        """Raise `ValueError` where there is no such stage, saying which there are."""
        if not lowest <= number <= len(self.chapters):
            raise ValueError(
                f"there is no stage {number}: the book has the stages"
                f" {lowest} to {len(self.chapters)}."
            )

    @cached_property
    def finished(self) -> dict[str, str]:
        """``tinyflask/`` as it stands: the text of each module by its path."""
        folder = self.root / PACKAGE
        return {
            path.relative_to(self.root).as_posix(): read_text(path, self.root)
            for path in sorted(folder.rglob("*.py"))
        }

    @cached_property
    def layouts(self) -> dict[str, Module]:
        """The modules of ``tinyflask/``, read."""
        return {
            path: source.parse(text, Place(path))
            for path, text in self.finished.items()
        }

    @cached_property
    def program(self) -> dict[str, str]:
        """``tinybb/`` as it stands: the text of each file by its path."""
        return {
            path.relative_to(self.root).as_posix(): read_text(path, self.root)
            for path in sorted((self.root / PROGRAM).rglob("*.*"))
            if path.suffix in (".py", ".sql", ".html", ".xml", ".css")
        }

    def beside(self, chapter: Chapter) -> dict[str, str]:
        """What ``chapter`` has beside the framework: the program, where it reads it."""
        return self.program if chapter.excerpts else {}

    def stage(self, number: int, core: bool = False) -> dict[str, str]:
        """The framework after chapter ``number``: the text of each module by its path.

        Stage 0 is empty. Raises `ValueError` for a stage that does not exist, and
        `BookError` for a block that cannot be typed in.
        """
        self.check_stage(number)
        if (number, core) not in self._stages:
            self._stages[number, core] = {
                path: self.write(path, module)
                for path, module in self.modules(number, core).items()
            }
        return dict(self._stages[number, core])

    def core(self, number: int) -> dict[str, str]:
        """Like `stage`, where only the blocks that stand open were typed in."""
        return self.stage(number, core=True)

    def write(self, path: str, module: Module) -> str:
        """The text of ``module``, laid out as the finished one is."""
        if path in self.program:
            return write(module, self.module(0, path))
        return write(module, self.layouts.get(path))

    def module(self, number: int, path: str) -> Module:
        """A module of stage ``number``, or of the program beside it."""
        if path in self.program:
            return source.parse(self.program[path], Place(path))
        return self.modules(number)[path]

    def modules(self, number: int, core: bool = False) -> dict[str, Module]:
        """Stage ``number``, or its core, read. No later chapter is looked at."""
        walked = self._modules[core]
        while len(walked) <= number:
            chapter = self.chapters[len(walked) - 1]
            stage = walked[-1]
            for block in chapter.typed_in:
                if not (core and block.fold):
                    stage = self.typed(stage, chapter, block)
            # What the layout does not know stays where it is, so that has to be where
            # it is in the text that the next chapter finds.
            walked.append(
                {
                    path: in_order(module, self.layouts.get(path))
                    for path, module in stage.items()
                }
            )
        return walked[number]

    def typed(
        self, stage: dict[str, Module], chapter: Chapter, block: Block
    ) -> dict[str, Module]:
        """``stage`` with ``block`` typed in."""
        assert block.title
        if not block.title.endswith(".py") or block.language != "python":
            problem = f'"{block.title}" is not a module: only Python can be typed in.'
            raise BookError(chapter.place(block.first), problem)
        place = chapter.place(block.line)
        module = source.parse(block.source, place)
        return type_into(stage, block.title, module, place)

    @cached_property
    def showings(self) -> dict[Name, list[Showing]]:
        """Where each piece of the framework is typed in, first to last.

        A piece that moved is under both its names.
        """
        found: dict[Name, list[Showing]] = {}
        for chapter in self.chapters:
            for block in chapter.typed_in:
                assert block.title
                module = source.parse(block.source, chapter.place(block.line))
                for old, new in moved_names(block.title, module, found):
                    found[new] = list(found[old])
                for path, leaf in module.leaves().items():
                    showing = Showing(chapter, block, leaf)
                    found.setdefault((block.title, path), []).append(showing)
        return found

    def folded(self, number: int) -> dict[pieces.Path, Place]:
        """What stage ``number`` has and its core has not, and where it is typed in."""
        core = self.modules(number, core=True)
        return {
            names: self.showings[path, names][-1].place
            for path, module in self.modules(number).items()
            for names in module.leaves()
            if path not in core or names not in core[path].leaves()
        }

    def every_showing(self) -> list[Showing]:
        """The showings, each once, though one that moved is under two names."""
        found = [each for showings in self.showings.values() for each in showings]
        return list({id(each): each for each in found}.values())

    def superseded(self) -> list[Showing]:
        """The showings of what a later block replaces or removes: the text's alone."""
        final = {
            id(self.showings[path, names][-1])
            for path, layout in self.layouts.items()
            for names in layout.leaves()
        }
        return [each for each in self.every_showing() if id(each) not in final]

    def problems(self) -> Iterator[BookError]:
        """What to change until the last stage is ``tinyflask/``, byte for byte."""
        last = self.modules(len(self.chapters))
        for path, finished in self.layouts.items():
            if path not in last and not finished.leaves():
                problem = (
                    "no chapter shows this module. Give it a docstring and type it in."
                )
                yield BookError(Place(path), problem)
            shown = last[path].leaves() if path in last else {}
            wanted = finished.leaves()
            yield from self.not_shown(path, set(shown))
            yield from self.not_finished(path, shown, set(wanted))
            if path in last:
                yield from self.handed_on(path, last[path], finished)
        for path in last.keys() - self.layouts.keys():
            place = self.first_place(path)
            problem = f"there is no {path} (any longer). Take its blocks out."
            yield BookError(place, problem)
        for chapter in self.chapters:
            for block in chapter.excerpts:
                yield from self.misquoted(chapter, block)

    def misquoted(self, chapter: Chapter, block: Block) -> Iterator[BookError]:
        """Where an excerpt is not what the program has: typing it in changes it."""
        assert block.title
        place = chapter.place(block.line)
        text = self.program.get(block.title)
        if text is None:
            yield BookError(place, f"there is no {block.title}. Mend the title.")
        elif not block.title.endswith(".py"):
            if block.source != text.removesuffix("\n"):
                yield BookError(
                    place, f"{block.title} is not this. Show the whole file."
                )
        else:
            file = self.module(0, block.title)
            excerpt = source.parse(block.source, place)
            after = type_into({block.title: file}, block.title, excerpt, place)
            changed = after[block.title]
            if self.write(block.title, changed) != self.write(block.title, file):
                told = Changes.between(file, excerpt, changed).sentence("`")
                told = told if told != NOTHING_NEW else "Its imports are others."
                problem = f"typing this in would change {block.title}. {told}"
                yield BookError(place, problem)

    def not_shown(self, path: str, shown: set[pieces.Path]) -> Iterator[BookError]:
        wanted = self.layouts[path].leaves()
        for names in outermost(names for names in wanted if names not in shown):
            yield BookError(
                Place(path, wanted[names].start),
                f"no chapter shows {describe(names)}. Type it in with a titled block.",
            )

    def not_finished(
        self, path: str, shown: dict[pieces.Path, pieces.Leaf], wanted: set[pieces.Path]
    ) -> Iterator[BookError]:
        for names in outermost(names for names in shown if names not in wanted):
            yield BookError(
                self.showings[path, names][-1].place,
                f"{describe(names)} is not in {path} (any longer). Take it out of the"
                " block, or put it back there.",
            )

    def handed_on(
        self, path: str, shown: Module, finished: Module
    ) -> Iterator[BookError]:
        """Where a module and the chapters disagree on the names that it hands on."""
        here, there = finished.handed_on(), shown.handed_on()
        for line in here.keys() - there.keys():
            problem = f"no chapter shows `{line}`. Type it in with a titled block."
            yield BookError(Place(path), problem)
        for line in there.keys() - here.keys():
            problem = (
                f"`{line}` is not in {path} (any longer). Take it out of the block."
            )
            *_, place = (
                at for at, block in self.blocks_of(path) if line in block.source
            )
            yield BookError(place, problem)

    def blocks_of(self, path: str) -> list[tuple[Place, Block]]:
        """The blocks that type something into ``path``, and where each begins."""
        return [
            (chapter.place(block.line), block)
            for chapter in self.chapters
            for block in chapter.typed_in
            if block.title == path
        ]

    def first_place(self, path: str) -> Place:
        """Where the first block that types something into ``path`` begins."""
        return self.blocks_of(path)[0][0]

    def difference(self) -> str:
        """The unified diff from the last stage to ``tinyflask/``; empty where equal."""
        return unified_diff(
            self.stage(len(self.chapters)), self.finished, "the chapters", "tinyflask/"
        )


def moved_names(
    title: str, block: Module, known: Iterable[Name]
) -> list[tuple[Name, Name]]:
    """The old and the new name of each piece that ``block`` moves into ``title``."""
    found = []
    for path, move in block.moves().items():
        file, length = file_of(title, move), len(move.names)
        for old in known:
            if old[0] == file and old[1][:length] == move.names:
                found.append((old, (title, (*path, *old[1][length:]))))
    return found


def outermost(missing: Iterable[pieces.Path]) -> Iterator[pieces.Path]:
    """The pieces of ``missing`` less those within a class or function that is."""
    whole: set[pieces.Path] = set()
    for names in missing:
        if any(names[: len(each)] == each for each in whole):
            continue
        if names[-1] == HEAD:
            whole.add(names[:-1])
        yield names


def describe(names: pieces.Path) -> str:
    """A piece's name for a message that asks somebody to mend it."""
    *owner, last = names
    if owner and owner[-1] == "__init__" and last not in (DOC, HEAD):
        return f"`{last}` in `{'.'.join(owner)}`"
    return in_words(names, new=True)


def module_of(file: str) -> str:
    """A file as one imports it: ``json/tag.py`` is ``json.tag``."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def unified_diff(
    old: dict[str, str], new: dict[str, str], old_name: str, new_name: str
) -> str:
    """The unified diff between two stages, module by module."""
    lines: list[str] = []
    for path in sorted(old.keys() | new.keys()):
        lines += difflib.unified_diff(
            old.get(path, "").splitlines(keepends=True),
            new.get(path, "").splitlines(keepends=True),
            f"{path} ({old_name})",
            f"{path} ({new_name})",
        )
    return "".join(lines)
