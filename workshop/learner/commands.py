"""The commands of somebody who does the exercises, and writes a framework."""

from __future__ import annotations

import random
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..exercises.exercise import Exercise, Verdict, difference, exercises, exercises_of
from ..exercises.report import TRY_FIRST, WIDTH, filled, report, success
from ..files import write_whole
from ..weave.book import Book
from .build import Own, milestone, reached
from .carrying import carried_out, carry_in
from .drill import drills, find
from .folder import DRILLS, Learner, relative
from .judging import Judging, judge_file, text_of
from .listing import listed
from .watch import STYLES, Watch, bar
from .watching import saves

out = Console(highlight=False, markup=False)

an_exercise = click.argument("which", metavar="[EXERCISE]", required=False)


def typed(*words: str | Path) -> str:
    """What one types here to have ``workshop`` do something."""
    folder = click.get_current_context().find_root().params.get("folder")
    if folder:
        words = ("--folder", folder, *words)
    return shlex.join(str(word) for word in (*program(), *words))


def program() -> tuple[str | Path, ...]:
    """How ``workshop`` was called, or is called most shortly."""
    called = Path(sys.argv[0])
    if called.name != "workshop":
        return "python", "-m", "workshop"
    on_path = shutil.which("workshop")
    if on_path and Path(on_path).resolve() == called.resolve():
        return ("workshop",)
    return (relative(called.absolute()),)


def say(words: str) -> None:
    """Print a sentence or a command, whose lines the terminal may break, but not we."""
    out.print(words, soft_wrap=True)


def learner_at(folder: Path | None) -> Learner:
    """The learner whose folder is there; one is made where there is none."""
    found = Learner.here(Book(), folder)
    try:
        if found is None:
            found = Learner.begin(Book(), folder)
            out.print(
                f"A folder of your own was made: {found.folder.absolute()}\n"
                "Each exercise is a file in it, to write your answer into.\n",
                soft_wrap=True,
            )
        else:
            found.put_in_place()
        found.progress.read()
    except OSError as error:
        raise click.ClickException(
            f"cannot write into {folder or Path.cwd()}: {error.strerror}. Name another"
            f" place: {typed('--folder', 'PATH')}"
        ) from error
    return found


def chosen(learner: Learner, which: str | None) -> tuple[Exercise, Path]:
    """The exercise that is meant, and the file with the answer to it."""
    if which is None:
        following = learner.next()
        if following is None:
            raise click.ClickException(
                f"all exercises are solved. Name one: {typed('exercise', 'list')}"
            )
        return following, learner.path(following)
    try:
        exercise = find(learner.book, Path(which))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    # A name alone means the file in the learner's folder.
    is_name = which == exercise.name
    path = learner.path(exercise) if is_name else Path(which)
    if not path.is_file():
        raise click.ClickException(f"there is no file {path}.")
    return exercise, path


def asked_for(folder: Path | None, which: str | None) -> tuple[Learner, Exercise, Path]:
    """The learner, the exercise that is meant, and the file with the answer to it."""
    learner = learner_at(folder)
    return learner, *chosen(learner, which)


def show_where(learner: Learner) -> None:
    """Print how far the learner is, chapter by chapter, and what to type next."""
    table = Table.grid(padding=(0, 2))
    for chapter in learner.book.chapters:
        own = exercises_of(chapter)
        solved = learner.solved(own)
        table.add_row(chapter.title, bar(solved, len(own)), f"{solved} of {len(own)}")
    out.print(table)
    out.print()
    following = learner.next()
    if following is None:
        say(f"All exercises are solved. Now write the framework: {typed('build')}")
        return
    out.print(Text.assemble("Next: ", (following.title.rstrip("."), "bold")))
    out.print(f"  {learner.path(following)}\n", soft_wrap=True)
    say(f"{typed('watch')}\n  checks it whenever you save, and gives hints")
    say(f"{typed('--help')}\n  says what else there is")


@click.group()
def exercise() -> None:
    """The exercises: check an answer, ask for a hint, begin again."""


@exercise.command("list")
@click.pass_obj
def list_exercises(folder: Path | None) -> None:
    """List the exercises, with those that are solved."""
    out.print(listed(learner_at(folder)), soft_wrap=True)


