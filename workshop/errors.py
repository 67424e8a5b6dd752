"""The errors that the book's tools raise for what a person wrote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a piece of text stands: a file, and a line in it (counted from 1)."""

    file: str
    line: int = 1

    def at(self, line: int) -> Place:
        """The place of the ``line``-th line (from 1) of a text that begins here."""
        return Place(self.file, self.line + line - 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class BookError(Exception):
    """Something in a chapter, an exercise or ``tinyflask/`` must be changed.

    The message says where it stands, what is wrong and what to do.
    """

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class StepFailed(Exception):
    """A program that did a step failed.

    The message says which step, and how what the program printed ended.
    """

    def __init__(self, step: str, printed: tuple[str, ...]) -> None:
        last = "\n".join(printed).strip("\n") or "(It printed nothing.)"
        super().__init__(f"this step failed: {step}. Its last lines:\n\n{last}")
        self.printed = printed
