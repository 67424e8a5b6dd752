"""Finding an application, by what a command line says of it."""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import click

from .app import Flask
from .helpers import get_debug_flag, get_load_dotenv


class NoAppException(click.UsageError):
    """No application was found. The message says what was looked for, and where.

    Follows ``flask.cli.NoAppException``.
    """


def find_best_app(module: ModuleType) -> Flask:
    """Return the application of a module.

    That is its ``app`` or ``application``, or else the only one that it has, or what
    its ``create_app`` or ``make_app`` makes without arguments. Raises `NoAppException`
    where there is none, or more than one.
    """
    where = module.__name__
    for name in ("app", "application"):
        if isinstance(app := getattr(module, name, None), Flask):
            return app
    apps = {name: app for name, app in vars(module).items() if isinstance(app, Flask)}
    if len(apps) == 1:
        return apps.popitem()[1]
    if apps:
        raise NoAppException(
            f"The module {where!r} has several applications: {', '.join(apps)}."
            f" Say which one: --app {where}:{next(iter(apps))}"
        )
    for name in ("create_app", "make_app"):
        if inspect.isfunction(factory := getattr(module, name, None)):
            app = made_by(f"{where}:{name}", factory)
            if isinstance(app, Flask):
                return app
    raise NoAppException(
        f"The module {where!r} has no application, and no function create_app or"
        " make_app that returns one. If it has another name, say which:"
        f" --app {where}:NAME"
    )


def made_by(
    where: str, factory: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Any:
    """Return what a factory returns. What goes wrong inside of it is raised as it is.

    Raises `NoAppException` where the arguments do not fit.
    """
    try:
        inspect.signature(factory, follow_wrapped=False).bind(*args, **kwargs)
    except TypeError as error:
        raise NoAppException(
            f"The factory {where} was found, and it cannot be called like this:"
            f" {error}. Pass what it takes: --app '{where.partition('(')[0]}(...)'"
        ) from None
    return factory(*args, **kwargs)


def find_app_by_string(module: ModuleType, app_name: str) -> Flask:
    """Return the application that ``app_name`` is in a module, or that it makes.

    It is a name, or a call with plain values, such as ``create_app("x", debug=True)``.
    Raises `NoAppException` where it is something else, or leads to none.
    """
    where = f"{module.__name__}:{app_name}"
    try:
        expression = ast.parse(app_name.strip(), mode="eval").body
        if not isinstance(expression, ast.Call):
            expression = ast.Call(expression, [], [])
        name = cast(ast.Name, expression.func).id
        args = [ast.literal_eval(each) for each in expression.args]
        named = {
            str(each.arg): ast.literal_eval(each.value) for each in expression.keywords
        }
        if "None" in named:
            raise ValueError("** stands for names that are not written out")
    except (SyntaxError, ValueError, AttributeError):
        raise NoAppException(
            f"{app_name!r} is neither a name nor a call with plain values. Write"
            f" --app {module.__name__}:NAME or"
            f" --app '{module.__name__}:create_app(\"x\")'"
        ) from None
    if not hasattr(module, name):
        raise NoAppException(
            f"The module {module.__name__!r} has nothing that is called {name!r}."
        )
    found = getattr(module, name)
    if inspect.isfunction(found):
        found = made_by(where, found, *args, **named)
    if isinstance(found, Flask):
        return found
    kind = type(found).__name__
    raise NoAppException(f"{where} is no application. It is of the type {kind}.")


def prepare_import(path: str) -> str:
    """Return the name to import a file or a module by, and see that it can be.

    The folder that holds the outermost package comes first where Python looks.
    """
    file = Path(os.path.realpath(path))
    if file.suffix == ".py":
        file = file.with_suffix("")
    if file.name == "__init__":
        file = file.parent
    names = [file.name]
    while (file.parent / "__init__.py").exists():
        file = file.parent
        names.insert(0, file.name)
    if sys.path[0] != str(file.parent):
        sys.path.insert(0, str(file.parent))
    return ".".join(names)


def locate_app(
    module_name: str, app_name: str | None, raise_if_not_found: bool = True
) -> Flask | None:
    """Return the application of a module that is to be imported, by name if it has one.

    ``None`` if there is no such module, unless that is to be raised. Raises
    `NoAppException`, with the traceback of what fails while the module is imported
    because it imports something.
    """
    try:
        # `import_module` would show itself in the traceback of what fails.
        __import__(module_name)
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError)
        if not missing or not f"{module_name}.".startswith(f"{error.name}."):
            raise NoAppException(
                f"The module {module_name!r} was found, and an import in it fails:\n\n"
                f"{traceback.format_exc()}"
            ) from None
        if not raise_if_not_found:
            return None
        raise NoAppException(
            f"There is no module {module_name!r} in {sys.path[0]}, nor anywhere else"
            " that Python looks. Go to the program's folder, or name its file."
        ) from None
    module = sys.modules[module_name]
    if app_name is None:
        return find_best_app(module)
    return find_app_by_string(module, app_name)


class ScriptInfo:
    """Which application a command is for, by its import name or by a function.

    ``create_app`` makes it. ``set_debug_flag`` sets its `debug` by the environment. In
    ``data`` commands may keep what they like. ``load_dotenv_defaults`` changes nothing:
    no ``.env`` is read here. Follows ``flask.cli.ScriptInfo``.
    """

    def __init__(
        self,
        app_import_path: str | None = None,
        create_app: Callable[..., Flask] | None = None,
        set_debug_flag: bool = True,
        load_dotenv_defaults: bool = True,
    ) -> None:
        self.app_import_path = app_import_path
        self.create_app = create_app
        self.data: dict[Any, Any] = {}
        self.set_debug_flag = set_debug_flag
        self.load_dotenv_defaults = get_load_dotenv(load_dotenv_defaults)
        self._loaded_app: Flask | None = None

    def load_app(self) -> Flask:
        """Return the application, which is found the first time.

        Without an import name it is that of ``wsgi.py`` or ``app.py``, here. Raises
        `NoAppException` where there is none.
        """
        if self._loaded_app is None:
            self._loaded_app = self._find_app()
            if self.set_debug_flag:
                self._loaded_app.debug = get_debug_flag()
        return self._loaded_app

    def _find_app(self) -> Flask:
        if self.create_app is not None:
            return self.create_app()
        if self.app_import_path:
            # A colon before a slash is that of a drive on Windows.
            path, *name = re.split(r":(?![\\/])", self.app_import_path, maxsplit=1)
            found = locate_app(prepare_import(path), name[0] if name else None)
            return cast(Flask, found)
        for path in ("wsgi.py", "app.py"):
            app = locate_app(prepare_import(path), None, raise_if_not_found=False)
            if app is not None:
                return app
        raise NoAppException(
            "There is neither wsgi.py nor app.py in this folder, and nothing says where"
            " else the application is. Name its module: --app hello, or FLASK_APP=hello"
            " in the environment."
        )
