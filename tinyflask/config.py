"""Settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


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
