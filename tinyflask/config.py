"""Settings."""

from __future__ import annotations

from typing import Any

# What an application is set to, unless it is told otherwise.
DEFAULTS = {
    "APPLICATION_ROOT": "/",
    "DEBUG": False,
    "MAX_CONTENT_LENGTH": None,
    "MAX_FORM_MEMORY_SIZE": 500_000,
    "MAX_FORM_PARTS": 1_000,
    "PREFERRED_URL_SCHEME": "http",
    "PROPAGATE_EXCEPTIONS": None,
    "SEND_FILE_MAX_AGE_DEFAULT": None,
    "SERVER_NAME": None,
    "TEMPLATES_AUTO_RELOAD": None,
    "TESTING": False,
    "TRAP_BAD_REQUEST_ERRORS": None,
    "TRAP_HTTP_EXCEPTIONS": False,
    "USE_X_SENDFILE": False,
}


class ConfigAttribute:
    """An attribute of an application that is its setting ``name``.

    Follows ``flask.config.ConfigAttribute``.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, app: Any, owner: type) -> Any:
        return self if app is None else app.config[self.name]

    def __set__(self, app: Any, value: Any) -> None:
        app.config[self.name] = value
