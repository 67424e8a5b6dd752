"""Errors: who answers them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from werkzeug.exceptions import (
    BadRequest,
    BadRequestKeyError,
    HTTPException,
    InternalServerError,
    default_exceptions,
)
from werkzeug.routing import RoutingException

from .globals import _request_context
from .logging import create_logger
from .signals import got_request_exception

if TYPE_CHECKING:
    from .app import Flask
    from .config import ConfigAttribute
    from .wrappers import Response

ErrorHandler: TypeAlias = Callable[[Any], Any]
Handler = TypeVar("Handler", bound=ErrorHandler)
# `handlers[None][code][class]` is a handler. The first key is None for every request,
# and the code is None for a class that has none.
ErrorHandlers: TypeAlias = defaultdict[
    str | None, defaultdict[int | None, dict[type[Exception], ErrorHandler]]
]


def class_and_code(
    code_or_exception: type[Exception] | int,
) -> tuple[type[Exception], int | None]:
    """Return the class of errors that is meant, and its status code or ``None``.

    Raises `ValueError` for what is neither an error's code nor a class derived from
    `Exception`, and `TypeError` for an error in place of its class.
    """
    if isinstance(code_or_exception, int):
        if code_or_exception not in default_exceptions:
            raise ValueError(
                f"{code_or_exception} is not the code of an HTTP error. For one of your"
                " own, make a subclass of HTTPException with that code."
            )
        code_or_exception = default_exceptions[code_or_exception]
    if isinstance(code_or_exception, Exception):
        raise TypeError(
            f"{code_or_exception!r} is an error. A handler is for a class of errors:"
            f" {type(code_or_exception).__name__}."
        )
    is_class = isinstance(code_or_exception, type)
    if not is_class or not issubclass(code_or_exception, Exception):
        raise ValueError(
            f"{code_or_exception!r} is neither a status code, such as 404, nor a class"
            " that is derived from Exception."
        )
    if issubclass(code_or_exception, HTTPException):
        return code_or_exception, code_or_exception.code
    return code_or_exception, None


class ErrorsMixin:
    """What an application does about errors: it is part of `Flask`."""

    config: dict[str, Any]
    debug: ConfigAttribute
    testing: ConfigAttribute
    error_handler_spec: ErrorHandlers
    ensure_sync: Callable[..., Callable[..., Any]]

    @cached_property
    def logger(self) -> logging.Logger:
        """Python's logger with the name of the application."""
        return create_logger(cast("Flask", self))

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        """Return the response for ``rv``, with what the hooks make of it."""
        raise NotImplementedError

    def trap_http_exception(self, e: Exception) -> bool:
        """Return whether an HTTP error is to be treated as any other error.

        All are with the setting ``TRAP_HTTP_EXCEPTIONS``, and every 400 with
        ``TRAP_BAD_REQUEST_ERRORS``. While debugging, and unless that is false, so is a
        key that is missing from a form.
        """
        if self.config["TRAP_HTTP_EXCEPTIONS"]:
            return True
        trap_bad_requests = self.config["TRAP_BAD_REQUEST_ERRORS"]
        if trap_bad_requests is None and self.debug:
            return isinstance(e, BadRequestKeyError)
        return bool(trap_bad_requests) and isinstance(e, BadRequest)

    def handle_http_exception(self, e: HTTPException) -> Any:
        """Return what answers an HTTP error: its handler, or itself.

        A redirect of the routing is no error, and neither is a response that was given
        to `abort`: these have no handler.
        """
        if e.code is None or isinstance(e, RoutingException):
            return e
        handler = self._find_error_handler(e)
        return e if handler is None else self.ensure_sync(handler)(e)

    def handle_user_exception(self, e: Exception) -> Any:
        """Return what answers an error of a view or a hook, or raise it again."""
        show_key = self.debug or self.config["TRAP_BAD_REQUEST_ERRORS"]
        if isinstance(e, BadRequestKeyError) and show_key:
            e.show_exception = True
        if isinstance(e, HTTPException) and not self.trap_http_exception(e):
            return self.handle_http_exception(e)
        handler = self._find_error_handler(e)
        if handler is None:
            raise e
        return self.ensure_sync(handler)(e)

    def handle_exception(self, e: Exception) -> Response:
        """Return the response to an error that nobody handled: 500, and a line logged.

        The handler for 500, if there is one, gets an `InternalServerError`, which has
        the error as its ``original_exception``. With the setting
        ``PROPAGATE_EXCEPTIONS`` the error is raised again instead; if that is ``None``,
        while testing and debugging.
        """
        if got_request_exception.receivers:
            got_request_exception.send(cast("Flask", self), exception=e)
        propagate = self.config["PROPAGATE_EXCEPTIONS"]
        if propagate or (propagate is None and (self.testing or self.debug)):
            raise e
        self.log_exception((type(e), e, e.__traceback__))
        server_error = InternalServerError(original_exception=e)
        handler = self._find_error_handler(server_error)
        rv: Any = server_error
        if handler is not None:
            rv = self.ensure_sync(handler)(server_error)
        return self.finalize_request(rv, from_error_handler=True)

    def log_exception(
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType | None]
    ) -> None:
        """Log an error that nobody handled, with the path and method of the request."""
        request = _request_context().request
        self.logger.error(
            f"Exception on {request.path} [{request.method}]", exc_info=exc_info
        )

    def _find_error_handler(self, e: Exception) -> ErrorHandler | None:
        """Return the handler for an error, or ``None``.

        One for its code comes before one for a class; then one of a blueprint before
        one of the application, the innermost first; then one for its own class before
        one for what that is derived from.
        """
        exc_class, code = class_and_code(type(e))
        names = (*_request_context().request.blueprints, None)
        for key in (None,) if code is None else (code, None):
            for name in names:
                handlers = self.error_handler_spec[name][key]
                for cls in exc_class.__mro__:
                    handler = handlers.get(cls)
                    if handler is not None:
                        return handler
        return None
