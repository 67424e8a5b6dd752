"""The program that the book reads: what a chapter quotes of it is what it has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workshop.live.session import Session
from workshop.weave import pieces
from workshop.weave.book import Book
from workshop.weave.pieces import Module
from workshop.weave.source import Place, parse
from workshop.weave.typein import write

SHOP = '''"""A shop."""

from json import dumps

PRICE = 3


class Shop:
    """It sells tea."""

    def sell(self, pots):
        return dumps(PRICE * pots)

    def close(self):
        return None
'''
PAGE = "<p>{{ tea }}</p>\n"
CHAPTER = """
```{language} title="{title}"
{source}
```
"""


@pytest.fixture
def quoting(
    small_book: Callable[..., Book], tmp_path: Path
) -> Callable[..., list[str]]:
    """Says what is wrong with a chapter that quotes a small program so."""

    def problems(source: str, title: str = "tinybb/shop.py") -> list[str]:
        folder = tmp_path / "tinybb"
        folder.mkdir()
        (folder / "shop.py").write_text(SHOP, "utf-8")
        (folder / "page.html").write_text(PAGE, "utf-8")
        language = "python" if title.endswith(".py") else "html"
        text = CHAPTER.format(language=language, title=title, source=source)
        return [str(each) for each in small_book({}, text).problems()]

    return problems


@pytest.mark.parametrize(
    "source",
    [
        "PRICE = 3",
        "from json import dumps\n\nPRICE = 3",
        "class Shop:\n    ...\n\n    def close(self):\n        return None",
        SHOP.strip(),
    ],
)
def test_what_is_there_can_be_quoted(
    quoting: Callable[..., list[str]], source: str
) -> None:
    assert quoting(source) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("PRICE = 4", "Replaces `PRICE`"),
        ("COUNT = 4", "Adds `COUNT`"),
        ("class Shop:\n    ...\n\n    def close(self):\n        pass", "`Shop.close`"),
        ("class Shop:\n    def close(self):\n        return None", "Removes"),
        ("from .nowhere import dumps\n\nPRICE = 3", "Its imports are others."),
    ],
)
def test_what_is_not_there_is_told(
    quoting: Callable[..., list[str]], source: str, problem: str
) -> None:
    (told,) = quoting(source)
    assert told.startswith("chapters/01-part-1/index.md:5: ")
    assert "tinybb/shop.py" in told
    assert problem in told


def test_other_files_are_quoted_whole(quoting: Callable[..., list[str]]) -> None:
    (told,) = quoting("<p>milk</p>", "tinybb/page.html")
    assert "Show the whole file." in told


def test_a_page_that_is_the_same(quoting: Callable[..., list[str]]) -> None:
    assert quoting(PAGE.strip(), "tinybb/page.html") == []


def test_a_file_that_is_not_there(quoting: Callable[..., list[str]]) -> None:
    (told,) = quoting("PRICE = 3", "tinybb/tea.py")
    assert "there is no tinybb/tea.py" in told


def test_only_a_chapter_that_quotes_it_has_it(book: Book) -> None:
    having = [each.number for each in book.chapters if book.beside(each)]
    assert having == [17]
    assert book.beside(book.chapter(17)) == book.program


def test_every_module_of_it_can_be_typed_into(book: Book) -> None:
    """What is read of it and written again is the same program."""
    for path, text in book.program.items():
        if path.endswith(".py"):
            module = parse(text, Place(path))
            again = parse(write(module, module), Place(path))
            assert texts(again) == texts(module), path


def texts(module: Module) -> dict[pieces.Path, str]:
    return {path: leaf.text for path, leaf in module.leaves().items()}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A chapter that reads the small program, and has no framework."""
    files = {"tinybb/__init__.py": "", "tinybb/shop.py": SHOP, "tinybb/page.html": PAGE}
    session = Session(tmp_path, files)
    session.start(files)
    with session.live.installed():
        yield session


def test_a_reader_changes_it(session: Session, tmp_path: Path) -> None:
    """It is typed into as the framework is, and imported anew."""
    import tinybb.shop as shop  # type: ignore[import-not-found, unused-ignore]

    assert shop.Shop().sell(2) == "6"
    assert session.type("1", "tinybb/shop.py", "PRICE = 4") == (
        "tinybb/shop.py: Replaces PRICE."
    )
    from tinybb.shop import Shop

    assert Shop().sell(2) == "8"
    session.type("1", "tinybb/shop.py", "PRICE = 3")
    assert (tmp_path / "tinybb/shop.py").read_text("utf-8") == SHOP


def test_what_changes_nothing_imports_nothing_anew(session: Session) -> None:
    import tinybb.shop

    before = sys.modules["tinybb.shop"]
    session.type("1", "tinybb/shop.py", "PRICE = 3")
    session.type("2", "tinybb/page.html", PAGE.strip())
    session.type("3", "tinybb/shop.py", "PRICE = 3")
    assert sys.modules["tinybb.shop"] is before
    assert tinybb.shop is before


def test_a_page_stays_changed(session: Session, tmp_path: Path) -> None:
    """Also when a block after it fails."""
    session.type("1", "tinybb/page.html", "<p>milk</p>")
    with pytest.raises(ZeroDivisionError):
        session.type("2", "tinybb/shop.py", "PRICE = 1 / 0")
    session.type("3", "tinybb/shop.py", "PRICE = 5")
    assert (tmp_path / "tinybb/page.html").read_text("utf-8") == "<p>milk</p>\n"
