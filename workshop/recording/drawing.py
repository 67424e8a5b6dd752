"""How pictures are drawn: each from its own text, which is what a chapter holds.

A chapter has the text in a fence of the picture's language. GitHub shows that, and so
does a terminal; the site and a notebook draw it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

# How the HTML of every picture begins.
FIGURE = re.compile(r'<figure class="diagram" data-kind="(\w+)">')
# Where something is alive; what stands around a box, and between two.
BAR, WALL, ARROW = "┃", "│", "→"
# Words with single spaces between them.
WORDS = re.compile(r"\S+(?: \S+)*")
# From one strip of boxes to what it leads to.
LEADS = re.compile(rf"(?<={WALL}) +{ARROW} (?={WALL})")
# Sizes of a life's drawing, in pixels.
SLOT, NARROW, ROW, THICK, LETTER, WIDEST = 42, 24, 22, 10, 6.7, 640
# For those who listen alone. A narrow page shows it, and so does GitHub, which has no
# drawings in notebooks, and no styles.
HIDDEN = "clip-path:inset(50%);height:1px;overflow:hidden;position:absolute;width:1px"
# In the middle between light and dark, for where the page says nothing about colours.
COLOURS = defaultdict(
    lambda: "#888888",
    context="#8a9096",
    request="#13808b",
    session="#8a5fb0",
    error="#c23b5e",
    response="#b8612f",
    blueprint="#5b8526",
)


class Picture:
    """What draws itself, from the text that `repr` gives."""

    language: str

    def _repr_html_(self) -> str:
        return figure(self.language, repr(self))


def figure(language: str, text: str) -> str:
    """A picture's text as HTML."""
    return (
        f'<figure class="diagram" data-kind="{language}">{DRAWN[language](text)}'
        "</figure>"
    )


def fence(source: str, language: str, *settings: Any, **options: Any) -> str:
    """A picture's block of a chapter as HTML, for the Markdown of the site."""
    return figure(language, source)


def drawn_trace(text: str) -> str:
    """The text of a trace as HTML: lists within lists, an item a call."""
    parts: list[str] = []
    above = -1
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        if depth > above:
            parts.append("<ul>" if parts else '<ul class="trace">')
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


class Chart:
    """The text of a life, read: lanes of bars, and what is called, in order."""

    def __init__(self, text: str) -> None:
        titles, names, *rows = text.split("\n")
        self.lanes = [(found.start(), found[0]) for found in WORDS.finditer(titles)]
        self.bars = [(found.start(), found[0]) for found in WORDS.finditer(names)]
        first = min(place for place, _ in self.bars)
        self.marks = [row[:first].strip() for row in rows]
        self.alive = [
            [row[place : place + 1] == BAR for place, _ in self.bars] for row in rows
        ]

    def widths(self) -> Iterator[tuple[str, int]]:
        """The titles of the lanes, and how many bars each has."""
        ends = [place for place, _ in self.lanes[1:]]
        for (start, title), end in zip(self.lanes, [*ends, None], strict=True):
            places = [place for place, _ in self.bars if place >= start]
            yield title, len([each for each in places if end is None or each < end])

    def title(self, place: int) -> str:
        """The title of the lane that begins at this column, if one does."""
        return dict(self.lanes).get(place, "")


def drawn_life(text: str) -> str:
    """The text of a life as a drawing, and as a table for who cannot see that."""
    if "\n" not in text:
        return f"<p>{escape(text)}</p>"
    chart = Chart(text)
    return as_svg(chart) + as_table(chart)


