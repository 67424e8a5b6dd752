"""A page of the e-book: Markdown as the site makes it, without what needs a browser.

A reader of e-books wants XML, runs no scripts, and opens no folds.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from markdown import Markdown
from mkdocs.config import load_config

from .text import Source, anchor

SVG = "http://www.w3.org/2000/svg"
# Elements that are never closed in HTML, written as XML without their short form.
VOID = re.compile(r"<(br|col|hr|img|wbr)( [^>]*)?></\1>")
# What leads to the code after a chapter, which one compares and downloads.
CODE = "code.md"
# How a caption begins.
CAPTIONS = ("Adds ", "Moves ", "Replaces ", "Removes ")


@dataclass(frozen=True)
class Page:
    """A page as it lies in the e-book, and what the contents and the reader list."""

    name: str
    title: str
    body: str
    # Its headings below the title, as Python-Markdown gives them: one within another.
    sections: list[dict[str, Any]]
    # Pictures, by their names in the e-book.
    images: dict[str, str]

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"

    @property
    def drawn(self) -> bool:
        """Whether a drawing stands in its text. A reader is told so."""
        return "<svg" in self.body


def converter(root: Path) -> Markdown:
    """Python-Markdown as the site has it, without a mark to press beside a heading."""
    site = load_config(str(root / "mkdocs.yml"))
    settings = {**site.mdx_configs, "toc": {"permalink": False}}
    return Markdown(extensions=site.markdown_extensions, extension_configs=settings)


def page(source: Source, made: Markdown, pages: Mapping[str, str]) -> Page:
    """Make a page. ``pages`` has the file of each page by that of its Markdown."""
    # Of all that HTML allows and XML does not, the chapters write this alone.
    html = made.reset().convert(source.text).replace("<br>", "<br/>")
    tree = ET.fromstring(f"<section>{html}</section>")
    unfold(tree)
    drop_downloads(tree)
    mark_captions(tree)
    relink(tree, source.file, pages)
    images = gather(tree, source.file)
    for drawing in tree.iter("svg"):
        drawing.set("xmlns", SVG)
    (title,) = made.toc_tokens
    name = unescape(title["name"])
    return Page(source.name, name, as_xml(tree), title["children"], images)


def unfold(tree: ET.Element) -> None:
    """Make of each fold what is read at once: an aside under a title."""
    for fold in tree.iter("details"):
        fold.tag, fold.attrib = "aside", {"class": "fold"}
        summary = fold[0]
        summary.tag, summary.attrib = "p", {"class": "summary"}
        summary.text = f"Small print: {summary.text}"


def drop_downloads(tree: ET.Element) -> None:
    """Take out the sentence that begins with a link to the code, to be downloaded."""
    for paragraph in tree.findall("p"):
        first = paragraph.find("a")
        if first is not None and not paragraph.text and first.get("href") == CODE:
            tree.remove(paragraph)


def mark_captions(tree: ET.Element) -> None:
    """Mark what stands under a block and says what that adds and replaces."""
    for paragraph in tree.iter("p"):
        first = paragraph.find("em")
        said = "" if first is None or paragraph.text else first.text or ""
        if said.startswith(CAPTIONS):
            paragraph.set("class", "caption")


def relink(tree: ET.Element, file: str, pages: Mapping[str, str]) -> None:
    """Have links lead within the e-book. Where they cannot, their text stays."""
    for link in tree.iter("a"):
        href = link.get("href", "")
        path, _, fragment = href.partition("#")
        if not path or path.startswith(("http:", "https:")):
            continue
        target = beside(file, path)
        if target in pages:
            link.set("href", f"{pages[target]}#{fragment}".rstrip("#"))
        elif PurePosixPath(path).parent.name == "exercises":
            link.set("href", f"#{anchor(PurePosixPath(path).stem)}")
        else:
            link.tag, link.attrib = "span", {}


def gather(tree: ET.Element, file: str) -> dict[str, str]:
    """The pictures that a page shows, by the names that they get in the e-book."""
    images = {}
    for image in tree.iter("img"):
        path = beside(file, image.attrib["src"])
        name = PurePosixPath(path).name
        image.set("src", name)
        images[name] = path
    return images


def beside(file: str, path: str) -> str:
    """What a path in a file below ``chapters/`` leads to, from there."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path))


def as_xml(tree: ET.Element) -> str:
    """The page as XML that a reader which takes it for HTML understands as well."""
    text = ET.tostring(tree, encoding="unicode", short_empty_elements=False)
    return VOID.sub(r"<\1\2/>", text)
