"""The weave: stages, and holding chapters, framework, outputs and notebooks in step."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.cli import owned_by_the_text
from workshop.errors import BookError
from workshop.live.stage import Live, write_files
from workshop.notebooks import notebook
from workshop.sync import Woven, captioned, carried, weave
from workshop.weave.book import ROOT, Book

from .conftest import Clone, block

REAL = Book()
STAGES = range(1, len(REAL.chapters) + 1)


def test_the_last_stage_is_the_framework_byte_for_byte(book: Book) -> None:
    assert book.stage(len(book.chapters)) == book.finished
    assert book.difference() == ""
    assert list(book.problems()) == []


@pytest.mark.parametrize("number", STAGES)
def test_every_stage_is_as_ruff_would_write_it(number: int, tmp_path: Path) -> None:
    write_files(tmp_path, REAL.stage(number))
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), str(tmp_path)]
    for command in (["format", "--check"], ["check"]):
        ran = subprocess.run([*ruff, *command, *config], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("number", STAGES)
def test_at_a_stage_no_later_module_exists(number: int) -> None:
    shown = {
        block.title for chapter in REAL.chapters[:number] for block in chapter.typed_in
    }
    assert set(REAL.stage(number)) == shown


def test_at_a_stage_nothing_else_can_be_imported(tmp_path: Path) -> None:
    with Live(tmp_path, REAL.stage(1)).installed():
        app = importlib.import_module("tinyflask.app")
        assert Path(app.__file__ or "").is_relative_to(tmp_path)
        with pytest.raises(ModuleNotFoundError, match=r"tinyflask\.helpers"):
            importlib.import_module("tinyflask.helpers")
    assert importlib.import_module("tinyflask.helpers")


def test_a_stage_that_does_not_exist_is_refused(book: Book) -> None:
    for number in (-1, len(book.chapters) + 1):
        with pytest.raises(ValueError, match=f"stages 0 to {len(book.chapters)}"):
            book.stage(number)


def test_stage_0_is_empty(book: Book) -> None:
    assert book.stage(0) == {}


MakeBook = Callable[..., Book]


def problems(book: Book) -> list[str]:
    return [str(problem) for problem in book.problems()]


def test_a_name_that_no_chapter_shows(small_book: MakeBook) -> None:
    book = small_book({"app.py": "a = 1\nb = 2\n"}, block("a = 1"))
    assert problems(book) == [
        "tinyflask/app.py:2: no chapter shows `b`. Type it in with a titled block."
    ]


def test_a_new_class_is_one_problem_and_not_one_for_each_method(
    small_book: MakeBook,
) -> None:
    text = (
        "class A:\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n"
    )
    book = small_book({"app.py": f"x = 1\n\n\n{text}"}, block("x = 1"))
    assert len(problems(book)) == 1


def test_a_name_that_is_not_in_the_framework_any_longer(small_book: MakeBook) -> None:
    book = small_book({"app.py": "a = 1\n"}, block("a = 1"), block("b = 2"))
    (problem,) = problems(book)
    assert problem.startswith("chapters/02-part-2/index.md:4: `b` is not in")
    assert "Take it out" in problem


def test_a_module_that_is_not_in_the_framework_any_longer(small_book: MakeBook) -> None:
    book = small_book({"app.py": "a = 1\n"}, block("a = 1"), block("b = 2", "old.py"))
    (problem,) = problems(book)
    assert "chapters/02-part-2/index.md:4: there is no tinyflask/old.py" in problem


def test_an_import_of_a_package_is_carried_like_any_other(
    small_book: MakeBook,
) -> None:
    """Only ``X as X`` is a piece of a module, and only a person can place it."""
    book = small_book(
        {"__init__.py": "import os\n\n\ndef f():\n    return os\n"},
        block("def f():\n    return 1", "__init__.py"),
    )
    assert problems(book) == []
    assert carry(book)[0].difference() == ""


def test_a_name_handed_on_that_is_not_any_longer(small_book: MakeBook) -> None:
    files = {"__init__.py": "from .app import a as a\n", "app.py": "a = 1\n"}
    shown = block("from .app import a as a\nfrom .app import b as b", "__init__.py")
    book = small_book(files, block("a = 1") + shown)
    (problem,) = problems(book)
    assert "from .app import b as b" in problem
    assert "chapters/01-part-1/index.md" in problem


def test_a_name_handed_on_that_no_chapter_shows(small_book: MakeBook) -> None:
    text = "from .app import a as a\nfrom .app import b as b\n"
    files = {"__init__.py": text, "app.py": "a = 1\nb = 1\n"}
    shown = block("from .app import a as a", "__init__.py")
    book = small_book(files, block("a = 1\nb = 1") + shown)
    (problem,) = problems(book)
    assert "no chapter shows `from .app import b as b`" in problem


def test_a_name_that_a_whole_class_typed_again_left_out_is_gone(
    small_book: MakeBook,
) -> None:
    book = small_book(
        {"app.py": "class A:\n    x = 1\n"},
        block("class A:\n    old = 1"),
        block("class A:\n    x = 1"),
    )
    assert problems(book) == []
    assert book.stage(1) == {"tinyflask/app.py": "class A:\n    old = 1\n"}
    assert book.stage(2) == book.finished


def test_a_class_that_is_continued_keeps_what_it_inherits_from(
    small_book: MakeBook,
) -> None:
    book = small_book(
        {"app.py": "class A(dict):\n    x = 1\n    y = 2\n"},
        block("class A(dict):\n    x = 1") + block("class A:\n    ...\n\n    y = 1"),
        block("class A(dict):\n    ...\n\n    y = 2"),
    )
    assert problems(book) == []
    assert book.stage(1) == {
        "tinyflask/app.py": "class A(dict):\n    x = 1\n    y = 1\n"
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("```python\nx = 1\n", 3, "never closed"),
        ("```output\n1\n```\n", 3, "under no experiment"),
        ('```python title="../x.py"\n```\n', 3, "out of the reader's folder"),
        ("```python linenums=1\n```\n", 3, "cannot read"),
        ('```text title="tinyflask/a.txt"\n```\n', 3, "only Python can be typed in"),
        ('```python title="tinyflask/a.py"\nx = (\n```\n', 4, "not Python"),
        (
            '```python title="tinyflask/a.py"\nclass A:\n    ...\n    x = 1\n```\n',
            4,
            "co",
        ),
    ],
)
def test_mistakes_in_a_chapter_are_named_with_their_line(
    small_book: MakeBook, text: str, line: int, words: str
) -> None:
    book = small_book({}, text)
    with pytest.raises(BookError) as caught:
        list(book.problems())
    assert str(caught.value.place) == f"chapters/01-part-1/index.md:{line}"
    assert words in caught.value.problem


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tinyflask/app.py", b"x = '\xff'\n", "not UTF-8"),
        ("tinyflask/app.py", b"x = 1\r\n", "end in LF alone"),
        ("chapters/01-part-1/index.md", b"# 1. \xff", "not UTF-8"),
        ("chapters/01-part-1/index.md", b"\xef\xbb\xbf# 1. Part\n", "byte order mark"),
    ],
)
def test_files_that_are_not_plain_text_are_named(
    small_book: MakeBook, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    book = small_book({"app.py": "x = 1\n"}, block("x = 1"))
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BookError, match=words) as caught:
        list(book.problems())
    assert caught.value.place.file == name


def test_an_empty_module_is_a_module(small_book: MakeBook) -> None:
    book = small_book({"app.py": "x = 1\n", "empty.py": ""}, block("x = 1"))
    (problem,) = weave(book).problems
    assert "tinyflask/empty.py:1: no chapter shows this module" in str(problem)


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        ("import os\nos._exit(1)", "ends the process"),
        ("while True:\n    pass", "not done after 3 seconds"),
    ],
)
def test_an_experiment_that_does_not_end_well_is_named(
    small_book: MakeBook, monkeypatch: pytest.MonkeyPatch, experiment: str, words: str
) -> None:
    monkeypatch.setattr(notebook, "CELL_SECONDS", 3)
    text = f"```python\n1 + 1\n```\n\n```python\n{experiment}\n```\n"
    typed_in = block("x = 1") + "*Adds `x`.*\n\n"
    book = small_book({"app.py": "x = 1\n"}, typed_in + text)
    (problem,) = weave(book).problems
    assert words in problem.problem
    assert problem.place.file == "chapters/01-part-1/index.md"
    assert problem.place.line == book.chapters[0].blocks[-1].line


def test_a_warning_is_the_same_in_every_run(small_book: MakeBook) -> None:
    text = '```python\nimport warnings\n\nwarnings.warn("old")\n```\n'
    book = small_book({"app.py": "x = 1\n"}, block("x = 1") + text)
    woven = weave(book).files[book.chapters[0].path]
    assert "<experiment>:3: UserWarning: old" in woven
    assert "ipykernel" not in woven


def test_what_the_author_drew_stays(small_book: MakeBook) -> None:
    drawn = "```dot\ndigraph { a -> b }\n```"
    text = f"```python\n1 + 1\n```\n\n{drawn}\n"
    book = small_book({"app.py": "x = 1\n"}, block("x = 1") + text)
    woven = weave(book).files[book.chapters[0].path]
    assert drawn in woven
    assert "```output\n2\n```" in woven


def test_a_fence_in_a_block_gets_a_longer_fence_around_it(small_book: MakeBook) -> None:
    text = 'x = """\n```\n"""\n'
    book = small_book({"app.py": text}, block("x = 1"))
    book, _ = carry(book)
    assert book.difference() == ""
    assert "````python title=" in book.chapters[0].text


def test_chapters_are_numbered_without_a_gap(
    small_book: MakeBook, tmp_path: Path
) -> None:
    book = small_book({}, "", "")
    (tmp_path / "chapters/01-part-1").rename(tmp_path / "chapters/03-part-1")
    with pytest.raises(BookError, match="chapter 1 should stand here"):
        list(book.chapters)


def carry(book: Book) -> tuple[Book, list[str]]:
    woven = Woven()
    return carried(book, woven), woven.notes


def test_a_change_goes_into_the_block_that_last_shows_it(small_book: MakeBook) -> None:
    book = small_book(
        {"app.py": "def f():\n    return 3\n"},
        block("def f():\n    return 1"),
        block("def f():\n    return 2"),
        block("def g():\n    pass").replace("def g():\n    pass", ""),
    )
    carried_book, notes = carry(book)
    assert "return 1" in carried_book.chapters[0].text
    assert "return 3" in carried_book.chapters[1].text
    assert carried_book.difference() == ""
    assert "chapters/02-part-2/index.md: carried `f` over" in notes[0]
    assert "chapters/01-part-1/index.md" in notes[1]


def test_other_bases_go_into_the_block_that_said_them_last(
    small_book: MakeBook,
) -> None:
    book = small_book(
        {"app.py": "class A(dict, B):\n    x = 1\n    y = 2\n"},
        block("class A:\n    x = 1"),
        block("class A(dict): ..."),
        block("class A:\n    ...\n\n    y = 2"),
    )
    carried_book, notes = carry(book)
    assert "class A(dict, B): ...\n" in carried_book.chapters[1].text
    assert carried_book.difference() == ""
    assert "chapters/02-part-2/index.md: carried `A` over" in notes[0]


def test_an_import_is_carried_behind_what_has_to_stay_first(
    small_book: MakeBook,
) -> None:
    top = "from __future__ import annotations\n\n"
    book = small_book(
        {"app.py": f"{top}import os\n\n\ndef f():\n    return os.sep\n"},
        block(f"{top}\ndef f():\n    return 1"),
    )
    carried_book, _ = carry(book)
    (typed,) = carried_book.chapters[0].typed_in
    compile(typed.source, "block", "exec")
    assert carried_book.difference() == ""


def functions(module: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]


@st.composite
def random_edit(draw: st.DrawFn) -> dict[str, str]:
    """The framework with one of its functions changed somehow."""
    files = dict(REAL.finished)
    name = draw(st.sampled_from([n for n in sorted(files) if "def " in files[n]]))
    tree = ast.parse(files[name])
    # A new statement in __init__ is a new piece, and somebody must choose its chapter.
    outer = draw(st.sampled_from([f for f in functions(tree) if f.name != "__init__"]))
    lines = files[name].splitlines()
    kind = draw(st.sampled_from(["statement", "comment", "import", "decorator"]))
    at = outer.body[-1].lineno - 1
    margin = " " * outer.body[-1].col_offset
    if kind == "decorator":
        lines.insert(outer.lineno - 1, " " * outer.col_offset + "@print")
    elif kind == "import":
        lines.insert(at, f"{margin}print(fractions.Fraction)")
        first = next(n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom))
        lines.insert(first.lineno, "import fractions")
    else:
        word = draw(st.from_regex(r"[a-z]{3,9}", fullmatch=True))
        text = f"# {word}" if kind == "comment" else f"print({word!r})"
        lines.insert(at, margin + text)
    files[name] = tidy("\n".join(lines))
    return files


def tidy(text: str) -> str:
    """``text`` as ruff leaves it, so that an edit is one that could be committed."""
    for command in (["check", "--select=I", "--fix-only"], ["format"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--quiet", "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        text = ran.stdout
    return text


@settings(max_examples=15)
@given(random_edit())
def test_after_any_edit_the_chapters_can_be_brought_in_step(
    files: dict[str, str],
) -> None:
    book = Book()
    book.finished = files
    book, _ = carry(book)
    assert list(book.problems()) == []
    assert book.difference() == ""
    again, notes = carry(book)
    assert notes == []
    assert [each.text for each in again.chapters] == [c.text for c in book.chapters]


def test_a_difference_that_nobody_can_carry_is_shown(small_book: MakeBook) -> None:
    text = "x = 1\n\n\n\n\ny = 2\n"
    book = small_book({"app.py": text}, block("x = 1\ny = 2"))
    (problem,) = weave(book).problems
    assert "nothing is left of this" in problem.problem
    assert "tinyflask/app.py (the chapters)" in problem.problem


def test_what_is_written_while_sync_runs_is_not_lost(small_book: MakeBook) -> None:
    book = small_book({"app.py": "x = 1\n"}, block("x = 1"))
    woven = weave(book)
    path = book.chapters[0].path
    path.write_text("# 1. My new sentence\n", "utf-8")
    with pytest.raises(BookError, match="Run sync again"):
        woven.write()
    assert path.read_text("utf-8") == "# 1. My new sentence\n"


def test_what_the_text_alone_owns_is_counted(small_book: MakeBook) -> None:
    book = small_book(
        {"app.py": "class A(B):\n    x = 1\n\n    def f(self):\n        return 2\n"},
        block("class A:\n    gone = 1\n\n    def f(self):\n        return 1"),
        block("class A(B):\n    x = 1") + block("class A:\n    ...\n\n    f = 1"),
        block("class A:\n    ...\n\n    def f(self):\n        return 2"),
    )
    assert problems(book) == []
    assert owned_by_the_text(book) == (
        "9 lines are typed in. A later block replaces 5 of them, in 4 definitions."
    )


def test_captions_say_what_is_new_and_what_it_replaces(small_book: MakeBook) -> None:
    first = "## Start\n\n" + block("class A:\n    def f(self):\n        pass")
    again = "class A:\n    ...\n\n    def f(self):\n        return 1\n\n    x = 1"
    book = small_book({"app.py": ""}, first, "## Later\n\n" + block(again))
    one, two = (chapter.text for chapter in captioned(book).chapters)
    assert "\n*Adds `A`.*\n" in one
    assert (
        "\n*Adds `A.x`. Replaces `A.f` ([chapter 1](../01-part-1/index.md#start)).*\n"
    ) in two


def test_captions_count_the_members_of_a_class_that_gets_many(
    small_book: MakeBook,
) -> None:
    many = "class A:\n    ...\n\n" + "\n".join(f"    x{n} = 1" for n in range(7))
    book = small_book({"app.py": ""}, block("class A:\n    y = 1") + block(many))
    assert "\n*Adds 7 members of `A`.*\n" in captioned(book).chapters[0].text


def test_captions_name_what_a_package_hands_on(small_book: MakeBook) -> None:
    text = "from .app import A as A\nfrom .app import B as B\nfrom .app import C as X"
    text += "\n\nd = X\n"
    files = {"__init__.py": text, "app.py": "A = B = C = 1\n"}
    book = small_book(files, block("A = B = C = 1"), block(text, "__init__.py"))
    assert "\n*Adds `d`, the names `A`, `B`.*\n" in captioned(book).chapters[1].text


def test_a_caption_is_written_once(small_book: MakeBook) -> None:
    book = small_book({"app.py": ""}, block("x = 1"))
    once = captioned(book)
    assert [each.text for each in captioned(once).chapters] == [
        each.text for each in once.chapters
    ]


def test_a_change_is_carried_into_chapter_and_notebook(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "clone", 1)
    old, new = "Answer one request. This is", "Answer a single request. This is"
    clone.replace("tinyflask/app.py", old, new)

    check = clone.workshop("check")
    assert check.returncode == 1
    assert f'+        """{new} what a WSGI server calls."""' in check.stdout
    assert "chapters/01-wsgi/index.md" in check.stderr
    assert new not in (clone.folder / "chapters/01-wsgi/index.md").read_text("utf-8")

    sync = clone.workshop("sync")
    assert sync.returncode == 0, sync.stderr
    assert "carried `Flask.__call__` over" in sync.stdout
    assert new in (clone.folder / "chapters/01-wsgi/index.md").read_text("utf-8")
    assert new in (clone.folder / "notebooks/01-wsgi.ipynb").read_text("utf-8")
    assert clone.workshop("check").returncode == 0


def test_a_block_that_is_taken_out_is_missed(clone: Clone) -> None:
    path = clone.folder / "chapters/03-routing/index.md"
    text = path.read_text("utf-8")
    blocks = re.findall(r'```python title="tinyflask/app\.py"\n.*?\n```\n', text, re.S)
    missing = next(block for block in blocks if "def patch" in block)
    path.write_text(text.replace(missing, ""), "utf-8")
    check = clone.workshop("check")
    assert check.returncode == 1
    for name in ("endpoint", "put", "delete", "patch", "_method_route"):
        assert f"no chapter shows `Flask.{name}`" in check.stdout
    assert "5 problems" in check.stderr


def test_outputs_and_notebooks_cannot_be_made_up(clone: Clone) -> None:
    clone.replace("chapters/03-routing/index.md", "This is ann.", "This is Bob.")
    notebook = clone.folder / "notebooks/01-wsgi.ipynb"
    cells = json.loads(notebook.read_text("utf-8"))
    cells["cells"][0]["source"] = ["# Another title"]
    notebook.write_text(json.dumps(cells), "utf-8")
    check = clone.workshop("check")
    assert check.returncode == 1
    assert "-This is Bob." in check.stdout
    assert "+This is ann." in check.stdout
    assert "notebooks/01-wsgi.ipynb" in check.stderr
    assert "chapters/03-routing/index.md" in check.stderr
