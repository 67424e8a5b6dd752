"""One chapter: its Markdown, cut into prose and blocks.

A block with a title is typed in (``tinyflask/app.py``), quoted from the program that
the book reads (``tinybb/boards.py``), or a file of the reader's. A ``python`` block
without one is an experiment. What a program wrote under a block, such as the ``output``
of an experiment, is its *answer*.

What stands open is the core. The small print stands in folds:

    <details markdown="1">
    <summary>The same, typed and documented (22 lines)</summary>
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..errors import BookError, Place

FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>[^`]*)$")
TITLE = re.compile(r'^(?P<language>\w+)\s+title="(?P<title>[^"]+)"$')
HEADING = re.compile(r"^(?P<level>#{1,6}) (?P<text>.+)$")
CAPTION = re.compile(r"^\*(Adds|Moves|Replaces|Removes) .*\*$")
OPENING, CLOSING = '<details markdown="1">', "</details>"
SUMMARY = re.compile(r"^<summary>(?P<text>.+?)(?: \(\d+ lines?\))?</summary>$")
# What stands under an experiment: what it printed, and pictures by what they are of.
ANSWERS = ("output", "trace", "life", "boxes")
# The section that a chapter in two layers has for folds that are a topic of their own.
SMALL_PRINT = "The small print"
# The first line of an experiment that cannot run in a browser.
NEEDS = re.compile(r"# On your own machine: this needs (?P<what>[\w ]+)\.\n")


@dataclass(frozen=True)
class Fold:
    """Small print: what stands folded under a line that says what is in there.

    `line` is that of the summary.
    """

    line: int
    summary: str


@dataclass(frozen=True)
class Prose:
    """Text between blocks."""

    text: str
    section: str
    fold: Fold | None = None


@dataclass(frozen=True)
class Block:
    """A fenced block.

    `line` is that of the first line of `source`; `first` and `last` are the lines of
    its fences; `answer` is the span of lines that a program wrote under it, if any.
    """

    language: str
    title: str | None
    source: str
    line: int
    first: int
    last: int
    section: str
    answer: tuple[int, int] | None = None
    fold: Fold | None = None

    @property
    def typed_in(self) -> bool:
        """Whether it is a piece of the framework."""
        return self.title is not None and self.title.startswith("tinyflask/")

    @property
    def excerpt(self) -> bool:
        """Whether it is a piece of the program that the book reads."""
        return self.title is not None and self.title.startswith("tinybb/")

    @property
    def experiment(self) -> bool:
        """Whether it is Python to run, with its output under it."""
        return self.language == "python" and self.title is None

    @property
    def needs(self) -> str | None:
        """What it needs that a browser does not have, if it says so: ``threads``."""
        said = NEEDS.match(self.source)
        return said and said["what"]

    @property
    def size(self) -> int:
        """How many lines it has, empty ones not counted."""
        return full_lines(self.source)


@dataclass(frozen=True)
class Chapter:
    """A chapter as it stands in its file."""

    number: int
    slug: str
    path: Path
    text: str

    @classmethod
    def read(cls, path: Path, root: Path) -> Chapter:
        """Read ``chapters/03-routing/index.md`` of the book in ``root``."""
        slug = path.parent.name
        return cls(int(slug.partition("-")[0]), slug, path, read_text(path, root))

    @property
    def name(self) -> str:
        """The chapter's short name: ``routing``."""
        return self.slug.partition("-")[2]

    @property
    def file(self) -> str:
        """The chapter's file as messages name it: ``chapters/03-routing/index.md``."""
        return "/".join(self.path.parts[-3:])

    @property
    def tests(self) -> str:
        """The file of the chapter's tests: ``test_03_routing.py``."""
        return f"test_{self.slug.replace('-', '_')}.py"

    def place(self, line: int) -> Place:
        return Place(self.file, line)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.removesuffix("\n").split("\n")

    @cached_property
    def title(self) -> str:
        """The text of the first heading: ``3. Routing``."""
        for line in self.lines:
            if line.startswith("# "):
                return line[2:].strip()
        raise BookError(self.place(1), "begin with a heading: `# 3. Routing`.")

    @cached_property
    def parts(self) -> list[Prose | Block]:
        """The chapter in order, without the answers."""
        return list(_Cutter(self).cut())

    @property
    def blocks(self) -> list[Block]:
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def typed_in(self) -> list[Block]:
        return [block for block in self.blocks if block.typed_in]

    @property
    def excerpts(self) -> list[Block]:
        return [block for block in self.blocks if block.excerpt]

    @property
    def core(self) -> list[Block]:
        """The blocks that stand open."""
        return [block for block in self.blocks if block.fold is None]

    @property
    def in_two_layers(self) -> bool:
        """Whether what is not the core stands in folds. Else all of it is core."""
        return any(part.section == SMALL_PRINT for part in self.parts)

    def answer(self, block: Block) -> str | None:
        """What stands under ``block``, as it was written there."""
        if block.answer is None:
            return None
        first, last = block.answer
        return "\n".join(self.lines[first - 1 : last])

    def rewritten(
        self, sources: Mapping[int, str], answers: Mapping[int, str | None]
    ) -> str:
        """The chapter's text with some sources and answers exchanged.

        Both are given by the block's line; an answer of ``None`` is taken away.
        """
        lines = list(self.lines)
        for block in reversed(self.blocks):
            if block.line in answers:
                answer = answers[block.line]
                # An answer stands one empty line below its block.
                end = block.answer[1] if block.answer else block.last
                below = ["", *answer.splitlines()] if answer is not None else []
                lines[block.last : end] = below
            if block.line in sources:
                source = sources[block.line]
                ticks = fence_for(source)
                info = lines[block.first - 1].lstrip("`")
                lines[block.first - 1 : block.last] = [
                    ticks + info,
                    *source.split("\n"),
                    ticks,
                ]
        return "\n".join(lines) + "\n"

    def measured(self) -> str:
        """The chapter's text with the number of lines that each fold types in."""
        lines = list(self.lines)
        sizes: dict[Fold, int] = {}
        for block in self.blocks:
            if block.fold:
                size = block.size if block.typed_in else 0
                sizes[block.fold] = sizes.get(block.fold, 0) + size
        for fold, size in sizes.items():
            length = f" ({size} line{'s' * (size > 1)})" if size else ""
            lines[fold.line - 1] = f"<summary>{fold.summary}{length}</summary>"
        return "\n".join(lines) + "\n"


