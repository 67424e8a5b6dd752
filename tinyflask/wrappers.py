"""The request and the response that views work with."""

from __future__ import annotations

from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar, cast

import werkzeug.wrappers
from werkzeug.datastructures import Authorization, Headers, MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream

from . import json
from .globals import current_app
from .hooks import blueprint_names

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.routing import Rule

Value = TypeVar("Value")


class Setting:
    """An attribute that is the application's setting of the same name.

    It is one until the attribute is assigned to, and Werkzeug's own value outside of
    any application.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.default = getattr(owner.__base__, name)

    def __get__(self, request: Request | None, owner: type) -> Any:
        if current_app:
            return current_app.config[self.name.upper()]
        return self.default


class FromClient(Generic[Value]):
    """Werkzeug's property of the same name, for which bad input is a `BadRequest`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.inherited = getattr(owner.__base__, name)

    def __get__(self, request: Request | None, owner: type) -> Value:
        try:
            value: Value = self.inherited.__get__(request, owner)
            return value
        except ValueError:
            raise BadRequest(f"The request's {self.name} cannot be read.") from None


class UnknownLength(LimitedStream):
    """A body that came without its length: more than ``limit`` bytes are refused.

    Werkzeug's class leaves off at the limit, and what was sent looks like another body.
    """

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        # One byte more than the limit tells that there are too many.
        super().__init__(stream, limit + 1, is_max=True)

    def readinto(self, b: Any) -> int | None:
        """Read into ``b``, or raise `RequestEntityTooLarge`."""
        count = super().readinto(b)
        if self.is_exhausted:
            raise RequestEntityTooLarge
        return count


class Request(werkzeug.wrappers.Request):
    """What was asked: Werkzeug's request, and what the application found out about it.

    ``url_rule`` is the rule that fits, ``view_args`` what its converters made of the
    path, and ``routing_exception`` the error where no rule fits. Follows
    ``flask.Request``.
    """

    json_module: Any = json
    url_rule: Rule | None = None
    view_args: dict[str, Any] | None = None
    routing_exception: HTTPException | None = None

    # Whatever a client sends in these, it is no error of ours.
    args = FromClient[MultiDict[str, str]]()
    authorization = FromClient[Authorization | None]()
    full_path = FromClient[str]()

    # How many bytes a body may have, how many bytes a field of a form with files, and
    # how many fields such a form. None is no limit.
    max_content_length = Setting()
    max_form_memory_size = Setting()
    max_form_parts = Setting()

    @property
    def endpoint(self) -> str | None:
        """The endpoint of the rule that fits, or ``None``."""
        return None if self.url_rule is None else self.url_rule.endpoint

    @property
    def blueprint(self) -> str | None:
        """The full name of the blueprint that answers, or ``None``."""
        names = self.blueprints
        return names[0] if names else None

    @property
    def blueprints(self) -> list[str]:
        """That name, and those of the blueprints that it is in, the innermost first."""
        return blueprint_names(self.endpoint)

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body, as it comes in.

        Reading more than `max_content_length` raises `RequestEntityTooLarge`, 413.
        """
        stream, limit = super().stream, self.max_content_length
        if limit is None or self.content_length is not None:
            return stream
        if "wsgi.input_terminated" not in self.environ:
            return stream
        return cast(IO[bytes], UnknownLength(self.environ["wsgi.input"], limit))

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Raise `BadRequest` for a body that is not JSON, 415 for one of another type.

        What the parser found is told only while debugging.
        """
        if e is None or (current_app and current_app.debug):
            return super().on_json_loading_failed(e)
        raise BadRequest from e


class Response(werkzeug.wrappers.Response):
    """What is answered: Werkzeug's response, and HTML unless it says otherwise.

    Follows ``flask.Response``.
    """

    default_mimetype = "text/html"
    json_module: Any = json

    # A cookie of more bytes is sent with a warning: browsers would not keep it.
    max_cookie_size = Setting()

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Return the headers to send: no ``Content-Type`` where there is no content."""
        headers = super().get_wsgi_headers(environ)
        if self.status_code == 204:
            headers.remove("Content-Type")
        return headers
