"""Formatting Python with ruff, many pieces at a time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .live.stage import write_files
from .weave.book import ROOT


def format_python(texts: Mapping[str, str]) -> dict[str, str]:
    """Each text as ``ruff format`` leaves it.

    A text that is not Python comes back as it was. The keys are file names.
    """
    config = str(ROOT / "pyproject.toml")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, {key: f"{text}\n" for key, text in texts.items()})
        ruff = [sys.executable, "-m", "ruff", "format", "--quiet", "--no-cache"]
        subprocess.run(
            [*ruff, "--config", config, name], capture_output=True, check=False
        )
        return {key: (folder / key).read_text("utf-8").rstrip("\n") for key in texts}
