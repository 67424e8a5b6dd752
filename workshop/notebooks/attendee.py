"""The start of an attendee's server on a JupyterHub: ``python -m workshop.notebooks.attendee``.

It puts the notebooks and a learner's folder into the home, where they are not there
yet, and then becomes the server.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import copies, lab
from ..weave.book import Book
from .copies import renew
from ..learner.folder import Learner
from ..learner.progress import FOLDER


def put_in_place(book: Book, home: Path) -> None:
    """Give an attendee what is missing or new. What they changed is kept beside."""
    for sentence in renew(book, home / copies.FOLDER):
        print(sentence)
    Learner.begin(book, home / FOLDER)


def main() -> None:
    put_in_place(Book(), Path.home())
    server = [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]]
    os.execve(sys.executable, server, lab.environ())


if __name__ == "__main__":
    main()
