"""What the notebooks put out the last time, where nothing that they see has changed.

A chapter's experiments see its own cells, the framework as all chapters type it in, the
program that the book reads, the machinery, and the packages. Prose and experiments of
other chapters they do not see.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..files import write_whole
from ..weave.book import HERE, Book


class Kept:
    """Notebooks that ran, in ``.cache/ran`` of the book's folder."""

    def __init__(self, book: Book) -> None:
        self.folder = book.root / ".cache" / "ran"
        self.seen = hashlib.sha256("\0".join(seen_by_all(book)).encode())

    def place(self, name: str, empty: NotebookNode) -> Path:
        """Where what came of ``empty``, a notebook that has not run, would be."""
        seen = self.seen.copy()
        seen.update(nbformat.writes(empty).encode())
        return self.folder / f"{name} {seen.hexdigest()[:32]}.ipynb"

    def take(self, place: Path) -> NotebookNode | None:
        """The notebook at a `place`, if it is there."""
        if not place.exists():
            return None
        found: NotebookNode = nbformat.reads(place.read_text("utf-8"), as_version=4)
        return found

    def keep(self, place: Path, notebook: NotebookNode) -> None:
        """Keep a notebook, in place of the one of that name before."""
        name, _, _ = place.name.rpartition(" ")
        for old in self.folder.glob(f"{name} *.ipynb"):
            if old != place:
                old.unlink()
        if not place.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(place, nbformat.writes(notebook))


def seen_by_all(book: Book) -> Iterator[str]:
    """The texts that every notebook's outputs may depend on."""
    yield sys.version
    yield from book.finished.values()
    yield from book.program.values()
    for chapter in book.chapters:
        for block in chapter.typed_in:
            yield f"{block.title} {block.fold is None} {block.source}"
    for path in sorted((HERE / "workshop").rglob("*.py")):
        yield path.read_text("utf-8")
    yield from sorted(f"{each.name} {each.version}" for each in distributions())
