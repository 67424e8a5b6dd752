"""The chapters' blocks, run in a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from workshop.exercises.exercise import exercises_of
from workshop.weave.book import Book
from workshop.weave.chapter import ANSWERS, Chapter

pytestmark = pytest.mark.xdist_group("running")

BOOK = Book()
Open = Callable[[int], None]
RUN = """async (index) => {
  const cell = book.cells[index];
  await book.run([cell]);
  return {text: cell.text, status: cell.status, source: cell.original};
}"""
# How many steps the last block recorded.
STEPS = """async () =>
  JSON.parse(await book.python.ask({kind: "recording"})).steps.length"""
# Each block has one, and that of what runs can be pressed.
STOP = "button:enabled:text-is('Stop')"
CHECK = "index => book.run([book.exercises[index]])"
ANSWER = re.compile(rf"`{{3,}}(?:{'|'.join(ANSWERS)})\n(.*?)\n?`{{3,}}", re.DOTALL)


def index_of(number: int, words: str, typed_in: bool = False) -> int:
    """The place of the first block of a chapter that has ``words`` in it."""
    blocks = [each for each in BOOK.chapter(number).blocks if each.language != "output"]
    blocks = [each for each in blocks if each.experiment or each.title]
    return next(
        index
        for index, block in enumerate(blocks)
        if words in block.source and block.typed_in == typed_in
    )


def saved(chapter: Chapter, index: int) -> str:
    """The output that a chapter shows under a block, as plain text."""
    blocks = [each for each in chapter.blocks if each.experiment or each.title]
    return "\n".join(ANSWER.findall(chapter.answer(blocks[index]) or "")).rstrip()


@pytest.mark.parametrize(
    "chapter", [pytest.param(each, id=each.slug) for each in BOOK.chapters]
)
def test_a_chapter_runs_as_it_is_shown_and_every_solution_passes(
    page: Page, address: str, open_chapter: Open, chapter: Chapter
) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    open_chapter(chapter.number)
    every_block_puts_out_what_is_shown(page, chapter)
    every_solution_passes(page, chapter)
    assert {request.url.startswith(address) for request in requests} == {True}


def every_block_puts_out_what_is_shown(page: Page, chapter: Chapter) -> None:
    blocks = [each for each in chapter.blocks if each.experiment or each.title]
    assert page.evaluate("book.cells.length") == len(blocks)
    for index, block in enumerate(blocks):
        if block.needs:
            continue
        done = page.evaluate(RUN, index)
        answer = chapter.answer(block) or ""
        assert done["source"] == block.source
        if block.experiment:
            assert done["text"].rstrip() == saved(chapter, index), block.first
            if "```trace" in answer or "```life" in answer:
                assert page.evaluate(STEPS) > 0
        else:
            assert done["status"] == "Done.", (block.first, done["text"])


def every_solution_passes(page: Page, chapter: Chapter) -> None:
    own = exercises_of(chapter)
    assert page.evaluate("book.exercises.length") == len(own)
    for index, exercise in enumerate(own):
        page.evaluate("index => book.exercises[index].open()", index)
        section = page.get_by_role("region", name=exercise.title)
        status = section.locator(".book-status")
        section.locator(".cm-content[contenteditable=true]").fill(exercise.answer)
        page.evaluate(CHECK, index)
        expect(status).to_have_text("Solved.")


def test_a_block_that_needs_threads_says_so(page: Page, open_chapter: Open) -> None:
    open_chapter(6)
    status = page.locator(".book-status", has_text="A browser has no threads").first
    assert "on your own machine" in (status.text_content() or "")
    output = status.locator("xpath=../../following-sibling::*[3]")
    assert "This is the account of bob" in (output.text_content() or "")


def test_a_value_that_stands_for_nothing_is_shown(first: Page) -> None:
    ask = """async (source) => {
      const outputs = [];
      const publish = ({kind, text}) => outputs.push([kind, text]);
      const ok = await book.python.ask({kind: "run", source}, publish);
      return [ok, outputs];
    }"""
    source = (
        "from werkzeug.local import LocalProxy\nfrom contextvars import ContextVar\n"
    )
    source += "LocalProxy(ContextVar('nothing'))"
    assert first.evaluate(ask, source) == [True, [["value", "<LocalProxy unbound>"]]]


def test_who_jumps_in_can_run_all_above(page: Page, open_chapter: Open) -> None:
    open_chapter(3)
    index = index_of(3, "patterns.clear()")
    done = page.evaluate(RUN, index)
    assert done["status"].endswith("have not run: Run all above first.")
    assert "Traceback" in done["text"]
    page.evaluate(f"book.runAbove(book.cells[{index}])")
    done = page.evaluate(RUN, index)
    assert done["text"] == saved(BOOK.chapter(3), index)


def test_a_block_is_edited_and_run_by_keyboard(first: Page) -> None:
    editor = first.locator(".cm-content").first
    editor.click()
    first.keyboard.press("Control+a")
    first.keyboard.type("print('tea')\n1 + 2")
    first.keyboard.press("Control+Enter")
    first.wait_for_function("book.cells[0].status === 'Done.'")
    output = first.locator(".book-output").first
    assert output.inner_text().split() == ["tea", "3"]
    # What the chapter showed is gone, and the page says that the block was changed.
    assert (
        first.locator(".book-cell").first.get_attribute("class").count("book-changed")
    )
    first.keyboard.press("Escape")
    first.keyboard.press("Tab")
    assert first.evaluate("document.activeElement.textContent") == "Run"


def test_a_readers_text_survives_a_reload_until_it_is_reset(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    page.locator(".cm-content").first.fill("print('mine')")
    open_chapter(1)
    assert page.evaluate("book.cells[0].source") == "print('mine')"
    assert page.locator(".cm-content").first.inner_text() == "print('mine')"
    page.get_by_role("button", name="Reset").first.click()
    assert page.evaluate("book.cells[0].source === book.cells[0].original")
    open_chapter(1)
    assert page.evaluate("book.cells[0].source === book.cells[0].original")


def test_the_output_of_the_chapter_stays_until_there_is_another(first: Page) -> None:
    shown = first.locator(".language-output").first
    assert shown.is_visible()
    first.evaluate(RUN, 0)
    assert shown.is_hidden()
    first.get_by_role("button", name="Reset").first.click()
    assert shown.is_visible()
    assert first.locator(".book-output").first.is_hidden()


def test_a_drawing_takes_the_place_of_the_one_in_the_chapter(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    index = index_of(1, "trace(")
    page.evaluate("index => book.runAbove(book.cells[index])", index)
    page.evaluate("index => book.cells[index].block.scrollIntoView()", index)
    shown = page.locator("article > figure.diagram").first
    expect(shown.get_by_text("Flask.wsgi_app")).to_be_visible()
    page.evaluate(RUN, index)
    assert shown.is_hidden()
    again = page.locator(".book-output .diagram")
    expect(again.get_by_text("Flask.wsgi_app")).to_be_visible()


def test_buttons_keep_their_places(page: Page, open_chapter: Open) -> None:
    """A second click on Stop hits no other button."""
    open_chapter(1)
    toolbar = page.locator(".book-toolbar").nth(1)

    def places() -> dict[str, object]:
        buttons = toolbar.get_by_role("button").all()
        return {each.inner_text(): each.bounding_box() for each in buttons}

    page.evaluate("book.cells[1].open()")
    before = places()
    page.locator(".cm-content").nth(1).fill("while True:\n    pass")
    toolbar.get_by_role("button", name="Run", exact=True).click()
    page.locator(STOP).wait_for()
    during = places()
    assert {name: place["x"] for name, place in during.items()} == {
        name: place["x"] for name, place in before.items()
    }
    page.locator(STOP).dblclick()
    expect(toolbar.get_by_role("status")).to_contain_text("Stopped")


def test_the_first_block_has_nothing_above(first: Page) -> None:
    above = first.get_by_role("button", name="Run all above")
    expect(above.first).to_be_disabled()
    expect(above.nth(1)).to_be_enabled()


def test_a_changed_block_says_whose_output_is_under_it(first: Page) -> None:
    toolbar = first.locator(".book-toolbar").first
    first.locator(".cm-content").first.fill("print('tea')")
    expect(toolbar).to_contain_text("Changed by you. The output is the book's.")
    first.evaluate(RUN, 0)
    expect(toolbar).to_contain_text("Changed by you")
    expect(toolbar).not_to_contain_text("The output is the book's.")
    toolbar.get_by_role("button", name="Reset").click()
    expect(toolbar.get_by_text("Changed by you")).to_be_hidden()


def test_an_endless_loop_can_be_stopped(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    page.locator(".cm-content").first.fill("print('on')\nwhile True:\n    pass")
    page.get_by_role("button", name="Run", exact=True).first.click()
    page.get_by_text("on", exact=True).wait_for()
    page.locator(STOP).click()
    page.get_by_text("Stopped.").wait_for()
    page.locator(".cm-content").first.fill("'again'")
    assert page.evaluate(RUN, 0)["text"] == "'again'"


@pytest.mark.parametrize(
    "source",
    ["import os\nos.abort()", "import json\njson.loads('[' * 200_000)"],
    ids=["abort", "stack"],
)
def test_a_python_that_broke_down_says_so_and_starts_anew(
    window: Page, address: str, source: str
) -> None:
    # The browser tells of it, too, so this is not the page in which nothing complains.
    window.goto(f"{address}{BOOK.chapter(1).slug}/")
    window.wait_for_function("window.book")
    window.evaluate("book.ready")
    window.locator(".cm-content").first.fill(source)
    done = window.evaluate(RUN, 0)
    assert done["status"].startswith("Python failed: ")
    assert done["status"].endswith("The next run starts it anew.")
    window.locator(".cm-content").first.fill("'again'")
    assert window.evaluate(RUN, 0)["text"] == "'again'"


def test_a_response_is_shown_as_a_page_that_can_do_nothing(first: Page) -> None:
    first.locator(".cm-content").first.fill(
        "from werkzeug.wrappers import Response\n"
        "Response('<h1>Tea</h1><script>parent.document.title = 1</script>',"
        " mimetype='text/html')"
    )
    done = first.evaluate(RUN, 0)
    assert done["text"].startswith("200 OK\nContent-Type: text/html")
    frame = first.locator(".book-response iframe")
    assert frame.get_attribute("sandbox") == ""
    assert frame.content_frame.locator("h1").inner_text() == "Tea"
    assert "tinyflask" in first.title()
    assert "200 OK" in first.locator(".book-response").inner_text()


def test_what_goes_wrong_is_told(first: Page) -> None:
    for source, shown in (
        ("def f():\n    return 1 / 0\n\n\nf()", "line 2, in f\n    return 1 / 0\nZero"),
        ("1 +", "SyntaxError"),
        ("import nothing_such", "No module named 'nothing_such'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import sys\nsys.stderr.write('tea')\nNone", "tea"),
        ("import threading\nthreading.Thread(target=print).start()", "thread"),
        ("input()", "Error"),
    ):
        first.locator(".cm-content").first.fill(source)
        assert shown in first.evaluate(RUN, 0)["text"]


def test_a_block_that_cannot_be_typed_in_is_told(first: Page) -> None:
    index = index_of(1, "class Flask", typed_in=True)
    first.evaluate("index => book.cells[index].block.scrollIntoView()", index)
    editor = first.locator(".book-cell").nth(index).locator(".cm-content")
    editor.fill("class Flask:\n    x = missing\n")
    assert "name 'missing' is not defined" in first.evaluate(RUN, index)["text"]
    editor.fill("x = 1\nclass Flask(")
    assert "In line 2 of this cell" in first.evaluate(RUN, index)["text"]


def test_a_flood_is_cut(first: Page) -> None:
    first.locator(".cm-content").first.fill(
        "for _ in range(3000):\n    print('x' * 1000)"
    )
    first.evaluate(RUN, 0)
    text = first.locator(".book-output").first.inner_text()
    assert len(text) < 150_000
    assert "more than is shown here" in text


def test_without_python_the_page_says_so(page: Page, open_chapter: Open) -> None:
    page.route("**/python/packages.zip", lambda route: route.abort())
    open_chapter(1)
    done = page.evaluate(RUN, 0)
    assert done["status"].startswith("Python failed")
    page.unroute("**/python/packages.zip")
    assert page.evaluate(RUN, 0)["status"] == "Ended with an error, as in the book."


def test_python_is_not_fetched_before_it_is_asked_for(
    page: Page, open_chapter: Open
) -> None:
    open_chapter(1)
    page.get_by_role("button", name="Run", exact=True).first.hover()
    page.locator(".cm-content").first.click()
    # The search of the site has a worker of its own.
    assert [each.url for each in page.workers if each.url.endswith("/worker.js")] == []


def test_loading_is_told_in_megabytes(page: Page, open_chapter: Open) -> None:
    open_chapter(1)
    page.evaluate(
        "() => { window.said = []; const cell = book.cells[0]; const say = cell.say;"
        " cell.say = (words) => { said.push(words); say.call(cell, words) } }"
    )
    page.evaluate(RUN, 0)
    said = page.evaluate("said")
    loading = [each for each in said if "Loading Python" in each]
    assert re.fullmatch(r"Loading Python: \d+\.\d of \d+\.\d MB\.", loading[-1])
    # What comes after the last byte takes a moment, too.
    assert said.index("Starting Python.") < len(said) - said[::-1].index("Running.")


def test_what_is_drawn_by_lot_differs_from_page_to_page(
    page: Page, open_chapter: Open
) -> None:
    """Every page starts from the same memory, random numbers excepted."""
    drawn = set()
    for _ in range(2):
        open_chapter(1)
        page.locator(".cm-content").first.fill("import random; print(random.random())")
        drawn.add(page.evaluate(RUN, 0)["text"])
    assert len(drawn) == 2


FLOODS = {
    "print": "while True: print('again')",
    "dots": "while True: print('.', end='', flush=True)",
    "stderr": "import sys\nwhile True: sys.stderr.write('x')",
    "logging": "import logging\nwhile True: logging.warning('again')",
}


@pytest.mark.parametrize("source", FLOODS.values(), ids=FLOODS)
def test_a_loop_that_prints_can_be_stopped(first: Page, source: str) -> None:
    first.evaluate("book.cells[0].open()")
    first.locator(".cm-content").first.fill(source)
    first.evaluate("void book.run([book.cells[0]])")
    first.wait_for_function("book.cells[0].text.includes('more than is shown here')")
    # The page answers, and so does Stop.
    start = time.monotonic()
    first.locator(STOP).click()
    first.wait_for_function("book.cells[0].status.startsWith('Stopped')")
    assert time.monotonic() - start < 1
    assert first.evaluate("book.cells[0].text.length") < 120_000


def test_many_flushes_are_few_messages(first: Page) -> None:
    """What a program flushes is there, and a page is not flooded by it."""
    first.evaluate("book.cells[0].open()")
    source = "for _ in range(20_000): print('.', end='', flush=True)"
    first.locator(".cm-content").first.fill(source)
    first.evaluate("book.run([book.cells[0]])")
    assert first.evaluate("book.cells[0].text") == "." * 20_000
    pieces = "document.querySelector('pre.book-stream').childNodes.length"
    assert first.evaluate(pieces) < 2_000


def test_many_small_writes_are_few_messages(first: Page) -> None:
    """A thousand lines are there soon, and all of them."""
    first.evaluate("book.cells[0].open()")
    source = "for number in range(9_000): print(number)"
    first.locator(".cm-content").first.fill(source)
    start = time.monotonic()
    first.evaluate("book.run([book.cells[0]])")
    assert time.monotonic() - start < 5
    lines = first.evaluate("book.cells[0].text").split()
    assert lines == [str(number) for number in range(9_000)]


def test_a_program_may_sleep(first: Page) -> None:
    source = """import asyncio, time
