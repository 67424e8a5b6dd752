"""The command line of the exercises: ``workshop exercise``."""

from __future__ import annotations

import itertools
import textwrap
from pathlib import Path

import click

from .book import Book
from .exercise import Exercise, Verdict, exercises, find_exercise
from .judge import judge_file

WIDTH = 78

answer_file = click.argument(
    "path", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.group()
def exercise() -> None:
    """The exercises: list them, check an answer, ask for a hint."""


@exercise.command("list")
def list_exercises() -> None:
    """List the exercises by chapter."""
    book = Book()
    by_chapter = itertools.groupby(exercises(book), key=lambda each: each.chapter)
    for chapter, found in by_chapter:
        click.echo(click.style(chapter.title, bold=True))
        for each in found:
            click.echo(f"  {each.title}\n    {each.path.relative_to(book.root)}")


@exercise.command()
@answer_file
def check(path: Path) -> None:
    """Check the answer in the file PATH."""
    found = exercise_for(path)
    verdict = judge_file(found, path)
    show(verdict)
    if not verdict.passed:
        raise click.exceptions.Exit(1)
    click.echo()
    click.echo(textwrap.fill(found.learnt, WIDTH))


def exercise_for(path: Path) -> Exercise:
    try:
        return find_exercise(Book(), path)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def show(verdict: Verdict) -> None:
    """Print what is met, and the first thing that is not, with the reason."""
    met = [result for result in verdict.results if result.problem is None]
    for result in met:
        click.echo(f"{click.style('✓', fg='green')} {result.expectation}")
    unmet = [result for result in verdict.results if result.problem is not None]
    if unmet:
        first = unmet[0]
        click.echo(f"{click.style('✗', fg='red')} {first.expectation}")
        indent = "    "
        for line in (first.problem or "").splitlines():
            click.echo(
                textwrap.fill(
                    line, WIDTH, initial_indent=indent, subsequent_indent=indent
                )
            )
    if len(unmet) > 1:
        click.echo(f"  and {len(unmet) - 1} more after that")


@exercise.command()
@answer_file
@click.argument("number", type=click.IntRange(min=1), default=1)
def hint(path: Path, number: int) -> None:
    """Give hint NUMBER, the first unless given, for the exercise in the file PATH."""
    hints = exercise_for(path).hints
    if number > len(hints):
        raise click.ClickException(f"there are {len(hints)} hints for this exercise.")
    click.echo(textwrap.fill(hints[number - 1], WIDTH))
    click.echo()
    if number < len(hints):
        click.echo(f"The next one: workshop exercise hint {path} {number + 1}")
    else:
        click.echo("That was the last hint.")
