"""What ran as it is now is not run again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workshop.notebooks.running import run_both_roads
from workshop.weave.book import Book

APP = '"""An app."""\n\nPRICE = 3\n'
CHAPTERS = (
    """## One

```python title="tinyflask/app.py"
\"\"\"An app.\"\"\"

PRICE = 3
```

```python
print("one")
```

```output
one
```
""",
    """## Two

```python
from tinyflask.app import PRICE

print(PRICE)
```

```output
3
```
""",
)


@pytest.fixture
def book(small_book: Callable[..., Book]) -> Book:
    return small_book({"app.py": APP}, *CHAPTERS)


def ran(book: Book) -> list[str]:
    """Which chapters are run, when all are asked for."""
    steps: list[str] = []
    run_both_roads(Book(book.root), steps.append)
    return sorted(step.removeprefix("ran ") for step in steps)


def change(book: Book, file: str, old: str, new: str) -> None:
    path = book.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


ONE, TWO = "chapters/01-part-1/index.md", "chapters/02-part-2/index.md"
BOTH = ["01-part-1", "02-part-2"]


def test_nothing_is_run_twice(book: Book) -> None:
    first = run_both_roads(book, lambda step: None)
    assert ran(book) == []
    again = run_both_roads(Book(book.root), lambda step: None)
    assert again.answers == first.answers
    assert again.notebooks == first.notebooks


def test_a_chapter_that_changed_is_run_alone(book: Book) -> None:
    """With other experiments, and even with other prose, which its notebook has."""
    assert ran(book) == BOTH
    change(book, ONE, 'print("one")', 'print("o" + "ne")')
    assert ran(book) == ["01-part-1"]
    change(book, TWO, "## Two", "## The second")
    assert ran(book) == ["02-part-2"]
    assert ran(book) == []


def test_a_framework_that_changed_is_for_all(book: Book) -> None:
    assert ran(book) == BOTH
    change(book, "tinyflask/app.py", "PRICE = 3", "PRICE = 1 + 2")
    change(book, ONE, "PRICE = 3", "PRICE = 1 + 2")
    assert ran(book) == BOTH


def test_what_the_book_does_not_say_is_run_again(book: Book) -> None:
    """It may have been a moment's trouble."""
    change(book, TWO, "```output\n3\n```", "```output\n4\n```")
    assert ran(book) == BOTH
    assert ran(book) == ["02-part-2"]


def test_one_of_each_is_kept(book: Book) -> None:
    for number in range(3):
        ran(book)
        change(book, TWO, f"## Two{'!' * number}", f"## Two{'!' * (number + 1)}")
    ran(book)
    kept = sorted(Path(book.root, ".cache", "ran").iterdir())
    assert [each.name.partition(" ")[0] for each in kept] == BOTH
