"""Drawings of a request's way, made from the text of a trace.

The text is what a chapter holds: a call a line, each set in under its caller, with
where it is written and how it ended. On the site and in a notebook it is drawn as HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

# How each drawing begins.
OPENING = '<ul class="trace">'


def drawn(text: str) -> str:
    """The text of a trace as HTML: lists within lists, an item a call."""
    parts: list[str] = []
    above = -1
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        if depth > above:
            parts.append("<ul>" if parts else OPENING)
        else:
            parts.append("</li></ul>" * (above - depth) + "</li>")
        above = depth
        parts.append(item(line.strip()))
    return "".join(parts) + "</li></ul>" * (above + 1)


def item(line: str) -> str:
    """One call, up to where its own calls follow."""
    name, *rest = re.split(" {2,}", line, maxsplit=2)
    ending = rest.pop() if rest else ""
    kind = ' class="raised"' if ending.startswith("raises ") else ""
    where = f" <small>{escape(rest[0])}</small>" if rest else ""
    return f"<li{kind}><code>{escape(name)}</code>{where} <span>{escape(ending)}</span>"


def fence(source: str, *settings: Any, **options: Any) -> str:
    """A ``trace`` block of a chapter as HTML, for the Markdown of the site."""
    return f'<figure class="diagram">{drawn(source)}</figure>'
