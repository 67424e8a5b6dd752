"""The notebooks in the browser: JupyterLite, on the same Python as the pages."""

from __future__ import annotations

import pytest
from nbformat import from_dict
from playwright.sync_api import Page, Request, expect

from workshop.book import Book
from workshop.notebook import answer, cells, tidied

pytestmark = pytest.mark.xdist_group("running")

BOOK = Book()
READY = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
# One by one: "Run All" would stop at the first error, which a chapter may want to show.
STEP = """async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  for (let index = 0; index < notebook.model.cells.length; index += 1) {
    notebook.activeCellIndex = index;
    await jupyterapp.commands.execute('notebook:run-cell');
  }
}"""
OUTPUTS = """() => Object.fromEntries(
  jupyterapp.shell.currentWidget.content.model.toJSON().cells
    .filter(cell => cell.cell_type === 'code').map(cell => [cell.id, cell.outputs]))"""


def test_a_notebook_runs_from_top_to_bottom(window: Page, address: str) -> None:
    requests: list[Request] = []
    window.on("request", lambda request: requests.append(request))
    chapter = BOOK.chapter(6)
    window.goto(f"{address}lite/notebooks/index.html?path={chapter.slug}.ipynb")
    window.wait_for_function(READY)
    window.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    window.evaluate(STEP)
    found = window.evaluate(OUTPUTS)
    for cell in cells(chapter):
        if cell.block is None or not cell.block.experiment:
            continue
        outputs = list(tidied(map(from_dict, found[cell.id])))
        got, saved = answer(outputs) or "", chapter.answer(cell.block) or ""
        if cell.block.needs:
            assert f"A browser has no {cell.block.needs}" in got
            assert saved.strip("`").removeprefix("output").strip() in got
        elif "mermaid" in saved:
            assert "image/svg+xml" in outputs[-1].data
        else:
            assert got == saved, cell.source
    mine = (address, "data:", "blob:")
    assert {request.url.startswith(mine) for request in requests} == {True}


def test_a_chapter_leads_to_its_notebook(window: Page, address: str) -> None:
    window.goto(f"{address}01-wsgi/")
    window.get_by_role("link", name="Open this chapter as a notebook").click()
    window.wait_for_url("**/lite/notebooks/index.html?path=01-wsgi.ipynb")
    expect(window.locator(".jp-Notebook h1").first).to_contain_text("WSGI")
