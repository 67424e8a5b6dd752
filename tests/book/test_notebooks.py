"""The notebooks, and what a kernel of theirs can do."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from workshop.errors import BookError
from workshop.exercises.exercise import exercises_of, find_exercise
from workshop.learner.progress import Progress
from workshop.live.session import Session
from workshop.notebooks.notebook import OwnSockets, answer, cells, relinked
from workshop.weave.book import ROOT, Book

BOOK = Book()
NAMES = [chapter.slug for chapter in BOOK.chapters]


def load(name: str) -> nbformat.NotebookNode:
    path = ROOT / "notebooks" / f"{name}.ipynb"
    return nbformat.reads(path.read_text("utf-8"), as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_holds_nothing_volatile(name: str) -> None:
    notebook = load(name)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter"}
        assert cell.get("execution_count") is None
    text = json.dumps(notebook)
    assert "/tmp/" not in text
    assert "\\u001b" not in text


@pytest.mark.parametrize("name", NAMES)
def test_cell_ids_say_where_the_cell_is(name: str) -> None:
    ids = [cell.id for cell in load(name).cells]
    assert len(set(ids)) == len(ids)
    assert {"start", "build-it-1", "recap-1"} <= set(ids)


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=NAMES)
def test_text_and_notebook_show_the_same_outputs(chapter) -> None:
    for cell, ran in zip(cells(chapter), load(chapter.slug).cells, strict=True):
        if cell.block and cell.block.experiment:
            assert answer(ran.outputs) == chapter.answer(cell.block)


def test_links_lead_from_the_notebooks_to_the_same_places() -> None:
    text = "[a](../01-wsgi/index.md#build-it), [b](exercises/x.py), [c](https://x.y/)"
    assert relinked(text, "03-routing") == (
        "[a](01-wsgi.ipynb), [b](../chapters/03-routing/exercises/x.py),"
        " [c](https://x.y/)"
    )


def client_for(made: list[nbformat.NotebookNode], **options) -> NotebookClient:
    notebook = new_notebook(cells=made)
    return NotebookClient(
        notebook, timeout=60, kernel_manager_class=OwnSockets, **options
    )


def outputs(*sources: str) -> list[str]:
    """What each cell puts out, run one after the other in a fresh kernel."""
    made = [new_code_cell(source) for source in ("%load_ext workshop", *sources)]
    client_for(made, allow_errors=True).execute()
    return [answer(cell.outputs) or "" for cell in made[1:]]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_leads_to_no_page_that_only_the_site_has(name: str) -> None:
    prose = "".join(cell.source for cell in load(name).cells)
    assert "code.md" not in prose
    assert "The code after this chapter (on the chapter's page)" in prose


def test_typing_a_block_in_grows_the_framework() -> None:
    before, _, missing, typed, after, whole = outputs(
        "import tinyflask",
        "%chapter 2",
        "from tinyflask import nothing",
        "%%typein tinyflask/app.py\nclass Flask:\n    ...\n\n    answer = 42\n",
        "from tinyflask import Flask\nFlask.answer",
        "Flask(__name__).import_name",
    )
    assert "No module named 'tinyflask'" in before
    assert "from 'tinyflask' (tinyflask/__init__.py)" in missing
    assert "tinyflask/app.py: Adds Flask.answer." in typed
    assert "42" in after
    assert "__main__" in whole


def test_a_cell_is_known_by_the_id_that_the_front_end_sends(tmp_path: Path) -> None:
    """JupyterLab sends the id of the cell that runs; nbclient does not."""
    manager = KernelManager(transport="ipc", ip=str(tmp_path / "kernel"))
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)

        def run(cell: str, code: str) -> str:
            content = {"code": code, "silent": False, "allow_stdin": False}
            metadata = {"cellId": cell}
            message = client.session.msg("execute_request", content, metadata=metadata)
            client.shell_channel.send(message)
            text = ""
            while True:
                reply = client.get_iopub_msg(timeout=60)
                if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                    continue
                content = reply["content"]
                text += content.get("text", "")
                text += content.get("data", {}).get("text/plain", "")
                if content.get("execution_state") == "idle":
                    return text

        block = "%%typein tinyflask/app.py\nclass Flask:\n    ...\n\n"
        run("start", "%load_ext workshop\n%chapter 2")
        run("a", block + "    tea = 1\n    coffee = 2")
        run("a", block + "    coffee = 3")
        look = "from tinyflask import Flask\nFlask.coffee, hasattr(Flask, 'tea')"
        assert run("b", look) == "(3, False)"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_block_with_a_mistake_says_so_and_changes_nothing() -> None:
    _, syntax, dots, name, after = outputs(
        "%chapter 2",
        "%%typein tinyflask/app.py\nclass Flask(\n",
        "%%typein tinyflask/app.py\ndef f():\n    x = 1\n    ...\n",
        "%%typein tinyflask/app.py\nclass Flask:\n    ...\n\n    x = missing\n",
        "from tinyflask import Flask\nFlask(__name__).import_name",
    )
    assert "Not typed in. In line 2 of this cell: this is not Python" in syntax
    assert "Not typed in. In line 4 of this cell: `...` may stand in" in dots
    assert "Not typed in, because importing it fails." in name
    assert "name 'missing' is not defined" in name
    assert "x = missing" in name
    assert "__main__" in after


def test_magics_say_what_they_want() -> None:
    chapter, number, title = outputs(
        "%chapter three", "%chapter 99", "%%typein ../x.py\nx = 1"
    )
    assert "%chapter 3" in chapter
    assert "there is no stage 99" in number
    assert "tinyflask/app.py" in title


def test_a_traceback_shows_the_readers_lines_and_the_frameworks() -> None:
    _, error = outputs(
        "%chapter 2",
        "from webtest import TestApp\nfrom tinyflask import Flask\n\n\n"
        "def broken(environ, start_response):\n    return 1 / 0\n\n\n"
        "app = Flask(__name__)\napp.wsgi_app = broken\nTestApp(app).get('/')",
    )
    assert 'File "<experiment>", line 11, in <module>' in error
    assert "  ... in webtest, webob" in error
    assert 'File "tinyflask/app.py", line' in error
    assert "return 1 / 0" in error
    assert error.count("File ") == 3


def test_code_that_runs_is_shown_as_it_was_when_it_was_imported() -> None:
    """An application that was made before an edit goes on running the old code."""
    edit = (
        "%%typein tinyflask/app.py\n\n\n\nclass Flask:\n    ...\n\n"
        "    def wsgi_app(self, environ, start_response):\n        return 1 / 0\n"
    )
    _, _, _, old, new, error = outputs(
        "%chapter 2",
        "from workshop import trace\nfrom tinyflask import Flask\nold = Flask('old')",
        edit,
        "print(trace(old, '/'))",
        "from tinyflask import Flask\nprint(trace(Flask('new'), '/'))",
        "Flask('new').wsgi_app({}, None)",
    )
    assert old.count("chapter 1") == 2
    assert "your edit" in new
    assert "return 1 / 0" in error


def test_a_class_typed_in_without_dots_says_what_it_removes() -> None:
    _, typed = outputs(
        "%chapter 2", "%%typein tinyflask/app.py\nclass Flask:\n    answer = 42\n"
    )
    assert "Removes" in typed
    assert "Flask.wsgi_app" in typed


def test_a_block_with_a_mistake_stops_a_run_of_all_cells() -> None:
    block = new_code_cell("%%typein tinyflask/app.py\nclass Flask(\n")
    made = [new_code_cell("%load_ext workshop\n%chapter 2"), block]
    with pytest.raises(CellExecutionError):
        client_for(made).execute()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session(tmp_path, BOOK.finished)
    with session.live.installed():
        session.start(BOOK.stage(1))
        yield session


APP = "tinyflask/app.py"


def app_py(session: Session) -> str:
    return (session.live.folder / APP).read_text("utf-8")


def test_a_cell_run_again_takes_back_what_it_typed_before(session: Session) -> None:
    session.type("a", APP, "class Flask:\n    ...\n\n    tea = 1\n    coffee = 2\n")
    session.type("a", APP, "class Flask:\n    ...\n\n    coffee = 3\n")
    assert "coffee = 3" in app_py(session)
    assert "tea" not in app_py(session)


def test_the_cell_that_was_run_last_wins(session: Session) -> None:
    session.type("a", APP, "class Flask:\n    ...\n\n    x = 'a'\n")
    session.type("b", APP, "class Flask:\n    ...\n\n    x = 'b'\n")
    session.type("a", APP, "class Flask:\n    ...\n\n    x = 'a again'\n")
    assert "x = 'a again'" in app_py(session)


def test_beginning_a_chapter_again_forgets_what_was_typed(session: Session) -> None:
    before = app_py(session)
    session.type("a", APP, "class Flask:\n    ...\n\n    x = 1\n")
    session.start(BOOK.stage(1))
    assert app_py(session) == before


def test_a_failed_cell_leaves_the_last_good_version(session: Session) -> None:
    session.type("a", APP, "class Flask:\n    ...\n\n    x = 1\n")
    good = app_py(session)
    with pytest.raises(BookError):
        session.type("a", APP, "class Flask(\n")
    with pytest.raises(NameError):
        session.type("a", APP, "class Flask:\n    ...\n\n    x = missing\n")
    assert app_py(session) == good


def test_typing_the_chapters_in_gives_every_stage(tmp_path: Path) -> None:
    """What is typed in begins with texts, and ends with the next stage's."""
    session = Session(tmp_path, BOOK.finished)
    with session.live.installed():
        for chapter in BOOK.chapters:
            session.start(BOOK.stage(chapter.number - 1))
            for number, block in enumerate(chapter.typed_in):
                assert block.title
                session.type(f"cell {number}", block.title, block.source)
            assert session.live.files == BOOK.stage(chapter.number)


