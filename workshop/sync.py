"""Holding the book in step: chapters, ``tinyflask/``, outputs, captions, notebooks.

`weave` works out what every file should hold. ``workshop sync`` writes that, and
``workshop check`` fails where a file differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .errors import BookError, Place
from .files import write_whole
from .formatting import format_python
from .mapping.page import Map
from .notebooks.running import run_both_roads
from .weave import pieces, source
from .weave.book import Book, Name, Showing, describe, moved_names
from .weave.changes import Changes
from .weave.chapter import Block, Chapter, slug

Progress = Callable[[str], None]

FUTURE = "from __future__ import "


@dataclass
class Woven:
    """The text that each file should hold, and what to tell about it.

    `before` is what the chapters held when they were read.
    """

    files: dict[Path, str] = field(default_factory=dict)
    before: dict[Path, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[BookError] = field(default_factory=list)

    def differing(self) -> dict[Path, str]:
        """The files that hold something else, or do not exist."""
        return {
            path: text
            for path, text in self.files.items()
            if not path.exists() or path.read_text("utf-8") != text
        }

    def write(self) -> list[Path]:
        """Write the files that differ, and return their paths.

        Raises `BookError` for a chapter that was edited since it was read: what was
        written there in the meantime must not get lost.
        """
        for path, text in self.before.items():
            if path.read_text("utf-8") != text:
                place = Place("/".join(path.parts[-3:]))
                problem = "this chapter was edited in the meantime. Run sync again."
                raise BookError(place, problem)
        differing = self.differing()
        for path, text in differing.items():
            path.parent.mkdir(exist_ok=True)
            write_whole(path, text)
        return list(differing)


def weave(book: Book, progress: Progress = lambda step: None) -> Woven:
    """Work out what the chapters and the notebooks of ``book`` should hold.

    What only a person can mend is in `Woven.problems`, and then nothing else is.
    """
    woven = Woven()
    read = book
    try:
        woven.problems = list(book.problems())
        if woven.problems:
            return woven
        woven.before = {each.path: each.text for each in book.chapters}
        progress("typing the chapters in")
        book = carried(book, woven)
        refuse_difference(book)
        book = formatted(book)
        book = captioned(book)
        map_names(book, woven)
        if woven.problems:
            return woven
        book = run(book, woven, progress)
    except BookError as error:
        woven.problems = [error]
    if woven.problems:
        woven.problems = [as_read(each, read, book) for each in woven.problems]
        return woven
    for chapter in book.chapters:
        woven.files[chapter.path] = chapter.text
    return woven


def as_read(problem: BookError, read: Book, book: Book) -> BookError:
    """``problem`` with its line in the chapter as it was read.

    What was carried over and the captions may have made it another one in ``book``.
    """
    for old, new in zip(read.chapters, book.chapters, strict=True):
        if new.file == problem.place.file:
            for before, after in zip(old.blocks, new.blocks, strict=True):
                if after.line <= problem.place.line <= after.last:
                    line = before.line + problem.place.line - after.line
                    return BookError(old.place(line), problem.problem)
    return problem


def carried(book: Book, woven: Woven) -> Book:
    """The book with what was changed in ``tinyflask/`` in the blocks that show it."""
    changed: dict[Name, Showing] = {}
    for path, module in book.layouts.items():
        for names, leaf in module.leaves().items():
            showings = book.showings[path, names]
            last = showings[-1]
            if last.leaf.text == leaf.text:
                continue
            changed[path, names] = replace(last, leaf=leaf)
            woven.notes.append(f"{last.chapter.file}: carried {describe(names)} over")
            earlier = sorted({each.chapter.file for each in showings[:-1]})
            if earlier:
                woven.notes.append(
                    f"  an earlier version is in {', '.join(earlier)}: does it need the"
                    " same change?"
                )
    book = edited(book, changed)
    return with_imports(book, woven)


def refuse_difference(book: Book) -> None:
    """Raise `BookError` where names agree and the text of a module does not."""
    difference = book.difference()
    if difference:
        problem = (
            "typing in all chapters gives something else, and `sync` does not know"
            " which block to change. Change one so that nothing is left of this:\n"
            f"{difference}"
        )
        raise BookError(Place("tinyflask"), problem)


def edited(book: Book, changed: dict[Name, Showing]) -> Book:
    """The book with the leaves in ``changed`` put where each was last shown."""
    sources: dict[int, dict[int, str]] = {}
    for chapter in book.chapters:
        for block in chapter.typed_in:
            lines = block.source.split("\n")
            spans = []
            for (path, names), showing in changed.items():
                if showing.block is block:
                    old = book.showings[path, names][-1].leaf
                    # Behind the head of a class its `...` may stand, on the same line.
                    behind = lines[old.end - 1][len(old.text.split("\n")[-1]) :]
                    text = (showing.leaf.text + behind).split("\n")
                    spans.append((old.start, old.end, text))
            for start, end, text in sorted(spans, reverse=True):
                lines[start - 1 : end] = text
            if spans:
                sources.setdefault(chapter.number, {})[block.line] = "\n".join(lines)
    return rewritten(book, sources, {})


def with_imports(book: Book, woven: Woven) -> Book:
    """The book with each import that ``tinyflask/`` gained beside what uses it."""
    last = book.stage(len(book.chapters))
    sources: dict[int, dict[int, str]] = {}
    for path, layout in book.layouts.items():
        shown = source.parse(last[path], book.first_place(path)).import_lines()
        for line, bound in sorted(layout.import_lines().items() - shown.items()):
            showing = last_user(book, path, bound)
            texts = sources.setdefault(showing.chapter.number, {})
            text = texts.get(showing.block.line, showing.block.source)
            texts[showing.block.line] = with_line(text, line)
            woven.notes.append(f"{showing.chapter.file}: carried `{line}` over")
    return rewritten(book, sources, {})


def with_line(text: str, line: str) -> str:
    """A block with an import at its top, under its docstring.

    An import from ``__future__`` has to stay the first.
    """
    tree = source.parse(text, Place("")).tree
    lines = text.split("\n")
    future = next((n for n, each in enumerate(lines, 1) if each.startswith(FUTURE)), 0)
    top = future or (tree.doc.end if tree.doc else 0)
    lines.insert(top, f"\n{line}" if top else line)
    return "\n".join(lines)


def last_user(book: Book, path: str, name: str) -> Showing:
    """The last showing of a piece of ``path`` that speaks of ``name``."""
    showings = [
        showing
        for (file, _), found in book.showings.items()
        if file == path
        for showing in found
    ]
    showings.sort(key=lambda each: (each.chapter.number, each.block.line))
    word = re.compile(rf"\b{re.escape(name)}\b")
    using = [each for each in showings if word.search(each.leaf.text)]
    return (using or showings)[-1]


def rewritten(
    book: Book,
    sources: dict[int, dict[int, str]],
    answers: dict[int, dict[int, str | None]],
) -> Book:
    """The book with some blocks and answers exchanged, by chapter and line."""
    chapters = [
        replace(
            chapter,
            text=chapter.rewritten(
                sources.get(chapter.number, {}), answers.get(chapter.number, {})
            ),
        )
        for chapter in book.chapters
    ]
    return book.with_chapters(chapters)


def formatted(book: Book) -> Book:
    """The book with its Python as ruff formats it."""
    blocks = {
        f"{chapter.number:02}/{block.line:05}.py": block.source
        for chapter in book.chapters
        for block in chapter.blocks
        if block.language == "python"
    }
    sources: dict[int, dict[int, str]] = {}
    for name, text in format_python(blocks).items():
        number, line = name.removesuffix(".py").split("/")
        sources.setdefault(int(number), {})[int(line)] = text
    return rewritten(book, sources, {})


def captioned(book: Book) -> Book:
    """The book with a caption under each typed-in block: what it adds and replaces.

    And with the length of each fold in the line that opens it.
    """
    answers: dict[int, dict[int, str | None]] = {}
    origins: dict[Name, tuple[Chapter, Block]] = {}
    for chapter in book.chapters:
        stage = dict(book.modules(chapter.number - 1))
        for block in chapter.typed_in:
            assert block.title
            module = source.parse(block.source, chapter.place(block.line))
            before = stage.get(block.title)
            stage = book.typed(stage, chapter, block)
            changes = Changes.between(before, module, stage[block.title])
            text = caption(block.title, changes, origins, chapter)
            answers.setdefault(chapter.number, {})[block.line] = text
            for old, new in moved_names(block.title, module, origins):
                origins[new] = origins.pop(old)
            for names in module.leaves():
                origins[block.title, names] = (chapter, block)
    book = rewritten(book, {}, answers)
    chapters = [replace(each, text=each.measured()) for each in book.chapters]
    return book.with_chapters(chapters)


def caption(
    title: str,
    changes: Changes,
    origins: dict[Name, tuple[Chapter, Block]],
    chapter: Chapter,
) -> str:
    """The caption of a block, with links to where it takes the place of a piece."""

    def origin(names: pieces.Path) -> str:
        there, block = origins[title, names]
        if there is chapter:
            return f" ([above](#{slug(block.section)}))"
        target = f"../{there.slug}/index.md#{slug(block.section)}"
        return f" ([chapter {there.number}]({target}))"

    return f"*{changes.sentence('`', origin)}*"


def map_names(book: Book, woven: Woven) -> None:
    """Make the page that leads from each name to Flask's."""
    page = Map.of(book)
    if page:
        woven.problems += page.match.problems()
        if not woven.problems:
            woven.files[page.path] = page.text()


def run(book: Book, woven: Woven, progress: Progress) -> Book:
    """Run every chapter's notebook; returns the book with the outputs in it."""
    outputs = run_both_roads(book, progress)
    woven.problems += outputs.problems
    for name, text in outputs.notebooks.items():
        woven.files[book.root / "notebooks" / f"{name}.ipynb"] = text
    for chapter in book.chapters:
        answers = outputs.answers[chapter.number]
        for block in chapter.blocks:
            if block.line in answers:
                note_new_error(chapter, block, answers[block.line], woven)
    return rewritten(book, {}, outputs.answers)


def note_new_error(
    chapter: Chapter, block: Block, now: str | None, woven: Woven
) -> None:
    """Tell about an experiment that ends in a traceback and did not before."""
    traceback = "Traceback (most recent call last):"
    if now and traceback in now and traceback not in (chapter.answer(block) or ""):
        woven.notes.append(f"{chapter.place(block.line)}: this experiment now raises")