def as_svg(chart: Chart) -> str:
    """Time runs to the right: a mark is a column, and a thing is a row."""
    left = round(max(len(name) for _, name in chart.bars) * LETTER) + 20
    slot = max(NARROW, min(SLOT, (WIDEST - left) // len(chart.marks)))
    # The names of marks are written upwards, at half a right angle.
    tall = round(max(map(len, chart.marks)) * LETTER * 0.71) + 16
    height = tall + ROW * (len(chart.bars) + len(chart.lanes))
    svg = ET.Element("svg")
    for index, label in enumerate(chart.marks):
        x = left + slot * (index + 0.5)
        line = put(svg, "line", x1=x, x2=x, y1=tall - 4, y2=height)
        line.attrib |= {"stroke": "currentColor", "stroke-opacity": "0.15"}
        turned = f"translate({x + 2:g},{tall - 8}) rotate(-45)"
        put(svg, "text", transform=turned, fill="currentColor").text = label
    y = tall
    for index, (place, name) in enumerate(chart.bars):
        if chart.title(place):
            y += ROW
            title = put(svg, "text", x=left, y=y - 6, fill="currentColor")
            title.text = chart.title(place)
        named = put(svg, "text", x=left - 10, y=y + ROW / 2 + 4, fill="currentColor")
        named.set("text-anchor", "end")
        named.text = name
        for start, end in runs([row[index] for row in chart.alive]):
            bar = put(
                svg, "rect", x=left + slot * start + 2, width=slot * (end - start) - 4
            )
            bar.attrib |= written(y=y + (ROW - THICK) / 2, height=THICK, rx=3)
            bar.attrib |= {"class": kind_of(name), "fill": COLOURS[kind_of(name)]}
        y += ROW
    size = left + slot * len(chart.marks) + tall, height + 4
    svg.attrib |= written(viewBox=f"0 0 {size[0]} {size[1]}", width=size[0])
    svg.attrib |= {"aria-hidden": "true", "font-family": "monospace"}
    svg.attrib |= {"font-size": "11", "style": "max-width:100%;height:auto"}
    return ET.tostring(svg, encoding="unicode")


def put(parent: ET.Element, tag: str, **attributes: Any) -> ET.Element:
    """Put an element into a drawing."""
    return ET.SubElement(parent, tag, written(**attributes))


def written(**attributes: Any) -> dict[str, str]:
    """Attributes as they are written."""
    return {
        name: f"{value:g}" if isinstance(value, int | float) else value
        for name, value in attributes.items()
    }


def kind_of(bar: str) -> str:
    """What a bar's colour goes by: its first word."""
    return bar.partition(" ")[0].strip(",")


def runs(alive: list[bool]) -> list[tuple[int, int]]:
    """From where to where something is alive."""
    found: list[tuple[int, int]] = []
    for index, is_alive in enumerate(alive):
        if is_alive and found and found[-1][1] == index:
            found[-1] = found[-1][0], index + 1
        elif is_alive:
            found.append((index, index + 1))
    return found


def as_table(chart: Chart) -> str:
    """Time runs down: what a narrow window shows, and what is read out."""
    table = ET.Element("table", {"class": "life", "style": HIDDEN})
    put(table, "caption").text = " and ".join(title for _, title in chart.lanes)
    head = put(table, "thead")
    if len(chart.lanes) > 1:
        row = put(head, "tr")
        put(row, "td")
        for title, count in chart.widths():
            put(row, "th", scope="colgroup", colspan=count).text = title
    row = put(head, "tr")
    put(row, "td")
    for _, name in chart.bars:
        put(row, "th", scope="col").text = name
    body = put(table, "tbody")
    for label, alive in zip(chart.marks, chart.alive, strict=True):
        row = put(body, "tr")
        # A narrow window may break it there.
        put(row, "th", scope="row").text = label.replace("_", "_\u200b")
        for is_alive, (_, name) in zip(alive, chart.bars, strict=True):
            cell = put(row, "td")
            if is_alive:
                cell.set("class", kind_of(name))
                cell.text = "●"
    return ET.tostring(table, encoding="unicode", method="html")


def drawn_boxes(text: str) -> str:
    """The text of boxes as a table: a name, its boxes, and where they lead."""
    table = ET.Element("table", {"class": "boxes"})
    body = put(table, "tbody")
    for line in text.split("\n"):
        name, wall, boxes = line.partition(WALL)
        row = put(body, "tr")
        put(row, "th", scope="row").text = name.strip()
        for index, strip in enumerate(LEADS.split(f"{wall}{boxes}")):
            if index:
                put(row, "td").text = ARROW
            cell = put(row, "td")
            for each in filter(None, map(str.strip, strip.split(WALL))):
                put(cell, "code").text = each
            if not len(cell):
                put(cell, "em").text = "nothing"
    return ET.tostring(table, encoding="unicode", method="html")


DRAWN: dict[str, Callable[[str], str]] = {
    "trace": drawn_trace,
    "life": drawn_life,
    "boxes": drawn_boxes,
}
"""What draws the text of each language."""
