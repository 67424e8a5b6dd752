"""Whose is it.

Write `whose(cls, name)`, which says where a method of a class is written. It returns three things:
the name of the class that has it, which may be one that `cls` is derived from; the file, as a path
below the folder of its package, such as `sansio/scaffold.py`; and the line in which it begins, which
is that of its first decorator if it has one.

Some of Flask's methods are wrapped by a decorator that knows what it wraps: what counts is the inner
function. Where no class has the name, raise a `LookupError`.
"""

import inspect
import sys
from pathlib import Path

import flask
import werkzeug

import tinyflask


def whose(cls, name):
    """Return the class, the file and the line of a method of ``cls``."""
    raise NotImplementedError("write whose here")


def test_a_method_of_its_own():
    _expect(flask.Flask, "wsgi_app", "Flask", "app.py")


def test_a_method_of_another_class():
    _expect(flask.Flask, "make_aborter", "App", "sansio/app.py")


def test_a_method_that_is_wrapped():
    _expect(flask.Flask, "route", "Scaffold", "sansio/scaffold.py")
    _expect(flask.Flask, "register_blueprint", "App", "sansio/app.py")


def test_ours():
    _expect(tinyflask.Flask, "before_request", "Scaffold", "scaffold.py")
    _expect(werkzeug.Request, "get_data", "Request", "wrappers/request.py")


def test_a_class_that_is_overridden():
    _expect(flask.Flask, "make_response", "Flask", "app.py")
    _expect(flask.Blueprint, "open_resource", "Blueprint", "blueprints.py")
    _expect(flask.Blueprint, "register_error_handler", "Scaffold", "sansio/scaffold.py")


def test_what_nobody_has():
    try:
        found = whose(flask.Flask, "tea")
    except LookupError:
        return
    raise AssertionError(f"No class has a method named tea. It returned {found!r}.")


def _expect(cls, name, owner, file):
    function = inspect.unwrap(getattr(cls, name))
    expected = owner, file, function.__code__.co_firstlineno
    found = whose(cls, name)
    found = found[0], Path(found[1]).as_posix(), found[2]
    assert found == expected, f"{cls.__name__}.{name} is at {expected}, not {found}."
