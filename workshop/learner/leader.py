"""``workshop leader``: where a class stands, read off the learners' folders."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ..exercises.exercise import Exercise, exercises, exercises_of
from ..weave.book import Book
from .folder import Learner
from .progress import FILE, FOLDER, Progress, read

out = Console(highlight=False, markup=False)

# So many letters of a name leave room for what somebody is at work on.
LONGEST_NAME = 16


@click.group()
def leader() -> None:
    """For who leads a workshop."""


@leader.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
def summary(folders: tuple[Path, ...]) -> None:
    """Show where a class stands: what each FOLDER's learner solved, and tries now."""
    book = Book()
    learners = [Learner(book, folder) for folder in folders]
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    table.add_column("learner", no_wrap=True, max_width=LONGEST_NAME)
    table.add_column("by chapter", no_wrap=True)
    for title in ("all", "ago"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("at work on", min_width=LONGEST_NAME, overflow="fold")
    trying: Counter[str] = Counter()
    problems = {}
    for learner in learners:
        problem = look_at(learner)
        if problem:
            problems[learner.folder] = problem
        if learner.progress.noted.exercises or not problem:
            table.add_row(*row(learner))
            trying.update(each.name for each in tried_in_vain(learner))
    out.print(table)
    for folder, problem in problems.items():
        out.print(f"{folder}: {problem}", soft_wrap=True)
    for name, count in trying.most_common(3):
        out.print(f"tried and not solved by {count} of {len(learners)}: {name}")


def look_at(learner: Learner) -> str | None:
    """Read what a learner did, and change nothing; returns what is wrong with it."""
    path = learner.folder / FILE
    learner.progress = Progress()
    if not path.is_file():
        return f"there is no {FILE}, so this is no learner's folder"
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        return f"{FILE} cannot be read: {error.strerror}"
    learner.progress.noted, whole = read(text)
    return None if whole else f"{FILE} is damaged; what can be read of it is shown"


def row(learner: Learner) -> list[str]:
    book = learner.book
    solved = [learner.solved(exercises_of(each)) for each in book.chapters]
    vain = tried_in_vain(learner)
    now = ""
    if vain:
        last = max(vain, key=lambda each: learner.progress.of(each).last)
        state = learner.progress.of(last)
        now = f"{last.name}: {counted(state.tries, 'try', 'tries')}"
        if state.hints:
            now += f", {counted(state.hints, 'hint', 'hints')}"
    moments = [state.last for state in learner.progress.read().exercises.values()]
    return [
        name_of(learner.folder.resolve()),
        by_chapter(solved),
        str(sum(solved)),
        ago(max(moments, default="")),
        now,
    ]


def by_chapter(solved: list[int]) -> str:
    """How many exercises of each chapter are solved, a digit each, in fives."""
    digits = "".join(str(count) if count else "·" for count in solved)
    return " ".join(digits[start : start + 5] for start in range(0, len(digits), 5))


def name_of(folder: Path) -> str:
    """Whose folder it is: most are called alike, and stand in a home."""
    return folder.parent.name if folder.name == FOLDER else folder.name


def tried_in_vain(learner: Learner) -> list[Exercise]:
    """The exercises that the learner tried and has not solved."""
    states = ((each, learner.progress.of(each)) for each in exercises(learner.book))
    return [each for each, state in states if state.tries and not state.passed]


def counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def ago(moment: str) -> str:
    """How long ago a moment was."""
    try:
        passed = datetime.now(UTC) - datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        return ""
    # A clock may be ahead of ours.
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
