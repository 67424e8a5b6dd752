"""Single keys from a terminal, as they are pressed, on any system."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

END = ""


@contextmanager
def pressed() -> Iterator[None]:
    """Have `next_key` give keys at once, and not show them, until the context ends."""
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


def next_key() -> str:
    """Wait for a key and return it; `END` where there will be no more."""
    try:
        import msvcrt
    except ModuleNotFoundError:
        return sys.stdin.read(1)
    return str(msvcrt.getwch())  # type: ignore[attr-defined, unused-ignore]
