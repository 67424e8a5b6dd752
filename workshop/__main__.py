"""The ``workshop`` command, where its tools are installed."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run the command, or say what is missing."""
    leave_the_folder_alone()
    end_in_order()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no sign for a letter shows a question mark.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        from .cli import workshop
    except ModuleNotFoundError as error:
        sys.exit(
            f"workshop needs {error.name}, which is not installed. It works in a clone"
            " of the repository: run `make book` there, then .venv/bin/workshop."
        )
    workshop()


def leave_the_folder_alone() -> None:
    """Import nothing of what happens to lie in the current folder.

    ``python -m workshop`` looks there first, also for Python's own modules.
    """
    here, ours = os.getcwd(), os.path.dirname(os.path.dirname(__file__))
    if here != ours:
        sys.path[:] = [each for each in sys.path if each not in ("", here)]


def end_in_order() -> None:
    """When told to end, or when the terminal is closed, leave nothing running."""

    def end(number: int, frame: object) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has one of them.
            signal.signal(getattr(signal, name), end)


if __name__ == "__main__":
    main()
