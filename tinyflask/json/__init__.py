"""JSON as the current application writes and reads it."""

from __future__ import annotations

import json
from functools import partial
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any

from ..globals import current_app
from .provider import _default

if TYPE_CHECKING:
    from ..wrappers import Response

# Python's own module, for when no application is current. It writes the same types.
_PLAIN = SimpleNamespace(
    dumps=partial(json.dumps, default=_default),
    dump=partial(json.dump, default=_default),
    loads=json.loads,
    load=json.load,
)


def _json() -> Any:
    """Return the current application's provider, or what stands in for one."""
    return current_app.json if current_app else _PLAIN


def dumps(obj: Any, **kwargs: Any) -> str:
    """Return ``obj`` as JSON, as the current application writes it."""
    text: str = _json().dumps(obj, **kwargs)
    return text


def dump(obj: Any, fp: IO[str], **kwargs: Any) -> None:
    """Write ``obj`` as JSON into the text file ``fp``."""
    _json().dump(obj, fp, **kwargs)


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
