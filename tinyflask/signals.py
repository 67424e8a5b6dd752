"""Signals: what an application tells to whoever listens.

Each is sent by the application, where somebody listens. Follows ``flask.signals``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from blinker import NamedSignal, Namespace


class AppSignal(NamedSignal):
    """A signal of an application. Those who listen may be ``async def``."""

    def send(
        self,
        sender: Any | None = None,
        /,
        *,
        _async_wrapper: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> list[tuple[Callable[..., Any], Any]]:
        """Call whoever listens, and return each with what it returned."""
        wrapper = _async_wrapper or getattr(sender, "ensure_sync", None)
        return super().send(sender, _async_wrapper=wrapper, **kwargs)


class AppSignals(Namespace):
    """The signals of applications, by their names."""

    def signal(self, name: str, doc: str | None = None) -> AppSignal:
        """Return the signal called ``name``, which is made when it is first needed."""
        return self.setdefault(name, AppSignal(name, doc))  # type: ignore[return-value]


_signals = AppSignals()

# A template is about to be rendered, or has been: ``template``, ``context``.
before_render_template = _signals.signal("before-render-template")
template_rendered = _signals.signal("template-rendered")

# A request begins, has its ``response``, and ends, with the error ``exc`` or ``None``.
request_started = _signals.signal("request-started")
request_finished = _signals.signal("request-finished")
request_tearing_down = _signals.signal("request-tearing-down")

# Nobody has handled the error ``exception``.
got_request_exception = _signals.signal("got-request-exception")

# A context was entered, ends, with the error ``exc`` or ``None``, and was left.
appcontext_pushed = _signals.signal("appcontext-pushed")
appcontext_tearing_down = _signals.signal("appcontext-tearing-down")
appcontext_popped = _signals.signal("appcontext-popped")

# A ``message`` of a ``category`` was kept for the next page.
message_flashed = _signals.signal("message-flashed")
