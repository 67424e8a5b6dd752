"""Folds, which hold the small print, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("running")

CHAPTER = Book().chapter(1)
FOLDS = "article details:not([class])"
OPEN = "() => [...document.querySelectorAll('article details')].map(each => each.open)"
CLOSE = "() => document.querySelectorAll('details').forEach(each => each.open = false)"
FOLDED = "book.cells.find(each => each.block.closest('details'))"


@pytest.fixture
def folded(first: Page) -> Page:
    """The first chapter with all its folds closed."""
    first.evaluate(CLOSE)
    return first


def test_every_fold_is_closed_and_says_what_is_in_it(folded: Page) -> None:
    summaries = list(
        dict.fromkeys(part.fold for part in CHAPTER.parts if part.fold is not None)
    )
    shown = folded.locator(f"{FOLDS} > summary").all_inner_texts()
    assert len(shown) == len(summaries)
    for text, fold in zip(shown, summaries, strict=True):
        assert text.startswith(fold.summary)
        assert not text.startswith("`")


def test_a_fold_opens_by_keyboard_and_its_blocks_are_editors(folded: Page) -> None:
    fold = folded.locator(FOLDS).first
    fold.locator("summary").focus()
    folded.keyboard.press("Enter")
    editor = fold.locator(".cm-content").first
    expect(editor).to_be_visible()
    # An editor that was measured while it was hidden would have no height.
    assert editor.evaluate("each => each.offsetHeight") > 100
    editor.click()
    folded.keyboard.press("Control+End")
    folded.keyboard.type("# mine")
    assert "# mine" in folded.evaluate(f"() => {FOLDED}.source")
    fold.locator("summary").click()
    expect(editor).to_be_hidden()


def test_a_link_into_a_fold_opens_it(folded: Page) -> None:
    folded.evaluate(
        """() => {
          const target = document.querySelector("article details p");
          target.id = "in-there";
          document.querySelector("article p").insertAdjacentHTML(
            "beforeend", "<a href='#in-there'>there</a>");
        }"""
    )
    link = folded.locator("a[href='#in-there']")
    for _ in range(2):
        folded.evaluate(CLOSE)
        link.click()
        expect(folded.locator("#in-there")).to_be_in_viewport()


def test_an_odd_address_breaks_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}{CHAPTER.slug}/#%E0%A4%A")
    page.wait_for_function("window.book")


def test_a_search_hit_in_a_fold_opens_it(page: Page, address: str) -> None:
    word = "typeshed"
    page.goto(f"{address}{CHAPTER.slug}/?h={word}")
    mark = page.locator("details mark", has_text=word).first
    expect(mark).to_be_visible()
    assert page.evaluate(OPEN).count(True) < len(page.evaluate(OPEN))


def test_on_paper_every_fold_is_open(folded: Page) -> None:
    folded.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert set(folded.evaluate(OPEN)) == {True}
    folded.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert set(folded.evaluate(OPEN)) == {False}


def test_what_is_folded_is_typed_in_by_run_all_above(folded: Page) -> None:
    folded.evaluate("() => book.runAbove(book.cells.at(-1))")
    assert set(folded.evaluate(OPEN)) == {False}
    assert folded.evaluate(f"() => {FOLDED}.status") == "Done."
    assert "Replaces Flask.wsgi_app" in folded.evaluate(f"() => {FOLDED}.text")


def test_an_error_in_a_fold_is_seen(folded: Page) -> None:
    fold = folded.locator(FOLDS).first
    fold.locator("summary").click()
    fold.locator(".cm-content").first.fill("class Flask(:")
    folded.evaluate(CLOSE)
    folded.evaluate(f"() => book.run([{FOLDED}])")
    expect(fold.locator(".book-error, .book-output pre").first).to_be_visible()


def test_without_javascript_a_fold_is_read(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{CHAPTER.slug}/")
        code = page.locator(f"{FOLDS} code").first
        expect(code).to_be_hidden()
        page.locator(f"{FOLDS} > summary").first.click()
        expect(code).to_be_visible()
