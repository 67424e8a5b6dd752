"""Settings."""

from __future__ import annotations

import errno
import importlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from werkzeug.exceptions import SecurityError

from .helpers import find_outermost_folder, get_debug_flag


class Defaults:
    """What an application is set to, unless it is told otherwise."""

    APPLICATION_ROOT = "/"
    DEBUG = False
    MAX_CONTENT_LENGTH = None
    MAX_COOKIE_SIZE = 4093
    MAX_FORM_MEMORY_SIZE = 500_000
    MAX_FORM_PARTS = 1_000
    PERMANENT_SESSION_LIFETIME = timedelta(days=31)
    PREFERRED_URL_SCHEME = "http"
    PROPAGATE_EXCEPTIONS = None
    PROVIDE_AUTOMATIC_OPTIONS = True
    SECRET_KEY = None
    SECRET_KEY_FALLBACKS = None
    SEND_FILE_MAX_AGE_DEFAULT = None
    SERVER_NAME = None
    SESSION_COOKIE_DOMAIN = None
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_NAME = "session"
    SESSION_COOKIE_PARTITIONED = False
    SESSION_COOKIE_PATH = None
    SESSION_COOKIE_SAMESITE = None
    SESSION_COOKIE_SECURE = False
    SESSION_REFRESH_EACH_REQUEST = True
    TEMPLATES_AUTO_RELOAD = None
    TESTING = False
    TRAP_BAD_REQUEST_ERRORS = None
    TRAP_HTTP_EXCEPTIONS = False
    TRUSTED_HOSTS = None
    USE_X_SENDFILE = False


def settings_of(obj: object) -> dict[str, Any]:
    """Return the settings of a class or module: what has a name in capitals."""
    return {name: getattr(obj, name) for name in dir(obj) if name.isupper()}


def as_timedelta(value: timedelta | int) -> timedelta:
    """Return a span of time that may be given in seconds."""
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


class ConfigAttribute:
    """An attribute of an application that is its setting ``name``.

    ``get_converter`` makes of the setting what the attribute is to be. Follows
    ``flask.config.ConfigAttribute``.
    """

    def __init__(
        self, name: str, get_converter: Callable[[Any], Any] | None = None
    ) -> None:
        self.name = name
        self.get_converter = get_converter

    def __get__(self, app: Any, owner: type) -> Any:
        if app is None:
            return self
        value = app.config[self.name]
        return value if self.get_converter is None else self.get_converter(value)

    def __set__(self, app: Any, value: Any) -> None:
        app.config[self.name] = value


def imported(name: str) -> Any:
    """Return the module, or what is in a module, that has an import name.

    Raises `ImportError` where there is none. What goes wrong inside of the module is
    raised as it is.
    """
    name = name.replace(":", ".")
    module, _, attribute = name.rpartition(".")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        # What is missing may be another one, which this one imports.
        if error.name != name or not module:
            error.add_note(f"This was imported to read the settings in {name!r}.")
            raise
    owner = imported(module)
    if not hasattr(owner, attribute):
        raise ImportError(
            f"There are no settings {name!r}: {module!r} has nothing that is called"
            f" {attribute!r}. Mend the name, or define it there."
        )
    return getattr(owner, attribute)


# What makes the name of a setting that of a secret.
SECRETIVE = ("SECRET", "PASSWORD", "TOKEN", "_KEY")


