"""Judging in a process of its own, so that an answer may do what it likes.

``python -m workshop.judge NAME FILE`` prints the verdict in a line, as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from .book import Book
from .exercise import Exercise, Result, Verdict, find_exercise, judge

SECONDS = 20
VERDICT = "The verdict: "


def judge_file(exercise: Exercise, path: Path) -> Verdict:
    """Judge the answer in ``path``, within `SECONDS` seconds."""
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return failed(f"{path.name} is not a text file. Write Python into it.")
    command = [sys.executable, "-m", "workshop.judge", exercise.name, str(path)]
    try:
        # What a process leaves behind when it is ended goes away with its folder.
        with tempfile.TemporaryDirectory(prefix="exercise-") as folder:
            ran = subprocess.run(
                command,
                capture_output=True,
                env={**os.environ, "TMPDIR": folder},
                stdin=subprocess.DEVNULL,
                timeout=SECONDS,
            )
    except subprocess.TimeoutExpired:
        return failed(
            f"It was not done after {SECONDS} seconds. Is there a loop that never ends?"
        )
    lines = ran.stdout.decode(errors="replace").splitlines()
    verdicts = [line for line in lines if line.startswith(VERDICT)]
    try:
        results = json.loads(verdicts[-1].removeprefix(VERDICT))
    except (IndexError, ValueError):
        complaint = ran.stderr.decode(errors="replace").strip().splitlines()
        last = f" Its last words: {complaint[-1]}" if complaint else ""
        return failed(f"Your code ended the program that judges it.{last}")
    return Verdict(tuple(Result(**result) for result in results))


def failed(problem: str) -> Verdict:
    return Verdict((Result("The file can be run", problem),))


def main() -> None:
    book = Book()
    name, path = sys.argv[1:]
    verdict = judge(
        find_exercise(book, Path(name)), Path(path).read_text("utf-8"), book
    )
    print()
    print(VERDICT + json.dumps([asdict(result) for result in verdict.results]))


if __name__ == "__main__":
    main()
