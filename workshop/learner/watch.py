"""``workshop watch``: an exercise is checked whenever its file is saved."""

from __future__ import annotations

import queue
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from ..exercises.exercise import Exercise, Verdict, difference, exercises
from ..exercises.report import report, success
from ..terminal import keys
from .folder import Learner
from .judging import Judging, failed, text_of
from .listing import KEYS_TO_CHOOSE, Choice, legend
from .watching import saves

STYLES = {"met": "green", "unmet": "red bold", "more": "dim"}
KEYS = {
    "h": "hint",
    "c": "check",
    "n": "next",
    "p": "previous",
    "l": "list",
    "r": "reset",
    "d": "diff",
    "s": "solution",
    "q": "quit",
}
BAR = 24
# How many seconds one waits for an event before one looks whether a signal came.
SOON = 0.5


class Watch:
    """What somebody sees who works at an exercise. Everything that happens is an event.

    Where the terminal is none, it prints one thing after the other and has no keys.
    """

    def __init__(self, learner: Learner, exercise: Exercise, console: Console) -> None:
        self.learner = learner
        self.exercise = exercise
        self.console = console
        # A SimpleQueue: a signal may put something in while something is taken out.
        self.events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.judging: Judging | None = None
        self.verdict: Verdict | None = None
        self.below: list[RenderableType] = []
        # What was judged last: to look at it once more is not to try once more.
        self.tried: str | None = None
        self.asking = False
        # The list, while an exercise is chosen from it.
        self.choice: Choice | None = None
        self.done = False
        self.has_keys = console.is_terminal and sys.stdin.isatty()
        # What the learner should know all the time, such as that nothing can be noted.
        self.notices: list[str] = []
        learner.progress.tell = self.notice

    def run(self) -> None:
        """Watch until the learner quits."""
        stop = Event()
        Thread(target=self.hear_saves, args=[stop], daemon=True).start()
        try:
            if self.has_keys:
                with keys.pressed(), self.hear_signals():
                    Thread(target=self.hear_keys, daemon=True).start()
                    self.work()
            else:
                self.work()
        except KeyboardInterrupt:
            self.console.print()
        finally:
            stop.set()
            if self.judging:
                self.judging.stop()

    def work(self) -> None:
        self.go_to(self.exercise)
        while not self.done:
            # A signal that comes just before one waits is heard only after that.
            with suppress(queue.Empty):
                self.events.get(timeout=SOON)()

    # What happens

    @contextmanager
    def hear_signals(self) -> Iterator[None]:
        """Hear that a program stopped by Ctrl-Z goes on, and of the window's size."""
        with (
            self.hear_signal("SIGCONT", self.resume),
            self.hear_signal("SIGWINCH", self.show),
        ):
            yield

    @contextmanager
    def hear_signal(self, name: str, happens: Callable[[], None]) -> Iterator[None]:
        """Have a signal be an event, where the system has it. Windows has none."""
        number = getattr(signal, name, None)
        if number is None:
            yield
            return
        before = signal.signal(number, lambda *_: self.events.put(happens))
        try:
            yield
        finally:
            signal.signal(number, before)

    def resume(self) -> None:
        """Take up the keys again, and draw."""
        keys.resume()
        self.show()

    def hear_saves(self, stop: Event) -> None:
        def tell(words: str) -> None:
            words = f"{words} The key c checks at once." if self.has_keys else words
            self.events.put(lambda: self.notice(words))
            self.events.put(self.show)

        try:
            for paths in saves(self.learner.folder, tell, stop):
                self.events.put(lambda paths=paths: self.saved(paths))  # type: ignore[misc]
        except OSError as error:
            tell(f"Nothing can be watched: {error}.")

    def notice(self, words: str) -> None:
        """Show a sentence from now on."""
        if words not in self.notices:
            self.notices.append(words)

    def hear_keys(self) -> None:
        key = None
        while key != keys.END:
            key = keys.next_key()
            self.events.put(lambda key=key: self.press(key))  # type: ignore[misc]

    def saved(self, paths: set[Path]) -> None:
        """Check what was saved, and go there where it is another exercise's."""
        if self.learner.path(self.exercise).resolve() in paths:
            self.check()
            return
        for exercise in exercises(self.learner.book):
            if self.learner.path(exercise).resolve() in paths:
                self.go_to(exercise)
                return

    def press(self, key: str) -> None:
        if key == keys.END:
            self.done = True
        elif self.asking:
            self.asking = False
            self.below = []
            self.reset() if key in "yY" else self.show()
        elif self.choice and key.lower() != "q":
            self.choose(key, self.choice)
        elif key.lower() in KEYS:
            getattr(self, f"on_{KEYS[key.lower()]}")()

    def choose(self, key: str, choice: Choice) -> None:
        """Move in the list, go where it says, or leave it."""
        if key == keys.ENTER:
            self.go_to(choice.exercise)
            return
        if key == keys.ESCAPE or key in "lL":
            self.choice = None
        elif key == keys.UP or key in "kK":
            choice.move(-1)
        elif key == keys.DOWN or key in "jJ":
            choice.move(1)
        self.show()

    def go_to(self, exercise: Exercise) -> None:
        self.exercise = exercise
        try:
            self.learner.put_in_place()
        except OSError as error:
            self.notice(f"The task's file cannot be written: {error.strerror}.")
        self.check()

    # Judging

    def check(self) -> None:
        """Begin to judge the file as it is now, and forget what was judged before."""
        if self.judging:
            self.judging.stop()
            self.judging = None
        self.verdict = None
        self.below = []
        self.choice = None
        try:
            source = text_of(self.learner.path(self.exercise))
        except ValueError as error:
            self.judged(None, failed(str(error)))
            return
        self.show()
        judging = self.judging = Judging.of(self.exercise, source)

        def wait() -> None:
            verdict = judging.verdict()
            self.events.put(lambda: self.judged(judging, verdict))

        Thread(target=wait, daemon=True).start()

    def judged(self, judging: Judging | None, verdict: Verdict) -> None:
        if judging is not self.judging:
            return
        self.judging = None
        self.verdict = verdict
        source = judging.source if judging else ""
        # It is noted before it is shown, and shown even where it cannot be noted.
        if source not in (self.exercise.source, self.tried):
            self.learner.progress.tried(self.exercise, verdict)
            self.tried = source
        self.show()

    # Keys

    def on_hint(self) -> None:
        self.learner.progress.next_hint(self.exercise)
        given = self.learner.progress.of(self.exercise).hints
        self.below = [
            Text(f"Hint {number} of {len(self.exercise.hints)}: {text}\n")
            for number, text in enumerate(self.exercise.hints[:given], 1)
        ]
        self.show()

    def on_check(self) -> None:
        self.check()

    def on_next(self) -> None:
        self.step(1)

    def on_previous(self) -> None:
        self.step(-1)

    def step(self, by: int) -> None:
        every = exercises(self.learner.book)
        at = every.index(self.exercise) if self.exercise in every else -by
        self.go_to(every[(at + by) % len(every)])

    def on_list(self) -> None:
        self.choice = Choice(self.learner, self.exercise)
        self.show()

    def on_reset(self) -> None:
        self.asking = True
        self.below = [
            Text("Put the task's own file back? Yours is kept in backups/. (y/n)")
        ]
        self.show()

    def reset(self) -> None:
        try:
            kept = self.learner.reset(self.exercise)
        except OSError as error:
            self.tell(f"It could not be put back: {error.strerror}. Nothing was lost.")
            return
        self.check()
        self.below = [Text(f"The task's own file is back. Yours is {kept}.")]
        self.show()

    def on_diff(self) -> None:
        if not self.learner.progress.may_see(self.exercise):
            self.tell("It shows what the book has. Try first, or press d once more.")
            return
        try:
            text = text_of(self.learner.path(self.exercise))
            diff = difference(self.exercise, text, self.learner.book)
        except ValueError as error:
            self.tell(str(error))
            return
        self.below = [code(diff or "There is no difference.", "diff")]
        self.show()

    def on_solution(self) -> None:
        if not self.learner.progress.may_see(self.exercise):
            self.tell("Try it first. Or press s once more, and here it is.")
            return
        self.below = [code(self.exercise.answer, "python")]
        self.show()

    def on_quit(self) -> None:
        self.done = True

    def tell(self, words: str) -> None:
        self.below = [Text(words)]
        self.show()

    # What is shown

    def show(self) -> None:
        if self.console.is_terminal:
            self.console.clear()
        elif self.verdict is None and not self.below:
            return
        parts = self.choosing_parts(self.choice) if self.choice else self.parts()
        self.console.print(Group(*parts))

    def header(self) -> RenderableType:
        every = exercises(self.learner.book)
        return header(self.exercise, self.learner.solved(every), len(every))

    def choosing_parts(self, choice: Choice) -> Iterable[RenderableType]:
        """The list, of which as much is shown as fits between what is around it."""
        above = Group(self.header(), Text())
        below = Group(Text(), legend(KEYS_TO_CHOOSE))
        around = self.console.render_lines(Group(above, below), pad=False)
        # The last line of the window is where what was printed ends.
        yield above
        yield choice.drawn(self.console.height - len(around) - 1)
        yield below

    def parts(self) -> Iterable[RenderableType]:
        yield self.header()
        yield Text(f"{self.learner.path(self.exercise)}\n", style="dim")
        if self.verdict is None:
            yield Text("Checking.\n")
        else:
            yield from verdict_parts(self.verdict, self.console.width - 1)
            if self.verdict.passed:
                yield from self.success_parts()
        yield from (Padding(each, (0, 0, 1, 0)) for each in self.below)
        yield from (Text(f"{words}\n", style="yellow") for words in self.notices)
        if self.has_keys:
            yield legend(KEYS)

    def success_parts(self) -> Iterable[RenderableType]:
        yield Text(f"Solved: {self.exercise.title}\n", style="green bold")
        yield Text(f"{success(self.exercise, self.console.width - 1)}\n")
        if self.exercise in exercises(self.learner.book):
            try:
                kept = self.learner.keep_solution(self.exercise)
            except OSError as error:
                yield Text(
                    f"The book's solution cannot be written: {error.strerror}.\n"
                )
            else:
                yield Text(f"The book's solution, to compare: {kept}\n", style="dim")
        following = self.learner.next(self.exercise)
        if following is None:
            yield Text("That was the last one: all exercises are solved.\n")


def header(exercise: Exercise, solved: int, count: int) -> RenderableType:
    titles = Text(f"{exercise.chapter.title} · ", style="dim")
    return Group(
        Text(f"{bar(solved, count)}  {solved} of {count} solved"),
        Text.assemble(titles, (exercise.title.rstrip("."), "bold")),
    )


def bar(solved: int, count: int) -> str:
    """A bar as long as any other, filled as far as the work is done."""
    filled = BAR * solved // count
    return "█" * filled + "░" * (BAR - filled)


def verdict_parts(verdict: Verdict, width: int) -> Iterable[RenderableType]:
    """What is told about an answer, in colours."""
    for kind, text in report(verdict, width):
        yield Text(text, style=STYLES.get(kind, ""))
    yield Text()


def code(text: str, language: str) -> RenderableType:
    return Syntax(
        text, language, theme="ansi_dark", background_color="default", word_wrap=True
    )
