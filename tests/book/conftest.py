"""Small books to test the weave on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop.live.stage import write_files
from workshop.weave.book import ROOT, Book


@pytest.fixture
def book() -> Book:
    """The book itself."""
    return Book()


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[..., Book]:
    """Makes a book of ``tinyflask/`` files and the texts of its chapters."""

    def make(files: dict[str, str], *chapters: str) -> Book:
        for number, text in enumerate(chapters, 1):
            folder = tmp_path / "chapters" / f"{number:02}-part-{number}"
            folder.mkdir(parents=True)
            (folder / "index.md").write_text(f"# {number}. Part\n\n{text}", "utf-8")
        (tmp_path / "tinyflask").mkdir()
        for name, text in files.items():
            (tmp_path / "tinyflask" / name).write_text(text, "utf-8")
        return Book(tmp_path)

    return make


def block(source: str, name: str = "app.py") -> str:
    """A titled block for a chapter."""
    return f'```python title="tinyflask/{name}"\n{source.strip()}\n```\n\n'


class Clone:
    """The repository with the first chapters alone, and its ``workshop`` command."""

    def __init__(self, folder: Path, chapters: int) -> None:
        self.folder = folder
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "workshop", folder / "workshop", ignore=ignore)
        (folder / "notebooks").mkdir()
        book = Book()
        for number in range(1, chapters + 1):
            slug = book.chapter(number).slug
            name = f"chapters/{slug}"
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
            shutil.copy(ROOT / f"notebooks/{slug}.ipynb", folder / "notebooks")
        write_files(folder, book.stage(chapters))
        shutil.copy(ROOT / "pyproject.toml", folder)

    def workshop(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workshop", *arguments],
            cwd=self.folder,
            env={"PYTHONPATH": str(self.folder), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A copy of the repository to change, as it was after three chapters."""
    return Clone(tmp_path / "clone", 3)
