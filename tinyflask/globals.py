"""Names that stand for whatever is current: the application, `g`, the request."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from werkzeug.local import LocalProxy

if TYPE_CHECKING:
    from .app import Flask
    from .ctx import AppContext, RequestContext, _AppCtxGlobals
    from .sessions import SessionMixin
    from .wrappers import Request

# The contexts that were entered and not yet left, the innermost last. A tuple does not
# change, so whoever has got a copy of the variable is not disturbed by anyone else.
_current: ContextVar[tuple[AppContext, ...]] = ContextVar(
    "tinyflask.current", default=()
)

_NO_APP = """\
Working outside of application context.

`current_app`, `g` and whatever uses them speak of the application that is at work, and
none is. A request makes one current by itself. A script or a test does it with
`with app.app_context():`."""

_NO_REQUEST = """\
Working outside of request context.

`request` and whatever uses it speak of the request that is being answered, and none is.
A view has one, and so has what it calls. A function that runs in another thread has one
if the view wrapped it in `copy_current_request_context`, and a stream if it is wrapped
in `stream_with_context`. A test makes one: `with app.test_request_context("/"):`."""


def _app_context() -> AppContext:
    """Return the innermost context, or raise `RuntimeError`."""
    contexts = _current.get()
    if not contexts:
        raise RuntimeError(_NO_APP)
    return contexts[-1]


def _request_context() -> RequestContext:
    """Return the innermost context that has a request, or raise `RuntimeError`."""
    for context in reversed(_current.get()):
        if context.request is not None:
            return context  # type: ignore[return-value]
    raise RuntimeError(_NO_REQUEST)


app_ctx: AppContext = LocalProxy(_app_context)  # type: ignore[assignment]
request_ctx: RequestContext = LocalProxy(_request_context)  # type: ignore[assignment]

current_app: Flask = LocalProxy(_app_context, "app")  # type: ignore[assignment]
g: _AppCtxGlobals = LocalProxy(_app_context, "g")  # type: ignore[assignment]
request: Request = LocalProxy(_request_context, "request")  # type: ignore[assignment]
session: SessionMixin = LocalProxy(  # type: ignore[assignment]
    _request_context, "session"
)
