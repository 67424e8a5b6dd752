"""Boxes and arrows: what is in something, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .drawing import ARROW, WALL, Picture
from .values import one_line


class Boxes(Picture):
    """A row of boxes for each name: what is in a list, or what leads to what.

    ``rows`` has for each name a list or a tuple, whose items stand side by side, or a
    dictionary, whose keys stand before an arrow and its values behind it. A text is
    shown as it is, and anything else by its `repr`.
    """

    language = "boxes"

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self.rows = {
            one_line(str(name)).replace(WALL, "|"): list(strips(value))
            for name, value in rows.items()
        }

    def __repr__(self) -> str:
        wide = max(map(len, self.rows), default=0)
        columns = max(map(len, self.rows.values()), default=0)
        widths = [
            max(len(row[index]) for row in self.rows.values() if index < len(row))
            for index in range(columns)
        ]
        lines = []
        for name, row in self.rows.items():
            padded = [
                strip.ljust(width) for strip, width in zip(row, widths, strict=False)
            ]
            lines.append(f"{name:{wide}}  {f' {ARROW} '.join(padded)}".rstrip())
        return "\n".join(lines)


def strips(value: Any) -> Iterable[str]:
    """The boxes of a row: one strip of them, or two with an arrow between them."""
    if isinstance(value, Mapping):
        return strip(value), strip(value.values())
    return (strip(value),)


def strip(items: Iterable[Any]) -> str:
    """Boxes side by side, as text."""
    texts = [item if isinstance(item, str) else repr(item) for item in items]
    lines = [one_line(text) or repr(text) for text in texts]
    plain = [line.replace(WALL, "|").replace(ARROW, "->") for line in lines]
    return f"{WALL} {f' {WALL} '.join(plain)} {WALL}" if plain else f"{WALL}{WALL}"
