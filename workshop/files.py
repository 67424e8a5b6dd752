"""Writing a file so that nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file at once: who is interrupted leaves the old one as it was."""
    if isinstance(content, str):
        content = content.encode("utf-8")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
