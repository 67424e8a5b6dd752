"""What axe-core finds, in light and in dark: nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from workshop.weave.book import ROOT

pytestmark = pytest.mark.xdist_group("running")

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# What differs from the page that was just loaded.
CHANGED = ".book-toolbar, .book-output:not(:empty), .book-exercise:not([hidden])"
FIND = """async ([place, rules]) => {
  const options = rules ? {runOnly: rules} : {};
  const {violations} = await axe.run(place, options);
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map(({html, any}) => [id, help, html.slice(0, 160), any[0]?.message ?? ""]));
}"""


COLOURS = re.compile(r'\[data-md-color-scheme="(\w+)"\] \{(.*?)\n\}', re.S)
COLOUR = re.compile(r"(--[\w-]+): (#\w{6});")


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1, as the guidelines on accessibility say."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_code_can_be_read_on_a_line_that_is_marked(scheme: str) -> None:
    """Whichever line one is at: axe looks only at what is shown when it looks."""
    style = (ROOT / "chapters" / "assets" / "book.css").read_text("utf-8")
    colours = dict(COLOUR.findall(dict(COLOURS.findall(style))[scheme]))
    marked = luminance(colours["--md-typeset-mark-color"])
    names = [name for name in colours if name.startswith("--md-code-hl")]
    assert len(names) > 8
    for name in (*names, "--md-code-fg-color"):
        darker, lighter = sorted((luminance(colours[name]), marked))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, name


def violations(page: Page, place: str = "html") -> list[list[str]]:
    """What axe-core finds in a place of the page as it is: in the dark, of colours."""
    page.add_script_tag(path=AXE)
    page.emulate_media(color_scheme="light")
    found: list[list[str]] = page.evaluate(FIND, [place, None])
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(FIND, [place, ["color-contrast"]])
    return found


def test_the_home_page(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["03-routing/core/", "reference/", "reference/urls/"])
def test_what_is_made_from_the_framework(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}", wait_until="networkidle")
    page.locator(".md-search[aria-label]").wait_for(state="attached")
    assert violations(page) == []
    if switch := page.query_selector("text=Changed since"):
        switch.click()
        assert violations(page, "article") == []


def test_the_map_and_what_was_found_in_it(page: Page, address: str) -> None:
    page.goto(f"{address}map/", wait_until="networkidle")
    page.get_by_label("Find a name").wait_for()
    assert violations(page) == []
    page.get_by_label("Find a name").fill("session")
    assert violations(page, ".book-filter") == []


def test_a_chapter_and_an_exercise_in_each_state(page: Page, address: str) -> None:
    page.goto(f"{address}01-wsgi/", wait_until="networkidle")
    page.evaluate("Promise.all(book.cells.map(cell => cell.open()))")
    assert violations(page) == []
    page.evaluate("book.run(book.cells)")
    page.locator(".book-response").first.wait_for()
    page.evaluate("book.exercises[2].open()")
    page.evaluate("book.run([book.exercises[2]])")
    section = page.get_by_role("region", name="Greet by name.")
    section.get_by_role("button", name="Hint").click()
    section.get_by_role("button", name="Solution").click()
    assert section.locator(".book-problem").is_visible()
    assert violations(page, CHANGED) == []
    solution = section.locator(".book-solution").inner_text()
    section.locator(".cm-content").first.fill(solution)
    page.evaluate("book.run([book.exercises[2]])")
    assert section.locator(".book-learnt").is_visible()
    assert violations(page, CHANGED) == []


def test_a_fold_that_is_open(page: Page, address: str) -> None:
    page.goto(f"{address}01-wsgi/", wait_until="networkidle")
    page.locator("article details > summary").first.click()
    page.locator("article details .cm-content").first.wait_for()
    assert violations(page, "article details") == []


def test_blocks_that_need_another_machine(page: Page, address: str) -> None:
    page.goto(f"{address}06-locals/", wait_until="networkidle")
    said = page.locator(".book-status", has_text="A browser has no threads").first
    said.evaluate("status => { status.parentElement.id = 'toolbar' }")
    assert violations(page, "#toolbar") == []
