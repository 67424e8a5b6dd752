"""What an application logs, and where to."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO, cast

from werkzeug.local import LocalProxy

from .globals import request

if TYPE_CHECKING:
    from .app import Flask


@LocalProxy
def wsgi_errors_stream() -> TextIO:
    """Where the server wants errors written; ``sys.stderr`` outside of requests.

    Follows ``flask.logging.wsgi_errors_stream``.
    """
    stream: TextIO = request.environ["wsgi.errors"] if request else sys.stderr
    return stream


def _handler(stream: TextIO, form: str) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(form))
    return handler


# Writes what nobody else does. Follows ``flask.logging.default_handler``.
default_handler = _handler(
    cast(TextIO, wsgi_errors_stream),
    "[%(asctime)s] %(levelname)s in %(module)s: %(message)s",
)


def has_level_handler(logger: logging.Logger) -> bool:
    """Return whether a handler would write what ``logger`` lets through.

    Follows ``flask.logging.has_level_handler``.
    """
    level = logger.getEffectiveLevel()
    current: logging.Logger | None = logger
    while current:
        if any(handler.level <= level for handler in current.handlers):
            return True
        current = current.parent if current.propagate else None
    return False


def create_logger(app: Flask) -> logging.Logger:
    """Return the logger with the name of ``app``.

    While debugging it lets everything through. It gets a handler only if there is none
    yet, of its own or of a logger above it. Follows ``flask.logging.create_logger``.
    """
    logger = logging.getLogger(app.name)
    if app.debug and not logger.level:
        logger.setLevel(logging.DEBUG)
    if not has_level_handler(logger):
        logger.addHandler(default_handler)
    return logger
