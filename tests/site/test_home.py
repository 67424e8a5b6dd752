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
    # Until somebody turns to the program, there is no editor to be fetched.
    assert page.locator(".cm-content").count() == 0
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("textbox", name="Experiment")).to_contain_text("hello")
    page.wait_for_function("book.cells[0].status === 'Done.'")
    expect(page.locator(".book-output")).to_contain_text("The request is over.")
    page.get_by_role("button", name="Step through it").click()
    panel = page.get_by_role("region", name="Step through GET /hello")
    panel.get_by_role("button", name="Into").click()
    expect(panel.get_by_role("status")).to_contain_text("Flask.wsgi_app, line")


def test_three_ways_lead_on_from_it(page: Page, address: str) -> None:
    page.goto(address)
    ways = page.locator(".book-ways")
    links = [
        ("Begin with chapter 1", "01-wsgi/"),
        ("Open the first notebook", "lite/notebooks/index.html?path=01-wsgi.ipynb"),
        ("The exercises of chapter 1", "01-wsgi/#exercises"),
    ]
    for name, path in links:
        link = ways.get_by_role("link", name=name)
        expect(link).to_be_visible()
        assert link.evaluate("link => link.href") == f"{address}{path}"


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
    # It was in the colour of its ground once.
    colour, ground = go_on.evaluate(
        "link => [getComputedStyle(link), getComputedStyle(document.body)]"
        ".map((style, at) => at ? style.backgroundColor : style.color)"
    )
    assert colour != ground
    go_on.click()
    page.wait_for_function("window.book?.chapter === '05'")
    assert page.url.endswith("/05-templates/#what-is-escaped")
