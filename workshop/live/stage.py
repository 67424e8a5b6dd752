"""A stage as files that one can import, and grow while the program runs."""

from __future__ import annotations

import importlib
import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from ..weave.book import PACKAGE, PROGRAM


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write ``files``, their texts by their paths, below ``folder``."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


class RememberingLoader(SourceFileLoader):
    """Loads a module and keeps its text, which the file may soon hold no longer.

    An application that was made before a block was typed in goes on running the old
    code, and a traceback or a trace of it has to show that.
    """

    text = ""

    def source_to_code(  # type: ignore[override]
        self, data: bytes, path: str, **options: Any
    ) -> CodeType:
        return compiled(bytes(data), path)

    def exec_module(self, module: ModuleType) -> None:
        self.text = Path(self.path).read_text("utf-8")
        super().exec_module(module)


@lru_cache(maxsize=512)
def compiled(source: bytes, path: str) -> CodeType:
    """The code of a module. Most modules stay as they are when a block is typed in."""
    return compile(source, path, "exec", dont_inherit=True)


def text_of(frame: FrameType) -> str:
    """The text of the module that a function runs in, as it was when imported."""
    loader = frame.f_globals.get("__loader__")
    if isinstance(loader, RememberingLoader):
        return loader.text
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    return "".join(lines)


class Live:
    """A folder whose ``tinyflask`` is the one that ``import tinyflask`` finds.

    While it is `installed`, no other ``tinyflask`` can be imported: a module that the
    folder does not hold is one that does not exist. So it is with the program that the
    book reads, which is imported anew with the framework.
    """

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        self.files = dict(files)
        self.modules: dict[str, ModuleType] = {}
        write_files(folder, files)

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find a module of the framework in this folder or not at all."""
        if not _is_ours(name):
            return None
        spec = PathFinder.find_spec(name, path or [str(self.folder)], target)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if spec.origin is not None:
            spec.loader = RememberingLoader(name, spec.origin)
        return spec

    def replace(self, files: Mapping[str, str]) -> None:
        """Make ``files`` what the folder holds, and forget what was imported of it."""
        for name in self.files.keys() - files.keys():
            (self.folder / name).unlink()
        write_files(self.folder, files)
        self.files = dict(files)
        self.forget()

    def write(self, name: str, text: str) -> None:
        """Exchange a file that is no module, such as a template."""
        self.files[name] = text
        write_files(self.folder, {name: text})

    def forget(self) -> None:
        """Make the next import of the framework read it again."""
        _take_out()
        importlib.invalidate_caches()

    def install(self) -> None:
        """Put this folder in the way of every ``import tinyflask``."""
        sys.meta_path.insert(0, self)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Import from this folder for as long as the context lasts."""
        others = _take_out()
        sys.modules.update(self.modules)
        self.install()
        try:
            yield
        finally:
            sys.meta_path.remove(self)
            self.modules = _take_out()
            sys.modules.update(others)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in (PACKAGE, PROGRAM)


def _take_out() -> dict[str, ModuleType]:
    """Remove the framework's modules from those imported, and return them."""
    return {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
