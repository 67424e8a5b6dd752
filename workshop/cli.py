"""The command line: ``workshop``."""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.syntax import Syntax

from .errors import BookError, StepFailed
from .learner.commands import build as build_own
from .learner.commands import carry, drill, exercise, learner_at, show_where, watch
from .learner.leader import leader
from .live.stage import write_files
from .notebooks import copies
from .notebooks import lab as jupyterlab
from .terminal.steps import steps_on
from .weave.book import Book, unified_diff
from .weave.layers import table

# The commands of who writes the book import what they need when they run: it is much,
# and a learner's command shall answer at once.
if TYPE_CHECKING:
    from .sync import Woven

LONGEST_DIFF = 200

# The commands that a reader of the book uses; the others are for who writes it.
READING = (
    "book",
    "epub",
    "lab",
    "exercise",
    "watch",
    "drill",
    "build",
    "stage",
    "diff",
    "carry",
    "leader",
)

out = Console(highlight=False)


class Commands(click.Group):
    """A group whose commands end with a sentence where a file is not as it must be.

    It lists what is for who reads the book before what is for who writes it.
    """

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        writing = [name for name in self.list_commands(ctx) if name not in READING]
        for heading, names in (
            ("To read the book, and write it yourself", READING),
            ("To work on the book", writing),
        ):
            commands = [(name, self.get_command(ctx, name)) for name in names]
            lines = [
                # All of the first sentence, however long it is.
                (name, command.get_short_help_str(limit=200))
                for name, command in commands
                if command is not None
            ]
            with formatter.section(heading):
                formatter.write_dl(lines)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (BookError, StepFailed) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            problem = f"{error.filename}: {error.strerror}."
            raise click.ClickException(problem) from error


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Your own folder, my-tinyflask unless named.",
)
@click.pass_context
def workshop(context: click.Context, folder: Path | None) -> None:
    """The tinyflask book: its exercises, its stages, its notebooks.

    Alone, it says how far you are and what is next.
    """
    context.obj = folder
    if context.invoked_subcommand is None:
        show_where(learner_at(folder))


for command in (exercise, watch, drill, build_own, carry, leader):
    workshop.add_command(command)


@workshop.command()
def sync() -> None:
    """Write what the book's programs write: blocks, outputs, captions, notebooks.

    A change made in tinyflask/ goes into the block that last shows it, and every
    experiment is run again.
    """
    woven = woven_with_progress()
    stop_at_problems(woven)
    for note in woven.notes:
        click.echo(note)
    written = woven.write()
    for path in written:
        click.echo(f"wrote {path.relative_to(Book().root)}")
    if not written:
        click.echo("Everything is in step.")


@workshop.command()
def check() -> None:
    """Fail where the chapters, tinyflask/, the outputs or the notebooks disagree."""
    woven = woven_with_progress()
    stop_at_problems(woven)
    differing = woven.differing()
    root = Book().root
    for path, text in differing.items():
        name = path.relative_to(root).as_posix()
        show_difference(name, path, text)
    if differing:
        names = ", ".join(path.relative_to(root).as_posix() for path in differing)
        raise click.ClickException(
            f"out of step: {names}. `workshop sync` would make the changes above."
        )
    book = Book()
    for line in table(book):
        click.echo(line)
    click.echo(f"Everything is in step. {owned_by_the_text(book)}")


def owned_by_the_text(book: Book) -> str:
    """How much is typed in, and how much of that only the text has, in a sentence."""
    every, earlier = book.every_showing(), book.superseded()
    return (
        f"{sum(each.size for each in every):,} lines are typed in. A later block"
        f" replaces {sum(each.size for each in earlier):,} of them, in"
        f" {len(earlier)} definitions."
    )


def woven_with_progress() -> Woven:
    """Weave the book, telling on the terminal how far it is."""
    from .sync import weave

    with telling("reading the book") as tell:
        return weave(Book(), tell)


@contextmanager
def telling(first: str) -> Iterator[Callable[[str], None]]:
    """Show on the terminal which step is under way; yields what takes the next one."""
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task(first)

        def tell(step: str) -> None:
            progress.update(task, description=step)
            if not out.is_terminal:
                out.print(step, markup=False)

        yield tell


def stop_at_problems(woven: Woven) -> None:
    for problem in woven.problems:
        click.echo(str(problem))
    if woven.problems:
        count = len(woven.problems)
        plural = "" if count == 1 else "s"
        raise click.ClickException(f"{count} problem{plural} to mend by hand.")


