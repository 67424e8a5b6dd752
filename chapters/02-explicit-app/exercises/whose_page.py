"""Whose page is it.

Below is a program for a framework with an implicit application. Three modules add pages
to it when they are imported. In between, the dictionary of pages is put aside for a fresh
one, as a stack of applications does it. Say what the program prints before it runs. Write
the lines into `PRINTED`, one below the other.

You are told which lines are not what is printed, and never what is.
"""

from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


class _Framework:
    """The module of the framework: what it knows, everybody shares."""

    views: dict
    modules: list


def _import(name, *pages):
    """What an import does: it runs a module once, and never again."""
    if name not in _Framework.modules:
        _Framework.modules.append(name)
        for page in pages:
            _Framework.views[page] = name


def _program():
    _Framework.views, _Framework.modules = {}, []
    _import("blog", "/", "/about")
    print("/", _Framework.views["/"])
    _import("library", "/", "/books")
    print("/", _Framework.views["/"])
    print("/about", _Framework.views["/about"])
    _import("blog", "/", "/about")
    print("/", _Framework.views["/"])
    before, _Framework.views = _Framework.views, {}
    _import("shop", "/", "/cart")
    _import("library", "/", "/books")
    print(*sorted(_Framework.views))
    _Framework.views = before
    print("/", _Framework.views["/"])
    print(len(_Framework.views), "/cart" in _Framework.views)


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_somebody_answers():
    """As many modules answer for the first page as the program lets."""
    first = {line for line in lines(PRINTED) if line.startswith("/ ")}
    answering = first & {"/ blog", "/ library", "/ shop"}
    assert len(answering) == 2, (
        f"By your lines {len(answering)} modules answer for /, and it is another number."
    )
