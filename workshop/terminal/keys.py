"""Single keys from a terminal, as they are pressed, on any system."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

END = ""
UP, DOWN, ENTER, ESCAPE = "up", "down", "enter", "escape"
# Any other key that is no letter, such as F1. Nothing is done for it.
OTHER = "other"

ESC = "\x1b"
# How what a terminal sends for an arrow ends, and what Windows sends.
ARROWS = {"A": UP, "B": DOWN}
ARROWS_ON_WINDOWS = {"H": UP, "P": DOWN}
# Which of the two the Enter key is depends on the terminal.
SINGLE = {"\r": ENTER, "\n": ENTER, ESC: ESCAPE}
# How many seconds the rest of a key's sequence may take, over a slow connection.
PATIENCE = 0.1


@contextmanager
def pressed() -> Iterator[None]:
    """Have `next_key` give keys at once, and not show them, until the context ends.

    Standard input has to be a terminal.
    """
    try:
        import termios
        import tty
    except ModuleNotFoundError:  # Windows needs no such thing.
        yield
        return
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    try:
        tty.setcbreak(fd)
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


def resume() -> None:
    """Have keys come at once again, after the program was stopped and went on."""
    import tty

    tty.setcbreak(sys.stdin.fileno())


def next_key() -> str:
    """Wait for a key and return it; `END` where there will be no more."""
    try:
        import msvcrt
    except ModuleNotFoundError:
        return _next_key(sys.stdin.fileno())
    key = str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]
    if key in ("\x00", "\xe0"):
        second = str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]
        return ARROWS_ON_WINDOWS.get(second, OTHER)
    return SINGLE.get(key, key)


def _next_key(fd: int) -> str:
    key = _letter(fd)
    if key != ESC:
        return SINGLE.get(key, key)
    # A key without a letter comes as several: ESC [ A or ESC O A is the up arrow,
    # ESC O P is F1, ESC [ [ A is F1 on a console, and ESC x is x with Alt.
    second = _letter_soon(fd)
    if not second:
        return ESCAPE
    if second not in ("O", "["):
        return OTHER
    letter = _letter_soon(fd)
    if second == "O" or letter in ARROWS:
        return ARROWS.get(letter, OTHER)
    if letter == "[":
        letter = _letter_soon(fd)
    # Numbers and separators, and then the letter that ends it.
    while letter and not "@" <= letter <= "~":
        letter = _letter_soon(fd)
    return OTHER


def _letter_soon(fd: int) -> str:
    """The next letter, if it comes at once."""
    ready, _, _ = select.select([fd], [], [], PATIENCE)
    return _letter(fd) if ready else ""


def _letter(fd: int) -> str:
    """The next letter, which may be of several bytes."""
    found = os.read(fd, 1)
    while found and found[0] >= 0xC0 and len(found) < _length(found[0]):
        more = os.read(fd, 1)
        if not more:
            break
        found += more
    return found.decode("utf-8", errors="replace")


def _length(first: int) -> int:
    """How many bytes a letter has in UTF-8, by its first one."""
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4