def without_secrets(settings: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return settings to look at, in which nobody can read a password."""

    def shown(name: Any, value: Any) -> Any:
        if isinstance(value, Mapping):
            return without_secrets(value)
        is_secret = (word in str(name).upper() for word in SECRETIVE)
        return "(hidden)" if value is not None and any(is_secret) else value

    return {name: shown(name, value) for name, value in settings.items()}


class Config(dict[str, Any]):
    """A dictionary of settings, and ways to fill it.

    Only names in capitals are settings. Files are looked for below ``root_path``. What
    is secret by its name is not printed. Follows ``flask.Config``.
    """

    def __init__(
        self,
        root_path: str | os.PathLike[str],
        defaults: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(defaults or {})
        self.root_path = root_path

    def from_mapping(
        self, mapping: Mapping[str, Any] | None = None, **settings: Any
    ) -> bool:
        """Take over what has a name in capitals. Returns ``True``."""
        given = {**(mapping or {}), **settings}
        self.update((name, given[name]) for name in given if name.isupper())
        return True

    def from_object(self, obj: object | str) -> None:
        """Take over the attributes of ``obj`` that have names in capitals.

        It may be a module, a class or any other object, or the import name of one, such
        as ``"settings.Production"``. Raises `ImportError` where that leads nowhere.
        """
        self.update(settings_of(imported(obj) if isinstance(obj, str) else obj))

    def from_prefixed_env(
        self, prefix: str = "FLASK", *, loads: Callable[[str], Any] = json.loads
    ) -> bool:
        """Take over the variables of the environment that begin with ``prefix`` and _.

        Their names may be in any letters. ``loads`` makes a value of a text; where it
        cannot, the text is the value. ``A__b`` is what ``A`` has under ``"b"``. Returns
        ``True``. Raises `TypeError` where ``A`` is no dictionary.
        """
        ours = [each for each in sorted(os.environ) if each.startswith(f"{prefix}_")]
        for variable in ours:
            *outer, name = variable.removeprefix(f"{prefix}_").split("__")
            place: Any = self
            for each in outer:
                inner = place.get(each, {})
                if not isinstance(inner, dict):
                    raise TypeError(
                        f"The environment's {variable} says what is in {each}, which is"
                        " no dictionary. Take one of the two away."
                    )
                # It may be in a class of defaults, for all.
                place[each] = place = {**inner}
            place[name] = os.environ[variable]
            with suppress(Exception):
                place[name] = loads(place[name])
        return True

    def from_pyfile(
        self, filename: str | os.PathLike[str], silent: bool = False
    ) -> bool:
        """Run a file of Python, and take over its names in capitals.

        Returns whether there was such a file: with ``silent`` there need not be. Raises
        `OSError` for a file that cannot be read, and whatever goes wrong in it.
        """
        module = ModuleType("config")
        path = module.__file__ = os.path.join(self.root_path, filename)

        def load(file: IO[Any]) -> Mapping[str, Any]:
            exec(compile(file.read(), path, "exec"), vars(module))
            return settings_of(module)

        return self.from_file(filename, load, silent, text=False)

    def from_file(
        self,
        filename: str | os.PathLike[str],
        load: Callable[[IO[Any]], Mapping[str, Any]],
        silent: bool = False,
        text: bool = True,
    ) -> bool:
        """Take over what ``load`` makes of a file, such as ``json.load``.

        It gets the file opened for text, or for bytes. Returns whether there was such a
        file: with ``silent`` there need not be. Raises `OSError` for a file that cannot
        be read, and whatever ``load`` raises.
        """
        path = Path(self.root_path, filename)
        try:
            file: IO[Any] = BytesIO(path.read_bytes())
        except OSError as error:
            if silent and error.errno in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR):
                return False
            error.strerror = f"Unable to load configuration file ({error.strerror})"
            error.add_note("Make this file, or pass silent=True if it may be missing.")
            raise
        try:
            return self.from_mapping(
                load(TextIOWrapper(file, encoding="utf-8") if text else file)
            )
        except Exception as error:
            error.add_note(f"This is about the configuration file {path}: mend it.")
            raise

    def from_envvar(self, variable_name: str, silent: bool = False) -> bool:
        """Take over the file of Python that a variable of the environment names.

        Returns whether there was one: with ``silent`` there need not be. Raises
        `RuntimeError` where the variable is not set.
        """
        filename = os.environ.get(variable_name)
        if filename or silent:
            return self.from_pyfile(filename, silent) if filename else False
        raise RuntimeError(
            f"The environment variable {variable_name!r} is not set, and is to name a"
            f" configuration file: export {variable_name}=/srv/shop.cfg"
        )

    def get_namespace(
        self, namespace: str, lowercase: bool = True, trim_namespace: bool = True
    ) -> dict[str, Any]:
        """Return the settings whose names begin with ``namespace``.

        Their names are in small letters and without that beginning, unless told
        otherwise: such a dictionary can be the arguments of a function.
        """
        found = {}
        for name, value in self.items():
            if name.startswith(namespace):
                name = name.removeprefix(namespace) if trim_namespace else name
                found[name.lower() if lowercase else name] = value
        return found

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {without_secrets(self)!r}>"


def split_host(host: str, scheme: str | None = None) -> tuple[str, str | None]:
    """Return the name and the port of a host: that of ``scheme`` where it has none."""
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, ""
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    return name.lower(), port or {"http": "80", "https": "443"}.get(scheme or "")


def refuse_untrusted(host: str, scheme: str, trusted: Iterable[str]) -> None:
    """Raise `SecurityError` unless ``host`` is one of those in ``trusted``.

    One that begins with a dot is all hosts below it, too; one with a port is that port
    alone.
    """
    name, port = split_host(host, scheme)
    for each in [trusted] if isinstance(trusted, str) else trusted:
        known, its_port = split_host(each.removeprefix("."))
        if its_port in (None, port) and (
            name == known or (each.startswith(".") and name.endswith(f".{known}"))
        ):
            return
    raise SecurityError(f"Host {host!r} is not trusted.")


class ConfigMixin:
    """How an application is configured: it is part of `Flask`."""

    import_name: str
    root_path: str
    instance_path: str
    config: dict[str, Any]
    default_config: Mapping[str, Any]

    # What `config` is.
    config_class = Config

    def make_config(self, instance_relative: bool = False) -> Config:
        """Return the settings to begin with, and say where their files are."""
        folder = self.instance_path if instance_relative else self.root_path
        defaults = {**self.default_config, "DEBUG": get_debug_flag()}
        return self.config_class(folder, defaults)

    def auto_find_instance_path(self) -> str:
        """Return the folder ``instance`` beside the outermost package or module."""
        folder = find_outermost_folder(self.import_name)
        return os.path.join(folder, "instance")

    def open_instance_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> IO[Any]:
        """Open a file of this installation, for reading or writing.

        ``resource`` is a path below `instance_path`. ``encoding`` is for text modes.
        """
        path = os.path.join(self.instance_path, resource)
        return open(path, mode, encoding=None if "b" in mode else encoding)
