"""JupyterLab, as the book opens it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Has settings that hold where somebody has none of their own. With them JupyterLab does
# not ask, over the first notebook, whether it may show news.
SETTINGS = Path(__file__).with_name("jupyter")


def command(place: Path) -> list[str]:
    """What opens the notebooks in ``place``."""
    # JupyterLab wants to be told that its user is root on purpose, as in a container.
    as_root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return [sys.executable, "-m", "jupyterlab", *as_root, str(place)]


def environ() -> dict[str, str]:
    """The environment in which it finds the book's settings."""
    own = os.environ.get("JUPYTER_CONFIG_PATH")
    paths = [own, str(SETTINGS)] if own else [str(SETTINGS)]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
