"""A learner at work in a terminal, from the first start to the last key."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from workshop.exercises.exercise import exercises, find_exercise
from workshop.weave.book import Book

BOOK = Book()
SECONDS = 30
Start = Callable[..., pexpect.spawn]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts ``workshop`` in an empty folder, in a terminal of 80 by 24.

    Without the size that pytest names for its own terminal.
    """
    started: list[pexpect.spawn] = []

    def start(*arguments: str, columns: int = 80) -> pexpect.spawn:
        terminal = pexpect.spawn(
            sys.executable,
            ["-m", "workshop", *arguments],
            cwd=str(tmp_path),
            env={name: os.environ[name] for name in os.environ if name != "COLUMNS"},
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
    sees(watch, "h hint c check n next")
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


def window(terminal: pexpect.spawn, words: str) -> list[str]:
    """The lines from the top of the window to the one with ``words``, as last drawn."""
    seen = sees(terminal, words) + str(terminal.after)
    text = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", seen.rpartition("\x1b[2J")[2])
    return text.split("\r\n")


def test_it_is_drawn_anew_when_the_window_changes_its_size(start: Start) -> None:
    watch = start("watch", "greet_by_name")
    sees(watch, "There is something left to do: write greet here.")
    sees(watch, "q quit")
    watch.setwinsize(24, 30)
    # Its first line is too long for such a window.
    watch.expect(r"0 of *\r\n\d+ solved")
    sees(watch, "There is something left to do: write greet here.")
    watch.setwinsize(24, 80)
    watch.expect(r"0 of \d+ solved")
    sees(watch, "There is something left to do: write greet here.")


DOWN, UP, ENTER, ESCAPE = "\x1b[B", "\x1b[A", "\r", "\x1b"
FIRST, SECOND = (each.title.rstrip(".") for each in exercises(BOOK)[:2])


def test_an_exercise_is_chosen_from_the_list(start: Start) -> None:
    watch = start("watch", exercises(BOOK)[0].name)
    sees(watch, "q quit")
    watch.send("l")
    lines = window(watch, "Esc back")
    assert any(re.fullmatch(rf"→ +{FIRST}  you are here", line) for line in lines)
    watch.send(DOWN)
    lines = window(watch, "Esc back")
    assert any(re.fullmatch(rf"→ +{SECOND}", line) for line in lines)
    assert any(re.fullmatch(rf" +{FIRST}  you are here", line) for line in lines)
    watch.send(ENTER)
    sees(watch, f"1. WSGI · {SECOND}")
    sees(watch, "✗")


@pytest.mark.parametrize("key", [ESCAPE, "l"])
def test_the_list_is_left_for_what_was_there(start: Start, key: str) -> None:
    watch = start("watch", "greet_by_name")
    sees(watch, "✗ Nobody is you")
    watch.send("l")
    sees(watch, "Esc back")
    watch.send(DOWN)
    sees(watch, "Esc back")
    watch.send(key)
    assert "Greet by name" in "\n".join(window(watch, "✗ Nobody is you"))
    watch.send("q")
    watch.expect(pexpect.EOF)


def test_the_list_leads_out_of_the_chapter_and_never_out_of_the_window(
    start: Start,
) -> None:
    every = exercises(BOOK)
    watch = start("watch", every[0].name, columns=40)
    sees(watch, "q quit")
    watch.send("lk")
    sees(watch, "Esc back")
    for _ in every:
        watch.send("j")
        # As high as the window, with an empty line at its end, and no line too long.
        lines = window(watch, "Esc back")
        assert len(lines) == 23
        assert max(map(len, lines)) <= 40
        assert len([line for line in lines if line.startswith("→")]) == 1
    watch.send(UP)
    sees(watch, "Esc back")
    watch.send(ENTER)
    # It is in the last chapter, and long.
    sees(watch, f"{every[-2].chapter.title} · {every[-2].title.rstrip('.')}")


def test_what_is_saved_while_the_list_is_there_is_judged(
    start: Start, tmp_path: Path
) -> None:
    watch = start("watch", "greet_by_name")
    sees(watch, "✗ Nobody is you")
    watch.send("l")
    sees(watch, "Esc back")
    path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"
    answer = find_exercise(BOOK, Path("greet_by_name")).answer
    path.write_text(answer, "utf-8")
    sees(watch, "Solved: Greet by name.")


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


KEYS = {
    "left": "\x1b[D",
    "home": "\x1b[H",
    "home of others": "\x1b[1~",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F4": "\x1bOS",
    "F5": "\x1b[15~",
    "F2 on a console": "\x1b[[B",
    "control and right": "\x1b[1;5C",
    "Alt and q": "\x1bq",
    "escape": "\x1b",
    "a letter of three bytes": "\u20ac",
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_key_that_is_no_letter_does_nothing(start: Start, key: str) -> None:
    watch = start("watch", "greet_by_name")
    sees(watch, "h hint")
    watch.send(key)
    time.sleep(0.3)
    watch.send("h")
    said = sees(watch, "Hint 1 of 3:")
    for word in ("Solved", "It shows what", "Try it first", "Traceback"):
        assert word not in said
    watch.send("q")
    watch.expect(pexpect.EOF)
    watch.close()
    assert watch.exitstatus == 0


def test_it_goes_on_after_it_was_stopped(tmp_path: Path) -> None:
    shell = pexpect.spawn(
        "/bin/bash",
        ["--norc", "-i"],
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=SECONDS,
        env={**os.environ, "PS1": "ready> "},
        dimensions=(24, 80),
    )
    shell.expect("ready> ")
    shell.sendline(f"{sys.executable} -m workshop watch greet_by_name")
    sees(shell, "h hint")
    shell.sendcontrol("z")
    shell.expect("Stopped")
    shell.expect("ready> ")
    shell.sendline("fg")
    sees(shell, "h hint")
    # Without Enter.
    shell.send("h")
    sees(shell, "Hint 1 of 3:")
    shell.send("q")
    shell.expect("ready> ")
    shell.sendline("exit")
    shell.close()


def test_without_keys_it_watches_all_the_same(tmp_path: Path) -> None:
    """Standard input that is no terminal is no reason to stop."""
    command = f"exec {sys.executable} -m workshop watch greet_by_name </dev/null"
    watch = pexpect.spawn(
        "/bin/sh",
        ["-c", command],
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=SECONDS,
        dimensions=(24, 80),
    )
    said = sees(watch, "Nobody is you")
    exercise = find_exercise(BOOK, Path("greet_by_name"))
    path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"
    path.write_text(exercise.answer, "utf-8")
    said += sees(watch, "Solved: Greet by name.")
    assert "Traceback" not in said
    assert "h hint" not in said
    watch.sendintr()
    watch.expect(pexpect.EOF)


NO_INOTIFY = """
import watchfiles, sys
original = watchfiles.watch
def watch(*paths, force_polling=None, **options):
    if not force_polling:
        raise OSError("OS file watch limit reached. about ['here']")
    return original(*paths, force_polling=True, **options)
watchfiles.watch = watch
from workshop.__main__ import main
sys.argv[0] = "workshop"
main()
"""


@pytest.mark.parametrize("command", ["watch greet_by_name", "build --watch"])
def test_where_the_system_tells_of_no_files(tmp_path: Path, command: str) -> None:
    """They are looked at from time to time, it is said, and a key checks at once."""
    watch = pexpect.spawn(
        sys.executable,
        ["-c", NO_INOTIFY, *command.split()],
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=SECONDS,
        dimensions=(24, 80),
    )
    said = sees(watch, "they are looked at three times a second.")
    # What is there when the looking begins is not news.
    time.sleep(2)
    if command.startswith("build"):
        path = tmp_path / "my-tinyflask" / "framework" / "tinyflask" / "__init__.py"
        path.write_text("1 / 0\n", "utf-8")
        said += sees(watch, "raised ZeroDivisionError")
    else:
        said += sees(watch, "The key c checks at once.")
        exercise = find_exercise(BOOK, Path("greet_by_name"))
        path = tmp_path / "my-tinyflask" / "01-wsgi" / "greet_by_name.py"
        path.write_text(exercise.answer, "utf-8")
        said += sees(watch, "Solved: Greet by name.")
        watch.send("c")
        sees(watch, "Solved: Greet by name.")
    assert "Traceback" not in said
    watch.sendintr()
    watch.expect(pexpect.EOF)


def test_progress_that_is_damaged_while_watching(start: Start, tmp_path: Path) -> None:
    watch = start("watch", "greet_by_name")
    sees(watch, "Nobody is you")
    (tmp_path / "my-tinyflask" / "workshop.json").write_text("<<<<<<<", "utf-8")
    watch.send("h")
    sees(watch, "was not as `workshop` writes it")
    sees(watch, "h hint")
