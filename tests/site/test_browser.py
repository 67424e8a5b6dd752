"""The site in Chromium, in light and in dark, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
)

from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("site")

CHAPTERS = [f"{chapter.slug}/" for chapter in Book().chapters]
CODE = f"{CHAPTERS[6]}code/"
OTHERS = ("leading/", "glossary/", "reference/", "reference/app/")
PAGES = ["", *CHAPTERS, CODE, f"{CHAPTERS[-1]}core/", *OTHERS]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}

# For each piece of text: its colour against the nearest ground that is painted.
LOW_CONTRAST = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest("script, style, .headerlink")) continue;
    const color = getComputedStyle(element).color;
    const [low, high] = [luminance(color), luminance(ground(element))]
      .sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) found.add(`${element.className}: ${color}, ${ratio.toFixed(2)}`);
  }
  return [...found];
}"""


@dataclass
class Visit:
    """A page in a window, and what the browser told about it."""

    page: Page
    address: str
    source: str = ""
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self.hear)
        response = self.page.goto(self.address + path, wait_until="networkidle")
        assert response
        self.source = response.text()

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Playwright" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: f"/{path}")
def visit(
    browser: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """A page that has loaded. Its tests change how wide it is, and its colours."""
    with browser.new_context(viewport=DESK, service_workers="block") as window:
        visit = Visit(window.new_page(), address)
        visit.go(request.param)
        yield visit


def test_nothing_complains(visit: Visit) -> None:
    assert visit.complaints == []


def test_a_page_asks_no_other_host_for_anything(visit: Visit) -> None:
    assert [url for url in visit.requests if not url.startswith(visit.address)] == []


def test_the_fonts_are_there(visit: Visit) -> None:
    faces = visit.page.evaluate("[...document.fonts].map(face => face.status)")
    assert "loaded" in faces
    assert "error" not in faces


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_is_no_wider_than_the_window(visit: Visit, size: ViewportSize) -> None:
    visit.page.set_viewport_size(size)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


def test_nothing_but_code_scrolls_sideways_on_a_phone(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)
    wide = visit.page.evaluate("""() => {
      for (const fold of document.querySelectorAll("article details")) fold.open = true;
      return [...document.querySelectorAll("article *")]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX))
        .filter((each) => !each.matches("code, pre, .cm-scroller"))
        .map((each) => each.textContent.trim().slice(0, 60));
    }""")
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(
    visit: Visit, scheme: Literal["light", "dark"]
) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    assert visit.page.evaluate(LOW_CONTRAST) == []


def test_code_fits_without_scrolling_on_a_desk(visit: Visit) -> None:
    visit.page.set_viewport_size(DESK)
    wide = visit.page.eval_on_selector_all(
        ".language-python code",
        "blocks => blocks.filter(each => each.scrollWidth > each.clientWidth)"
        ".map(each => each.textContent)",
    )
    assert wide == []


def test_the_code_after_a_chapter_is_shown_as_one_chooses(
    browser: Browser, address: str
) -> None:
    """All lines, with a mark beside what is new, or those around what changed."""
    with browser.new_context(viewport=DESK) as window:
        page = window.new_page()
        page.goto(address + CODE)
        new, gone = page.locator(".book-code .new"), page.locator(".book-code .gone")
        expect(new.first).to_be_visible()
        expect(gone.first).to_be_hidden()
        lines = page.locator(".book-code code > span:visible")
        whole = lines.count()
        page.get_by_text("Changed since chapter 6").click()
        expect(gone.first).to_be_visible()
        assert lines.count() < whole
        expect(page.locator(".book-code.unchanged").first).to_be_hidden()
        # It is known whose code it is, and a click leads to less of it.
        nav = page.locator(".md-nav--primary .md-nav__link--active")
        expect(nav).to_have_text(re.compile("7. Hooks"))
        page.get_by_role("link", name="Core").click()
        page.wait_for_url("**/07-hooks/core/")
        assert lines.count() < whole
