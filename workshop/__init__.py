"""The machinery of the book: stages, notebooks, exercises, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .trace import trace as trace

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%chapter`` and ``%%typein`` known: what ``%load_ext workshop`` runs."""
    from .kernel import Kernel

    Kernel(shell).install()