@exercise.command()
@an_exercise
@click.pass_obj
def check(folder: Path | None, which: str | None) -> None:
    """Check an answer: that of the next exercise, or of EXERCISE, a name or a file."""
    learner, found, path = asked_for(folder, which)
    out.print(Text.assemble((found.title, "bold"), (f" {path}", "dim")))
    verdict = judge_file(found, path)
    # Noted first: what is shown may be cut off by a terminal that is closed.
    if path.read_bytes() != found.source.encode():
        learner.progress.tried(found, verdict)
    show(verdict)
    if not verdict.passed:
        raise click.exceptions.Exit(1)
    click.echo(f"\n{success(found)}")
    if found in exercises(learner.book):
        try:
            say(f"\nThe book's solution, to compare: {learner.keep_solution(found)}")
        except OSError as error:
            say(f"\nThe book's solution cannot be written: {error.strerror}.")


def show(verdict: Verdict) -> None:
    for kind, text in report(verdict):
        out.print(Text(text, style=STYLES.get(kind, "")), soft_wrap=True)


@exercise.command()
@an_exercise
@click.pass_obj
def hint(folder: Path | None, which: str | None) -> None:
    """Give a hint, each time one more, from a nudge to almost the answer."""
    learner, found, _ = asked_for(folder, which)
    number, text = learner.progress.next_hint(found)
    click.echo(f"{found.title} Hint {number} of {len(found.hints)}:")
    click.echo(filled(text, WIDTH))
    if number < len(found.hints):
        click.echo("\nAsk again for the next.")
    else:
        click.echo("\nThat is the last one.")


@exercise.command()
@an_exercise
@click.pass_obj
def solution(folder: Path | None, which: str | None) -> None:
    """Show the book's solution: after a try, or when asked for twice."""
    learner, found, _ = asked_for(folder, which)
    if learner.progress.may_see(found):
        click.echo(found.answer)
    else:
        click.echo(TRY_FIRST)


@exercise.command()
@an_exercise
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def reset(folder: Path | None, which: str | None, yes: bool) -> None:
    """Put the task's own file back. Yours is kept."""
    learner, found, path = asked_for(folder, which)
    if path.resolve() != learner.path(found).resolve():
        raise click.ClickException(f"{path} is not in your folder, {learner.folder}.")
    if not yes:
        click.confirm(f"Put the task's own file in the place of {path}?", abort=True)
    kept = learner.reset(found)
    out.print(f"{path} is as you found it. Yours is {kept}.", soft_wrap=True)


@exercise.command()
@an_exercise
@click.pass_obj
def diff(folder: Path | None, which: str | None) -> None:
    """Show what your answer changes in the chapter's stage."""
    learner, found, path = asked_for(folder, which)
    if found.module and not learner.progress.may_see(found):
        click.echo("It shows what the book has. Try first, or ask once more.")
        return
    try:
        click.echo(difference(found, text_of(path), learner.book))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@an_exercise
@click.pass_obj
def watch(folder: Path | None, which: str | None) -> None:
    """Check whenever you save, and give hints: the next exercise, or EXERCISE."""
    learner, found, _ = asked_for(folder, which)
    Watch(learner, found, out).run()


@click.group()
def carry() -> None:
    """Carry what you did between this folder and the pages in a browser."""


