"""Which one is found.

A command line names a module and nothing else. Below are modules with other things in them,
and what is found in each is printed, or the kind of error. Say what the program prints before
it runs. Write the lines into `PRINTED`, one below the other. (The framework has its small
print: a function `make_app` is looked for as well, after `create_app`.)

You are told which lines are not what is printed, and never what is.
"""

from types import ModuleType

from tinyflask import Flask
from tinyflask.finding import find_best_app
from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


def _print_app_of(**names):
    module = ModuleType("shops")
    vars(module).update(names)
    try:
        print(find_best_app(module).name)
    except Exception as error:
        print(type(error).__name__)


def _program():
    tea, milk = Flask("tea"), Flask("milk")
    _print_app_of(shop=tea)
    _print_app_of(shop=tea, stall=milk)
    _print_app_of(shop=tea, application=milk)
    _print_app_of(app="tea", shop=milk)
    _print_app_of(create_app=lambda: tea, shop=milk)
    _print_app_of(create_app=lambda name: Flask(name))
    _print_app_of(make_app=lambda: tea)
    _print_app_of(create_app=lambda: 3 + "4")
    _print_app_of(create_shop=lambda: tea)


def test_a_factory_is_the_last_resort():
    """A module with an application and a factory."""
    printed = lines(PRINTED)
    assert printed[4:5] != ["tea"], (
        "By your fifth line the factory is called, though there is an application."
    )


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)
