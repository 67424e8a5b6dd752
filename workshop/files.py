"""Writing a file so that nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
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


def numbered(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Names for copies of ``path``, beside it or in ``folder``: ``greet.1.py`` …"""
    number = 0
    while True:
        number += 1
        yield (folder or path.parent) / f"{path.stem}.{number}{path.suffix}"
