"""A page with its stylesheets and images in it, for a frame that loads nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser

# What lies at an address: its mimetype, and its bytes. Nothing where it cannot be had.
Fetch = Callable[[str], tuple[str, bytes] | None]
Attributes = Sequence[tuple[str, str | None]]

# An image that cannot be had: the browser shows what stands for it.
NO_IMAGE = "data:,"
# Attributes that make a browser load something.
LOADING = {"src", "srcset", "sizes", "data", "poster", "background"}
# Where the page's own scripts do not run, a reader is to see what is there instead.
LEFT_OUT = {"base", "noscript"}


def inlined(html: str, fetch: Fetch) -> tuple[str, str]:
    """The title of a page, and the page with what it loads in it.

    What is no stylesheet and no image is left out, and so are its scripts.
    """
    page = Inliner(fetch)
    page.feed(html)
    page.close()
    return " ".join("".join(page.title).split()), "".join(page.parts)


def as_data(mimetype: str, content: bytes) -> str:
    """The address of an image that is all there."""
    return f"data:{mimetype};base64,{b64encode(content).decode()}"


class Inliner(HTMLParser):
    """Copies a page tag by tag, and changes those that load something."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.fetch = fetch
        self.parts: list[str] = []
        self.title: list[str] = []
        # The element that text is in, if it is one of those whose text is no text.
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in ("script", "style", "title"):
            self.inside = tag
        given = {name: value or "" for name, value in attrs}
        if tag in LEFT_OUT or tag == "script" or "http-equiv" in given:
            return
        if tag == "link":
            self.parts.append(self.stylesheet(given))
        elif LOADING & given.keys():
            kept = [each for each in attrs if each[0] not in LOADING]
            if tag == "img" or (tag == "input" and "src" in given):
                kept.append(("src", self.image(given.get("src", ""))))
            self.parts.append(written(tag, kept))
        else:
            self.parts.append(self.get_starttag_text() or "")

    # Without this, there would be an end to what has none.
    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""
        if tag not in LEFT_OUT and tag != "script":
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.title.append(data)
        if self.inside != "script":
            is_text = self.inside != "style"
            self.parts.append(escape(data, quote=False) if is_text else data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Take ``<![`` for a comment, as browsers do. Older Pythons stumble over it."""
        return self.parse_bogus_comment(i)

    def stylesheet(self, given: dict[str, str]) -> str:
        """The element with the styles that a link leads to; nothing for other links."""
        kinds = given.get("rel", "").lower().split()
        if "stylesheet" not in kinds or "alternate" in kinds:
            return ""
        found = self.fetch(given.get("href", ""))
        if found is None or found[0] != "text/css":
            return ""
        media = [("media", given["media"])] if "media" in given else []
        # In the element, this would be its end.
        styles = found[1].decode("utf-8", "replace").replace("</", "<\\/")
        return f"{written('style', media)}{styles}</style>"

    def image(self, address: str) -> str:
        """The address of an image that is all there."""
        if address.startswith("data:"):
            return address
        found = self.fetch(address)
        if found is None or not found[0].startswith("image/"):
            return NO_IMAGE
        return as_data(*found)


def written(tag: str, attributes: Attributes) -> str:
    """A start tag."""
    parts = [
        name if value is None else f'{name}="{escape(value)}"'
        for name, value in attributes
    ]
    return f"<{' '.join([tag, *parts])}>"
