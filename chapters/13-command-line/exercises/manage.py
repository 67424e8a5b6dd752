"""Manage.

Take the other road: commands without click. A `Manager` belongs to an application, and makes
a command of any function. Its name is the function's, with `-` for `_`. Its arguments are the
function's: one without a default has to be given; one with a default is an option, `--size 3`,
read as the default's type; and one whose default is `False` is a switch, `--loud`. Here, too,
`_` becomes `-`. A command runs inside of the application, and what it raises is raised.

`manager.run(["fill", "tea", "--size", "3"])` runs a command and returns 0. What cannot be
called like this is not called: `run` returns 2, and has printed something that names the
command that was asked for, or those that there are. Python's `argparse` does much of it.
"""

import argparse
import inspect
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from tinyflask import Flask, current_app, has_app_context


class Manager:
    """The commands of an application."""

    def __init__(self, app):
        self.app = app

    def command(self, f):
        """Make the decorated function a command, and return it."""
        raise NotImplementedError("write command here")

    def run(self, argv):
        """Run the command that ``argv``, a list of texts, asks for. Return its status."""
        raise NotImplementedError("write run here")


def test_a_command():
    status, printed = _run("hello")
    assert (status, printed) == (0, "hello from shop\n"), (
        f"run(['hello']) returned {status!r} and printed {printed!r}."
    )


def test_it_runs_inside_of_the_application():
    _run("hello")
    assert not has_app_context(), "The application is still current after the command."


def test_arguments():
    status, printed = _run("fill-up", "tea", "milk")
    assert (status, printed) == (0, "tea milk 1 False\n"), (
        f"fill-up tea milk returned {status!r} and printed {printed!r}."
    )


def test_options_and_switches():
    status, printed = _run("fill-up", "tea", "--size", "3", "milk", "--loud")
    assert (status, printed) == (0, "tea milk 3 True\n"), (
        f"fill-up tea --size 3 milk --loud returned {status!r} and printed {printed!r}."
    )


def test_the_type_of_an_option():
    status, printed = _run("double", "--size", "3")
    assert (status, printed) == (0, "6\n"), (
        f"double --size 3 returned {status!r} and printed {printed!r}."
    )
    status, printed = _run("double", "--size", "many")
    assert status == 2, (
        f"double --size many returned {status!r}, and 'many' is no number."
    )


def test_other_options():
    status, printed = _run("pour", "--much", "1.5", "--of", "7", "--with-milk")
    assert (status, printed) == (0, "1.5 '7' True\n"), (
        f"pour --much 1.5 --of 7 --with-milk returned {status!r} and printed"
        f" {printed!r}."
    )


def test_what_cannot_be_called():
    for argv in (["fill-up", "tea"], ["fill-up", "a", "b", "c"], ["hello", "--loud"]):
        status, printed = _run(*argv)
        assert status == 2, f"{' '.join(argv)} returned {status!r}, not 2."
        assert argv[0] in printed, f"{' '.join(argv)} printed {printed!r}."


def test_a_command_that_there_is_not():
    for argv in (["swim"], []):
        status, printed = _run(*argv)
        assert status == 2, f"run({argv!r}) returned {status!r}, not 2."
        assert "fill-up" in printed, (
            f"run({argv!r}) printed {printed!r}, which names no command that there is."
        )


def test_an_error_inside_is_raised_as_it_is():
    try:
        _run("broken")
    except TypeError:
        return
    raise AssertionError(
        "The command adds a number and a text, and no TypeError was raised."
    )


def test_the_function_is_left_as_it_is():
    manager = Manager(Flask("shop"))

    def hello():
        return "hello"

    assert manager.command(hello) is hello, "`command` does not return the function."


def _run(*argv):
    """Run a command: what `run` returned, and all that was printed."""
    manager, printed = Manager(Flask("shop")), StringIO()

    @manager.command
    def hello():
        print(f"hello from {current_app.name}")

    @manager.command
    def fill_up(first, second, size=1, loud=False):
        print(first, second, size, loud)

    @manager.command
    def double(size=1):
        print(size * 2)

    @manager.command
    def pour(much=0.5, of="tea", with_milk=False):
        print(much, repr(of), with_milk)

    @manager.command
    def broken():
        return 3 + "4"

    with redirect_stdout(printed), redirect_stderr(printed):
        status = manager.run(list(argv))
    return status, printed.getvalue()
