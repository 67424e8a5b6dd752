"""What a learner's program prints and logs while it is judged."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

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


@contextmanager
def errors_logged(say: Callable[[BaseException], str]) -> Iterator[list[str]]:
    """Collect what ``say`` says of each error that is logged.

    An application logs an error of a view and answers 500, which is all that a test
    sees. The errors are not kept, as they hold on to whatever was in use.
    """
    said: list[str] = []
    make = logging.getLogRecordFactory()

    def noting(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.exc_info and record.exc_info[1]:
            said.append(say(record.exc_info[1]))
        return record

    logging.setLogRecordFactory(noting)
    try:
        yield said
    finally:
        logging.setLogRecordFactory(make)
