"""What a titled block adds to the framework and what it replaces there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .source import DOC, HEAD, Leaf, Module, Path


@dataclass(frozen=True)
class Changes:
    """The pieces that a block adds and those that it replaces, in its own order."""

    added: tuple[Path, ...]
    replaced: tuple[Path, ...]

    @classmethod
    def between(cls, before: Module | None, block: Module) -> Changes:
        """Compare ``block`` with the module that it is typed into."""
        old = before.leaves() if before else {}
        added: list[Path] = []
        replaced: list[Path] = []
        for path, leaf in block.leaves().items():
            if any(
                path[: len(whole) - 1] == whole[:-1] for whole in added if _whole(whole)
            ):
                continue
            if path not in old:
                added.append(path)
            elif not _same(old[path], leaf):
                replaced.append(path)
        return cls(tuple(added), tuple(replaced))

    def sentence(
        self,
        code: Callable[[Path], str],
        origin: Callable[[Path], str] = lambda path: "",
    ) -> str:
        """``Adds a, b. Replaces c.``, each piece as ``code`` writes it.

        ``origin`` says of a replaced piece where it came from.
        """
        parts = []
        if self.added:
            parts.append("Adds " + ", ".join(code(path) for path in self.added) + ".")
        if self.replaced:
            again = [code(path) + origin(path) for path in self.replaced]
            parts.append("Replaces " + ", ".join(again) + ".")
        return " ".join(parts) or "Adds nothing new."


def _whole(path: Path) -> bool:
    return path[-1] == HEAD


def _same(old: Leaf, new: Leaf) -> bool:
    return old.text.strip() == new.text.strip()


def plain(path: Path) -> str:
    """A piece's name for a sentence in plain text."""
    return in_words(path, "")


def marked(path: Path) -> str:
    """A piece's name for a sentence in Markdown."""
    return in_words(path, "`")


def in_words(path: Path, tick: str) -> str:
    """A piece's name, the code in it between ticks."""
    *owner, last = path
    whole = f"{tick}{'.'.join(owner)}{tick}"
    if last == HEAD:
        return whole
    if last == DOC:
        return f"the docstring of {whole}" if owner else "the module's docstring"
    if owner and owner[-1] == "__init__":
        return f"{tick}{last}{tick} in {whole}"
    return f"{tick}{'.'.join(path)}{tick}"
