"""Judging in a process of its own, so that an answer may do what it likes.

``python -m workshop.learner.judging NAME`` reads an answer and prints the verdict, as
JSON.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from ..exercises.exercise import Exercise, Result, Verdict, judge
from ..weave.book import Book
from .drill import find

SECONDS = 20
BYTES = 2**31


class Judging:
    """An answer that is being judged; it ends by itself, or with `stop`."""

    def __init__(self, command: list[str], source: str) -> None:
        self.source = source
        # What a process leaves behind when it is ended goes away with its folder.
        self.folder = tempfile.TemporaryDirectory(prefix="exercise-")
        with unstoppable():
            self.process = subprocess.Popen(
                # -P: no file in the learner's folder is taken for a module of Python's.
                [sys.executable, "-P", "-m", *command],
                cwd=self.folder.name,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "TMPDIR": self.folder.name},
                # So that what the answer starts can be ended with it.
                start_new_session=True,
            )

    @classmethod
    def of(cls, exercise: Exercise, source: str) -> Judging:
        """Begin to judge ``source`` as an answer to ``exercise``."""
        return cls(["workshop.learner.judging", exercise.name], source)

    def verdict(self) -> Verdict:
        """Wait for the verdict, `SECONDS` seconds at most."""
        with self.folder:
            try:
                said, complaint = self.process.communicate(
                    self.source.encode(), timeout=SECONDS
                )
            except subprocess.TimeoutExpired:
                self.stop()
                self.process.communicate()
                problem = "Is there a loop that never ends?"
                return failed(f"It was not done after {SECONDS} seconds. {problem}")
            finally:
                self.stop()
        try:
            found = json.loads(said)
        except ValueError:
            words = complaint.decode(errors="replace").strip().splitlines()
            last = f" Its last words: {words[-1]}" if words else ""
            return failed(f"Your code ended the program that judges it.{last}")
        results = tuple(Result(**result) for result in found["results"])
        return Verdict(results, found["printed"], found["tests_to_come"])

    def stop(self) -> None:
        """End the process, and all that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        except AttributeError:  # Windows has no process groups.
            self.process.kill()


@contextmanager
def unstoppable() -> Iterator[None]:
    """Have a process that is started here not be stopped by Ctrl-Z.

    Who starts a process waits until it runs. Stopped before that, it keeps both.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTSTP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def judge_file(exercise: Exercise, path: Path) -> Verdict:
    """Judge the answer in ``path``, within `SECONDS` seconds."""
    try:
        source = text_of(path)
    except ValueError as error:
        return failed(str(error))
    return Judging.of(exercise, source).verdict()


def text_of(path: Path) -> str:
    """The text in a learner's file. Raises `ValueError`, saying what to do."""
    try:
        # Some editors begin a file with a mark for its encoding.
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problem = f"{path.name} is not text in UTF-8. Write Python into it."
    except OSError as error:
        problem = f"{path.name} cannot be read: {error.strerror}."
    raise ValueError(problem)


def failed(problem: str) -> Verdict:
    return Verdict((Result("The file can be run", problem),))


def limit() -> None:
    """Give the answer no more memory and time than a machine has left for it."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limits.
        return
    # Who waits gives up first, and says so in a sentence.
    limits = {resource.RLIMIT_AS: BYTES, resource.RLIMIT_CPU: SECONDS + 5}
    for what, value in limits.items():
        _, most = resource.getrlimit(what)
        with suppress(ValueError):  # Some systems have the function and not the limit.
            resource.setrlimit(what, (value, most))


def end_with(parent: int) -> None:
    """End this process, and all that the answer started, when ``parent`` is gone."""

    def wait() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        with suppress(AttributeError):  # Windows has no process groups.
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def print_verdict(judged: Callable[[], Verdict]) -> None:
    """Judge, and print the verdict. Nothing else that is printed is heard."""
    sys.stdout.flush()
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    end_with(os.getppid())
    limit()
    verdict = judged()
    with open(out, "w", encoding="utf-8") as stream:
        json.dump(asdict(verdict), stream)


def main() -> None:
    book = Book()
    exercise = find(book, Path(sys.argv[1]))
    source = sys.stdin.buffer.read().decode("utf-8")
    print_verdict(lambda: judge(exercise, source, book))


if __name__ == "__main__":
    main()
