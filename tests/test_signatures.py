"""What can be called in Flask can be called in the same way here."""

import importlib
import inspect
from inspect import Parameter

import pytest

MODULES = (
    "app",
    "blueprints",
    "cli",
    "config",
    "ctx",
    "globals",
    "helpers",
    "json",
    "json.provider",
    "json.tag",
    "logging",
    "sessions",
    "templating",
    "testing",
    "views",
    "wrappers",
)


def callables(module):
    """The public functions and methods of a module of Flask, by their names."""
    for name, value in vars(module).items():
        origin = getattr(value, "__module__", None) or ""
        if name.startswith("_") or not origin.startswith("flask"):
            continue
        if not inspect.isclass(value):
            if callable(value):
                yield name, value
            continue
        for attribute in ("__init__", *dir(value)):
            method = getattr(value, attribute)
            public = attribute == "__init__" or not attribute.startswith("_")
            if public and inspect.isroutine(method):
                yield f"{name}.{attribute}", method


def found(module, name):
    """What has this name in a module, or ``None``."""
    owner, _, attribute = name.rpartition(".")
    if not owner:
        return getattr(module, name, None)
    return (
        getattr(getattr(module, owner), attribute, None)
        if hasattr(module, owner)
        else None
    )


def parameters(function):
    """The parameters of a function, or ``None`` where Python does not know them."""
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


def narrower(flasks, ours):
    """Why ours takes less than Flask's, or ``None`` if it takes as much."""
    own = {each.name: each for each in ours}
    kinds = {each.kind for each in ours}
    in_order = [each.name for each in ours if each.kind in POSITIONAL]
    position = 0
    for each in flasks:
        if each.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
            if each.kind not in kinds:
                return f"it takes no further {each.name}"
            continue
        if each.name not in own:
            return f"it has no {each.name}"
        if each.kind in POSITIONAL:
            if in_order[position : position + 1] != [each.name]:
                return f"{each.name} is not number {position}"
            position += 1
        optional = each.default is not Parameter.empty
        if optional and own[each.name].default is Parameter.empty:
            return f"{each.name} has no default"
    return None


POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


@pytest.mark.parametrize("module", MODULES)
def test_no_signature_is_narrower(module):
    """Every function and method that both have takes what Flask's takes."""
    flask = importlib.import_module(f"flask.{module}")
    ours = importlib.import_module(f"tinyflask.{module}")
    compared = 0
    for name, function in callables(flask):
        other = found(ours, name)
        theirs, own = parameters(function), parameters(other)
        if other is None or theirs is None or own is None:
            continue
        compared += 1
        problem = narrower(theirs, own)
        assert problem is None, f"{module}.{name}: {problem}"
    assert compared or module in {"globals", "config"}


def test_the_comparison_finds_what_is_narrower():
    """A missing parameter, another place, a lost default and a lost rest are found."""

    def flask(a, b=1, *args, c=2, **rest):
        pass

    for other in (
        lambda a, *args, c=2, **rest: None,
        lambda b, a, *args, c=2, **rest: None,
        lambda a, b, *args, c=2, **rest: None,
        lambda a, b=1, *, c=2, **rest: None,
        lambda a, b=1, *args, c=2: None,
        lambda a, b=1, *args, **rest: None,
    ):
        assert narrower(parameters(flask), parameters(other))
    assert not narrower(parameters(flask), parameters(flask))
