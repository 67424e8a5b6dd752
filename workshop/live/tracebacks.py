"""Tracebacks with the reader's lines and the framework's in them, and nobody else's."""

from __future__ import annotations

import itertools
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .stage import text_of

HIDDEN = {"IPython", "ipykernel", "workshop"}


def format_error(
    error: BaseException, folder: Path, cells: dict[str, Any] | None = None
) -> str:
    """The traceback of ``error`` as Python prints it, but shorter.

    Files below ``folder`` go by their path in it; code whose globals are ``cells``, the
    names that a notebook has, goes by ``<experiment>``. The frames of a library fold
    into one line that names it, so that the text does not change with its version.
    """
    lines: list[str] = []
    cause = error.__cause__
    if cause is None and not error.__suppress_context__:
        cause = error.__context__
    if cause is not None:
        lines += [format_error(cause, folder, cells), ""]
        lines += ["That led to another exception:", ""]
    frames = list(_frames(error, folder, cells))
    if frames:
        lines.append("Traceback (most recent call last):")
        lines += _folded(frames)
    last = "".join(traceback.format_exception_only(error)).rstrip("\n")
    lines.append(last.replace(f"{folder}{os.sep}", ""))
    return "\n".join(lines)


def _folded(frames: list[tuple[str, str]]) -> Iterator[str]:
    """The frames, those of libraries that follow each other in one line."""
    for is_library, group in itertools.groupby(frames, key=lambda frame: not frame[1]):
        if is_library:
            names = dict.fromkeys(name for name, _ in group)
            yield f"  ... in {', '.join(names)}"
        else:
            yield from (text for _, text in group)


def _frames(
    error: BaseException, folder: Path, cells: dict[str, Any] | None
) -> Iterator[tuple[str, str]]:
    """Each frame as the library it is in, or as ``""``, and the lines to show of it."""
    for frame, number in traceback.walk_tb(error.__traceback__):
        filename = Path(frame.f_code.co_filename)
        library = frame.f_globals.get("__name__", "").partition(".")[0]
        if frame.f_globals is cells:
            shown = "<experiment>"
        elif filename.is_relative_to(folder):
            shown = filename.relative_to(folder).as_posix()
        elif library in HIDDEN:
            continue
        else:
            yield library, ""
            continue
        code = text_of(frame).splitlines()[number - 1].strip()
        where = f'  File "{shown}", line {number}, in {frame.f_code.co_name}'
        yield "", f"{where}\n    {code}"
