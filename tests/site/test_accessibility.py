"""What axe-core finds, in light and in dark: nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from workshop.book import ROOT

pytestmark = pytest.mark.xdist_group("running")

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async () => {
  const {violations} = await axe.run();
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map(({html, any}) => [id, help, html.slice(0, 160), any[0]?.message ?? ""]));
}"""


def violations(page: Page) -> list[list[str]]:
    """What axe-core finds in the page as it is, in light and then in dark."""
    page.add_script_tag(path=AXE)
    found: list[list[str]] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(FIND)
    return found


def test_the_home_page(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    assert violations(page) == []


def test_a_chapter_and_an_exercise_in_each_state(page: Page, address: str) -> None:
    page.goto(f"{address}01-wsgi/", wait_until="networkidle")
    page.evaluate("Promise.all(book.cells.map(cell => cell.open()))")
    assert violations(page) == []
    page.evaluate("book.run(book.cells)")
    page.locator(".book-response").first.wait_for()
    page.evaluate("book.exercises[1].open()")
    page.evaluate("book.run([book.exercises[1]])")
    section = page.get_by_role("region", name="Greet by name.")
    section.get_by_role("button", name="Hint").click()
    section.get_by_role("button", name="Solution").click()
    assert section.locator(".book-problem").is_visible()
    assert violations(page) == []
    solution = section.locator(".book-solution").inner_text()
    section.locator(".cm-content").fill(solution)
    page.evaluate("book.run([book.exercises[1]])")
    assert section.locator(".book-learnt").is_visible()
    assert violations(page) == []


def test_blocks_that_need_another_machine(page: Page, address: str) -> None:
    page.goto(f"{address}06-locals/", wait_until="networkidle")
    assert violations(page) == []
