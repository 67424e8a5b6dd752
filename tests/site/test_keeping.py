"""What a reader writes in the pages, and where it is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect

from workshop.cli import workshop
from workshop.exercises.exercise import find_exercise
from workshop.learner.folder import Learner
from workshop.learner.judging import judge_file
from workshop.site.server import bound
from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("running")

BOOK = Book()
Open = Callable[[int], None]
# As the windows of the other tests are.
ALONE = {"service_workers": "block"}
MILLISECONDS = 60_000
DENIED = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('denied', 'SecurityError') }})"""
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException('full', 'QuotaExceededError') }"""


def place(page: Page, title: str) -> Locator:
    """The part of the page in which an exercise is done, opened."""
    section = page.get_by_role("region", name=title)
    opener = page.get_by_role("link", name=title.rstrip(".")).locator("xpath=../..")
    if opener.get_by_role("button", name="Do it here").is_visible():
        opener.get_by_role("button", name="Do it here").click()
    section.locator(".cm-content").wait_for()
    return section


def write(page: Page, index: int, text: str) -> None:
    """Write into a block of a chapter."""
    page.evaluate("index => book.cells[index].open()", index)
    page.locator(".book-cell").nth(index).locator(".cm-content").fill(text)


def source(page: Page, index: int = 0) -> str:
    return str(page.evaluate("index => book.cells[index].source", index))


def button(page: Page, index: int, name: str) -> None:
    toolbar = page.locator(".book-cell > .book-toolbar").nth(index)
    toolbar.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("script", "words"),
    [(DENIED, "keeps nothing for this site"), (FULL, "has no room left")],
)
def test_a_browser_that_keeps_nothing(
    browser: Browser, address: str, script: str, words: str
) -> None:
    """It is said once, and everything works as long as the page is open."""
    with browser.new_context(**ALONE) as context:
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.add_init_script(script)
        page.goto(f"{address}01-wsgi/")
        page.wait_for_function("window.book")
        page.evaluate("book.ready")
        it_all_works(page)
        notice = page.locator(".book-notice")
        assert notice.count() == 1
        assert words in notice.inner_text()


def it_all_works(page: Page) -> None:
    write(page, 0, "1 + 2")
    page.evaluate("book.run([book.cells[0]])")
    assert page.evaluate("book.cells[0].text") == "3"
    write(page, 1, "4")
    assert source(page) == "1 + 2"
    section = place(page, "Greet by name.")
    section.get_by_role("button", name="Hint").click()
    section.get_by_role("button", name="Hint").click()
    expect(section.locator(".book-status")).to_have_text("Hint 2 of 3.")
    section.locator(".cm-content").fill(
        find_exercise(BOOK, Path("greet_by_name")).answer
    )
    section.get_by_role("button", name="Check").click()
    expect(section.locator(".book-status")).to_have_text("Solved.")


def test_reset_can_be_taken_back(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    original = source(page)
    write(page, 0, "1 + 2")
    button(page, 0, "Reset")
    assert source(page) == original
    button(page, 0, "Bring it back")
    assert source(page) == "1 + 2"
    section = place(page, "Greet by name.")
    section.locator(".cm-content").fill("# mine")
    section.get_by_role("button", name="Reset").click()
    expect(section.locator(".cm-content")).not_to_contain_text("# mine")
    # Also after the page was left.
    page.reload()
    page.wait_for_function("window.book")
    page.evaluate("book.ready")
    assert source(page) == "1 + 2"
    section = place(page, "Greet by name.")
    section.get_by_role("button", name="Bring it back").click()
    expect(section.locator(".cm-content")).to_have_text("# mine")


def test_of_two_windows_the_one_in_front_counts(browser: Browser, address: str) -> None:
    with browser.new_context(**ALONE) as context:
        first, second = context.new_page(), context.new_page()
        for page in (first, second):
            page.set_default_timeout(MILLISECONDS)
            page.add_init_script("document.hasFocus = () => window.inFront")
            page.goto(f"{address}01-wsgi/")
            page.wait_for_function("window.book")
        write(first, 0, "1")
        second.evaluate("book.cells[0].open()")
        for number, (here, there) in enumerate([(first, second), (second, first)]):
            here.evaluate("window.inFront = true")
            there.evaluate("window.inFront = false")
            write(here, 0, f"{number} + 2")
            there.wait_for_function(f"book.cells[0].source === '{number} + 2'")


def test_a_text_stays_with_its_block_in_a_new_edition(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    """A block more before it, or another text in it, and no other block is covered."""
    copy = shutil.copytree(site, tmp_path / "site")
    path = copy / "01-wsgi" / "index.html"
    with bound(copy, 8600) as server, browser.new_context(**ALONE) as context:
        Thread(target=server.serve_forever, daemon=True).start()
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)

        def look() -> None:
            page.goto(f"http://127.0.0.1:{server.server_port}/01-wsgi/")
            page.wait_for_function("window.book")

        look()
        write(page, 1, "'mine'")
        original = str(page.evaluate("book.cells[1].original"))
        html = path.read_text("utf-8")
        start = html.index('<div class="language-python highlight">')
        code = "<pre><code>1 + 1\n</code></pre>"
        new = f'<div class="language-python highlight">{code}</div>'
        path.write_text(html[:start] + new + html[start:], "utf-8")
        look()
        assert source(page, 2) == "'mine'"
        assert (
            page.evaluate("book.cells.filter(it => it.source === \"'mine'\").length")
            == 1
        )

        # Now the block's own text is another one.
        word = original.split()[0]
        changed = html[:start] + html[start:].replace(word, "changed", 3)
        assert changed != html
        path.write_text(changed, "utf-8")
        look()
        texts = page.evaluate("book.cells.map(it => it.source)")
        if "'mine'" not in texts:
            status = page.locator(".book-status", has_text="has changed since")
            expect(status).to_have_count(1)
            details = page.locator(".book-before")
            assert "'mine'" in details.inner_html()
            assert word in details.inner_html()
            status.locator("xpath=..").get_by_role(
                "button", name="Bring it back"
            ).click()
            assert "'mine'" in page.evaluate("book.cells.map(it => it.source)")
        server.shutdown()


def test_a_block_that_is_opened_twice_at_once_is_one_editor(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    page.evaluate("Promise.all([book.cells[0].open(), book.cells[0].open()])")
    assert page.locator(".book-cell").first.locator(".cm-content").count() == 1


def test_what_is_damaged_hides_nothing(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    write(page, 0, "1 + 2")
    page.evaluate("""() => {
      const [key] = Object.keys(localStorage);
      const place = key.slice(0, key.indexOf(' block '));
      localStorage.setItem(`${place} exercise greet_by_name`, '{"hints": 99, "text"');
      localStorage.setItem(`${place} exercise the_other_side`, '{"text": 7}');
    }""")
    open_chapter(1)
    assert page.evaluate("book.exercises.length") == 5
    for title in ("Greet by name.", "The other side."):
        section = place(page, title)
        section.locator(".cm-content").wait_for()
        assert "undefined" not in section.inner_text()


def test_what_was_done_is_taken_along(
    page: Page, browser: Browser, address: str, open_chapter: Open, tmp_path: Path
) -> None:
    """From a page to another browser, to a folder, and back."""
    solved = find_exercise(BOOK, Path("greet_by_name"))
    open_chapter(1)
    write(page, 0, "1 + 2")
    section = place(page, solved.title)
    section.locator(".cm-content").fill(solved.answer)
    section.get_by_role("button", name="Check").click()
    expect(section.locator(".book-status")).to_have_text("Solved.")
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "tinyflask.json"
    download.value.save_as(file)
    assert set(json.loads(file.read_text("utf-8"))["exercises"]) == {solved.name}

    run = CliRunner().invoke
    folder = tmp_path / "folder"
    assert (
        run(workshop, ["--folder", str(folder), "carry", "in", str(file)]).exit_code
        == 0
    )
    learner = Learner(BOOK, folder)
    assert learner.is_solved(solved)
    assert judge_file(solved, learner.path(solved)).passed
    other = find_exercise(BOOK, Path("the_other_side"))
    learner.path(other).write_text("# from a terminal\n", "utf-8")
    back = tmp_path / "back.json"
    assert (
        run(workshop, ["--folder", str(folder), "carry", "out", str(back)]).exit_code
        == 0
    )

    with browser.new_context(**ALONE) as context:
        new = context.new_page()
        new.set_default_timeout(MILLISECONDS)
        new.goto(address)
        for each in (file, back):
            new.locator("input[type=file]").set_input_files(each)
            expect(new.locator("p > .book-status")).to_contain_text("Taken in:")
        new.goto(f"{address}01-wsgi/")
        new.wait_for_function("window.book")
        new.evaluate("book.ready")
        assert source(new) == "1 + 2"
        carried = new.get_by_role("region", name=other.title)
        expect(carried).to_contain_text("# from a terminal")
        expect(new.locator(".book-mark", has_text="solved")).to_have_count(1)
        new.goto(address)
        new.locator("input[type=file]").set_input_files(Path(__file__))
        expect(new.locator("p > .book-status")).to_contain_text("no file of this book")
