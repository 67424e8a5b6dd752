"""How an application writes and reads JSON."""

from __future__ import annotations

import dataclasses
import decimal
import json
import uuid
import weakref
from collections.abc import Callable
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from werkzeug.http import http_date

if TYPE_CHECKING:
    from ..app import Flask
    from ..wrappers import Response


class JSONProvider:
    """What an application asks of a JSON library. Follows Flask's class of this name.

    A subclass gives `dumps` and `loads`.
    """

    def __init__(self, app: Flask) -> None:
        # The application holds the provider, and must be freed without a cycle.
        self._app: Flask = weakref.proxy(app)  # type: ignore[assignment]

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return ``obj`` as JSON."""
        raise NotImplementedError

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what the JSON in ``s`` stands for."""
        raise NotImplementedError

    def dump(self, obj: Any, fp: IO[str], **kwargs: Any) -> None:
        """Write ``obj`` as JSON into the text file ``fp``."""
        fp.write(self.dumps(obj, **kwargs))

    def load(self, fp: IO[Any], **kwargs: Any) -> Any:
        """Return what the JSON in the file ``fp`` stands for."""
        return self.loads(fp.read(), **kwargs)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a response of one value, of a list of values, or of a dictionary.

        Raises `TypeError` for positional and keyword arguments together.
        """
        return self._app.response_class(
            self.dumps(self._prepared(args, kwargs)), mimetype="application/json"
        )

    def _prepared(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args and kwargs:
            raise TypeError("jsonify() takes either args or kwargs, not both")
        if len(args) == 1:
            return args[0]
        return list(args) or kwargs or None


def _default(o: Any) -> Any:
    """Return what JSON can say in place of ``o``, or raise `TypeError`."""
    if isinstance(o, date):
        return http_date(o)
    if isinstance(o, decimal.Decimal | uuid.UUID):
        return str(o)
    if dataclasses.is_dataclass(o) and not isinstance(o, type):
        return dataclasses.asdict(o)
    if hasattr(o, "__html__"):
        return str(o.__html__())
    raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")


class DefaultJSONProvider(JSONProvider):
    """JSON by the standard library, for more types. Follows Flask's class.

    Dates become the strings that HTTP has for them, decimals and UUIDs strings,
    dataclasses dictionaries, and what has ``__html__`` the string that it returns.
    """

    default: Callable[[Any], Any] = staticmethod(_default)
    ensure_ascii = True
    sort_keys = True
    compact: bool | None = None
    mimetype = "application/json"

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return ``obj`` as JSON. Takes the options of `json.dumps`.

        Keys of several types have no order, and stay in the one they have.
        """
        kwargs.setdefault("default", self.default)
        kwargs.setdefault("ensure_ascii", self.ensure_ascii)
        kwargs.setdefault("sort_keys", self.sort_keys)
        try:
            return json.dumps(obj, **kwargs)
        except TypeError:
            if not kwargs["sort_keys"]:
                raise
        # If it was not for the keys, the same error is raised again.
        return json.dumps(obj, **{**kwargs, "sort_keys": False})

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what the JSON in ``s`` says. Takes the options of `json.loads`.

        Raises `ValueError` for what is not JSON, or too deep to be read.
        """
        try:
            return json.loads(s, **kwargs)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a response, without spaces unless `compact` is false."""
        style: dict[str, Any] = {"separators": (",", ":")}
        if self.compact is False or (self.compact is None and self._app.debug):
            style = {"indent": 2}
        text = self.dumps(self._prepared(args, kwargs), **style)
        return self._app.response_class(f"{text}\n", mimetype=self.mimetype)
