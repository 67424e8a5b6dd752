"""Find the root.

Write `get_root_path` of chapter 2 again: the folder in which the module or package
`import_name` has its file.

- A module that is imported knows its file, as `__file__`.
- For one that is not, `importlib.util.find_spec` tells where its file is, as `origin`.
- Where there is no such module, or no such package as `a` in `a.b`, return the current
  folder. The same goes for a module that was made as the program runs, as a notebook's
  cells are: it is imported, has no `__file__`, and `find_spec` raises `ValueError`.
- A folder without an `__init__.py` can be imported, whether it has been already or not,
  and has no file. Neither has a module that is built into Python, such as `sys`: then
  `has_location` of what `find_spec` returns is false. For both raise `RuntimeError`, with
  a message that names `root_path`.
"""

import importlib.util
import json
import os
import sys
import tempfile
from contextlib import contextmanager

TYPE_IN = "tinyflask/helpers.py"


def get_root_path(import_name):
    """Return the folder that holds the module or package ``import_name``."""
    raise NotImplementedError("write get_root_path here")


def test_an_imported_module():
    found = get_root_path("json")
    wanted = os.path.dirname(json.__file__)
    assert found == wanted, (
        f"For the package json it returns {found!r}, not {wanted!r}."
    )


def test_a_module_that_is_not_imported_yet():
    with _program("kiosk.py") as folder:
        found = get_root_path("kiosk")
        assert found == folder, f"For {folder}/kiosk.py it returns {found!r}."
        assert "kiosk" not in sys.modules, "Looking for a module should not import it."


def test_no_such_module():
    found = get_root_path("no_such_module")
    assert found == os.getcwd(), (
        f"For a module that does not exist it returns {found!r}, and not the current"
        f" folder, {os.getcwd()!r}."
    )


def test_a_module_without_a_file():
    module = sys.modules["typed_in"] = type(sys)("typed_in")
    try:
        found = get_root_path("typed_in")
    finally:
        del sys.modules["typed_in"]
    assert not hasattr(module, "__file__")
    assert found == os.getcwd(), (
        f"For a module that was typed in, and has no file, it returns {found!r}, and not"
        f" the current folder, {os.getcwd()!r}."
    )


def test_a_folder_without_init():
    with _program("kiosk/hours.txt"):
        _expect_error("kiosk", "a folder without __init__.py")
        importlib.import_module("kiosk")
        try:
            _expect_error("kiosk", "such a folder that has been imported")
        finally:
            del sys.modules["kiosk"]


def test_a_module_that_is_built_in():
    _expect_error("sys", "a module that is built into Python")


def test_a_module_of_a_package_that_does_not_exist():
    found = get_root_path("no_such_package.module")
    assert found == os.getcwd(), (
        f"For a module of a package that does not exist it returns {found!r}, and not"
        f" the current folder, {os.getcwd()!r}."
    )


def test_the_folder_is_absolute():
    module = sys.modules["beside"] = type(sys)("beside")
    module.__file__ = "beside.py"
    try:
        found = get_root_path("beside")
    finally:
        del sys.modules["beside"]
    assert found == os.getcwd(), (
        f"For a module whose file is 'beside.py' it returns {found!r}. The process may"
        " change its folder later, so the path should be absolute."
    )


def _expect_error(name, what):
    try:
        found = get_root_path(name)
    except NotImplementedError:
        raise
    except RuntimeError as error:
        assert "root_path" in str(error), (
            f"The error says {str(error)!r}. It should say what to do: pass root_path."
        )
        return
    raise AssertionError(
        f"For {what} it returns {found!r}. It should raise RuntimeError, because there is"
        " no file to go by."
    )


@contextmanager
def _program(file):
    with tempfile.TemporaryDirectory() as name:
        folder = os.path.realpath(name)
        os.makedirs(os.path.dirname(os.path.join(folder, file)), exist_ok=True)
        open(os.path.join(folder, file), "w").close()
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            yield folder
        finally:
            sys.path.remove(folder)
