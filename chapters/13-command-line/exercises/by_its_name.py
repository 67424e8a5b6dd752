"""By its name.

Write the function of chapter 13 again that finds an application by what stands after the
colon. `find_app_by_string(module, "shop")` is what has that name in the module, and
`find_app_by_string(module, 'create_app("x", size=3)')` what the function returns. Values are
read and never run. Whatever is no name and no such call, is not there, or is no application,
raises `NoAppException`, and so do arguments that do not fit. Its message names the module and
what was asked for. An error inside of the function is raised as it is. Your function is typed into the framework of chapter 13, and judged by the
chapter's tests as well.
"""

import ast
import inspect
from types import ModuleType

from tinyflask import Flask, finding
from tinyflask.finding import NoAppException

TYPE_IN = "tinyflask/finding.py"


def find_app_by_string(module, app_name):
    """Return the application that ``app_name`` is in a module, or that it makes."""
    raise NotImplementedError("write find_app_by_string here")


def test_a_name():
    found = _found("shop")
    assert found == "the shop", f"'shop' led to {found}."


def test_a_function():
    found = _found("create_app"), _found("create_app()")
    assert found == ("shop 1", "shop 1"), (
        f"'create_app' led to {found[0]}, and 'create_app()' to {found[1]}."
    )


def test_a_call_with_values():
    for call in ('create_app("stall", 2)', 'create_app(size=2, name="stall")'):
        found = _found(call)
        assert found == "stall 2", f"{call!r} led to {found}, not to 'stall 2'."


def test_spaces_around_it():
    found = _found(" create_app( 'stall' ) ")
    assert found == "stall 1", f"With spaces around it, the call led to {found}."


def test_values_are_not_run():
    module, run = _module(), []
    module.record = lambda: run.append(True)
    found = _found("create_app(record())", module)
    assert not run, "record() in the arguments was called, and arguments are only read."
    assert found == "NoAppException", f"'create_app(record())' led to {found}."


def test_what_leads_to_none():
    for text in (
        "nothing",
        "number",
        "shop.name",
        "shop or number",
        "shop(",
        "",
        "create_app(1, 2, 3)",
        "number.bit_length()",
    ):
        found = _found(text)
        assert found == "NoAppException", f"{text!r} led to {found}."


def test_the_message():
    for text in ("nothing", "shop.name", "create_app(1, 2, 3)"):
        try:
            finding.find_app_by_string(_module(), text)
        except NoAppException as error:
            name = text.partition("(")[0]
            assert "shops" in str(error) and name in str(error), (
                f"For {text!r} the message is {str(error)!r}. It is to name the module,"
                f" shops, and {name}."
            )


def test_an_error_inside_is_raised_as_it_is():
    found = _found("broken")
    assert found == "TypeError", (
        f"The factory adds a number and a text, which is a TypeError. It led to {found}."
    )


def _module():
    module = ModuleType("shops")
    module.shop, module.number = Flask("the shop"), 7
    module.create_app = lambda name="shop", size=1: Flask(f"{name} {size}")
    module.broken = lambda: 3 + "4"
    return module


def _found(text, module=None):
    """The name of what was found, or that of the error."""
    try:
        return finding.find_app_by_string(module or _module(), text).name
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__
