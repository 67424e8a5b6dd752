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
    owner, file, _ = whose(tinyflask.Flask, "before_request")
    found = vars(getattr(tinyflask.scaffold, "Scaffold", object)).get("before_request")
    assert (owner, file) == ("Scaffold", "scaffold.py") and found, (
        f"Our before_request is said to be {owner}'s, in {file}."
    )


def test_a_class_that_is_overridden():
    class Shop(flask.Flask):
        def wsgi_app(self, environ, start_response):
            return super().wsgi_app(environ, start_response)

    owner, *_ = whose(Shop, "wsgi_app")
    assert owner == "Shop", f"A class that has its own wsgi_app is not asked: {owner}."
    owner, *_ = whose(Shop, "full_dispatch_request")
    assert owner == "Flask", f"full_dispatch_request is said to be {owner}'s."


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
