"""Guess first: outputs that are covered until somebody runs their block, or asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from test_accessibility import violations
from test_running import index_of

pytestmark = pytest.mark.xdist_group("running")

Open = Callable[[int], None]
SCRIPT = "<script>alert"
SWITCH = "Show outputs only when I run them"


# An output in a fold that is closed is neither to be seen nor covered.
IN_SIGHT = ".book-cover:not(details:not([open]) *)"


def cover(page: Page) -> int:
    """How many outputs are covered."""
    return page.locator(".book-cover:visible").count()


def test_what_the_text_asks_for_is_covered_until_it_is_shown(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(5)
    output = page.locator(".language-output", has_text="&lt;script&gt;").first
    before = cover(page)
    assert before >= 3
    expect(output).to_be_hidden()
    page.emulate_media(media="print")
    expect(output).to_be_visible()
    page.emulate_media(media="screen")
    where = f"book.cells[{index_of(5, SCRIPT)}].cover.place"
    page.evaluate(f"{where}.id = 'cover'")
    assert violations(page, "#cover") == []
    page.locator("#cover button").click()
    expect(output).to_be_visible()
    expect(output).to_be_focused()
    assert cover(page) == before - 1


def test_a_run_shows_what_it_puts_out(first: Page) -> None:
    before = cover(first)
    index = first.evaluate(
        "book.cells.findIndex(cell => cell.cover?.isAsked && !cell.cover.place.hidden)"
    )
    first.evaluate(f"book.run(book.cells.slice(0, {index} + 1))")
    where = f"book.cells[{index}].cover.place"
    assert first.evaluate(f"{where}.hidden")
    assert cover(first) < before
    shown = first.evaluate(f"book.cells[{index}].text")
    assert shown


def test_a_run_of_all_above_gives_nothing_away(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    before = cover(page)
    assert before >= 3
    page.evaluate("book.runAbove(book.cells.at(-1))")
    assert cover(page) == before
    index = page.evaluate("book.cells.findIndex(cell => cell.cover?.isAsked)")
    assert not page.locator(".book-output").nth(index).is_visible()
    page.locator(".book-cover:visible button").first.click()
    output = page.locator(".book-output").nth(index)
    expect(output).to_be_visible()
    assert page.evaluate(f"book.cells[{index}].text") in output.inner_text()


def test_a_reader_covers_all_and_that_is_remembered(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(5)
    some, all_of_them = cover(page), page.locator(IN_SIGHT).count()
    assert some < all_of_them
    page.get_by_label(SWITCH).check()
    assert cover(page) == all_of_them
    page.reload()
    page.wait_for_function("window.book")
    assert cover(page) == all_of_them
    page.get_by_label(SWITCH).uncheck()
    assert cover(page) == some