time.sleep(0.1)


async def tea():
    await asyncio.sleep(0.1)
    return "tea"


print("first")
asyncio.run(tea())"""
    first.evaluate("book.cells[0].open()")
    first.locator(".cm-content").first.fill(source)
    first.evaluate("book.run([book.cells[0]])")
    assert first.evaluate("book.cells[0].text") == "first\n'tea'"


ODD = {
    "import asyncio\nraise asyncio.CancelledError": "CancelledError",
    "raise GeneratorExit": "GeneratorExit",
    "class Own(BaseException): pass\nraise Own('odd')": "Own: odd",
    "input('Who?')": "a page has nowhere to type an answer into",
    "import sys\nsys.stdin.read()": "a page has nowhere to type an answer into",
    "breakpoint()": "a page has no debugger",
}


def test_whatever_a_block_raises_python_goes_on(first: Page) -> None:
    first.evaluate("book.cells[0].open()")
    editor = first.locator(".cm-content").first
    editor.fill("kept = 7")
    first.evaluate("book.run([book.cells[0]])")
    for source, words in ODD.items():
        editor.fill(source)
        first.evaluate("book.run([book.cells[0]])")
        assert first.evaluate("book.cells[0].status").startswith("Ended with an error")
        said = first.evaluate("book.cells[0].text")
        assert words in said
        assert "page.py" not in said
    editor.fill("kept")
    first.evaluate("book.run([book.cells[0]])")
    assert first.evaluate("book.cells[0].text") == "7"


def test_what_looks_for_its_module_finds_it(first: Page) -> None:
    source = """from __future__ import annotations

import inspect
import pickle
import typing
from dataclasses import dataclass


@dataclass
class Tea:
    price: int


def cost(tea: Tea) -> int: return tea.price


print(typing.get_type_hints(cost)["tea"].__name__)
print(pickle.loads(pickle.dumps(Tea(3))))
print(inspect.getsource(cost))"""
    first.evaluate("book.cells[0].open()")
    first.locator(".cm-content").first.fill(source)
    first.evaluate("book.run([book.cells[0]])")
    said = first.evaluate("book.cells[0].text")
    assert said == "Tea\nTea(price=3)\ndef cost(tea: Tea) -> int: return tea.price"
