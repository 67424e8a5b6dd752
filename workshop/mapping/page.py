"""The page of the map, ``chapters/map.md``: a table for each module of ours."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import BookError, Place
from ..weave.book import PACKAGE, Book, Showing
from ..weave.chapter import slug
from ..weave.pieces import DOC, HEAD
from .matching import Match
from .notes import Notes
from .symbols import Package, Symbol

# The version whose names the book has.
MEASURE = "3.1"
SOURCES = "https://github.com/pallets/flask/blob/{version}/src/flask/{file}"

INTRO = """\
# The map

This page leads from each public name of the framework to the section that typed it \
in as it is now, to the one where it first came, if that is another, and to the line \
of Flask {version} where it begins, which is written out for who has Flask open in an \
editor. The last column says what Flask does besides, as far as it matters to who uses \
it; a dash in the third says that it has nothing of the kind. The field above the \
tables takes Flask's names and files as well. The page was made by a program, which \
read the chapters, the framework and Flask; only the last column was \
written by hand. [What is left out](left-out.md) says why some things differ.
"""

REST = """\
## What Flask has and we have not

These are all other public names of Flask {version}, each with the reason why it is \
not here. A reason for a module is for all that is in it. [What is left \
out](left-out.md) says more about many of them.
"""


@dataclass(frozen=True)
class Sources:
    """Flask as it is installed: its version, and the folder of its files."""

    version: str
    folder: Path

    @classmethod
    def found(cls, place: Place) -> Sources:
        """Find it. Raises `BookError` where there is none, or another version."""
        spec = importlib.util.find_spec("flask")
        if spec is None or spec.origin is None:
            problem = f"the map needs Flask {MEASURE}, and there is none here."
            raise BookError(
                place, f"{problem} Install the group `book`: make .venv/.ready"
            )
        sources = cls(importlib.metadata.version("flask"), Path(spec.origin).parent)
        sources.refuse_other(place)
        return sources

    def refuse_other(self, place: Place) -> None:
        """Raise `BookError` where it is not the version that the book is about."""
        if not f"{self.version}.".startswith(f"{MEASURE}."):
            problem = (
                f"the map is of Flask {MEASURE}, and {self.version} is installed."
                " Install the version in constraints.txt."
            )
            raise BookError(place, problem)

    def texts(self) -> dict[str, str]:
        """The text of each module, by its file below the folder."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in sorted(self.folder.rglob("*.py"))
        }

    def link(self, symbol: Symbol) -> str:
        """A link to where a name begins, and the file that this is in."""
        url = SOURCES.format(version=self.version, file=symbol.file)
        if not symbol.names:
            return f"[`{symbol.file}`]({url})"
        name = ".".join(symbol.names)
        place = f"{symbol.file}:{symbol.line}"
        return f"[`{name}`]({url}#L{symbol.line}) `{place}`"


@dataclass(frozen=True)
class Map:
    """The page of a book, and what it is made of."""

    book: Book
    notes: Notes
    sources: Sources

    @classmethod
    def of(cls, book: Book) -> Map | None:
        """The map of a book, or ``None`` for one that has no ``map.toml``."""
        path = book.root / "chapters" / "map.toml"
        if not path.exists():
            return None
        notes = Notes.read(path, book.root)
        return cls(book, notes, Sources.found(Place(notes.file)))

    @cached_property
    def match(self) -> Match:
        """Which name of ours is which of Flask's."""
        texts = {
            path.removeprefix(f"{PACKAGE}/"): text
            for path, text in self.book.finished.items()
        }
        ours, theirs = Package.read(texts), Package.read(self.sources.texts())
        return Match(ours, theirs, self.notes, f"Flask {self.sources.version}")

    @property
    def path(self) -> Path:
        """Where the page is."""
        return self.book.root / "chapters" / "map.md"

    def text(self) -> str:
        """The page."""
        version = self.sources.version
        heads = "Name", "Chapter", "In Flask", "What Flask does besides"
        parts = [INTRO.format(version=version), '<div class="book-map" markdown="1">']
        for file in self.files():
            rows = [self.row(each) for each in self.match.names if each.file == file]
            parts += [f"## `{file}`", table(heads, rows)]
        missing = self.match.missing.items()
        reasons = self.notes.missing
        rows = [(self.sources.link(each), reasons[path]) for path, each in missing]
        rest = REST.format(version=version)
        parts += [rest, table(("In Flask", "Why it is not here"), rows), "</div>"]
        return "\n\n".join(part.strip("\n") for part in parts) + "\n"

    def files(self) -> list[str]:
        """The modules of ours, in the order in which the chapters wrote them."""
        titles = (
            block.title for chapter in self.book.chapters for block in chapter.typed_in
        )
        typed = dict.fromkeys(
            each.removeprefix(f"{PACKAGE}/") for each in titles if each
        )
        return [file for file in typed if f"{PACKAGE}/{file}" in self.book.finished]

    def row(self, symbol: Symbol) -> tuple[str, ...]:
        """The cells of a name of ours."""
        note, there = self.match.note(symbol), self.match.counterpart(symbol)
        return (
            f"`{'.'.join(symbol.names) or symbol.file}`",
            in_chapters(self.showings(symbol)),
            self.sources.link(there) if there else "—",
            note.besides or note.ours or "",
        )

    def showings(self, symbol: Symbol) -> list[Showing]:
        """Where the chapters show a name of ours, first to last."""
        keys = (symbol.key, (*symbol.key, DOC), (*symbol.key, HEAD))
        path = f"{PACKAGE}/{symbol.file}"
        found = (self.book.showings.get((path, key)) for key in keys)
        return next(filter(None, found), [])


def in_chapters(showings: list[Showing]) -> str:
    """Links to where a name was typed in as it is now, and to where it first came."""
    now = showings[-1].leaf.text
    # A block that continues a class shows its head again, and does not change it.
    *_, last = itertools.takewhile(
        lambda showing: showing.leaf.text == now, reversed(showings)
    )
    first, then = section(showings[0]), section(last)
    return then if first == then else f"{then}, first {first}"


def section(showing: Showing) -> str:
    """A link to the section of a block, by the chapter's number."""
    chapter, heading = showing.chapter, showing.block.section
    target = f"{chapter.slug}/index.md#{slug(heading)}"
    title = heading.replace("`", "").replace('"', "'")
    return f'[{chapter.number}]({target} "{title}")'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""

    def lines() -> Iterator[Iterable[str]]:
        yield heads
        yield ["---" for _ in heads]
        yield from rows

    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines())
