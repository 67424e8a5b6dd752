"""JSON as the current application writes and reads it."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from ..globals import current_app
from .provider import _default

if TYPE_CHECKING:
    from ..wrappers import Response


def _json() -> Any:
    """Return the current application's provider; without one, Python's own module."""
    return current_app.json if current_app else json


def _options(provider: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return options that have Python's own module write the same types."""
    return {"default": _default, **kwargs} if provider is json else kwargs


def dumps(obj: Any, **kwargs: Any) -> str:
    """Return ``obj`` as JSON, as the current application writes it."""
    provider = _json()
    text: str = provider.dumps(obj, **_options(provider, kwargs))
    return text


def dump(obj: Any, fp: IO[str], **kwargs: Any) -> None:
    """Write ``obj`` as JSON into the text file ``fp``."""
    provider = _json()
    provider.dump(obj, fp, **_options(provider, kwargs))


def loads(s: str | bytes, **kwargs: Any) -> Any:
    """Return what the JSON in ``s`` stands for, as the current application reads it."""
    return _json().loads(s, **kwargs)


def load(fp: IO[Any], **kwargs: Any) -> Any:
    """Return what the JSON in the file ``fp`` stands for."""
    return _json().load(fp, **kwargs)


def jsonify(*args: Any, **kwargs: Any) -> Response:
    """Return a JSON response of one value, a list of values, or a dictionary.

    Follows ``flask.jsonify``. Raises `TypeError` for both kinds of arguments together.
    """
    return current_app.json.response(*args, **kwargs)