def fence_for(text: str) -> str:
    """Backticks enough to fence ``text``, whatever fences are in it."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return ticks


def fenced(language: str, text: str) -> str:
    """``text`` in a fence longer than any in it."""
    ticks = fence_for(text)
    return f"{ticks}{language}\n{text}\n{ticks}"


def full_lines(text: str) -> int:
    """How many lines of ``text`` are not empty."""
    return sum(1 for line in text.splitlines() if line.strip())


def slug(text: str) -> str:
    """A heading's anchor, as Python-Markdown makes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def read_text(path: Path, root: Path) -> str:
    """The text of a file of the book. Raises `BookError` where it is not one."""
    place = Place(path.relative_to(root).as_posix())
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BookError(place, "this is not UTF-8. Save it as UTF-8.") from None
    if "\r" in text or text.startswith("\ufeff"):
        problem = "lines end in LF alone, and there is no byte order mark."
        raise BookError(place, f"{problem} Save it so.")
    return text


class _Cutter:
    """Walks down a chapter's lines once."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.lines = chapter.lines
        self.at = 0
        self.section = ""
        self.fold: Fold | None = None

    def cut(self) -> list[Prose | Block]:
        parts: list[Prose | Block] = []
        prose: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(("<details", CLOSING)):
                self.flush(prose, parts)
                self.open_or_close(line)
                continue
            if not FENCE.match(line):
                heading = HEADING.match(line)
                if heading:
                    self.flush(prose, parts)
                    self.section = heading["text"].strip()
                prose.append(line)
                self.at += 1
                continue
            block = self.block()
            if block.language == "output":
                problem = "this `output` is under no experiment. Move it to its own."
                raise BookError(self.chapter.place(block.first), problem)
            if block.experiment or block.title:
                self.flush(prose, parts)
                parts.append(block)
            else:
                prose += self.lines[block.first - 1 : block.last]
        self.flush(prose, parts)
        if self.fold:
            problem = f"this fold is never closed. End it with {CLOSING}."
            raise BookError(self.chapter.place(self.fold.line), problem)
        return parts

    def open_or_close(self, line: str) -> None:
        """Begin the fold that opens at this line, or end the one that closes here."""
        place = self.chapter.place(self.at + 1)
        self.at += 1
        if line == CLOSING and self.fold:
            self.fold = None
            return
        if line != OPENING or self.fold:
            problem = (
                f"a fold begins with {OPENING}, ends with {CLOSING}, and there is none"
                " within another. Mend this line, or the one before it."
            )
            raise BookError(place, problem)
        below = self.lines[self.at] if self.at < len(self.lines) else ""
        summary = SUMMARY.match(below)
        if not summary:
            problem = (
                "the line under this one has to say what is in the fold:"
                " <summary>The same, typed and documented</summary>"
            )
            raise BookError(place, problem)
        self.at += 1
        self.fold = Fold(self.at, summary["text"])

    def flush(self, prose: list[str], parts: list[Prose | Block]) -> None:
        text = "\n".join(prose).strip("\n")
        if text:
            parts.append(Prose(text, self.section, self.fold))
        prose.clear()

    def block(self) -> Block:
        """Read the block that opens at this line, and the answer under it."""
        first = self.at + 1
        language, title, source = self.fence()
        last = self.at
        where = first + 1, first, last, self.section
        block = Block(language, title, source, *where, fold=self.fold)
        answer = None
        if block.experiment:
            answer = self.fenced_answer()
        elif block.typed_in:
            answer = self.caption()
        return replace(block, answer=answer)

    def fence(self) -> tuple[str, str | None, str]:
        opening = FENCE.match(self.lines[self.at])
        assert opening
        ticks = opening["ticks"]
        first = self.at + 1
        close = first
        while close < len(self.lines) and self.lines[close].rstrip() != ticks:
            close += 1
        if close == len(self.lines):
            problem = f"this block is never closed. End it with {ticks}."
            raise BookError(self.chapter.place(first), problem)
        self.at = close + 1
        info = opening["info"].strip()
        titled = TITLE.match(info)
        source = "\n".join(self.lines[first:close])
        if titled:
            self.refuse_outside(titled["title"], first)
            return titled["language"], titled["title"], source
        if " " in info or "=" in info:
            problem = f'cannot read "{info}". Write `python title="tinyflask/app.py"`.'
            raise BookError(self.chapter.place(first), problem)
        return info, None, source

    def refuse_outside(self, title: str, line: int) -> None:
        if title.startswith("/") or "\\" in title or ".." in title.split("/"):
            problem = f'"{title}" leads out of the reader\'s folder. Mend the title.'
            raise BookError(self.chapter.place(line), problem)

    def next_text(self, start: int) -> int:
        while start < len(self.lines) and not self.lines[start].strip():
            start += 1
        return start

    def fenced_answer(self) -> tuple[int, int] | None:
        """The ``output`` and the pictures that follow, as one span of lines."""
        span = None
        while True:
            here = self.next_text(self.at)
            opening = FENCE.match(self.lines[here]) if here < len(self.lines) else None
            kind = opening["info"].strip() if opening else ""
            if kind not in ANSWERS:
                return span
            self.at = here
            self.fence()
            span = (span[0] if span else here + 1, self.at)

    def caption(self) -> tuple[int, int] | None:
        here = self.next_text(self.at)
        if here == len(self.lines) or not CAPTION.match(self.lines[here]):
            return None
        self.at = here + 1
        return (here + 1, here + 1)
