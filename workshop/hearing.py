"""What a learner's program prints while it is judged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

# More letters than anybody reads.
PRINTED = 2000


class Heard(io.StringIO):
    """A stream that keeps what is written to it, and forgets what is too much."""

    def write(self, text: str) -> int:
        room = PRINTED - self.tell()
        if len(text) > room:
            super().write(f"{text[:room]}…" if room > 0 else "")
            return len(text)
        return super().write(text)


@contextmanager
def hearing() -> Iterator[Heard]:
    """Keep what is printed for as long as the context lasts."""
    heard = Heard()
    with redirect_stdout(heard), redirect_stderr(heard):
        yield heard
