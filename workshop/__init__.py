"""The machinery of the book: stages, notebooks, exercises, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .live.tracing import trace as trace


def __getattr__(name: str) -> Any:
    """Import ``trace`` when it is asked for: the command has to start without it."""
    if name == "trace":
        from .live.tracing import trace

        return trace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%chapter`` and ``%%typein`` known: what ``%load_ext workshop`` runs."""
    from .notebooks.kernel import Kernel

    Kernel(shell).install()
