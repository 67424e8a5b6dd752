"""The notebooks in the browser: JupyterLite, on the same Python as the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import from_dict
from playwright.sync_api import Page, Request, expect

from workshop.exercises.exercise import find_exercise
from workshop.notebooks.notebook import answer, cells, tidied
from workshop.weave.book import Book
from workshop.weave.chapter import Chapter

pytestmark = pytest.mark.xdist_group("offline")

BOOK = Book()
READY = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
RUN_ALL = "jupyterapp.commands.execute('notebook:run-all-cells')"
OUTPUTS = """() => Object.fromEntries(
  jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter(cell => cell.cell_type === 'code').map(cell => [cell.id, cell.outputs]))"""
# Write into the cell of an exercise, run it, and give its output back.
ANSWER = """async ([id, source]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  notebook.activeCellIndex = index;
  notebook.widgets[index].model.sharedModel.setSource(source);
  await jupyterapp.commands.execute('notebook:run-cell');
  return notebook.widgets[index].model.toJSON().outputs;
}"""


def test_a_notebook_runs_from_top_to_bottom(window: Page, address: str) -> None:
    requests: list[Request] = []
    window.on("request", lambda request: requests.append(request))
    chapter = BOOK.chapter(6)
    window.goto(f"{address}lite/notebooks/index.html?path={chapter.slug}.ipynb")
    window.wait_for_function(READY)
    it_shows_what_is_saved(window, chapter)
    window.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    window.evaluate(RUN_ALL)
    found = window.evaluate(OUTPUTS)
    for cell in cells(chapter):
        outputs = list(tidied(map(from_dict, found.get(cell.id, []))))
        got = answer(outputs) or ""
        if cell.exercise:
            left = ("There is something left to do", "No line is predicted yet")
            assert any(words in got for words in left), cell.id
        if cell.block is None or not cell.block.experiment:
            continue
        saved = chapter.answer(cell.block) or ""
        if cell.block.needs:
            assert f"A browser has no {cell.block.needs}" in got
            assert saved.strip("`").removeprefix("output").strip() in got
        else:
            assert got == saved, cell.source
    an_exercise_is_solved(window)
    a_request_is_stepped_through(window)
    mine = (address, "data:", "blob:")
    assert {request.url.startswith(mine) for request in requests} == {True}


def it_shows_what_is_saved(window: Page, chapter: Chapter) -> None:
    found = window.evaluate(OUTPUTS)
    for cell in cells(chapter):
        if cell.block and cell.block.experiment:
            got = answer(map(from_dict, found[cell.id])) or ""
            assert got == (chapter.answer(cell.block) or ""), cell.source


def an_exercise_is_solved(window: Page) -> None:
    exercise = find_exercise(BOOK, Path("enter_and_leave"))

    def answered(source: str) -> str:
        outputs = window.evaluate(ANSWER, [exercise.name, source])
        return answer(map(from_dict, outputs)) or ""

    assert exercise.hints[0][:20] in answered(f"%hint {exercise.name}")
    assert "Hint 2" in answered(f"%hint {exercise.name}")
    said = answered(f"%%exercise {exercise.name}\n{exercise.answer}")
    assert "✗" not in said
    assert " ".join(exercise.learnt.split())[:40] in " ".join(said.split())
    assert exercise.answer.strip() in answered(f"%solution {exercise.name}")


def a_request_is_stepped_through(window: Page) -> None:
    source = """
from tinyflask import Flask
from workshop import step

stepped = Flask(__name__)
stepped.add_url_rule("/things/<int:number>", "thing", lambda number: {"number": number})
step(stepped, "/things/2")"""
    window.evaluate(ANSWER, ["enter_and_leave", source])
    panel = window.get_by_role("region", name="Step through GET /things/2: 200 OK")
    panel.get_by_role("button", name="Into").click()
    expect(panel.get_by_role("status")).to_contain_text("Flask.wsgi_app, line")
    expect(panel).to_contain_text("tinyflask/app.py, chapter 6")
