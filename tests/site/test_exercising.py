"""The exercises, done in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from workshop.exercises.exercise import exercises
from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("running")

BOOK = Book()
Open = Callable[[int], None]


def place(page: Page, title: str) -> Locator:
    """The part of the page in which an exercise is done, opened."""
    section = page.get_by_role("region", name=title)
    page.get_by_role("link", name=title.rstrip(".")).locator("xpath=../..").get_by_role(
        "button", name="Do it here"
    ).click()
    section.locator(".cm-content").first.wait_for()
    return section


def test_an_exercise_from_the_first_try_to_the_last(
    page: Page, address: str, open_chapter: Open
) -> None:
    open_chapter(1)
    section = place(page, "Greet by name.")
    status = section.locator(".book-status")
    editor = section.get_by_role("textbox", name="Greet by name.")
    # What is to be written stands alone, and the tests are one click away.
    assert "def greet" in editor.inner_text()
    assert "def test_" not in section.inner_text()
    section.get_by_text("The tests (", exact=False).click()
    expect(section.get_by_label("The tests")).to_contain_text("def test_")

    def press(name: str) -> None:
        section.get_by_role("button", name=name).click()

    # The solution has to be asked for twice, as nothing was tried.
    press("Solution")
    expect(status).to_contain_text("Try it first")
    assert section.locator(".book-solution").count() == 0
    press("Solution")
    expect(section.get_by_label("One solution")).to_contain_text("def greet")

    press("Check")
    expect(status).to_have_text("Not yet.")
    assert "write greet here" in section.locator(".book-problem").inner_text()
    assert "and 5 more after that" in section.locator(".book-verdict").inner_text()

    hints = section.locator(".book-hints > div")
    for number in (1, 2):
        press("Hint")
        expect(status).to_contain_text(f"Hint {number} of")
        assert hints.count() == number

    editor.fill("while True:\n    pass")
    press("Check")
    press("Stop")
    expect(status).to_contain_text("Stopped")

    (exercise,) = (each for each in exercises(BOOK) if each.name == "greet_by_name")
    editor.fill(exercise.answer)
    press("Check")
    expect(status).to_have_text("Solved.")
    assert section.locator(".book-learnt").inner_text()

    # All of it is there when the reader comes back.
    open_chapter(1)
    section = page.get_by_role("region", name="Greet by name.")
    section.wait_for()
    assert "def greet" in section.locator(".cm-content").first.inner_text()
    assert section.locator(".book-hints > div").count() == 2
    expect(page.locator(".book-mark", has_text="solved")).to_have_count(1)
    nav = page.locator(".md-nav--primary .book-progress").first
    expect(nav).to_have_text("1/5")
    page.goto(address)
    expect(page.locator("article table .book-progress")).to_have_text("1/5")

    open_chapter(1)
    page.get_by_role("region", name="Greet by name.").get_by_role(
        "button", name="Reset"
    ).click()
    open_chapter(1)
    assert "write greet here" in place(page, "Greet by name.").inner_text()


def test_what_is_to_be_predicted_is_read_above(page: Page, open_chapter: Open) -> None:
    open_chapter(3)
    section = place(page, "Which rule answers.")
    assert "def _program" in section.get_by_label("The program").inner_text()
    editor = section.get_by_role("textbox", name="Which rule answers.")
    assert editor.inner_text().startswith("PRINTED")
    editor.fill('PRINTED = """\nnew\n"""')
    section.get_by_role("button", name="Check").click()
    expect(section.locator(".book-status")).to_have_text("Not yet.")


def test_an_answer_says_where_it_is_typed_in(page: Page, open_chapter: Open) -> None:
    open_chapter(3)
    section = place(page, "Register a rule.")
    expect(section.locator(".book-part")).to_have_text("tinyflask/app.py")
    assert "TYPE_IN" not in section.inner_text()


def test_odd_answers_get_a_sentence(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    section = place(page, "Greet by name.")
    for answer, problem in (
        ("def greet(\n", "is not Python"),
        ("import nothing_such\n", "No module named 'nothing_such'"),
        ("raise SystemExit\n", "SystemExit"),
        ("print('x' * 10_000_000)\n", "greet"),
        ("", "greet"),
    ):
        section.locator(".cm-content").fill(answer)
        section.get_by_role("button", name="Check").click()
        problems = section.locator(".book-problem", has_text=problem)
        expect(problems).to_be_visible(timeout=30_000)
        expect(section.locator(".book-status")).to_have_text("Not yet.")


def test_what_an_answer_prints_is_shown(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    section = place(page, "Greet by name.")
    section.locator(".cm-content").fill("print('here I am')")
    section.get_by_role("button", name="Check").click()
    expect(section.locator(".book-status")).to_have_text("Not yet.")
    assert "here I am" in section.locator(".book-verdict").inner_text()
