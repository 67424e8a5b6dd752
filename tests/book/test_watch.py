"""A learner at work in a terminal, from the first start to the last key."""

from __future__ import annotations

import re
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from workshop.book import Book
from workshop.exercise import exercises, find_exercise

BOOK = Book()
SECONDS = 30
Start = Callable[..., pexpect.spawn]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts ``workshop`` in an empty folder, in a terminal of 80 by 24."""
    started: list[pexpect.spawn] = []

    def start(*arguments: str, columns: int = 80) -> pexpect.spawn:
        terminal = pexpect.spawn(
            sys.executable,
            ["-m", "workshop", *arguments],
            cwd=str(tmp_path),
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(24, columns),
        )
        started.append(terminal)
        return terminal

    yield start
    for terminal in started:
        terminal.close(force=True)


def sees(terminal: pexpect.spawn, words: str) -> str:
    """Wait until the terminal shows words, however they are broken into lines."""
    colour = r"(?:\x1b\[[\d;?]*[a-zA-Z])"
    gap = rf"(?:\s|{colour})+"
    pattern = gap.join(re.escape(word) for word in words.split())
    terminal.expect(pattern)
    return str(terminal.before)


def test_a_session_from_the_first_start_to_a_reset(
    start: Start, tmp_path: Path
) -> None:
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"

    first = start()
    sees(first, "A folder of your own was made:")
    sees(first, "Next: Answer every request")
    first.expect(pexpect.EOF)

    watch = start("watch", "greet_by_name")
    sees(watch, "0 of")
    sees(watch, "✗ Nobody is you")
    sees(watch, "There is something left to do: write greet here.")
    sees(watch, "h hint n next")
    watch.send("h")
    sees(watch, f"Hint 1 of 3: {exercise.hints[0]}")
    watch.send("h")
    sees(watch, f"Hint 2 of 3: {exercise.hints[1]}")

    wrong = exercise.answer.replace('"you"', '"thou"')
    path.write_text(wrong, "utf-8")
    sees(watch, "✗ Nobody is you")
    sees(watch, "Without a name it says 'Hello, thou.'.")

    path.write_text(exercise.answer, "utf-8")
    sees(watch, "1 of")
    sees(watch, "Solved: Greet by name.")
    sees(watch, exercise.learnt)
    sees(watch, "In Flask:")
    sees(watch, "To try next:")
    sees(watch, "my-tinyflask/01-wsgi/solutions/greet_by_name.py")

    watch.send("r")
    sees(watch, "Put the task's own file back? Yours is kept in backups/. (y/n)")
    watch.send("n")
    sees(watch, "Solved")
    assert path.read_text("utf-8") == exercise.answer
    watch.send("r")
    sees(watch, "(y/n)")
    watch.send("y")
    sees(watch, "my-tinyflask/backups/greet_by_name.1.py")
    sees(watch, "Nobody is you")
    assert path.read_text("utf-8") == exercise.source
    kept = tmp_path / "my-tinyflask" / "backups" / "greet_by_name.1.py"
    assert kept.read_text("utf-8") == exercise.answer

    watch.send("q")
    watch.expect(pexpect.EOF)
    watch.close()
    assert watch.exitstatus == 0


def test_the_other_keys(start: Start) -> None:
    every = exercises(BOOK)
    watch = start("watch")
    sees(watch, "✗")
    watch.send("n")
    sees(watch, every[1].title.rstrip("."))
    sees(watch, "✗")
    watch.send("p")
    sees(watch, every[0].title.rstrip("."))
    sees(watch, "✗")
    watch.send("l")
    sees(watch, every[1].title.rstrip("."))
    sees(watch, "6. Locals")
    watch.send("d")
    sees(watch, "Try first, or press d once more")
    watch.send("d")
    sees(watch, "-        page = ")
    watch.send("s")
    sees(watch, "def wsgi_app")
    watch.sendintr()
    watch.expect(pexpect.EOF)
    watch.close()
    assert watch.exitstatus == 0


def test_saving_another_exercise_goes_there(start: Start, tmp_path: Path) -> None:
    watch = start("watch")
    sees(watch, "✗")
    other = exercises(BOOK)[3]
    path = tmp_path / "my-tinyflask" / other.chapter.slug / other.path.name
    path.write_text("1 / 0\n", "utf-8")
    sees(watch, other.title.rstrip("."))
    sees(watch, "Line 1, `1 / 0`, raised ZeroDivisionError")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"while True: pass", "Checking."),
        (b"import os; os._exit(1)", "ended the program that judges it"),
        (b"while True: print('x' * 10_000)", "Checking."),
        (b"import nothing_such", "No module named 'nothing_such'"),
        (b"def greet(", "Line 1 is not Python"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        (b"x = 'x' * 10 ** 11", "raised MemoryError"),
        (b"raise SystemExit", "raised SystemExit"),
    ],
)
def test_whatever_is_saved_the_watch_lives_on(
    start: Start, tmp_path: Path, content: bytes, words: str
) -> None:
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    watch = start("watch", exercise.name)
    sees(watch, "✗ Nobody is you")
    path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"
    path.write_bytes(content)
    sees(watch, words)
    # What is saved next is judged at once, even where the first never ends.
    path.write_text(exercise.answer, "utf-8")
    sees(watch, "Solved: Greet by name.")
    watch.send("q")
    watch.expect(pexpect.EOF)


def test_a_narrow_terminal_loses_no_word(start: Start) -> None:
    watch = start("watch", "greet_by_name", columns=30)
    sees(watch, "There is something left to do: write greet here.")
    sees(watch, "h hint")


def test_the_terminal_is_as_before_when_it_ends(start: Start) -> None:
    watch = start("watch")
    before = termios.tcgetattr(watch.child_fd)
    sees(watch, "✗")
    assert termios.tcgetattr(watch.child_fd)[3] != before[3]
    watch.kill(signal.SIGINT)
    watch.expect(pexpect.EOF)
    assert termios.tcgetattr(watch.child_fd)[3] == before[3]


def test_without_a_terminal_it_prints_plainly(tmp_path: Path) -> None:
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    command = f"exec {sys.executable} -m workshop watch greet_by_name </dev/null | cat"
    watch = pexpect.spawn(
        "/bin/sh",
        ["-c", command],
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=SECONDS,
    )
    sees(watch, "✗ Nobody is you")
    path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"
    path.write_text(exercise.answer, "utf-8")
    said = sees(watch, "Solved: Greet by name.")
    assert "\x1b" not in said
    assert "h hint" not in said
    watch.sendintr()
    watch.expect(pexpect.EOF)
