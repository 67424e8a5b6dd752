"""Copies of Flask with a fault in one line, for chapter 18's readers to find.

Whoever would like to find them does not read on here.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

# By its name: the file, what stands there, and what comes in its place.
FAULTS = {
    "the count": ("app.py", "if not self.session_inter", "if self.session_inter"),
    "the page": ("sansio/app.py", "(*blueprints, None)", "(None, *blueprints)"),
}


def copy_flask(fault: str, folder: Path, package: str = "broken_flask") -> Path:
    """Write a copy of the installed Flask with a fault in it; returns its folder.

    ``package`` is what it is called there. It takes the place of an earlier copy.
    Raises `ValueError` where somebody has changed that one, and for a fault that is not
    known, or that the installed version has no place for.
    """
    if fault not in FAULTS:
        raise ValueError(f"no fault is called {fault!r}: there are {', '.join(FAULTS)}")
    file, right, wrong = FAULTS[fault]
    found = importlib.util.find_spec("flask")
    if found is None or found.origin is None:
        raise ValueError("Flask is not installed here")
    flask, copy = Path(found.origin).parent, folder / package
    source = (flask / file).read_text("utf-8")
    if source.count(right) != 1:
        raise ValueError(f"this version of Flask has no place for the fault {fault!r}")
    if copy.exists() and was_changed(copy, flask):
        raise ValueError(
            f"{copy} has changes in it. Move it away, and it is made anew."
        )
    shutil.rmtree(copy, ignore_errors=True)
    # Bytecode in there would be of the right source, and be taken for the copy's.
    shutil.copytree(flask, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / file).write_text(source.replace(right, wrong), "utf-8")
    return copy


def was_changed(copy: Path, flask: Path) -> bool:
    """Whether a copy is another than the installed Flask with one of the faults."""
    names = {path.relative_to(copy) for path in copy.rglob("*.py")}
    if names != {path.relative_to(flask) for path in flask.rglob("*.py")}:
        return True
    for name in names:
        there, here = (
            (copy / name).read_text("utf-8"),
            (flask / name).read_text("utf-8"),
        )
        broken = [
            here.replace(right, wrong)
            for file, right, wrong in FAULTS.values()
            if Path(file) == name
        ]
        if there not in (here, *broken):
            return True
    return False
