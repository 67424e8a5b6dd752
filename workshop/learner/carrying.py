"""What a learner did, as a file: from a browser into a folder, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..exercises.exercise import Exercise, exercises
from ..exercises.parts import alone_of, whole_of
from ..files import numbered, write_whole
from .folder import BACKUPS, Learner
from .judging import text_of
from .progress import State, more_of, state_in

# Which kind of file it is. The pages' scripts write and read the same.
KIND = "tinyflask"
VERSION = 1


def carried_out(learner: Learner) -> str:
    """The text of a file with all answers and what is solved, for the pages to read."""
    states = learner.progress.read().exercises
    found: dict[str, dict[str, object]] = {}
    for exercise in exercises(learner.book):
        state = states.get(exercise.name, State())
        entry: dict[str, object] = {
            "tries": state.tries,
            "hints": state.hints,
            "passed": state.passed,
        }
        path = learner.path(exercise)
        text = text_of(path) if path.exists() else exercise.source
        if text != exercise.source:
            entry["text"] = alone(exercise, text)
        if text != exercise.source or state != State():
            found[exercise.name] = entry
    return (
        json.dumps({KIND: VERSION, "exercises": found, "blocks": {}}, indent=2) + "\n"
    )


def carry_in(learner: Learner, text: str) -> Iterator[str]:
    """Take in such a file; yields a sentence for each exercise that it changes.

    An answer that is there already stays, and the other one is put into ``backups/``.
    Of tries, hints and what is solved the more of both counts. Raises `ValueError` for
    another kind of file.
    """
    try:
        found = json.loads(text)
        if found[KIND] != VERSION:
            raise ValueError
        brought = dict(found["exercises"])
    except (ValueError, LookupError, TypeError):
        raise ValueError("that is no file that a page of this book saved.") from None
    for exercise in exercises(learner.book):
        entry = brought.get(exercise.name)
        if not isinstance(entry, dict):
            continue
        state = learner.progress.of(exercise)
        both = more_of(state, state_in(entry))
        if both != state:
            learner.progress.change(exercise, both)
            yield f"{exercise.name}: {'solved' if both.passed else 'tried'}"
        mine, path = entry.get("text"), learner.path(exercise)
        if not isinstance(mine, str):
            continue
        # In the pages an answer stands alone, and in a folder the tests are below it.
        here = text_of(path)
        answer = whole_of(exercise.source, mine, exercise.parts)
        if here == answer or alone(exercise, here) == alone(exercise, mine):
            continue
        if here == exercise.source:
            write_whole(path, answer)
            yield f"{path}: your answer"
        else:
            kept = put_aside(learner.folder / BACKUPS, path, answer)
            yield f"{path}: there is an answer already. The other one is {kept}"


def alone(exercise: Exercise, text: str) -> str:
    """What the learner wrote of ``text``, which may have all that their file has."""
    return alone_of(exercise.source, text, exercise.parts)


def put_aside(folder: Path, path: Path, text: str) -> Path:
    """Write ``text`` beside the other copies of the file ``path``."""
    folder.mkdir(exist_ok=True)
    kept = next(each for each in numbered(path, folder) if not each.exists())
    write_whole(kept, text)
    return kept
