"""Contexts: what is current while an application works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, update_wrapper
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from .globals import _current, _request_context

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .app import Flask
    from .sessions import SessionMixin
    from .wrappers import Request, Response

Function = TypeVar("Function", bound=Callable[..., Any])


class _AppCtxGlobals:
    """What `g` stands for: a place for what is to last as long as the context.

    Follows Flask's class of this name.
    """

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"nothing called {name!r} was put into `g`")

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value

    def get(self, name: str, default: Any = None) -> Any:
        """Return the attribute ``name``, or ``default`` where there is none."""
        return self.__dict__.get(name, default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Return the attribute ``name``; where there is none, first set it."""
        return self.__dict__.setdefault(name, default)

    def pop(self, name: str, *default: Any) -> Any:
        """Take the attribute ``name`` away and return it.

        Where there is none, return ``default``, or raise `KeyError` without one.
        """
        return self.__dict__.pop(name, *default)

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __repr__(self) -> str:
        return f"<g with {', '.join(self) or 'nothing'}>"


class AppContext:
    """The application ``app`` at work, and `g`, which lasts as long.

    ``with`` makes it the current one, and then the one before it. Follows
    ``flask.ctx.AppContext``.
    """

    request: Request | None = None

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._holders = 0
        self._error: BaseException | None = None

    @cached_property
    def g(self) -> _AppCtxGlobals:
        """What lasts as long as this context, made when it is first needed."""
        return self.app.app_ctx_globals_class()

    @cached_property
    def url_adapter(self) -> MapAdapter | None:
        """The map bound to the application's own host, if that is configured."""
        return self.app.create_url_adapter(None)

    def push(self) -> None:
        """Make this context the current one."""
        _current.set((*_current.get(), self))
        self.hold()

    def pop(self, exc: BaseException | None = None) -> None:
        """Make the context before this one current again, and release this one.

        ``exc`` is the error that ended the work, if one did. Raises `AssertionError`
        where this context is not the current one.
        """
        contexts = _current.get()
        if not contexts or contexts[-1] is not self:
            current = contexts[-1] if contexts else "no context"
            raise AssertionError(
                f"Popped wrong context: {self} is to be left, and {current} is current."
                " Leave contexts in the reverse order of entering them, and where they"
                " were entered."
            )
        try:
            self.release(exc)
        finally:
            _current.set(contexts[:-1])

    def hold(self) -> None:
        """Put off what happens at the end until this is released once more."""
        self._holders += 1

    def release(self, exc: BaseException | None = None) -> None:
        """Let go of this context; when nobody holds it any more, it ends.

        It ends with the first ``exc`` that is not ``None``.
        """
        self._error = exc if self._error is None else self._error
        self._holders -= 1
        if self._holders == 0:
            error, self._error = self._error, None
            self.tear_down(error)

    def tear_down(self, exc: BaseException | None) -> None:
        """Do what is to be done at the end."""
        self.app.do_teardown_appcontext(exc)

    def __enter__(self) -> Self:
        self.push()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.pop(exc_value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.app.name}>"


