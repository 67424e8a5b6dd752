"""Programs that a test makes up: files in a folder, imported for as long as a block."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def program(files: Mapping[str, str]) -> Iterator[Path]:
    """A folder that holds ``files``, their texts by their paths, and is on the path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file, text in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        with on_path(folder):
            yield folder


@contextmanager
def on_path(folder: Path) -> Iterator[None]:
    """``folder`` first where Python looks, and its modules imported anew.

    Afterwards the path is what it was, and so are the modules that have their names.
    """
    before, names = list(sys.path), {path.stem for path in folder.iterdir()}
    hidden = without_modules(names)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before
        without_modules(names)
        sys.modules.update(hidden)


def without_modules(names: set[str]) -> dict[str, ModuleType]:
    """Forget the modules with these names, and what is in them; returns them."""
    found = [name for name in sys.modules if name.partition(".")[0] in names]
    return {name: sys.modules.pop(name) for name in found}
