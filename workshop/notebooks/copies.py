"""Copies of the book's notebooks, for somebody to run and to change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from ..weave.book import Book
from ..files import numbered, write_whole

FOLDER = "notebooks"
# Of which text each copy was made: whether somebody changed it since can be told.
RECORD = ".copied.json"


def renew(book: Book, folder: Path) -> Iterator[str]:
    """Put a copy of each notebook into ``folder``, or the new one where there is one.

    A copy that was changed is kept beside the new one; yields a sentence for each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / RECORD
    copied = known(record)
    for notebook in sorted((book.root / FOLDER).glob("*.ipynb")):
        new, mine = notebook.read_bytes(), folder / notebook.name
        old = mine.read_bytes() if mine.exists() else None
        if old not in (None, new) and copied.get(notebook.name) == digest(new):
            # It is theirs, and the book's is as it was.
            continue
        if old not in (None, new) and copied.get(notebook.name) != digest(old or b""):
            kept = next(each for each in numbered(mine) if not each.exists())
            write_whole(kept, old or b"")
            yield f"{notebook.name} is new. Yours is {kept.name}."
        if old != new:
            write_whole(mine, new)
        copied[notebook.name] = digest(new)
    write_whole(record, json.dumps(copied, indent=2) + "\n")


def known(record: Path) -> dict[str, str]:
    """What a record says; a damaged one says nothing."""
    try:
        found = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
