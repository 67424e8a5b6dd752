"""Contexts: what is current while an application works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack
from contextvars import Context, copy_context
from functools import cached_property, update_wrapper
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from weakref import ref

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

from .globals import _current, _request_context
from .helpers import call_at_the_end
from .sessions import may_wait
from .signals import appcontext_popped, appcontext_pushed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from .app import Flask
    from .sessions import SessionMixin
    from .wrappers import Request, Response

Function = TypeVar("Function", bound=Callable[..., Any])

# Stands for an argument that was not given.
_NOT_GIVEN: Any = object()


def handled(exc: BaseException | None) -> BaseException | None:
    """Return ``exc`` or, where it was not given, the error that is being handled."""
    return sys.exc_info()[1] if exc is _NOT_GIVEN else exc


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

    def pop(self, name: str, default: Any = _NOT_GIVEN) -> Any:
        """Take the attribute ``name`` away and return it.

        Where there is none, return ``default``, or raise `KeyError` without one.
        """
        if default is _NOT_GIVEN:
            return self.__dict__.pop(name)
        return self.__dict__.pop(name, default)

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

    # The context whose `g` this one shares, if it does.
    _outer: AppContext | None = None

    # What was current around each `with`, the innermost last.
    _around: tuple[tuple[AppContext, ...], ...] = ()

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
        if self._holders == 1 and not self._outer and appcontext_pushed.receivers:
            appcontext_pushed.send(self.app)

    def pop(self, exc: BaseException | None = _NOT_GIVEN) -> None:
        """Make the context before this one current again, and release this one.

        ``exc`` is the error that ended the work: if not given, the one that is being
        handled. Raises `AssertionError` where this context is not the current one.
        """
        contexts = _current.get()
        if not contexts or contexts[-1] is not self:
            current = contexts[-1] if contexts else "no context"
            raise AssertionError(
                f"Popped wrong context: {self} is to be left, and {current} is current."
                " Leave contexts in the reverse order of entering them, and where they"
                " were entered."
            )
        _current.set(contexts[:-1])
        self.release(handled(exc))

    def hold(self) -> None:
        """Put off what happens at the end until this is released once more."""
        self._holders += 1

    def release(self, exc: BaseException | None) -> None:
        """Let go of this context; when nobody holds it any more, it ends.

        It ends with the first ``exc`` that is not ``None``, and is current once more
        while it does: what is to be closed is in its `g`.
        """
        self._error = exc if self._error is None else self._error
        contexts = _current.get()
        try:
            if self._holders == 1:
                _current.set((*contexts, self))
                error, self._error = self._error, None
                self.tear_down(error)
        finally:
            self._holders -= 1
            _current.set(contexts)
            if not (self._holders or self._outer) and appcontext_popped.receivers:
                appcontext_popped.send(self.app)

    def tear_down(self, exc: BaseException | None) -> None:
        """Do what is to be done at the end."""
        self.app.do_teardown_appcontext(exc)

    def __enter__(self) -> Self:
        self._around = (*self._around, _current.get())
        self.push()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        around, self._around = self._around[-1], self._around[:-1]
        if _current.get()[: len(around) + 1] == (*around, self):
            return_to(around, exc_value)
        elif self._holders:
            # Where it was left before, with the one around it, nothing is to be done.
            self.pop(exc_value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.app.name}>"


def return_to(contexts: tuple[AppContext, ...], exc: BaseException | None) -> None:
    """Make ``contexts`` current again, and leave what was entered inside of them.

    The innermost is left first. Each ends with ``exc``, whatever went wrong before it.
    """
    entered = _current.get()[len(contexts) :]
    if len(entered) == 1:
        return entered[0].pop(exc)
    try:
        call_at_the_end([context.pop for context in entered], exc)
    finally:
        _current.set(contexts)
    return None


def and_then(pieces: Iterable[Any], at_the_end: ExitStack) -> Generator[Any]:
    """Return an iterator of ``pieces`` that closes ``at_the_end`` after the last one.

    It does so when it is closed before the last one, too, and even before the first.
    """
    iterator = _and_then(pieces, at_the_end)
    # A generator that was not begun does nothing when it is closed. So it is begun.
    next(iterator)
    return iterator


def _and_then(pieces: Iterable[Any], at_the_end: ExitStack) -> Generator[Any]:
    with at_the_end:
        try:
            yield
        except GeneratorExit:
            # It was closed and never read, and that is no error.
            return
        yield from pieces


def _made_in(variables: Context, pieces: Iterator[Any]) -> Iterator[Any]:
    end = object()
    while (piece := variables.run(next, pieces, end)) is not end:
        yield piece


def _asked(adapter: MapAdapter | None) -> tuple[Any, ...] | None:
    """Return all that a rule without arguments depends on, or ``None`` if it is more.

    An adapter or a map of another class may look at anything. A path may have any
    number of slashes before it. Where hosts are matched, they count as well.
    """
    if type(adapter) is not MapAdapter or type(adapter.map) is not Map:
        return None
    path = adapter.path_info
    if adapter.map.host_matching or path.startswith("//"):
        return None
    method = adapter.default_method
    return adapter.map, adapter.subdomain, adapter.websocket, method, path


class RequestContext(AppContext):
    """An application that answers a request.

    Entering it finds the rule that fits. Inside another context of the same application
    it shares that one's `g`. Follows ``flask.ctx.RequestContext``.
    """

    request: Request

    # The streams that hold this context, and whether they may be in the response.
    _streams: tuple[ref[Generator[Any]], ...] = ()
    _sends_streams = False

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
        if request is None:
            request = app.request_class(environ)
            request.json_module = app.json
        self.request = request
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
        if not may_wait(self.app, self.request):
            self.open_session()
        request = self.request
        matched = request.url_rule is not None or request.routing_exception is not None
        if not matched and self.url_adapter is not None:
            self.match_request()

    def begin(self) -> None:
        """Share `g` with the context around this one, or have a new one."""
        # What was here when this was entered before is not for this time.
        self.__dict__.pop("g", None)
        outer = _current.get()
        self._outer = outer[-1] if outer and outer[-1].app is self.app else None
        if self._outer is not None:
            self.g = self._outer.g

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except BaseException as error:
            # A converter failed. Nobody will leave what was never entered.
            around, self._around = self._around[-1], self._around[:-1]
            return_to(around, error)
            raise

    def match_request(self) -> None:
        """Find the rule that fits the request, or the error to answer it with."""
        app, request, adapter = self.app, self.request, self.url_adapter
        asked = _asked(adapter)
        known = app._plain_rules.get(asked)
        if known is not None:
            request.url_rule, request.view_args = known, {}
            return
        try:
            rule, view_args = cast(MapAdapter, adapter).match(return_rule=True)
        except HTTPException as error:
            request.routing_exception = error
            return
        request.url_rule, request.view_args = rule, dict(view_args)
        # A rule that names no methods fits any, so there would be no end of them.
        bounded = type(rule) is Rule and rule.methods and not rule.arguments
        if app._got_first_request and bounded and asked is not None:
            app._plain_rules[asked] = rule

    def tear_down(self, exc: BaseException | None) -> None:
        """Do what is to be done at the end: of the request, then of the context."""
        try:
            self.app.do_teardown_request(exc)
        finally:
            try:
                if self._outer is None:
                    super().tear_down(exc)
            finally:
                if self._made_request:
                    self.close_request()

    def stream(self, pieces: Iterator[Any]) -> Generator[Any]:
        """Return an iterator of ``pieces`` that makes each with what is current now.

        This context is held until the last one is made, or the iterator closed.
        """
        variables, contexts = copy_context(), _current.get()
        at_the_end = ExitStack()
        at_the_end.push(
            lambda _, exc, tb: variables.run(self._end_stream, contexts, exc)
        )
        if hasattr(pieces, "close"):
            at_the_end.callback(variables.run, pieces.close)
        self.hold()
        stream = and_then(_made_in(variables, pieces), at_the_end)
        self._streams = (*self._streams, ref(stream))
        return stream

    def _end_stream(
        self, contexts: tuple[AppContext, ...], exc: BaseException | None
    ) -> None:
        try:
            return_to(contexts, exc)
        finally:
            self.release(exc)

    def send(
        self, response: WSGIApplication, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Start ``response``, and return its pieces.

        Streams that were made for this request may be among them. They are closed when
        all is sent, those that were not used, too.
        """
        body = response(self.request.environ, start_response)
        if not self._streams or isinstance(body, tuple | list):
            return body
        if not getattr(response, "is_streamed", True):
            return body
        self._sends_streams = True
        at_the_end = ExitStack()
        at_the_end.callback(self.close_streams)
        if hasattr(body, "close"):
            at_the_end.callback(body.close)
        return and_then(body, at_the_end)

    def close_unsent_streams(self) -> None:
        """Close the streams of this request, unless they may be in the response."""
        if self._streams and not self._sends_streams:
            self.close_streams()

    def close_streams(self) -> None:
        """Close what is left of the streams that were made for this request."""
        streams = [reference() for reference in self._streams]
        call_at_the_end([each.close for each in streams if each is not None])

    def preserve(self, keep: Callable[[AppContext], object]) -> None:
        """Give ``keep`` the contexts that make all of this current again, if entered.

        That is one with the same `g`, and this one, in this order.
        """
        outer = self._outer
        if outer is None:
            outer = self.app.app_context()
            outer.g = self.g
        keep(outer)
        keep(self)

    def end(self, contexts: tuple[AppContext, ...], exc: BaseException | None) -> None:
        """Make ``contexts`` current again, and close the streams that are not sent."""
        try:
            return_to(contexts, exc)
        finally:
            self.close_unsent_streams()

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
    """Return whether a request is current. Follows ``flask.has_request_context``."""
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
            return context.app.ensure_sync(f)(*args, **kwargs)

    return cast(Function, update_wrapper(wrapper, f))


def after_this_request(f: Function) -> Function:
    """Have ``f(response)`` called with the response to the current request alone.

    It returns what to send. Raises `RuntimeError` where there is no request. Follows
    ``flask.after_this_request``.
    """
    _request_context().after_request_functions.append(f)
    return f