class RequestContext(AppContext):
    """An application that answers a request.

    Entering it finds the rule that fits. Inside another context of the same application
    it shares that one's `g`. Follows ``flask.ctx.RequestContext``.
    """

    request: Request

    def __init__(
        self,
        app: Flask,
        environ: WSGIEnvironment,
        request: Request | None = None,
        session: SessionMixin | None = None,
    ) -> None:
        super().__init__(app)
        self.after_request_functions: list[Callable[[Response], Response]] = []
        self.flashes: list[tuple[str, str]] | None = None
        self.opened_session = session
        self._made_request = request is None
        self._shares_g = False
        self.request = app.request_class(environ) if request is None else request
        try:
            self.url_adapter = app.create_url_adapter(self.request)
        except HTTPException as error:
            self.request.routing_exception = error

    def copy(self) -> Self:
        """Return a context of the same request and session, with a `g` of its own."""
        return type(self)(
            self.app, self.request.environ, self.request, self.open_session()
        )

    @property
    def session(self) -> SessionMixin:
        """The session of the request, from now on one that was accessed."""
        session = self.open_session()
        session.accessed = True
        return session

    def open_session(self) -> SessionMixin:
        """Return the session of the request, which is opened when first needed."""
        if self.opened_session is None:
            interface = self.app.session_interface
            opened = interface.open_session(self.app, self.request)
            if opened is None:
                opened = interface.make_null_session(self.app)
            self.opened_session = opened
        return self.opened_session

    def push(self) -> None:
        """Make this context the current one, and match its request."""
        if self._holders == 0:
            self.begin()
        super().push()
        if not self.app.session_interface.may_wait(self.app, self.request):
            self.open_session()
        if self.request.url_rule is None and self.request.routing_exception is None:
            self.match_request()

    def begin(self) -> None:
        """Share `g` with the context around this one, or have a new one."""
        # What was here when this was entered before is not for this time.
        self.__dict__.pop("g", None)
        outer = _current.get()
        self._shares_g = bool(outer) and outer[-1].app is self.app
        if self._shares_g:
            self.g = outer[-1].g

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except BaseException as error:
            # A converter failed. Nobody will leave what was never entered.
            self.pop(error)
            raise

    def match_request(self) -> None:
        """Find the rule that fits the request, or the error to answer it with."""
        app, request = self.app, self.request
        adapter = cast(MapAdapter, self.url_adapter)
        method, path = adapter.default_method, adapter.path_info
        asked = (adapter.map, adapter.subdomain, adapter.websocket, method, path)
        known = app._plain_rules.get(asked)
        if known is not None:
            request.url_rule, request.view_args = known, {}
            return
        try:
            rule, view_args = adapter.match(return_rule=True)
        except HTTPException as error:
            request.routing_exception = error
            return
        request.url_rule, request.view_args = rule, dict(view_args)
        # A path may have any number of slashes before it, a rule that names no methods
        # fits any, and where hosts are matched, the host is not in `asked`.
        bounded = rule.methods and not path.startswith("//") and not rule.arguments
        if app._got_first_request and bounded and not adapter.map.host_matching:
            app._plain_rules[asked] = rule

    def tear_down(self, exc: BaseException | None) -> None:
        """Do what is to be done at the end: of the request, then of the context."""
        try:
            self.app.do_teardown_request(exc)
        finally:
            try:
                if not self._shares_g:
                    super().tear_down(exc)
            finally:
                if self._made_request:
                    self.close_request()

    def close_request(self) -> None:
        """Close the request's files, and let go of the request."""
        self.request.close()
        # They refer to each other, and would wait for the garbage collector.
        self.request.environ["werkzeug.request"] = None

    def __repr__(self) -> str:
        name, request = type(self).__name__, self.request
        return f"<{name} {request.url!r} [{request.method}] of {self.app.name}>"


def has_app_context() -> bool:
    """Return whether an application is current. Follows ``flask.has_app_context``."""
    return bool(_current.get())


def has_request_context() -> bool:
    """Return whether a request is. Follows ``flask.has_request_context``."""
    return any(context.request is not None for context in _current.get())


def copy_current_request_context(f: Function) -> Function:
    """Return a function that calls ``f`` with the request that is current now.

    For a function that runs in another thread or greenlet. Its `g` is its own. Raises
    `RuntimeError` where there is no request. Follows
    ``flask.copy_current_request_context``.
    """
    context = _request_context().copy()

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        # A copy for each call, since it may be called twice at a time.
        with context.copy():
            return f(*args, **kwargs)

    return cast(Function, update_wrapper(wrapper, f))


def after_this_request(f: Function) -> Function:
    """Have ``f(response)`` called with the response to the current request alone.

    It returns what to send. Raises `RuntimeError` where there is no request. Follows
    ``flask.after_this_request``.
    """
    _request_context().after_request_functions.append(f)
    return f
