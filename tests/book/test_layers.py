"""Two layers of a chapter, and two roads through the book; and pieces that move."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop.errors import BookError
from workshop.live.session import NotTypedIn, Session
from workshop.live.stage import write_files
from workshop.notebooks.notebook import cells, empty_notebook
from workshop.sync import Woven, captioned, carried, weave
from workshop.weave.book import ROOT, Book
from workshop.weave.chapter import Chapter
from workshop.weave.layers import (
    LONGEST_BLOCK,
    LONGEST_SILENCE,
    Layers,
    code_lines,
    is_titled,
    table,
)

from .conftest import block

MakeBook = Callable[..., Book]
REAL = Book()
STAGES = range(1, len(REAL.chapters) + 1)
TWO_LAYERS = [
    pytest.param(chapter, id=chapter.slug)
    for chapter in REAL.chapters
    if chapter.in_two_layers
]
# Blocks that would be worse for being split, by a line that they have, and why.
MAY_BE_LONGER: dict[str, str] = {}


def fold(content: str, summary: str = "The same, typed") -> str:
    """A fold for a chapter."""
    return (
        f'<details markdown="1">\n<summary>{summary}</summary>\n\n{content.strip()}\n\n'
        "</details>\n\n"
    )


def experiment(source: str, output: str = "") -> str:
    shown = f"\n```output\n{output}\n```\n" if output else ""
    return f"```python\n{source}\n```\n{shown}\n"


def woven(book: Book) -> Woven:
    (book.root / "notebooks").mkdir(exist_ok=True)
    return weave(book)


# The book as it is.


@pytest.mark.parametrize("number", STAGES)
def test_every_core_is_as_ruff_would_write_it(number: int, tmp_path: Path) -> None:
    write_files(tmp_path, REAL.core(number))
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), str(tmp_path)]
    for command in (["format", "--check"], ["check"]):
        ran = subprocess.run([*ruff, *command, *config], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("chapter", TWO_LAYERS)
def test_a_block_that_stands_open_is_short(chapter: Chapter) -> None:
    for each in chapter.core:
        if is_titled(each) and not any(line in each.source for line in MAY_BE_LONGER):
            place = chapter.place(each.line)
            assert each.size <= LONGEST_BLOCK, f"{place}: {each.size} lines"


@pytest.mark.parametrize("chapter", TWO_LAYERS)
def test_there_is_something_to_see_soon(chapter: Chapter) -> None:
    assert Layers.of(chapter).silence <= LONGEST_SILENCE


def test_the_heart_is_read_in_an_evening() -> None:
    """The core after six chapters, which runs the notes, has at most 400 lines."""
    assert sum(map(code_lines, REAL.core(6).values())) <= 400


def test_what_may_be_longer_is_in_the_book() -> None:
    sources = [each.source for chapter in REAL.chapters for each in chapter.core]
    for line in MAY_BE_LONGER:
        assert any(line in source for source in sources), line


# Folds.

CORE = "def f():\n    return 1"
TYPED = "def f() -> int:\n    return 1"


def test_the_core_leaves_out_what_stands_in_folds(small_book: MakeBook) -> None:
    book = small_book(
        {"app.py": f"{TYPED}\n"}, block(CORE) + fold(block(TYPED)), block("x = 1")
    )
    assert book.core(1) == {"tinyflask/app.py": f"{CORE}\n"}
    assert book.stage(1) == {"tinyflask/app.py": f"{TYPED}\n"}
    assert book.core(2)["tinyflask/app.py"].startswith(f"{CORE}\n\n\nx = 1")


def test_a_folds_line_says_how_long_it_is(small_book: MakeBook) -> None:
    text = block(CORE) + fold(block(TYPED)) + fold("Prose alone.", "A story")
    book = small_book({"app.py": f"{TYPED}\n"}, text)
    once = captioned(book)
    (chapter,) = once.chapters
    assert "<summary>The same, typed (2 lines)</summary>" in chapter.text
    assert "<summary>A story</summary>" in chapter.text
    assert captioned(once).chapters[0].text == chapter.text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (fold("text").replace("</details>\n", ""), 4, "never closed"),
        (fold(fold("text")), 6, "none within another"),
        ("</details>\n", 3, "none within another"),
        ("<details>\n<summary>A</summary>\n", 3, "a fold begins with"),
        ('<details markdown="1">\n\nText\n\n</details>', 3, "say what is in the fold"),
    ],
)
def test_a_fold_that_is_not_one(
    small_book: MakeBook, text: str, line: int, words: str
) -> None:
    book = small_book({}, text)
    with pytest.raises(BookError, match=words) as caught:
        book.chapters[0].parts  # noqa: B018
    assert str(caught.value).startswith(f"chapters/01-part-1/index.md:{line}: ")


def test_an_experiment_that_needs_the_small_print_is_found(
    small_book: MakeBook,
) -> None:
    text = (
        block("def f():\n    return 1\n")
        + block("from .app import f as f\n", "__init__.py")
        + experiment("from tinyflask import f\n\nprint(f())", "1")
        + fold(block("def g() -> int:\n    return 2") + experiment("f() + 1", "2"))
        + experiment("from tinyflask.app import g\n\nprint(g())", "2")
    )
    files = {
        "app.py": "def f():\n    return 1\n\n\ndef g() -> int:\n    return 2\n",
        "__init__.py": "from .app import f as f\n",
    }
    book = small_book(files, text)
    (problem,) = woven(book).problems
    line = 1 + book.chapters[0].lines.index("from tinyflask.app import g")
    assert str(problem).startswith(f"chapters/01-part-1/index.md:{line}: the core")
    assert "It lacks `g`, which stands in a fold at chapters/01-part-1/" in str(problem)
    assert "cannot import name 'g'" in str(problem)


def test_an_experiment_may_see_other_lines_inside(small_book: MakeBook) -> None:
    """The core fails as the whole does; which line of it does is its own affair."""
    core = "def f():\n    return 1 / 0"
    typed = "def f() -> float:\n    zero = 0\n    return 1 / zero"
    text = (
        block(core)
        + fold(block(typed))
        + block("from .app import f as f\n", "__init__.py")
        + experiment("from tinyflask import f\n\nf()")
    )
    book = small_book(
        {"app.py": f"{typed}\n", "__init__.py": "from .app import f as f\n"}, text
    )
    assert woven(book).problems == []


def test_small_print_of_an_earlier_chapter_is_missed_in_a_later_one(
    small_book: MakeBook,
) -> None:
    first = block("x = 1") + fold(block("y = 2"))
    second = experiment("from tinyflask.app import x, y\n\nprint(x + y)")
    first += block("from .app import x as x", "__init__.py")
    files = {"app.py": "x = 1\ny = 2\n", "__init__.py": "from .app import x as x\n"}
    book = small_book(files, first, second)
    (problem,) = woven(book).problems
    assert "chapters/02-part-2/index.md:4: " in str(problem)
    assert "`y`, which stands in a fold at chapters/01-part-1/index.md:" in str(problem)


def test_a_notebook_has_the_folds_cells_collapsed(small_book: MakeBook) -> None:
    text = block(CORE) + fold(block(TYPED) + experiment("1 + 1")) + experiment("2 + 2")
    (chapter,) = small_book({"app.py": f"{TYPED}\n"}, text).chapters
    notebook = empty_notebook(chapter)
    collapsed = [
        cell.source
        for cell in notebook.cells
        if cell.metadata.get("jupyter", {}).get("source_hidden")
    ]
    assert collapsed == [f"%%typein tinyflask/app.py\n{TYPED}", "1 + 1"]
    assert any("Small print: The same, typed" in cell.source for cell in notebook.cells)
    assert not any("<details" in cell.source for cell in notebook.cells)
    open_cells = [cell.source for cell in cells(chapter, core=True)]
    assert f"%%typein tinyflask/app.py\n{CORE}" in open_cells
    assert not any(TYPED in source or "1 + 1" in source for source in open_cells)
    assert "%load_ext workshop\n%chapter 1 core" in open_cells


def test_the_layers_are_measured(small_book: MakeBook) -> None:
    text = (
        block(CORE)
        + fold(block(TYPED + "\n\n\nx = 1") + experiment("0", "0"))
        + experiment("1")
        + block("y = 2", "other.py")
        + experiment("1", "1")
        + '```python title="shop.py"\na = 1\nb = 1\nc = 1\n```\n'
    )
    book = small_book({"app.py": f"{TYPED}\n\n\nx = 1\n", "other.py": "y = 2\n"}, text)
    layers = Layers.of(book.chapters[0])
    assert layers == Layers(core=3, small_print=3, block=3, silence=3)
    *_, last = table(book)
    assert "a framework of 3 lines of code" in last


# Moves.

FLASK = (
    "class Flask:\n    def __init__(self):\n        self.a = os.sep\n"
    "        self.b = 2\n\n"
)
ROUTE = "    def route(self):\n        return os.sep\n\n"
RUN = "    def run(self):\n        return self.a\n"
MOVE = block(
    "class Scaffold:\n    from .app.Flask import route\n\n"
    "    def __init__(self):\n        from .app.Flask import a\n",
    "scaffold.py",
) + block("from .scaffold import Scaffold\n\n\nclass Flask(Scaffold): ...")
MOVED = {
    "app.py": "from .scaffold import Scaffold\n\n\nclass Flask(Scaffold):\n"
    "    def __init__(self):\n        self.b = 2\n\n" + RUN,
    "scaffold.py": "import os\n\n\nclass Scaffold:\n    def __init__(self):\n"
    "        self.a = os.sep\n\n    def route(self):\n        return os.sep\n",
}


def moved_book(small_book: MakeBook, move: str = MOVE) -> Book:
    return small_book(MOVED, block("import os\n\n\n" + FLASK + ROUTE + RUN), move)


def test_a_block_moves_names_from_another_class(small_book: MakeBook) -> None:
    book = moved_book(small_book)
    assert list(book.problems()) == []
    assert book.stage(2) == book.finished
    text = captioned(book).chapters[1].text
    moves = "Moves `Scaffold.route`, lines in `Scaffold.__init__` here from `Flask`.*"
    assert moves in text
    assert captioned(captioned(book)).chapters[1].text == text


def test_what_moved_is_carried_into_the_block_that_typed_it_in(
    small_book: MakeBook,
) -> None:
    book = moved_book(small_book)
    book.finished["tinyflask/scaffold.py"] = MOVED["scaffold.py"].replace(
        "return os.sep", "return os.linesep"
    )
    notes = Woven()
    book = carried(book, notes)
    assert "return os.linesep" in book.chapters[0].text
    assert book.difference() == ""
    assert notes.notes == ["chapters/01-part-1/index.md: carried `Scaffold.route` over"]


@pytest.mark.parametrize(
    ("move", "line", "words"),
    [
        ("from .app.Flask import rout", 5, "`Flask.rout` cannot move"),
        ("from .web.Flask import route", 5, "not in tinyflask/web.py"),
        ("from .json.app.Flask import route", 5, "in another folder"),
        ("from ....app.Flask import route", 5, "in another folder"),
        ("from .Flask import route", 5, "named with the class that it leaves"),
        ("from .app import route", 5, "named with the class that it leaves"),
        ("from .app.Flask import route as way", 5, "keeps its name"),
        (
            "from .app.Flask import (\n        run,\n        route,\n    )\n\n"
            "    def route(self):\n        return 1",
            7,
            "stands in tinyflask/scaffold.py",
        ),
    ],
)
def test_a_move_that_cannot_be_made(
    small_book: MakeBook, move: str, line: int, words: str
) -> None:
    text = block(f"class Scaffold:\n    {move}\n", "scaffold.py")
    book = small_book(MOVED, block("import os\n\n\n" + FLASK + ROUTE + RUN), text)
    with pytest.raises(BookError, match=words) as caught:
        book.stage(2)
    assert str(caught.value).startswith(f"chapters/02-part-2/index.md:{line}: ")


def test_a_session_moves_names_and_takes_it_back(tmp_path: Path) -> None:
    session = Session(tmp_path, {})
    session.start({})
    text = "import os\n\n\n" + FLASK + ROUTE + RUN
    session.type("1", "tinyflask/app.py", text)
    move = "class Scaffold:\n    from .app.Flask import route\n"
    said = session.type("2", "tinyflask/scaffold.py", move)
    assert said.endswith("Adds Scaffold. Moves Scaffold.route here from Flask.")
    assert "def route" not in session.live.files["tinyflask/app.py"]
    assert "def route" in session.live.files["tinyflask/scaffold.py"]
    with pytest.raises(NotTypedIn, match=r"line 2 of this cell: `Flask\.rou` cannot"):
        session.type_or_say_why("2", "tinyflask/scaffold.py", move.replace("ute", "u"))
    session.type("2", "tinyflask/scaffold.py", "class Scaffold:\n    pass\n")
    assert "def route" in session.live.files["tinyflask/app.py"]
