"""What a titled block adds to the framework, moves within it, and replaces there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .pieces import DOC, HEAD, Module, Path

# More new members of a class than this are counted and not named.
MANY = 6
NOTHING_NEW = "Adds nothing new."


@dataclass(frozen=True)
class Changes:
    """The pieces that a block adds, replaces and removes, in their order.

    A class or function that is new counts as one piece. `imported` are the names that
    a package newly hands on. Pieces are removed by typing a class in without ``...``.
    `moved` are the pieces that leave another class, and which class that is.
    """

    added: tuple[Path, ...]
    replaced: tuple[Path, ...]
    removed: tuple[Path, ...]
    imported: tuple[str, ...]
    moved: tuple[tuple[Path, str], ...]

    @classmethod
    def between(cls, before: Module | None, block: Module, after: Module) -> Changes:
        """Compare ``block`` with the module ``before`` and ``after`` it is typed in."""
        old = before.leaves() if before else {}
        added: list[Path] = []
        replaced: list[Path] = []
        new = after.leaves()
        for path in block.leaves():
            if any(head[-1] == HEAD and _within(path, head) for head in added):
                continue
            if path not in old:
                added.append(path)
            elif old[path].text.strip() != new[path].text.strip():
                replaced.append(path)
        known = before.handed_on() if before else {}
        imported = [
            name for line, name in block.handed_on().items() if line not in known
        ]
        removed = old.keys() - after.leaves().keys()
        moved = [(path, each.names[0]) for path, each in block.moves().items()]
        telling = [path for path in (*added, *replaced) if not _goes_along(path)]
        if telling or imported or moved:
            added = [path for path in added if path in telling]
            replaced = [path for path in replaced if path in telling]
        return cls(
            tuple(added),
            tuple(replaced),
            tuple(path for path in old if path in removed),
            tuple(imported),
            tuple(moved),
        )

    def sentence(
        self, tick: str = "", origin: Callable[[Path], str] = lambda path: ""
    ) -> str:
        """``Adds a, b. Replaces c.``, code between ticks.

        ``origin`` says of a replaced piece where it came from.
        """
        added = list(_in_few_words(self.added, tick))
        if self.imported:
            names = _listed(f"{tick}{name}{tick}" for name in self.imported)
            added.append(f"the name{'s' * (len(self.imported) > 1)} {names}")
        parts = [f"Adds {_listed(added)}."] if added else []
        for owner, group in itertools.groupby(self.moved, key=lambda each: each[1]):
            names = _listed(_in_few_words((path for path, _ in group), tick))
            parts.append(f"Moves {names} here from {tick}{owner}{tick}.")
        if self.replaced:
            again = [
                _listed(in_words(path, tick) for path in paths) + where
                for where, paths in itertools.groupby(self.replaced, key=origin)
            ]
            parts.append(f"Replaces {'; '.join(again)}.")
        if self.removed:
            parts.append(
                "Removes "
                f"{_listed(in_words(path, tick, new=True) for path in self.removed)}."
            )
        return " ".join(parts) or NOTHING_NEW


def _in_few_words(added: Iterable[Path], tick: str) -> Iterator[str]:
    """The names of new pieces, or how many they are, where a class gets many."""
    for owner, group in itertools.groupby(added, key=lambda path: path[:-1]):
        paths = list(group)
        if owner and owner[-1] != "__init__" and len(paths) > MANY:
            yield f"{len(paths)} members of {tick}{'.'.join(owner)}{tick}"
        else:
            yield from (in_words(path, tick, new=True) for path in paths)


def _goes_along(path: Path) -> bool:
    """Whether a piece is worth no word beside others: a docstring, a signature."""
    return path[-1] == DOC or path[-2:] == ("__init__", HEAD)


def _within(path: Path, head: Path) -> bool:
    return path[: len(head) - 1] == head[:-1]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def in_words(path: Path, tick: str = "`", new: bool = False) -> str:
    """A piece's name for a sentence, the code in it between ticks.

    ``new`` is for a piece that was not there before.
    """
    *owner, last = path
    whole = f"{tick}{'.'.join(owner)}{tick}"
    if last == HEAD and not new and owner[-1] == "__init__":
        return f"the signature of {whole}"
    if last == HEAD:
        return whole if new else f"the bases of {whole}"
    if last == DOC:
        return f"the docstring of {whole}" if owner else "the module's docstring"
    if owner and owner[-1] == "__init__":
        return f"lines in {whole}"
    return f"{tick}{'.'.join(path)}{tick}"
