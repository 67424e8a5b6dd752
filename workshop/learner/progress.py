"""How far a learner is: tries, hints and what is solved, kept in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ..exercises.exercise import Exercise, Verdict
from ..files import numbered, write_whole

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


class Progress:
    """What a learner did, by the name of each exercise.

    It is read from and written to the file ``path`` at once, or kept in memory alone
    where that is None. ``tell`` is called with a sentence where the file was changed by
    something else, or cannot be written.
    """

    def __init__(
        self, path: Path | None = None, tell: Callable[[str], None] = print
    ) -> None:
        self.path = path
        self.tell = tell
        self.noted = Noted()
        self.cannot_write = False

    def begin(self) -> None:
        """Make the file, where there is none. Raises `OSError`."""
        if self.path and not self.path.exists():
            write_whole(self.path, written(Noted()))

    def read(self) -> Noted:
        """All that is noted. Of a file that was damaged, what can be read.

        Such a file is kept beside, and a new one is begun.
        """
        if self.path is None or self.cannot_write or not self.path.exists():
            return self.noted
        text = self.path.read_bytes().decode("utf-8-sig", errors="replace")
        self.noted, whole = read(text)
        if not whole:
            self.set_aside(self.path)
        return self.noted

    def set_aside(self, path: Path) -> None:
        """Keep the file beside, and write what could be read of it."""
        try:
            kept = next(each for each in numbered(path) if not each.exists())
            write_whole(kept, path.read_bytes())
        except OSError as error:
            self.cannot_write = True
            self.tell(f"Nothing can be noted in {path}: {error.strerror}.")
            return
        self.write(self.noted)
        count = len(self.noted.exercises)
        self.tell(
            f"{path} was not as `workshop` writes it. What could be read of it, of"
            f" {count} exercises, is kept, and the file as it was is {kept}."
        )

    def write(self, noted: Noted) -> None:
        """Note it, in memory alone where the file cannot be written."""
        self.noted = noted
        if self.path is None or self.cannot_write:
            return
        try:
            write_whole(self.path, written(noted))
        except OSError as error:
            self.cannot_write = True
            self.tell(
                f"It cannot be noted in {self.path}: {error.strerror}. What you solve"
                " from now on is forgotten when you leave. Your answers are safe."
            )

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


def written(noted: Noted) -> str:
    """The text of a file that notes this."""
    return json.dumps(asdict(noted), indent=2) + "\n"


def read(text: str) -> tuple[Noted, bool]:
    """What the text of a file notes, and whether that is all it says.

    Of a text that is damaged, by a merge perhaps, each exercise is read by itself.
    """
    try:
        found = json.loads(text)
        noted = Noted(states_in(found["exercises"]), int(found["chapter"]))
    except (ValueError, LookupError, TypeError, AttributeError):
        entries = re.findall(r'"(\w+)":\s*(\{[^{}]*\})', text)
        chapters = [int(each) for each in re.findall(r'"chapter":\s*(\d+)', text)]
        states: dict[str, State] = {}
        for name, entry in entries:
            with suppress(ValueError):
                state = state_in(json.loads(entry))
                states[name] = more_of(states.get(name, State()), state)
        return Noted(states, max(chapters, default=1)), False
    return noted, asdict(noted) == found


def states_in(found: dict[str, dict[str, object]]) -> dict[str, State]:
    return {name: state_in(entry) for name, entry in found.items()}


def state_in(entry: dict[str, object]) -> State:
    """The state that an entry notes; what it should not have is passed by."""
    usual = asdict(State())
    known = {
        name: value
        for name, value in entry.items()
        if name in usual and type(value) is type(usual[name])
    }
    return replace(State(), **known)  # type: ignore[arg-type]


def more_of(one: State, other: State) -> State:
    """What two states of an exercise have between them."""
    return State(
        tries=max(one.tries, other.tries),
        hints=max(one.hints, other.hints),
        asked=one.asked or other.asked,
        passed=one.passed or other.passed,
        last=max(one.last, other.last),
    )


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
    return Progress(folder and folder / FILE)
