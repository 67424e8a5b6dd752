"""Find the root.

Hint: Begin with the module that is imported already: `sys.modules.get(import_name)`.
Not every module has a `__file__`, and `getattr` takes a third argument.

Hint: `find_spec` returns `None` for a module that does not exist. For one that is in
`sys.modules` but was made by hand it raises `ValueError`, and for `a.b` where there is
no `a` it raises `ModuleNotFoundError`, which is an `ImportError`. All three mean: the
current folder.

Hint: A spec that was found and has no file has `origin` set to `None`. That is the
folder without `__init__.py`.

Hint: The folder of a file is `os.path.dirname(os.path.abspath(filename))`.

Learnt: `root_path` is all that an application knows about where it lives, and templates
and static files are found from there.

In Flask: The function is `get_root_path` in `src/flask/helpers.py`.

Try: Call it for `sys`, which is a module without a file for yet another reason.
"""

import importlib.util
import os
import sys


def get_root_path(import_name):
    """Return the folder that holds the module or package ``import_name``."""
    filename = getattr(sys.modules.get(import_name), "__file__", None)
    if filename is None:
        try:
            spec = importlib.util.find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        if spec is None:
            return os.getcwd()
        if not spec.has_location or spec.origin is None:
            raise RuntimeError(f"{import_name!r} has no file: pass root_path")
        filename = spec.origin
    return os.path.dirname(os.path.abspath(filename))
