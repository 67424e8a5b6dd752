"""Hooks: functions of yours that the framework calls at named moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from .ctx import _NOT_GIVEN, handled
from .globals import _request_context, g, request
from .helpers import call_at_the_end, setupmethod
from .signals import request_tearing_down

if TYPE_CHECKING:
    from .app import Flask
    from .sessions import SessionInterface
    from .wrappers import Response

Hook = TypeVar("Hook", bound=Callable[..., Any])

# Functions, in the order of their registration, by what they are for. Those that stand
# under None are for every request.
Hooks: TypeAlias = defaultdict[str | None, list[Callable[..., Any]]]


def blueprint_names(endpoint: str | None) -> list[str]:
    """Return the names of the blueprints of an endpoint, the innermost first."""
    names = []
    while endpoint and "." in endpoint:
        endpoint = endpoint.rpartition(".")[0]
        names.append(endpoint)
    return names


def of_endpoint(hooks: Hooks, endpoint: str | None) -> list[Callable[..., Any]]:
    """Return those of the functions that are for an endpoint, first to last."""
    if not hooks:
        return []
    names = (None, *reversed(blueprint_names(endpoint)))
    return [function for name in names for function in hooks.get(name, ())]


def of_request(hooks: Hooks) -> list[Callable[..., Any]]:
    """Return those of the functions that are for what is current, first to last."""
    if not hooks:
        return []
    return of_endpoint(hooks, request.endpoint if request else None)


def seen_by(
    hook: Callable[[Response], Any],
    response: Response,
    ensure_sync: Callable[..., Callable[..., Any]],
) -> Response:
    """Return what an after-request hook makes of ``response``.

    Raises `TypeError` if that is no response.
    """
    rv = ensure_sync(hook)(response)
    if not callable(rv):
        name = getattr(hook, "__qualname__", repr(hook))
        raise TypeError(
            f"The after-request hook {name} of {hook.__module__} returned {rv!r} in"
            " place of a response. It must end with `return response`."
        )
    return cast("Response", rv)


class HooksMixin:
    """When an application calls its hooks: it is part of `Flask`."""

    url_value_preprocessors: Hooks
    before_request_funcs: Hooks
    after_request_funcs: Hooks
    teardown_request_funcs: Hooks
    session_interface: SessionInterface
    shell_context_processors: list[Callable[[], dict[str, Any]]]
    ensure_sync: Callable[..., Callable[..., Any]]

    def preprocess_request(self) -> Any:
        """Call what is to be called before the view.

        Return what one of the functions returned in place of the view, or ``None``.
        """
        request = _request_context().request
        for function in of_request(self.url_value_preprocessors):
            self.ensure_sync(function)(request.endpoint, request.view_args)
        for function in of_request(self.before_request_funcs):
            rv = self.ensure_sync(function)()
            if rv is not None:
                return rv
        return None

    def process_response(self, response: Response) -> Response:
        """Return what the after-request hooks make of ``response``.

        Those of this request alone come first, then the others, the last one first. At
        the end the session is saved.
        """
        context = _request_context()
        for function in context.after_request_functions:
            response = seen_by(function, response, self.ensure_sync)
        for function in reversed(of_request(self.after_request_funcs)):
            response = seen_by(function, response, self.ensure_sync)
        session, interface = context.opened_session, self.session_interface
        if session is not None and not interface.is_null_session(session):
            interface.save_session(cast("Flask", self), session, response)
        return response

    def do_teardown_request(self, exc: BaseException | None = _NOT_GIVEN) -> None:
        """Call what is to be called at the end of a request, the last one first.

        ``exc`` is the error that ended it: if not given, the one that is being handled.
        """
        exc = handled(exc)
        if self.teardown_request_funcs:
            functions = of_request(self.teardown_request_funcs)
            call_at_the_end(map(self.ensure_sync, functions), exc)
        if request_tearing_down.receivers:
            request_tearing_down.send(cast("Flask", self), exc=exc)

    @setupmethod
    def shell_context_processor(self, f: Hook) -> Hook:
        """Have ``f()`` return names for an interactive shell, in a dictionary."""
        self.shell_context_processors.append(f)
        return f

    def make_shell_context(self) -> dict[str, Any]:
        """Return the names that an interactive shell begins with."""
        names = {"app": self, "g": g}
        for function in self.shell_context_processors:
            names.update(self.ensure_sync(function)())
        return names
