"""Responding: what a view returns, made into a response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import werkzeug.utils
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from .globals import request
from .wrappers import Response

if TYPE_CHECKING:
    from .json.provider import JSONProvider


class RespondingMixin:
    """How an application makes responses: it is part of `Flask`."""

    json: JSONProvider
    response_class: type[Response]

    def make_response(self, rv: Any) -> Response:
        """Return the response that the return value ``rv`` of a view stands for.

        That is text, bytes, or an iterator of either; a dictionary or a list, as JSON;
        a response or another WSGI application; or one of these in a tuple with a
        status, with headers, or with a status and headers. Raises `TypeError` for
        anything else. Follows ``flask.Flask.make_response``.
        """
        status, headers = None, None
        if isinstance(rv, tuple):
            rv, status, headers = self._unpacked(rv)
        if rv is None:
            raise TypeError(
                f"The view function for {request.endpoint!r} did not return a valid"
                " response. The function either returned None or ended without a"
                " return statement."
            )
        if isinstance(rv, str | bytes | bytearray | Iterator):
            body = cast(Any, rv)
            if self.response_class is Response and not headers:
                # Nothing can name another type, so nobody need look for one.
                return Response(body, status, mimetype=Response.default_mimetype)
            return self.response_class(body, status=status, headers=headers)
        if isinstance(rv, dict | list):
            rv = self.json.response(rv)
        elif not isinstance(rv, self.response_class):
            rv = self._forced(rv)
        response: Response = rv
        if isinstance(status, str | bytes):
            response.status = status  # type: ignore[assignment]
        elif status is not None:
            response.status_code = status
        if headers:
            response.headers.update(headers)
        return response

    def redirect(self, location: str, code: int = 302) -> BaseResponse:
        """Return a response that sends the client to ``location``."""
        return werkzeug.utils.redirect(location, code, self.response_class)

    def _unpacked(self, rv: tuple[Any, ...]) -> tuple[Any, Any, Any]:
        match rv:
            case body, status, headers:
                return body, status, headers
            case body, Headers() | dict() | tuple() | list() as headers:
                return body, None, headers
            case body, status:
                return body, status, None
        raise TypeError(
            f"The view function for {request.endpoint!r} did not return a valid"
            " response tuple. The tuple must have the form (body, status, headers),"
            " (body, status), or (body, headers)."
        )

    def _forced(self, rv: Any) -> Response:
        """Run ``rv``, another response or a WSGI application, as the response."""
        cause = ""
        if is_plain_error(rv):
            rv = rv.get_response(request.environ)
        if isinstance(rv, BaseResponse) or callable(rv):
            try:
                response = self.response_class.force_type(rv, request.environ)
                return cast("Response", response)
            except TypeError as error:
                cause = f"{error}\n"
        raise TypeError(
            f"{cause}The view function for {request.endpoint!r} did not return a valid"
            " response. The return type must be a string, dict, list, tuple with"
            " headers or status, Response instance, or WSGI callable, but it was a"
            f" {type(rv).__name__}."
        )


def is_plain_error(rv: Any) -> bool:
    """Return whether ``rv`` is an HTTP error with a page of its own.

    Its page is known. Run as an application it would be one that is still to come.
    """
    if not isinstance(rv, HTTPException) or rv.response is not None:
        return False
    return type(rv).__call__ is HTTPException.__call__
