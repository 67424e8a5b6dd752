"""Names that stand for whatever is current: the application and the request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from werkzeug.local import LocalProxy

if TYPE_CHECKING:
    from .app import Flask
    from .wrappers import Request

# One for the whole process, and so wrong as soon as it answers two requests at a time.
_current = SimpleNamespace(app=None, request=None)

current_app: Flask = LocalProxy(lambda: _current.app)  # type: ignore[assignment]
request: Request = LocalProxy(lambda: _current.request)  # type: ignore[assignment]
