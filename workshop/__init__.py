"""The machinery of the book: stages, notebooks, exercises, the command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .live.visiting import visit as visit
    from .recording.boxes import Boxes as Boxes
    from .recording.life import Life as Life
    from .recording.life import life as life
    from .recording.recording import Recording as Recording
    from .recording.stepping import step as step
    from .recording.tree import trace as trace

# What a reader can import from here, by the module that has it. It is imported when it
# is asked for: the command has to start without it.
OFFERED = {
    "Boxes": "recording.boxes",
    "Life": "recording.life",
    "Recording": "recording.recording",
    "life": "recording.life",
    "step": "recording.stepping",
    "trace": "recording.tree",
    "visit": "live.visiting",
}


def __getattr__(name: str) -> Any:
    if name in OFFERED:
        module = importlib.import_module(f".{OFFERED[name]}", __name__)
        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%chapter`` and ``%%typein`` known: what ``%load_ext workshop`` runs."""
    from .notebooks.kernel import Kernel

    Kernel(shell).install()
