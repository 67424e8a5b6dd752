"""The pages with the code as a chapter leaves it, whole and its core.

Each file stands there once, line by line, with what the chapter changed. A switch on
the page shows it as code, with a mark beside what is new, or shows the changes alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from ..weave.book import PACKAGE, Book
from ..weave.chapter import Chapter, fenced, full_lines

# How many lines around a change are shown with it.
AROUND = 3
SAME, NEW, GONE = "  ", "+ ", "- "
# What has no colour of its own. It is half of what there is.
PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
KINDS = {NEW: "new", GONE: "gone", SAME: "same"}


def code_page(book: Book, chapter: Chapter, download: str, core: bool = False) -> str:
    """The page that shows the framework as ``chapter`` leaves it, or its core.

    ``download`` is the address of the zip file with all of it.
    """
    number = chapter.number
    old, new = book.stage(number - 1, core), book.stage(number, core)
    size = sum(map(full_lines, new.values()))
    what = "The core" if core else "The code"
    marks = (
        "What the chapter typed in is marked in the margin."
        if old != new
        else "The chapter changed nothing in it."
    )
    parts = [
        # A search would find each function as often as there are chapters after it.
        "---\nsearch:\n  exclude: true\n---",
        f"# {what} after chapter {number}",
        f"{told(chapter, core)} {size:,} lines, blank ones not counted, in {len(new)}"
        f" files. {marks}"
        f" [Download all of it as a zip file]({download}).",
        switch(number, core, has_changed=old != new),
    ]
    for path in [*new, *(path for path in old if path not in new)]:
        lines = marked(old.get(path, ""), new.get(path, ""))
        name = path.removeprefix(f"{PACKAGE}/")
        parts += [f"## `{name}`", fenced("changes", "\n".join(lines))]
    parts.append(" · ".join(beside(book, chapter, core)))
    return "\n\n".join(parts) + "\n"


def told(chapter: Chapter, core: bool) -> str:
    """What a page shows, in a sentence or two."""
    link = f"[{chapter.title}](index.md)"
    if core:
        return (
            f"This is what you have after {link} if you typed in only what stands open"
            " in the chapters, and no fold."
        )
    return (
        f"This is the framework as {link} leaves it, with the small print. The core has"
        " what stands open in the chapters alone."
    )


def switch(number: int, core: bool, has_changed: bool) -> str:
    """What one chooses from: the core or the whole, and the code or its changes."""
    roads = [
        f'<a href="../{page}/"{" aria-current=page" if here else ""}>{name}</a>'
        for page, name, here in (("core", "Core", core), ("code", "Whole", not core))
    ]
    since = f"Changed since chapter {number - 1}" if number > 1 else "Changed"
    views = [
        f'<label><input type="radio" name="view" {state}>{name}</label>'
        for state, name in (
            ('value="code" checked', "All lines"),
            ('value="changes"', since),
        )
    ]
    lines = f'<span role="radiogroup" aria-label="Which lines">{"".join(views)}</span>'
    return (
        '<div class="book-switch">'
        f'<span role="group" aria-label="Which code">{"".join(roads)}</span>'
        f"{lines if has_changed else ''}</div>"
    )


def beside(book: Book, chapter: Chapter, core: bool) -> Iterator[str]:
    """Links to the same page of the chapters before and after."""
    page = "core.md" if core else "code.md"
    for each in book.chapters:
        if abs(each.number - chapter.number) == 1:
            yield f"[After chapter {each.number}](../{each.slug}/{page})"


def marked(old: str, new: str) -> list[str]:
    """The lines of ``new``, and those of ``old`` that went, each behind its mark."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    lines: list[str] = []
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            lines += [SAME + line for line in after[m:n]]
        else:
            lines += [GONE + line for line in before[i:j]]
            lines += [NEW + line for line in after[m:n]]
    return lines


def fence(source: str, language: str, *settings: Any, **options: Any) -> str:
    """A block of marked lines as HTML, for the Markdown of the site."""
    # Of a line that is blank Markdown has left nothing, nor its mark.
    marks = [line[:2] or SAME for line in source.splitlines()]
    texts = [line[2:] for line in source.splitlines()]
    old, new = (
        iter(coloured([t for t, m in zip(texts, marks, strict=True) if m != other]))
        for other in (NEW, GONE)
    )
    near = near_changes(marks)
    parts: list[str] = []
    for at, mark in enumerate(marks):
        before = next(old) if mark != NEW else ""
        line = next(new) if mark != GONE else before
        kind = KINDS[mark] if at in near else "far"
        if kind == "far" and (at == 0 or at - 1 in near):
            parts.append(gap(at, near, len(marks)))
        parts.append(f'<span class="{kind}">{line}\n</span>')
    unchanged = "" if near else " unchanged"
    return (
        f'<div class="highlight book-code{unchanged}">'
        f'<pre><code tabindex="0">{"".join(parts)}</code></pre></div>'
    )


def near_changes(marks: list[str]) -> set[int]:
    """The numbers of the lines that changed, and of those close to them."""
    return {
        near
        for at, mark in enumerate(marks)
        if mark != SAME
        for near in range(max(0, at - AROUND), min(len(marks), at + AROUND + 1))
    }


def gap(start: int, near: set[int], end: int) -> str:
    """What stands for the lines from ``start`` on that are far from any change."""
    count = next((at for at in range(start, end) if at in near), end) - start
    words = f"{count} lines as before" if count > 1 else "1 line as before"
    # It counts for as many, so that the lines below keep their numbers.
    style = f"counter-increment: line {count}"
    return f'<span class="gap" style="{style}" data-told="{words}"></span>'


def coloured(lines: list[str]) -> list[str]:
    """Lines of Python as HTML, in the colours of the chapters."""
    text = "".join(f"{line}\n" for line in lines)
    html: str = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return PLAIN.sub(r"\1", html).split("\n")
