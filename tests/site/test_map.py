"""The map, in a browser: its filter, and its tables in a narrow window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.xdist_group("running")

TOO_WIDE = """() => [...document.querySelectorAll("html, article *")]
  .filter(each => each.scrollWidth > each.clientWidth && each.clientWidth)
  .filter(each => getComputedStyle(each).overflowX !== "visible"
    || each.matches("html"))
  .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def map_page(page: Page, address: str) -> Page:
    page.goto(f"{address}map/", wait_until="networkidle")
    return page


def rows(page: Page) -> Locator:
    return page.locator(".book-map tbody tr").filter(visible=True)


def headings(page: Page) -> list[str]:
    shown = page.locator(".book-map h2").filter(visible=True)
    return [text.removesuffix("¶") for text in shown.all_inner_texts()]


def test_typing_leaves_the_rows_that_have_all_of_the_words(map_page: Page) -> None:
    every, modules = rows(map_page).count(), headings(map_page)
    assert every > 500
    field, status = map_page.get_by_label("Find a name"), map_page.get_by_role("status")
    field.fill("Teardown  SANSIO")
    found = rows(map_page)
    expect(status).to_have_text(f"{found.count()} of {every} names")
    assert 0 < found.count() < 20
    for text in found.all_inner_texts():
        assert "teardown" in text.lower() and "sansio" in text
    assert "scaffold.py" in headings(map_page)
    assert len(headings(map_page)) < len(modules)
    field.fill("")
    expect(status).to_be_empty()
    assert rows(map_page).count() == every
    assert headings(map_page) == modules


def test_where_nothing_is_found_no_table_is_left(map_page: Page) -> None:
    map_page.get_by_label("Find a name").fill("no such name")
    expect(map_page.get_by_role("status")).to_contain_text("0 of")
    assert headings(map_page) == []
    expect(map_page.locator(".book-map table").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_scrolls_sideways(map_page: Page, width: int) -> None:
    map_page.set_viewport_size({"width": width, "height": 800})
    assert map_page.evaluate(TOO_WIDE) == []
    name = map_page.locator(".book-map td").first
    chapter = map_page.locator(".book-map td").nth(1)
    above, below = name.bounding_box(), chapter.bounding_box()
    assert above and below
    assert (below["y"] > above["y"]) == (width < 720)


def test_without_a_script_it_is_a_plain_page(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(f"{address}map/")
        assert rows(page).count() > 500
        assert page.get_by_label("Find a name").count() == 0
