"""How far a learner is: tries, hints and what is solved, kept in a file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from .exercise import Exercise, Verdict

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


class NotReadable(Exception):
    """A file of progress that somebody changed. The message says what to do."""


class Progress:
    """What a learner did, by the name of each exercise.

    It is read from and written to the file ``path`` at once, or kept in memory alone
    where that is None.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.states: dict[str, State] = {}

    def begin(self) -> None:
        """Make the file, where there is none."""
        if self.path and not self.path.exists():
            self.write({})

    def all(self) -> dict[str, State]:
        """The states of what was touched. Raises `NotReadable`."""
        if self.path and self.path.exists():
            self.states = read(self.path)
        return self.states

    def of(self, exercise: Exercise) -> State:
        return self.all().get(exercise.name, State())

    def change(self, exercise: Exercise, state: State) -> None:
        """Keep a new state of ``exercise``."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.write({**self.all(), exercise.name: replace(state, last=now)})

    def write(self, states: dict[str, State]) -> None:
        self.states = states
        if self.path:
            named = {name: asdict(each) for name, each in states.items()}
            write_whole(self.path, json.dumps({"exercises": named}, indent=2) + "\n")

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


def found_from(place: Path) -> Path | None:
    """The learner's folder that ``place`` is in or beside, if there is one."""
    for folder in (place, *place.parents):
        for found in (folder, folder / FOLDER):
            if (found / FILE).is_file():
                return found
    return None


def read(path: Path) -> dict[str, State]:
    """The states in a file. Raises `NotReadable`."""
    known = {field.name: type(field.default) for field in fields(State)}
    try:
        found = json.loads(path.read_text("utf-8"))["exercises"]
        for state in found.values():
            if any(not isinstance(state[name], known[name]) for name in state):
                raise TypeError
        return {name: State(**state) for name, state in found.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotReadable(
            f"{path} is not as `workshop` wrote it, and cannot be read. Rename it, and"
            " a new one is begun; your answers stay as they are."
        ) from None


def write_whole(path: Path, text: str) -> None:
    """Write a file at once: who is interrupted leaves the old one as it was."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
