"""Manage.

Hint: Keep the functions in a dictionary, by the names of their commands.

Hint: `parser.add_subparsers(required=True)` makes a parser for each command with
`add_parser(name)`. Go through `inspect.signature(f).parameters.values()`: a `default` of
`inspect.Parameter.empty` is an argument, `False` a switch, with `action="store_true"`, and
anything else an option with `default` and `type`.

Hint: Where `argparse` does not like what it reads, it prints why, and raises `SystemExit`.
Catch that around the reading alone, and not around the command.

Learnt: A function's signature says nearly all that a command line needs. What it does not
say, help for each argument, choices, files, passwords, is why click has decorators.

In Flask: Before 0.11 people wrote `manage.py` with an extension, Flask-Script, whose
commands were made of functions in this way.

Try: Use the docstring for `--help`, and the annotations for the types.
"""

import argparse
import inspect


class Manager:
    """The commands of an application."""

    def __init__(self, app):
        self.app = app
        self.commands = {}

    def command(self, f):
        """Make the decorated function a command, and return it."""
        self.commands[f.__name__.replace("_", "-")] = f
        return f

    def run(self, argv):
        """Run the command that ``argv``, a list of texts, asks for. Return its status."""
        try:
            given = vars(self.parser().parse_args(argv))
        except SystemExit as end:
            return end.code
        command = self.commands[given.pop("command")]
        with self.app.app_context():
            command(**given)
        return 0

    def parser(self):
        parser = argparse.ArgumentParser(prog=self.app.name)
        commands = parser.add_subparsers(dest="command", required=True)
        for name, f in self.commands.items():
            one = commands.add_parser(name)
            for parameter in inspect.signature(f).parameters.values():
                self.add(one, parameter.name, parameter.default)
        return parser

    def add(self, parser, name, default):
        option = "--" + name.replace("_", "-")
        if default is inspect.Parameter.empty:
            parser.add_argument(name)
        elif default is False:
            parser.add_argument(option, action="store_true")
        else:
            parser.add_argument(option, default=default, type=type(default))
