"""The request and the response that views work with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import werkzeug.wrappers
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.exceptions import BadRequest, HTTPException

from . import json
from .globals import current_app
from .hooks import blueprint_names

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.routing import Rule


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
    def args(self) -> MultiDict[str, str]:
        """The query string's values. Raises `BadRequest` where it is not UTF-8."""
        try:
            return super().args
        except UnicodeDecodeError:
            raise BadRequest("The query string is not UTF-8.") from None

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
