"""Waiting for files to be saved, on any system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

NO_MORE = (
    "This system tells of no more files that are saved ({reason}). So they are looked"
    " at three times a second."
)


def saves(
    folder: Path, tell: Callable[[str], None], stop: Event | None = None
) -> Iterator[set[Path]]:
    """Yield the paths in ``folder`` that were saved, until ``stop`` is set.

    Where the system has no way left to tell of them, as in many a container, ``tell``
    is called with a sentence, and they are looked at from time to time.
    """
    polling = None
    while True:
        try:
            for changes in watch(
                folder, stop_event=stop, raise_interrupt=False, force_polling=polling
            ):
                yield {Path(path).resolve() for _, path in changes}
            return
        except OSError as error:
            if polling:
                raise
            polling = True
            tell(NO_MORE.format(reason=str(error).partition(" about ")[0].rstrip(". ")))