def show_difference(name: str, path: Path, text: str) -> None:
    old = path.read_text("utf-8") if path.exists() else ""
    lines = list(
        difflib.unified_diff(
            old.splitlines(), text.splitlines(), name, f"{name} in step", lineterm=""
        )
    )
    show_diff("\n".join(lines[:LONGEST_DIFF]))
    if len(lines) > LONGEST_DIFF:
        out.print(f"({len(lines) - LONGEST_DIFF} more lines of difference)")


def show_diff(diff: str) -> None:
    if not diff:
        return
    if out.is_terminal:
        out.print(Syntax(diff, "diff", theme="ansi_dark", background_color="default"))
    else:
        click.echo(diff.rstrip("\n"))


core_option = click.option(
    "--core", is_flag=True, help="Without the small print, which stands in folds."
)


@workshop.command()
@click.argument("number", metavar="K", type=int)
@click.argument(
    "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path)
)
@core_option
def stage(number: int, folder: Path, core: bool) -> None:
    """Write the framework as chapter K leaves it into DIR, as files one can run."""
    files = existing_stage(Book(), number, core)
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty. Name a new folder.")
    try:
        write_files(folder, files)
    except OSError as error:
        raise click.ClickException(f"cannot write there: {error}") from error
    for name in files:
        click.echo(folder / name)


@workshop.command()
@click.argument("old", metavar="J", type=int)
@click.argument("new", metavar="K", type=int)
@core_option
def diff(old: int, new: int, core: bool) -> None:
    """Show what changed in the framework between the chapters J and K."""
    book = Book()
    stages = existing_stage(book, old, core), existing_stage(book, new, core)
    what = "core" if core else "stage"
    show_diff(unified_diff(*stages, f"{what} {old}", f"{what} {new}"))


def existing_stage(book: Book, number: int, core: bool) -> dict[str, str]:
    try:
        return book.stage(number, core)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@workshop.command()
@click.pass_obj
def lab(folder: Path | None) -> None:
    """Open the notebooks in JupyterLab: copies of your own, in your folder."""
    learner = learner_at(folder)
    place = learner.folder / copies.FOLDER
    for sentence in copies.renew(learner.book, place):
        click.echo(sentence)
    bring_stepper(learner.book.root)
    command, environ = jupyterlab.command(place), jupyterlab.environ()
    raise click.exceptions.Exit(subprocess.call(command, env=environ))


def bring_stepper(root: Path) -> None:
    """Build what notebooks step through a request with."""
    from .site.frontend import NotFetched, put_stepper_in_place

    try:
        put_stepper_in_place(root, steps_on(out, verbose=False))
    except (NotFetched, StepFailed) as error:
        click.echo(
            f"The editor could not be fetched from npm ({error}). Without it `step`"
            " shows a tree in a notebook. The next `make lab` tries again."
        )
        show_end(error)


def show_end(error: Exception) -> None:
    """Show how the output of a program ended that did not do what was needed."""
    if error.__cause__:
        click.echo(f"\nTo be exact, {error.__cause__}\n")


verbose_option = click.option(
    "--verbose", is_flag=True, help="Show all that the programs print which build it."
)


@workshop.command()
@verbose_option
def book(verbose: bool) -> None:
    """Build the site, and serve it on this machine until Ctrl-C."""
    from .site.server import serve

    serve(built_site(verbose), click.echo)


@workshop.command()
@verbose_option
def site(verbose: bool) -> None:
    """Build the site into the folder site/."""
    click.echo(f"The site is in {built_site(verbose)}.")


@workshop.command()
def epub() -> None:
    """Write the whole book into one file, dist/tinyflask.epub, for an e-reader."""
    from .ebook.package import write

    click.echo(f"The e-book is {write(Book())}.")


def built_site(verbose: bool) -> Path:
    """Build the site, telling on the terminal how far it is; returns its folder."""
    from .site.browser import NotPacked
    from .site.building import build, write_pages
    from .site.frontend import NotFetched, put_in_place

    book, begin = Book(), steps_on(out, verbose)
    folder = book.root / "site"
    try:
        put_in_place(book.root, begin)
    except NotFetched as error:
        click.echo(
            f"Fonts and the editor could not be fetched from npm ({error}). Without"
            " them the book is set in your system's fonts, and nothing in the pages"
            " can be run. The next build tries again."
        )
        show_end(error)
    except NotPacked as error:
        click.echo(
            f"Python could not be put into the pages: {error}. Without it nothing in"
            " them can be run. The next build tries again."
        )
        show_end(error)
    write_pages(book, begin)
    build(book.root, folder, begin)
    return folder
