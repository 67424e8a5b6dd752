"""Functions that the application object and its users share."""

import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec


def find_spec(import_name: str) -> ModuleSpec | None:
    """Return what Python knows of a module without importing it, or ``None``."""
    try:
        return importlib.util.find_spec(import_name)
    except (ImportError, ValueError):
        # There is no such package, or the module was made as the program runs.
        return None


def get_root_path(import_name: str) -> str:
    """Return the folder that holds the module or package ``import_name``.

    It is the current folder where there is no such module, or where the module has no
    file because it is typed in as it runs. Raises `RuntimeError` for a package without
    a file of its own. Follows ``flask.helpers.get_root_path``.
    """
    filename = getattr(sys.modules.get(import_name), "__file__", None)
    if filename is None:
        spec = find_spec(import_name)
        if spec is None:
            return os.getcwd()
        if not spec.has_location or spec.origin is None:
            raise RuntimeError(
                f"The module {import_name!r} has no file, so there is no folder to look"
                " for resources in. Name the folder: Flask(..., root_path=...)."
            )
        filename = spec.origin
    return os.path.dirname(os.path.abspath(filename))


def find_outermost_folder(import_name: str) -> str:
    """Return the folder that holds the outermost package of a module, or the module.

    Follows the second half of ``flask.sansio.scaffold.find_package``.
    """
    outermost = import_name.partition(".")[0]
    spec = find_spec(outermost)
    if spec is not None and spec.submodule_search_locations:
        package = next(iter(spec.submodule_search_locations))
        return os.path.dirname(os.path.abspath(package))
    return get_root_path(outermost)
