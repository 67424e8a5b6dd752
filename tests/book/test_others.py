"""Chapter 18's other frameworks, the table of decisions, and the copies with faults."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.exercises.faults import FAULTS, copy_flask
from workshop.exercises.programs import on_path
from workshop.weave.book import Book

CHAPTER = next(each for each in Book().chapters if each.slug == "18-reading-flask")
LINK = re.compile(
    r"\]\(https://github\.com/[\w-]+/(?P<package>\w+)/blob/(?P<version>[\d.]+)/"
    r'(?:src/)?(?P<file>[\w/.]+)#L(?P<line>\d+) "(?P<symbol>.+?)"\)'
)
LINKS = list(LINK.finditer(CHAPTER.text))
DEFINED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
FRAMEWORKS = ("bottle", "django", "falcon", "fastapi", "flask", "pyramid")


@pytest.mark.parametrize(
    "link", LINKS, ids=lambda link: f"{link['file']}:{link['line']}"
)
def test_the_table_leads_to_lines(link: re.Match[str]) -> None:
    """Each line is there, in the version that is installed."""
    package = link["package"]
    assert importlib.metadata.version(package) == link["version"]
    found = importlib.util.find_spec(package)
    assert found and found.origin
    # Bottle is one file, and the others are folders.
    above = Path(found.origin).parents[0 if package == "bottle" else 1]
    text = (above / link["file"]).read_text("utf-8")
    line = int(link["line"])
    found = enclosing(ast.parse(text), line)
    # What is in nothing is a name of the module's.
    assert (found or text.splitlines()[line - 1].split()[0]) == link["symbol"]


def enclosing(tree: ast.AST, line: int) -> str:
    """The name of what a line is in: ``Class.method``."""
    for child in ast.iter_child_nodes(tree):
        if getattr(child, "lineno", line) <= line <= getattr(child, "end_lineno", line):
            inner = enclosing(child, line)
            own = child.name if isinstance(child, DEFINED) else ""
            if own or inner:
                return f"{own}.{inner}".strip(".")
    return ""


def test_the_table_is_whole() -> None:
    """Each cell leads to a chapter or to a line."""
    rows = [line for line in CHAPTER.lines if line.startswith("| **")]
    assert len(rows) == 10
    for row in rows:
        cells = row.strip("| ").split(" | ")[1:]
        assert len(cells) == len(FRAMEWORKS)
        assert all("](" in cell for cell in cells), row
    assert len(LINKS) == len(rows) * (len(FRAMEWORKS) - 1)


@pytest.mark.parametrize("other", FRAMEWORKS)
def test_the_same_program(other: str, tmp_path: Path) -> None:
    """Each greets and doubles."""
    files = {block.title: block.source for block in CHAPTER.blocks if block.title}
    name = f"in_{other}"
    (tmp_path / f"{name}.py").write_text(files[f"{name}.py"], "utf-8")
    (tmp_path / "asking.py").write_text(files["asking.py"], "utf-8")
    line = [sys.executable, "-W", "ignore", "asking.py", name]
    ran = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    statuses = ran.stdout.split()
    assert statuses[0] == "200", ran.stderr
    assert statuses[-1] == "404"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_copy_has_one_line_that_differs(fault: str, tmp_path: Path) -> None:
    copy = copy_flask(fault, tmp_path)
    found = importlib.util.find_spec("flask")
    assert found and found.origin
    original = Path(found.origin).parent
    differing = [
        (mine, theirs)
        for file in sorted(original.rglob("*.py"))
        for mine, theirs in zip(
            (copy / file.relative_to(original)).read_text("utf-8").splitlines(),
            file.read_text("utf-8").splitlines(),
            strict=True,
        )
        if mine != theirs
    ]
    assert len(differing) == 1
    with on_path(tmp_path):
        assert importlib.import_module("broken_flask").Flask("a program")


def test_an_unknown_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no fault is called 'tea': there are"):
        copy_flask("tea", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_copy_that_was_changed_is_kept(tmp_path: Path) -> None:
    copy = copy_flask("the page", tmp_path)
    assert copy_flask("the count", tmp_path) == copy
    for name in ("app.py", "notes.py"):
        (copy / name).write_text("mine", "utf-8")
        with pytest.raises(ValueError, match="has changes in it"):
            copy_flask("the page", tmp_path)
        assert (copy / name).read_text("utf-8") == "mine"


def test_where_there_is_no_place_for_a_fault_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAULTS, "nowhere", ("app.py", "no such line", ""))
    with pytest.raises(ValueError, match="no place for the fault"):
        copy_flask("nowhere", tmp_path)
    assert not list(tmp_path.iterdir())
