"""What a person says of the map: ``chapters/map.toml``, read.

In the table ``names`` stand names of ours, ``app.Flask.run``, each with one or more of
these, in a sentence or as a path:

- ``besides``: what Flask does there that ours does not;
- ``flask``: where it is in Flask, if a program would not find it;
- ``ours``: how Flask does without it. It is for all that is in it, too.

In the table ``missing`` stands a reason for each name that Flask has and we have not.
One for a module or a class is for all that is in it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from ..errors import BookError, Place
from ..weave.chapter import read_text


@dataclass(frozen=True)
class Note:
    """What is said of a name of ours."""

    flask: str | None = None
    besides: str | None = None
    ours: str | None = None


@dataclass(frozen=True)
class Notes:
    """The file: `names` and `missing` are its tables, and `text` is all of it."""

    file: str
    text: str
    names: dict[str, Note]
    missing: dict[str, str]

    @classmethod
    def read(cls, path: Path, root: Path) -> Notes:
        """Read the file. Raises `BookError` for what does not belong there."""
        file, text = path.relative_to(root).as_posix(), read_text(path, root)
        try:
            told = tomllib.loads(text)
            names = {name: Note(**note) for name, note in told["names"].items()}
            return cls(file, text, names, told["missing"])
        except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
            problem = (
                f"this cannot be read: {error}. It has the tables `names`, with flask,"
                " besides and ours, and `missing`. Mend it."
            )
            raise BookError(Place(file), problem) from None

    def problem(self, name: str, sentence: str) -> BookError:
        """A problem with what is said of a name, where it is said."""
        lines = enumerate(self.text.splitlines(), 1)
        said = (number for number, line in lines if line.startswith(f'"{name}"'))
        return BookError(Place(self.file, next(said, 1)), sentence)
