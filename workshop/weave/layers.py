"""How much of a chapter stands open, and how much of it is small print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .book import Book
from .chapter import Block, Chapter

# The limits for what stands open, in a chapter that has folds, and for the whole core.
LONGEST_BLOCK, LONGEST_SILENCE, LARGEST_CORE = 30, 60, 750


@dataclass(frozen=True)
class Layers:
    """What one chapter types in, in lines that are not empty.

    `block` is the longest block that stands open and has a title, `silence` the number
    of lines that are typed in, or written to files, between two outputs.
    """

    core: int
    small_print: int
    block: int
    silence: int

    @classmethod
    def of(cls, chapter: Chapter) -> Layers:
        typed = chapter.typed_in
        titled = [block.size for block in chapter.core if is_titled(block)]
        return cls(
            sum(block.size for block in typed if not block.fold),
            sum(block.size for block in typed if block.fold),
            max(titled, default=0),
            max(silences(chapter), default=0),
        )


def is_titled(block: Block) -> bool:
    """Whether a block is typed in, or is a program of the reader's."""
    return block.title is not None and block.language == "python"


def silences(chapter: Chapter) -> Iterator[int]:
    """How many lines stand open between one output and the next."""
    lines = 0
    for block in chapter.core:
        if is_titled(block):
            lines += block.size
        elif block.answer:
            yield lines
            lines = 0
    yield lines


def table(book: Book) -> Iterator[str]:
    """The layers of each chapter, and of the whole book, as lines of text."""
    yield f"{'':24}{'core':>8}{'folded':>8}{'longest block':>15}{'silence':>9}"
    all_layers = [Layers.of(chapter) for chapter in book.chapters]
    for chapter, each in zip(book.chapters, all_layers, strict=True):
        sizes = f"{each.core:8}{each.small_print:8}{each.block:15}{each.silence:9}"
        yield f"{chapter.title:24}{sizes}"
    core = sum(each.core for each in all_layers)
    folded = sum(each.small_print for each in all_layers)
    yield f"{'in all':24}{core:8,}{folded:8,}"
    size = sum(map(code_lines, book.core(len(book.chapters)).values()))
    yield (
        f"The core is a framework of {size:,} lines of code. It is to have at most"
        f" {LARGEST_CORE}, once every chapter has its folds."
    )


def code_lines(text: str) -> int:
    """The lines of a module that are neither empty, nor comments, nor docstrings."""
    without_docstrings = re.sub(r'^\s*"""(.|\n)*?"""$', "", text, flags=re.M)
    lines = [line.strip() for line in without_docstrings.splitlines()]
    return sum(bool(line) and not line.startswith("#") for line in lines)
