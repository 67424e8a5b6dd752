"""The e-book as a file: its pages, what a reader is told of them, and a zip file.

The format is EPUB 3: https://www.w3.org/TR/epub-33/
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment, PackageLoader

from ..archive import zipped
from ..errors import BookError, Place
from ..weave.book import Book
from .page import Page, converter, page
from .text import sources

# A reader looks at the first bytes of the file for this one.
TYPE = "mimetype"
FOLDER = "book"
STYLE, COVER = "ebook.css", "cover.svg"
RELEASE = re.compile(
    r"^## (?P<version>\S+) \((?P<day>\d{4}-\d\d-\d\d)\)$", re.MULTILINE
)
# By it a reader knows the book again, in whatever version.
IDENTIFIER = uuid5(NAMESPACE_URL, "tinyflask: the book").urn

TEMPLATES = Environment(
    autoescape=True,
    keep_trailing_newline=True,
    loader=PackageLoader("workshop.ebook"),
    lstrip_blocks=True,
    trim_blocks=True,
)


def write(book: Book) -> Path:
    """Write the e-book where what is to be handed on lies; returns its path."""
    path = book.root / "dist" / "tinyflask.epub"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(ebook(book))
    return path


def ebook(book: Book) -> bytes:
    """The e-book, the same bytes whenever it is made from the same chapters."""
    texts = list(sources(book))
    pages = {each.file: f"{each.name}.xhtml" for each in texts}
    made = converter(book.root)
    return packed(book.root, [page(each, made, pages) for each in texts])


def packed(root: Path, pages: list[Page]) -> bytes:
    """A zip file with the pages, and with what tells a reader of them."""
    version, day = release(root)
    chapters = root / "chapters"
    flask = (chapters / "assets" / "flask.svg").read_text("utf-8")
    images = {name: path for each in pages for name, path in each.images.items()}
    told = {
        "pages": pages,
        "images": images,
        "identifier": IDENTIFIER,
        "version": version,
        "day": day,
        "flask": flask,
    }
    files = {
        "package.opf": rendered("package.opf", **told),
        "contents.xhtml": rendered("contents.xhtml", **told),
        "cover.xhtml": rendered("cover.xhtml", **told),
        COVER: rendered(COVER, **told),
        STYLE: (Path(__file__).parent / STYLE).read_bytes(),
    }
    files |= {each.file: rendered("page.xhtml", page=each) for each in pages}
    files |= {name: (chapters / path).read_bytes() for name, path in images.items()}
    return zipped(
        {
            TYPE: b"application/epub+zip",
            "META-INF/container.xml": rendered("container.xml", folder=FOLDER),
            **{f"{FOLDER}/{name}": content for name, content in files.items()},
        },
        stored=TYPE,
    )


def rendered(template: str, **told: object) -> bytes:
    return TEMPLATES.get_template(template).render(told).encode()


def release(root: Path) -> tuple[str, str]:
    """The latest version, and the day of it: the only date that the e-book has."""
    latest = RELEASE.search((root / "CHANGELOG.md").read_text("utf-8"))
    if latest is None:
        problem = "no version has a date. Write one as `## 1.0.0 (2026-11-29)`."
        raise BookError(Place("CHANGELOG.md"), problem)
    return latest["version"], latest["day"]
