"""Stepping through a request, in a page and in JupyterLab."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect
from test_accessibility import violations
from test_running import index_of

from workshop.notebooks import lab as jupyterlab
from workshop.notebooks.notebook import KERNEL
from workshop.site.frontend import put_stepper_in_place
from workshop.terminal.steps import silent
from workshop.weave.book import ROOT

pytestmark = pytest.mark.xdist_group("running")

Open = Callable[[int], None]
PROGRAM = """\
from tinyflask import Flask
from workshop import step

app = Flask(__name__)


@app.get("/<name>")
def hello(name):
    greeting = f"Hello, {name}"
    return greeting


step(app, "/ann")
"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def begin(page: Page) -> Locator:
    """Open the panel under the chapter's first picture of a request."""
    page.get_by_role("button", name="Step through it").first.click()
    panel = page.get_by_role("region", name="Step through GET")
    panel.wait_for()
    return panel


def moved(panel: Locator, button: str) -> str:
    """Where one is after a move: ``Flask.__call__, line 7``."""
    panel.get_by_role("button", name=button, exact=True).click()
    text = panel.get_by_role("status").text_content() or ""
    return text.split(". ")[1]


def test_somebody_who_has_run_nothing_steps_through_a_request(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    panel = begin(page)
    status = panel.get_by_role("status")
    expect(status).to_contain_text("Step 1 of")
    expect(panel).to_contain_text("GET /")
    expect(panel.get_by_role("button", name="Forward")).to_be_focused()
    entered = status.text_content() or ""
    assert "Flask.__call__" in entered
    assert "It is entered." in entered
    link = panel.get_by_role("link", name="chapter 1")
    assert "/01-wsgi/#" in (link.get_attribute("href") or "")
    within = moved(panel, "Into")
    assert within.startswith("Flask.wsgi_app")
    expect(panel.get_by_role("button", name="Flask.__call__")).to_be_visible()
    assert moved(panel, "Over").startswith("Flask.wsgi_app")
    assert moved(panel, "Out").startswith("Flask.__call__")
    last = moved(panel, "Last")
    page.keyboard.press("ArrowRight")
    assert last in (status.text_content() or "")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert status.text_content() == entered
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("Step 2 of")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Step through it").first).to_be_focused()


def test_it_shows_the_code_that_a_reader_has_changed(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    index = index_of(1, "there is no page yet", typed_in=True)
    block = page.locator(".book-cell").nth(index)
    page.evaluate("index => book.cells[index].open()", index)
    # It is small print.
    block.evaluate("block => { block.closest('details').open = true }")
    source = page.evaluate("index => book.cells[index].original", index)
    assert "\n        page = " in source
    source = source.replace("\n        page = ", "\n        mine = 7\n        page = ")
    block.locator(".cm-content").fill(source)
    panel = begin(page)
    panel.get_by_role("button", name="Into").click()
    expect(panel).to_contain_text("your edit")
    panel.get_by_role("button", name="Forward").click()
    panel.get_by_role("button", name="Forward").click()
    expect(panel.get_by_role("row", name="mine")).to_contain_text("7 (just changed)")
    expect(panel.locator(".cm-content")).to_contain_text("mine = 7")


def test_what_has_changed_since_is_recorded_anew(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    panel = begin(page)
    again = page.locator(".book-stepping > button").first
    expect(again).to_have_text("Record it again")
    index = index_of(1, "there is no page yet", typed_in=True)
    block = page.locator(".book-cell").nth(index)
    page.evaluate("index => book.cells[index].open()", index)
    block.evaluate("block => { block.closest('details').open = true }")
    source = page.evaluate("index => book.cells[index].original", index)
    broken = source.replace("page = b", "page = ((b")
    block.locator(".cm-content").fill(broken)
    expect(again).to_have_text("A block has changed: record it again")
    again.click()
    expect(page.get_by_text("A block above ended with an error")).to_be_visible()
    expect(panel).to_be_hidden()
    fixed = source.replace("        page = b", "        mine = 7\n        page = b")
    block.locator(".cm-content").fill(fixed)
    # Its own run is not enough: what was made of the framework before has the old one.
    page.evaluate("index => book.run([book.cells[index]])", index)
    again.click()
    panel.get_by_role("button", name="Last", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("the server closes")
    panel.get_by_role("button", name="Back", exact=True).click()
    while "Flask.wsgi_app" not in (panel.get_by_role("status").text_content() or ""):
        panel.get_by_role("button", name="Back", exact=True).click()
    expect(panel.get_by_role("row", name="mine")).to_contain_text("7")


def test_marks_lead_to_what_is_called(page: Page, open_chapter: Open) -> None:
    open_chapter(7)
    panel = begin(page)
    marks = panel.get_by_role("navigation", name="Go to")
    marks.get_by_role("button", name="before_request").click()
    expect(panel.get_by_role("status")).to_contain_text("before_request, line")
    expect(marks.locator("[aria-current=step]")).to_have_text("before_request")
    marks.get_by_role("button", name="pop").click()
    expect(panel.get_by_role("status")).to_contain_text("AppContext.pop, line")


def test_where_nothing_is_recorded_that_is_said(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    index = index_of(1, "trace(app")
    page.evaluate("index => book.cells[index].open()", index)
    page.locator(".book-cell").nth(index).locator(".cm-content").fill("1 / 0")
    page.get_by_role("button", name="Step through it").first.click()
    said = page.get_by_text("There is nothing to step through")
    expect(said).to_be_visible()


def test_anybody_can_use_the_panel(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    panel = begin(page)
    panel.get_by_role("button", name="Into").click()
    page.locator(".book-stepping").first.evaluate("each => { each.id = 'stepping' }")
    assert violations(page, "#stepping") == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.evaluate(WIDER)
    buttons = panel.locator(".moves button").all()
    assert min((each.bounding_box() or {})["height"] for each in buttons) >= 44


@pytest.mark.parametrize("width", [1200, 360])
def test_a_life_is_seen_at_a_desk_and_on_a_phone(
    page: Page, open_chapter: Open, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    open_chapter(6)
    life = page.locator(".diagram[data-kind=life]").last
    is_wide = width > 800
    assert life.locator("svg").is_visible() == is_wide
    clip = life.locator("table").evaluate("table => getComputedStyle(table).clipPath")
    assert (clip == "none") != is_wide
    assert not page.evaluate(WIDER)
    life.evaluate("each => { each.id = 'life' }")
    assert violations(page, "#life") == []


@pytest.fixture
def lab(tmp_path: Path, site: Path) -> Iterator[str]:
    """JupyterLab, with a notebook in which one steps through a request."""
    put_stepper_in_place(ROOT, silent)
    cells = [new_code_cell("%load_ext workshop\n%chapter 10"), new_code_cell(PROGRAM)]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": dict(KERNEL)})
    nbformat.write(notebook, tmp_path / "steps.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*jupyterlab.command(tmp_path), "--no-browser", f"--port={port}"]
    command += ["--ip=127.0.0.1", "--IdentityProvider.token="]
    command += ["--LabApp.expose_app_in_browser=True"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            env=jupyterlab.environ() | {"JUPYTER_CONFIG_DIR": str(tmp_path / "own")},
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}/lab/tree/steps.ipynb"
        finally:
            process.terminate()
            process.wait()


def test_one_steps_through_a_request_in_jupyterlab(window: Page, lab: str) -> None:
    for _ in range(100):
        try:
            window.goto(lab)
            break
        except Exception:
            window.wait_for_timeout(200)
    ready = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
    window.wait_for_function(ready)
    window.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    panel = window.get_by_role("region", name="Step through GET /ann: 200 OK")
    panel.get_by_role("button", name="Last").focus()
    status = panel.get_by_role("status")
    while "hello, line" not in (status.text_content() or ""):
        panel.get_by_role("button", name="Into").click()
    window.keyboard.press("ArrowRight")
    window.keyboard.press("ArrowRight")
    expect(panel.get_by_role("row", name="greeting")).to_contain_text("'Hello, ann'")
    expect(panel).to_contain_text("your code")
    # It has not asked whether it may show news, which it does as soon as it is there.
    assert window.get_by_text("official Jupyter news").count() == 0