@carry.command("in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def carry_file_in(folder: Path | None, file: Path) -> None:
    """Take in FILE, which a page has saved. Nothing of yours is written over."""
    try:
        found = list(carry_in(learner_at(folder), text_of(file)))
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from error
    for sentence in found:
        say(sentence)
    if not found:
        say("There is nothing in it that is not here.")


@carry.command("out")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def carry_file_out(folder: Path | None, file: Path) -> None:
    """Write FILE, for a page to read: your answers, and what you solved."""
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name a new file.")
    write_whole(file, carried_out(learner_at(folder)))
    say(f"{file} is for Read from a file, on the book's first page.")


@click.command()
@click.argument("chapter", type=int)
@click.pass_obj
def drill(folder: Path | None, chapter: int) -> None:
    """Take a piece out of CHAPTER's framework, at random, and ask for it back."""
    learner = learner_at(folder)
    try:
        every = list(drills(learner.book, chapter))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not every:
        raise click.ClickException(
            f"chapter {chapter} types nothing into the framework, so that there is"
            " nothing to take out. Name another one."
        )
    random.shuffle(every)
    for each in every:
        path = learner.path(each)
        # One that the tests do not miss is no drill.
        if path.exists() or Judging.of(each, each.source).verdict().passed:
            continue
        path.parent.mkdir(exist_ok=True)
        write_whole(path, each.source)
        out.print(f"{each.title} It is taken out in\n  {path}\n", soft_wrap=True)
        say(f"{typed('watch', path)}\n  checks it")
        return
    raise click.ClickException(
        f"you have begun every drill of chapter {chapter}: they are in"
        f" {learner.folder / DRILLS}. Delete one to begin it again."
    )


@click.command()
@click.option("--diff", "with_diff", is_flag=True, help="Compare it with the book's.")
@click.option("--watch", "watching", is_flag=True, help="Judge it whenever you save.")
@click.option("--whole", is_flag=True, help="Ask for the small print as well.")
@click.option("--run", "program", metavar="PROGRAM", help="Run PROGRAM on it.")
@click.pass_obj
def build(
    folder: Path | None,
    with_diff: bool,
    watching: bool,
    whole: bool,
    program: str | None,
) -> None:
    """Write the framework yourself, from an empty file, chapter by chapter.

    It is judged by the tests of the chapters that you have come to: by those of the
    core, unless you ask for the whole.
    """
    own = Own(learner_at(folder), whole)
    if program:
        run_on_own(own, program)
        return
    for path in own.put_in_place():
        out.print(f"begun: {path}", soft_wrap=True)
    if with_diff:
        click.echo(own.difference())
    elif watching:
        judge_own(own)
        out.print("Ctrl-C ends it.")
        for _ in saves(own.folder, say):
            judge_own(own)
    elif not judge_own(own):
        raise click.exceptions.Exit(1)


def judge_own(own: Own) -> bool:
    """Judge the learner's framework, say how it is, and go on where it stands."""
    chapter = own.book.chapter(own.chapter)
    try:
        verdict = own.judging().verdict()
    except ValueError as error:
        out.print(str(error))
        return False
    what = "" if own.whole else "the core, "
    out.print(Text(f"{chapter.title}: {what}{verdict.share}", style="bold"))
    if not verdict.passed:
        show(replace(verdict, results=tuple(verdict.unmet)))
        out.print(f"\nThe chapter: {relative(chapter.path)}", soft_wrap=True)
        say(f"{typed('build', '--watch')}\n  judges it whenever you save")
        say(f"{typed('build', '--diff')}\n  compares it with the book's")
        return False
    if own.whole:
        out.print("It stands, with all its small print.")
        return True
    for each in reached(chapter.number):
        say(f"Your framework can run a whole program now: {each.what}.")
        say(f"{typed('build', '--run', each.name)}\n  runs it, in your browser")
    if own.go_on():
        following = own.book.chapter(own.chapter)
        place = relative(following.path)
        what = "type in" if following.typed_in else "read, as it types nothing in,"
        out.print(f"It stands. Now {what} {following.title}: {place}", soft_wrap=True)
        for path in own.put_in_place():
            out.print(f"begun: {path}", soft_wrap=True)
    else:
        out.print("It stands, and that was the last chapter: you wrote tinyflask.")
    say(f"{typed('build', '--whole')}\n  asks for the small print as well")
    return True


def run_on_own(own: Own, name: str) -> None:
    """Run a whole program on the learner's framework, and open it in a browser."""
    try:
        found = milestone(name, own.chapter)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    command = [sys.executable, "-P", "-m", "workshop.live.program"]
    with subprocess.Popen(
        [*command, name, str(own.folder.resolve())], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().strip()
            if not address:
                raise click.ClickException(
                    "it does not run. What Python says is above."
                )
            say(f"Here is {found.what}: {address}{found.page}\nCtrl-C ends it.")
            click.launch(f"{address}{found.page}")
            process.wait()
        except KeyboardInterrupt:
            pass
        finally:
            process.terminate()
