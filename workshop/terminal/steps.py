"""The steps of what takes long, told on the terminal as they go: a line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from rich.console import Console
from rich.progress import Progress, ProgressColumn, Task, TaskID
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Column
from rich.text import Text

BAR = 16
# How wide a window is that has room for a bar beside the words.
WITH_BAR = 80


class Step:
    """A step that is under way. This one tells nobody how it goes."""

    def __init__(self, what: str) -> None:
        self.what = what

    def reached(self, done: int, total: int) -> None:
        """So much of it is done."""

    def heard(self, line: str) -> None:
        """A program that does it has printed a line."""


# Begins a step by its name. It ends with the context.
Steps = Callable[[str], AbstractContextManager[Step]]


def steps_on(console: Console, verbose: bool) -> Steps:
    """What shows steps on ``console``: as they go, or a plain line for each.

    With ``verbose`` all that programs print is shown as well.
    """
    if console.is_terminal and not verbose:
        return partial(drawn, console)
    return partial(plain, console, verbose)


@contextmanager
def silent(what: str) -> Iterator[Step]:
    """Tell nobody of a step."""
    yield Step(what)


@contextmanager
def plain(console: Console, verbose: bool, what: str) -> Iterator[Step]:
    """Print a line when a step begins."""
    console.print(what, markup=False, soft_wrap=True)
    yield Aloud(what, console) if verbose else Step(what)


@contextmanager
def drawn(console: Console, what: str) -> Iterator[Step]:
    """Draw how a step goes. When it ends, its line stays, with how long it took."""
    one_line = Column(no_wrap=True)
    columns = [Mark(one_line), Name(), Bar(), Time(one_line.copy())]
    if console.width < WITH_BAR:
        del columns[2]
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(what, total=None, how="goes")
        try:
            yield Drawn(what, progress, task)
        except BaseException:
            progress.update(task, how="failed")
            raise
        progress.update(task, how="done")


class Aloud(Step):
    """A step whose programs' output is shown."""

    def __init__(self, what: str, console: Console) -> None:
        super().__init__(what)
        self.console = console

    def heard(self, line: str) -> None:
        self.console.print(f"  {line}", markup=False, soft_wrap=True)


class Drawn(Step):
    """A step with a bar, once it is known how much there is to do."""

    def __init__(self, what: str, progress: Progress, task: TaskID) -> None:
        super().__init__(what)
        self.progress, self.task = progress, task

    def reached(self, done: int, total: int) -> None:
        self.progress.update(self.task, completed=done, total=total)


class Mark(ProgressColumn):
    """Turns while a step goes; then says whether it went well."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self.spinner = Spinner("dots", style="green")

    def render(self, task: Task) -> Text:
        if task.fields["how"] == "goes":
            turning = self.spinner.render(task.get_time())
            assert isinstance(turning, Text)
            return turning
        is_done = task.fields["how"] == "done"
        return Text("✓", "green") if is_done else Text("✗", "red bold")


class Name(ProgressColumn):
    """What is done."""

    def render(self, task: Task) -> Text:
        return Text(task.description)


class Bar(ProgressColumn):
    """How far it is, where that is known."""

    def render(self, task: Task) -> ProgressBar | Text:
        if task.total is None or task.fields["how"] != "goes":
            return Text()
        return ProgressBar(total=task.total, completed=task.completed, width=BAR)


class Time(ProgressColumn):
    """What remains, where that is known, or else how long it has taken."""

    def render(self, task: Task) -> Text:
        remaining = task.time_remaining
        if task.fields["how"] == "goes" and remaining:
            return Text(f"about {lasting(remaining)} left", "dim")
        return Text(lasting(task.elapsed or 0), "dim")


def lasting(seconds: float) -> str:
    """A length of time, to be read."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
