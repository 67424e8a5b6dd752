"""How far a learner is: tries, hints and what is solved, kept in a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from .exercise import Exercise, Verdict
from .files import write_whole

FILE = "workshop.json"
FOLDER = "my-tinyflask"


@dataclass(frozen=True)
class State:
    """What a learner did with one exercise. ``last`` is when, in ISO format."""

    tries: int = 0
    hints: int = 0
    asked: bool = False
    passed: bool = False
    last: str = ""


@dataclass(frozen=True)
class Noted:
    """All that the file holds: ``chapter`` is where `workshop build` is."""

    exercises: dict[str, State] = field(default_factory=dict)
    chapter: int = 1


Found = TypeVar("Found", State, Noted)


class NotReadable(Exception):
    """A file of progress that somebody changed. The message says what to do."""


class Progress:
    """What a learner did, by the name of each exercise.

    It is read from and written to the file ``path`` at once, or kept in memory alone
    where that is None.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.noted = Noted()

    def begin(self) -> None:
        """Make the file, where there is none."""
        if self.path and not self.path.exists():
            self.write(Noted())

    def read(self) -> Noted:
        """All that is noted. Raises `NotReadable`."""
        if self.path and self.path.exists():
            self.noted = read(self.path)
        return self.noted

    def write(self, noted: Noted) -> None:
        self.noted = noted
        if self.path:
            write_whole(self.path, json.dumps(asdict(noted), indent=2) + "\n")

    def of(self, exercise: Exercise) -> State:
        return self.read().exercises.get(exercise.name, State())

    def change(self, exercise: Exercise, state: State) -> None:
        """Keep a new state of ``exercise``."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        noted = self.read()
        states = {**noted.exercises, exercise.name: replace(state, last=now)}
        self.write(replace(noted, exercises=states))

    def tried(self, exercise: Exercise, verdict: Verdict) -> None:
        """Note a try. What was solved once stays solved."""
        state = self.of(exercise)
        passed = state.passed or verdict.passed
        self.change(exercise, replace(state, tries=state.tries + 1, passed=passed))

    def next_hint(self, exercise: Exercise) -> tuple[int, str]:
        """One hint more than before, and its number; the last again where it is out."""
        state = self.of(exercise)
        number = min(state.hints + 1, len(exercise.hints))
        self.change(exercise, replace(state, hints=number))
        return number, exercise.hints[number - 1]

    def may_see(self, exercise: Exercise) -> bool:
        """Whether the solution is due: after a try, or when asked for twice."""
        state = self.of(exercise)
        if state.tries or state.asked:
            return True
        self.change(exercise, replace(state, asked=True))
        return False

    @property
    def chapter(self) -> int:
        """The chapter that the learner's own framework has come to."""
        return self.read().chapter

    def begin_chapter(self, number: int) -> None:
        self.write(replace(self.read(), chapter=number))


def read(path: Path) -> Noted:
    """What a file notes. Raises `NotReadable`."""
    try:
        found = json.loads(path.read_text("utf-8"))
        states = found["exercises"].items()
        exercises = {name: checked(State(**state)) for name, state in states}
        return checked(Noted(exercises, found["chapter"]))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotReadable(
            f"{path} is not as `workshop` wrote it, and cannot be read. Rename it, and"
            " a new one is begun; your answers stay as they are."
        ) from None


def checked(found: Found) -> Found:
    """``found``, if its values are of the types of those that it has by itself."""
    usual = vars(type(found)())
    if any(type(value) is not type(usual[name]) for name, value in vars(found).items()):
        raise TypeError
    return found


def found_from(place: Path) -> Path | None:
    """The learner's folder that ``place`` is in or beside, if there is one."""
    for folder in (place, *place.parents):
        for found in (folder, folder / FOLDER):
            if (found / FILE).is_file():
                return found
    return None


def progress_around(place: Path) -> Progress:
    """That of the folder that ``place`` is in or beside, or one in memory."""
    folder = found_from(place)
    progress = Progress(folder and folder / FILE)
    try:
        progress.read()
    except NotReadable as error:
        print(f"What you solve here is not noted. {error}")
        return Progress()
    return progress
