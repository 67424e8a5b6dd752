"""The chat of chapter 15: two people in two windows, on uvicorn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("running")
Serving = Callable[[str, Path], AbstractContextManager[int]]


@pytest.fixture
def chat(tmp_path: Path, serving: Serving) -> Iterator[str]:
    """Where the chapter's program is served, as the chapter says."""
    chapter = next(each for each in Book().chapters if each.slug == "15-async")
    for block in chapter.blocks:
        if block.title in ("chat.py", "chatting.py", "templates/chat.html"):
            (tmp_path / block.title).parent.mkdir(exist_ok=True)
            (tmp_path / block.title).write_text(block.source, "utf-8")
    command = "uvicorn --port={port} --log-level=warning chatting:application"
    with serving(command, tmp_path) as port:
        yield f"http://127.0.0.1:{port}/"


def enter(browser: Browser, address: str, name: str) -> Page:
    """A window of a person's own, in the chat."""
    page = browser.new_context().new_page()
    page.goto(address)
    page.locator("input").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You are {name}.")).to_be_visible()
    page.wait_for_function("chat.readyState === WebSocket.OPEN")
    return page


def say(page: Page, text: str) -> None:
    page.locator("input").fill(text)
    page.get_by_role("button", name="Say it").click()


def test_two_people_talk(browser: Browser, chat: str) -> None:
    """Each sees what both say, in order, as text, and one may leave."""
    ann, bob = enter(browser, chat, "ann"), enter(browser, chat, "bob")
    say(ann, "Is there tea?")
    expect(bob.locator("li")).to_have_text(["ann: Is there tea?"])
    say(bob, "<b>There is.</b>")
    both = ["ann: Is there tea?", "bob: <b>There is.</b>"]
    for page in (ann, bob):
        expect(page.locator("li")).to_have_text(both)
    bob.context.close()
    say(ann, "Bob?")
    expect(ann.locator("li")).to_have_text([*both, "ann: Bob?"])
    ann.context.close()


def test_nobody_talks_without_a_name(browser: Browser, chat: str) -> None:
    """A page of the site that has not entered gets no connection."""
    page = browser.new_context().new_page()
    page.goto(chat)
    closed = page.evaluate(
        """() => new Promise((resolve) => {
          const chat = new WebSocket(`ws://${location.host}/chat`);
          chat.onopen = () => resolve("open");
          chat.onclose = () => resolve("closed");
        })"""
    )
    assert closed == "closed"
    page.context.close()
