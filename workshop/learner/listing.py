"""The exercises as a list: all of them, or one to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..exercises.exercise import Exercise, exercises, exercises_of
from ..weave.chapter import Chapter
from .folder import Learner

KEYS_TO_CHOOSE = {"↑ ↓ k j": "move", "Enter": "go there", "Esc": "back"}
# Stands before the exercise that would be gone to.
POINTER = "→"


def listed(learner: Learner) -> RenderableType:
    """All exercises, with their files, and marks at those that are solved."""
    table = Table.grid(padding=(0, 1))
    for chapter in learner.book.chapters:
        table.add_row("", chapter_row(learner, chapter))
        for exercise in exercises_of(chapter):
            title, path = exercise.title.rstrip("."), str(learner.path(exercise))
            table.add_row(
                mark(learner, exercise), Text.assemble(f"{title}  ", (path, "dim"))
            )
    return table


def chapter_row(learner: Learner, chapter: Chapter) -> Text:
    """A chapter's title, and how far the learner is in it."""
    own = exercises_of(chapter)
    return Text.assemble(
        (chapter.title, "bold"), f"  {learner.solved(own)} of {len(own)}"
    )


def mark(learner: Learner, exercise: Exercise) -> Text:
    return Text("✓" if learner.is_solved(exercise) else " ", style="green")


class Choice:
    """A list of all exercises, in which one can be gone to."""

    def __init__(self, learner: Learner, here: Exercise) -> None:
        self.here = here
        self.every = exercises(learner.book)
        # What is solved is looked up once, and not whenever a key is pressed.
        self.chapters = [
            (
                chapter_row(learner, chapter),
                [(each, mark(learner, each)) for each in exercises_of(chapter)],
            )
            for chapter in learner.book.chapters
        ]
        # A drill is none of them. It begins where its chapter does.
        own = [here] if here in self.every else exercises_of(here.chapter)
        self.at = self.every.index(own[0])

    @property
    def exercise(self) -> Exercise:
        """The one that would be gone to."""
        return self.every[self.at]

    def move(self, by: int) -> None:
        """Take the next, or the one before."""
        self.at = min(max(self.at + by, 0), len(self.every) - 1)

    def drawn(self, height: int) -> RenderableType:
        """As many lines as fit, with the one that would be gone to in the middle."""
        rows = list(self.rows())
        at = next(number for number, row in enumerate(rows) if POINTER in row.plain)
        height = max(height, 1)
        first = max(min(at - height // 2, len(rows) - height), 0)
        return Group(*rows[first : first + height])

    def rows(self) -> Iterator[Text]:
        for title, own in self.chapters:
            yield line("    ", title)
            for exercise, solved in own:
                is_chosen = exercise == self.exercise
                yield line(
                    f"{POINTER} " if is_chosen else "  ",
                    solved,
                    " ",
                    (exercise.title.rstrip("."), "bold" if is_chosen else ""),
                    ("  you are here" if exercise == self.here else "", "dim"),
                )


def line(*parts: str | Text | tuple[str, str]) -> Text:
    """A line that stays one where the window is narrow: what is too long is cut off."""
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def legend(keys: Mapping[str, str]) -> Text:
    """Which key does what, in a line."""
    return Text("  ").join(
        Text.assemble((key, "bold"), f" {word}") for key, word in keys.items()
    )
