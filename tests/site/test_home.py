"""The home page: a program that runs there, and the way back to where one was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("running")

Open = Callable[[int], None]


def test_its_program_runs_and_is_stepped_through(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.book")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("book.cells[0].status === 'Done.'")
    expect(page.locator(".book-output")).to_contain_text("The request is over.")
    page.get_by_role("button", name="Step through it").click()
    panel = page.get_by_role("region", name="Step through GET /hello")
    panel.get_by_role("button", name="Into").click()
    expect(panel.get_by_role("status")).to_contain_text("Flask.wsgi_app, line")


def test_who_was_here_before_goes_on(
    page: Page, open_chapter: Open, address: str
) -> None:
    page.goto(address)
    go_on = page.get_by_role("link", name="Go on with")
    assert go_on.count() == 0
    open_chapter(5)
    page.evaluate("document.getElementById('what-is-escaped').scrollIntoView()")
    page.goto(address)
    expect(go_on).to_have_text("Go on with 5. Templates: What is escaped")
    go_on.click()
    page.wait_for_function("window.book?.chapter === '05'")
    assert page.url.endswith("/05-templates/#what-is-escaped")
