"""The forum of chapter 17 in a browser: two people talk, and one looks after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from test_accessibility import violations
from werkzeug.serving import make_server

from tinybb import create_app

pytestmark = pytest.mark.xdist_group("running")
PASSWORD = "tea for two"


@pytest.fixture
def forum() -> Iterator[str]:
    """Where a forum is served, with the people of the command ``demo``."""
    app = create_app(
        {
            "DATABASE": "sqlite://",
            "SECRET_KEY": "only for tests",
            "PASSWORD_METHOD": "pbkdf2:sha256:1",
            "PER_PAGE": 4,
        }
    )
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    server = make_server("127.0.0.1", 0, app)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows of people of their own, in which nothing may complain."""
    windows, complaints = [], []

    def open_one(address: str, **options: bool) -> Page:
        windows.append(browser.new_context(**options))
        page = windows[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address)
        return page

    yield open_one
    for each in windows:
        each.close()
    assert [each for each in complaints if "Failed to load" not in each] == []


def log_in(page: Page, name: str) -> Page:
    page.get_by_role("link", name="Log in").last.click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    return page


def send(page: Page, text: str) -> None:
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Send").click()


def test_two_people_and_a_moderator(
    window: Callable[..., Page], forum: str, tmp_path: Path
) -> None:
    """One registers and asks, one answers, and a third one ends it."""
    zoe = window(forum)
    zoe.get_by_role("link", name="Register").click()
    zoe.get_by_label("Name").fill("zoe")
    zoe.get_by_label("E-mail").fill("zoe@tea.example")
    zoe.get_by_label("Password").fill(PASSWORD)
    zoe.get_by_role("button", name="Register").click()
    expect(zoe.get_by_role("status")).to_have_text("Welcome, zoe.")

    picture = tmp_path / "zoe.png"
    zoe.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 40, "height": 40})
    zoe.get_by_role("link", name="zoe").click()
    zoe.get_by_label("File").set_input_files(picture)
    zoe.get_by_role("button", name="Send").click()
    expect(zoe.locator("main img")).to_have_js_property("naturalWidth", 40)

    zoe.goto(f"{forum}/b/tea/new")
    zoe.get_by_label("Title").fill("Milk?")
    send(zoe, "First, or *after*?\n\n<script>document.body.remove()</script>")
    expect(zoe.locator(".post em")).to_have_text("after")
    topic = zoe.url.partition("?")[0]

    bob = log_in(window(topic), "bob")
    expect(bob.locator("h1")).to_have_text("Milk?")
    bob.get_by_role("link", name="Quote").click()
    bob.get_by_label("Text").press_sequentially("Never.")
    bob.get_by_role("button", name="Send").click()
    expect(bob.locator(".post blockquote em")).to_have_text("after")
    bob.get_by_label("Search").fill("never")
    bob.get_by_label("Search").press("Enter")
    expect(bob.locator(".post")).to_have_count(1)
    bob.goto(topic)

    mia = log_in(window(topic), "mia")
    mia.get_by_role("link", name="Moderate this topic").click()
    mia.get_by_label("Why?").first.fill("Nobody will agree.")
    mia.get_by_role("button", name="Lock").click()
    expect(mia.get_by_role("status")).to_contain_text("Locked 'Milk?'")
    mia.get_by_role("link", name="Take away").last.click()
    mia.get_by_label("Why?").fill("Not kind.")
    mia.get_by_role("button", name="Take away").click()
    expect(mia.get_by_text("A moderator took this post away.")).to_be_visible()

    send(bob, "And another thing")
    expect(bob.locator("h1")).to_have_text("Forbidden")
    bob.goto(topic)
    expect(bob.get_by_role("button", name="Send")).to_have_count(0)
    mia.get_by_role("link", name="Log", exact=True).click()
    expect(mia.locator("main li")).to_have_count(2)


ADDRESSES = ("/", "/b/tea/", "/t/1", "/t/1/reply?quote=1", "/b/tea/new", "/u/bob")
ADDRESSES += ("/account", "/log", "/t/1/moderate", "/p/1/delete", "/u/bob/ban", "/no")
ADDRESSES += ("/search?q=packet", "/search?q=nothing", "/t/1?page=1")


def test_everybody_can_use_it(window: Callable[..., Page], forum: str) -> None:
    """Nothing that axe finds, in light and dark, and no page is wider than a phone."""
    # The forum's own policy would keep axe out.
    page = window(forum, bypass_csp=True)
    for path in ("/login", "/register", "/forgotten"):
        page.goto(forum + path)
        assert violations(page) == [], path
    log_in(page, "mia")
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ADDRESSES:
        page.goto(forum + path)
        assert violations(page) == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path


def test_the_forum_in_the_page(page: Page, open_chapter: Callable[[int], None]) -> None:
    """Chapter 17's forum runs in the reader's browser, and is clicked through."""
    open_chapter(17)
    visit = "book.cells.findIndex(cell => cell.source.includes('visit(app'))"
    page.evaluate(f"book.runAbove(book.cells[{visit}])")
    page.evaluate(f"book.run([book.cells[{visit}]])")
    place = page.locator(".book-visit")
    inside = place.locator("iframe").first.content_frame
    expect(inside.locator("h1")).to_have_text("How long for green tea?")
    inside.get_by_role("link", name="Log in").last.click()
    inside.get_by_label("Name").fill("bob")
    inside.get_by_label("Password").fill(PASSWORD)
    inside.get_by_role("button", name="Log in").click()
    expect(place.get_by_label("Address")).to_have_value("/t/1")
    inside.get_by_label("Text").fill("From a *frame*.")
    inside.get_by_role("button", name="Send").click()
    expect(inside.locator(".post em").last).to_have_text("frame")
    assert violations(page, ".book-visit") == []
