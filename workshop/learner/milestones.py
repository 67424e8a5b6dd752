"""Milestones: whole programs that run on the framework that a learner has written.

``python -m workshop.learner.milestones NAME FOLDER`` serves one of ``tests/programs``
on the framework in ``FOLDER``, until it is interrupted.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from ..weave.book import HERE

PROGRAMS = HERE / "tests" / "programs"


@dataclass(frozen=True)
class Milestone:
    """A program, the chapter that completes what it needs, and the page to begin at."""

    name: str
    chapter: int
    what: str
    page: str


MILESTONES = (
    Milestone("notes", 6, "notes, with forms and a database", "/"),
    Milestone("blog", 10, "a blog, with accounts and sessions", "/"),
    Milestone("library", 10, "a library, for programs, in JSON", "/v1/books/"),
)


def reached(chapter: int) -> Iterator[Milestone]:
    """The milestones that ``chapter`` completes."""
    return (each for each in MILESTONES if each.chapter == chapter)


def milestone(name: str, chapter: int) -> Milestone:
    """The milestone ``name``, for a framework that ``chapter`` is the last one of.

    Raises `ValueError`, saying which there are, or how far it is.
    """
    for each in MILESTONES:
        if each.name == name:
            if chapter >= each.chapter:
                return each
            raise ValueError(
                f"{name} needs chapter {each.chapter}, and your framework has come to"
                f" chapter {chapter}."
            )
    names = ", ".join(each.name for each in MILESTONES)
    raise ValueError(f"there is no program {name!r}. There are {names}.")


def main() -> None:
    name, folder = sys.argv[1:]
    sys.path[:0] = [folder, str(PROGRAMS)]
    with tempfile.TemporaryDirectory() as data:
        app = importlib.import_module(name).create_app(Path(data, "program.db"))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
