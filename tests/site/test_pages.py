"""The built pages: where their links lead, what they load, what the code pages hold."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tinyflask import Flask
from workshop.site.building import build_pages, download
from workshop.terminal.steps import Step
from workshop.weave.book import Book
from workshop.weave.chapter import Chapter

pytestmark = pytest.mark.xdist_group("site")

HOST = "http://book.test/"
book = Book()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Each page, read, by its path from the site's root."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_bytes(), "html.parser"
        )
        for path in site.rglob("*.html")
    }


def target(page: str, link: str) -> tuple[str, str] | None:
    """The site's file, and the anchor in it, that ``link`` leads to, if it is one."""
    parts = urlsplit(urljoin(HOST + page, link))
    if f"{parts.scheme}://{parts.netloc}/" != HOST:
        return None
    path = unquote(parts.path).lstrip("/")
    if path.endswith("/") or not path:
        path += "index.html"
    return path, unquote(parts.fragment)


def test_every_internal_link_leads_to_a_page_and_to_an_anchor_in_it(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    anchors = {
        path: {element["id"] for element in page.select("[id]")}
        for path, page in pages.items()
    }
    broken = []
    for path, page in pages.items():
        for element in page.select("[href], [src]"):
            link = str(element.get("href") or element.get("src"))
            found = target(path, link)
            if found is None:
                continue
            file, anchor = found
            if not (site / file).is_file() or (anchor and anchor not in anchors[file]):
                broken.append(f"{path}: {link}")
    assert not broken


def test_nothing_that_a_page_loads_is_elsewhere(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    loaded = {
        f"{path}: {link}": target(path, link)
        for path, page in pages.items()
        for element in page.select("link[href], [src]")
        for link in [str(element.get("href") or element.get("src"))]
    }
    sheets = {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in site.rglob("*.css")
    }
    sheets |= {
        f"{path}#{number}": str(element)
        for path, page in pages.items()
        for number, element in enumerate(page.select("style, [style]"))
    }
    for path, text in sheets.items():
        for link in re.findall(r"url\(\s*[\"']?(?!data:)([^\"')]+)", text):
            loaded[f"{path}: {link}"] = target(path, link)
        assert "@import" not in text
    assert len(loaded) > len(pages)
    assert [link for link, found in loaded.items() if found is None] == []


def test_every_page_is_in_the_site(pages: dict[str, BeautifulSoup]) -> None:
    expected = {"index.html", "glossary/index.html", "reference/index.html"}
    expected.add("map/index.html")
    for chapter in book.chapters:
        own = ("", "code/", "core/")
        expected |= {f"{chapter.slug}/{page}index.html" for page in own}
    assert expected <= pages.keys()


@pytest.mark.parametrize("core", [False, True], ids=["whole", "core"])
@pytest.mark.parametrize("chapter", book.chapters, ids=lambda chapter: chapter.slug)
def test_a_code_page_shows_each_file_and_what_changed_in_it(
    chapter: Chapter, core: bool, pages: dict[str, BeautifulSoup]
) -> None:
    page = pages[f"{chapter.slug}/{'core' if core else 'code'}/index.html"]
    before = book.stage(chapter.number - 1, core)
    stage = book.stage(chapter.number, core)
    shown, changed = {}, set()
    for block in page.select(".book-code"):
        name = "tinyflask/" + block.find_previous("h2").select_one("code").text
        lines = block.select("code > span")
        after = [line for line in lines if not {"gone", "gap"} & set(line["class"])]
        gone = [line for line in lines if not {"new", "gap"} & set(line["class"])]
        shown[name] = "".join(line.text for line in after)
        assert "".join(line.text for line in gone) == before.get(name, "")
        if block.select(".new, .gone"):
            changed.add(name)
        assert ("unchanged" in block["class"]) == (name not in changed)
    assert shown == stage
    assert changed == {name for name in stage if stage[name] != before.get(name)}
    assert page.select_one('article a[href="../"]').text == chapter.title


@pytest.mark.parametrize("chapter", book.chapters, ids=lambda chapter: chapter.slug)
def test_a_download_holds_the_stage_as_one_can_run_it(
    chapter: Chapter, site: Path
) -> None:
    name = f"tinyflask-{chapter.number}"
    content = (site / chapter.slug / f"{name}.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {each: archive.read(each).decode() for each in archive.namelist()}
    stage = {
        f"{name}/{path}": text for path, text in book.stage(chapter.number).items()
    }
    assert files == {**stage, f"{name}/tinyflask/py.typed": ""}
    assert content == download(Book(), chapter)


def test_the_search_knows_each_chapter_and_not_its_code_again(site: Path) -> None:
    (path,) = {*site.glob("search*.json"), *site.glob("search/*.json")}
    index = json.loads(path.read_bytes())
    pages = {each["location"].partition("#")[0] for each in index["docs"]}
    assert {f"{chapter.slug}/" for chapter in book.chapters} <= pages
    assert not [page for page in pages if page.endswith(("/code/", "/core/"))]


def test_the_reference_leads_from_each_name_to_the_section_that_types_it_in(
    pages: dict[str, BeautifulSoup],
) -> None:
    modules = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in book.finished
    }
    names = set()
    for file, page in pages.items():
        if not file.startswith("reference/") or file == "reference/index.html":
            continue
        described = {heading["id"] for heading in page.select(".doc-heading")}
        typed = set()
        for line in page.select(".typed-in"):
            name = str(line.find_previous(class_="doc-heading")["id"])
            path, anchor = target(file, line.a["href"])
            section = pages[path].find(id=anchor)
            text = "".join(block.text for block in typed_in_under(section))
            assert re.search(rf"\b{name.rpartition('.')[2]}\b", text), name
            typed.add(name)
        assert described - typed <= modules
        names |= typed
    assert {"tinyflask.app.Flask", "tinyflask.scaffold.Scaffold.route"} <= names
    assert not [name for name in names if name.rpartition(".")[2].isupper()]
    assert not names & {"tinyflask.app.Teardown", "tinyflask.helpers.View"}


def test_the_reference_begins_with_what_a_program_uses(
    pages: dict[str, BeautifulSoup],
) -> None:
    """Each name that can be imported, and each of an application."""
    page = pages["reference/index.html"]
    first, has, _ = (section_below(page, anchor) for anchor in SECTIONS)
    package = ast.parse(book.finished["tinyflask/__init__.py"])
    exported = {
        alias.asname
        for node in package.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {link.text for link in first if link.code} == exported
    listed = [link.text for link in has if link.code]
    assert len(listed) == len(set(listed))
    public = {name for name in vars(Flask(__name__)) if not name.startswith("_")}
    public |= {name for name in dir(Flask) if not name.startswith("_")}
    assert public - set(listed) <= {"config_class"}


SECTIONS = ("what-tinyflask-gives", "what-a-flask-has", "the-modules")


def section_below(page: BeautifulSoup, anchor: str) -> list[Tag]:
    """The links between a heading and the next one of its kind."""
    links: list[Tag] = []
    for element in page.find(id=anchor).find_next_siblings():
        if element.name == "h2":
            break
        links += element.select("a")
    return links


def typed_in_under(heading: Tag) -> list[Tag]:
    """The blocks with a file's name above them in one section."""
    blocks = []
    for element in heading.find_next_siblings():
        if element.name in ("h1", "h2", "h3"):
            break
        if element.select_one(".filename"):
            blocks.append(element)
    return blocks


def test_no_page_is_an_orphan(pages: dict[str, BeautifulSoup]) -> None:
    """From the first page one comes to every other."""
    found, left = set(), ["index.html"]
    while left:
        name = left.pop()
        if name in found or name not in pages:
            continue
        found.add(name)
        links = [target(name, str(a["href"])) for a in pages[name].select("a[href]")]
        left += [place[0] for place in links if place]
    # A script leads to the notebooks, where they were built.
    assert {name for name in pages if not name.startswith("lite/")} - found == {
        "404.html"
    }


def test_it_knows_where_it_is_published(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One variable names the address, and one the sources; without them is neither."""
    untold = tmp_path / "untold"
    build_pages(book.root, untold, Step("the pages"))
    assert "/edit/" not in (untold / "01-wsgi" / "index.html").read_text("utf-8")
    assert not list(untold.glob("sitemap*"))
    monkeypatch.setenv("BOOK_SITE", "https://books.example/tinyflask/")
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/you/tinyflask")
    told = tmp_path / "told"
    build_pages(book.root, told, Step("the pages"))
    page = (told / "01-wsgi" / "index.html").read_text("utf-8")
    assert (
        "https://github.com/you/tinyflask/edit/main/chapters/01-wsgi/index.md" in page
    )
    sitemap = (told / "sitemap.xml").read_text("utf-8")
    assert "<loc>https://books.example/tinyflask/01-wsgi/</loc>" in sitemap
    assert 'href="/tinyflask/assets/' in (told / "404.html").read_text("utf-8")


def test_a_phone_can_keep_the_book(site: Path) -> None:
    folder = site / "assets"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for path in (manifest["start_url"], manifest["icons"][0]["src"]):
        assert (folder / path).exists()
    assert "manifest.json" in (folder / "built" / "book.js").read_text("utf-8")