def test_a_file_of_the_readers_is_written(session: Session) -> None:
    assert session.type("a", "shop/hours.txt", "9 to 5\n") == "Wrote shop/hours.txt."
    text = (session.live.folder / "shop/hours.txt").read_text("utf-8")
    assert text == "9 to 5\n"


def test_there_is_a_notebook_for_each_chapter_and_no_other() -> None:
    found = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert found == NAMES


def test_an_exercise_is_done_in_its_cell() -> None:
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    stub, hint, again, unasked, solved, solution, nothing = outputs(
        f"%%exercise greet_by_name\n{exercise.parts.start}",
        "%hint greet_by_name",
        "%hint greet_by_name",
        "%solution mount",
        f"%%exercise greet_by_name\n{exercise.answer}",
        "%solution greet_by_name",
        "%%exercise nothing_such\n1",
    )[:7]
    assert "✗ Nobody is you\n    There is something left to do" in stub
    assert hint.count("Hint 1 of 3") == again.count("Hint 2 of 3") == 1
    assert "Try it first" in unasked
    assert "✗" not in solved
    assert exercise.learnt[:40] in solved
    assert exercise.answer.strip() in solution
    assert "no exercise is called 'nothing_such'" in nothing


def test_the_tests_of_an_exercise_are_shown() -> None:
    exercise = find_exercise(BOOK, Path("which_rule"))
    (shown,) = outputs("%tests which_rule")
    assert exercise.parts.tests in shown
    task = next(
        cell for cell in load("03-routing").cells if cell.id == "which_rule-task"
    )
    assert "def _program():" in task.source
    assert "`%tests which_rule` shows what judges it" in task.source


def test_a_line_of_an_answer_is_told_as_it_stands_in_the_cell() -> None:
    (said,) = outputs("%%exercise greet_by_name\n\n1 / 0")
    assert "Line 3, `1 / 0`, raised ZeroDivisionError" in said


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=NAMES)
def test_every_exercise_has_a_cell(chapter) -> None:
    made = {cell.id: cell.source for cell in load(chapter.slug).cells}
    for exercise in exercises_of(chapter):
        assert made[exercise.name].startswith(f"%%exercise {exercise.name}\n")
        heading = made[f"{exercise.name}-task"].splitlines()[0]
        anchor = heading.removeprefix("### ").replace(" ", "-")
        assert f"](#{anchor})" in made["exercises-1"]


def test_what_is_solved_in_a_notebook_is_noted_in_the_learners_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my-tinyflask"
    folder.mkdir()
    Progress(folder / "workshop.json").begin()
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    monkeypatch.chdir(notebooks)
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    outputs(f"%%exercise greet_by_name\n{exercise.answer}")
    assert Progress(folder / "workshop.json").of(exercise).passed
