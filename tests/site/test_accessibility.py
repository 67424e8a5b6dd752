"""What axe-core finds, in light and in dark: nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from workshop.book import ROOT

pytestmark = pytest.mark.xdist_group("running")

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async () => {
  const {violations} = await axe.run();
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map(({html, any}) => [id, help, html.slice(0, 160), any[0]?.message ?? ""]));
}"""


@pytest.fixture(params=["light", "dark"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    options = {"color_scheme": request.param, "service_workers": "block"}
    size = {"width": 1280, "height": 800}
    with browser.new_context(**options, viewport=size) as context:
        yield context.new_page()


def violations(page: Page) -> list[list[str]]:
    page.add_script_tag(path=AXE)
    found: list[list[str]] = page.evaluate(FIND)
    return found


def test_the_home_page(window: Page, address: str) -> None:
    window.goto(address, wait_until="networkidle")
    assert violations(window) == []


def test_a_chapter_before_and_after_its_blocks_are_run(
    window: Page, address: str
) -> None:
    window.goto(f"{address}01-wsgi/", wait_until="networkidle")
    window.evaluate("Promise.all(book.cells.map(cell => cell.open()))")
    assert violations(window) == []
    window.evaluate("book.run(book.cells)")
    window.locator(".book-response").first.wait_for()
    assert violations(window) == []


def test_an_exercise_failed_and_solved(window: Page, address: str) -> None:
    window.goto(f"{address}01-wsgi/", wait_until="networkidle")
    window.evaluate("book.ready")
    window.evaluate("book.exercises[1].open()")
    window.evaluate("book.run([book.exercises[1]])")
    section = window.get_by_role("region", name="Greet by name.")
    section.get_by_role("button", name="Hint").click()
    section.get_by_role("button", name="Solution").click()
    assert section.locator(".book-problem").is_visible()
    assert violations(window) == []
    solution = section.locator(".book-solution").inner_text()
    section.locator(".cm-content").fill(solution)
    window.evaluate("book.run([book.exercises[1]])")
    assert section.locator(".book-learnt").is_visible()
    assert violations(window) == []


def test_blocks_that_need_another_machine(window: Page, address: str) -> None:
    window.goto(f"{address}06-locals/", wait_until="networkidle")
    assert violations(window) == []
