"""The rooms of the machinery: each stands on those below, and on none above."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import workshop

ROOT = Path(workshop.__file__).parent
# From the top down. A module that is in no room is a floor of its own.
FLOORS = (
    ("__init__", "__main__"),
    ("cli",),
    ("sync", "formatting"),
    ("ebook",),
    ("site", "notebooks", "mapping"),
    ("learner",),
    ("exercises",),
    ("recording",),
    ("live",),
    ("weave",),
    ("terminal",),
    ("errors", "files", "archive"),
)
MOST = 12
ALL = sorted(path for path in ROOT.rglob("*.py"))


def floor_of(module: str) -> int:
    """How high a module of ``workshop`` stands; the ground is the highest number."""
    room = module.partition(".")[0]
    return next(number for number, names in enumerate(FLOORS) if room in names)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imported(path: Path) -> Iterator[str]:
    """The modules of ``workshop`` that a file imports, anywhere in it."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        parts = (*base, *(node.module or "").split("."))
        found = ".".join(filter(None, parts))
        for name in node.names:
            inside = ROOT.joinpath(*filter(None, parts), f"{name.name}.py")
            yield f"{found}.{name.name}".lstrip(".") if inside.exists() else found


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_module_imports_downwards_only(path: Path) -> None:
    here = name_of(path)
    for other in imported(path):
        assert floor_of(other) >= floor_of(here), f"{here} imports {other}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name_of(path): set(imported(path)) for path in ALL}
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above, module))
        if module not in done:
            for other in graph.get(module, ()):
                walk(other, (*above, module))
            done.add(module)

    for module in graph:
        walk(module, ())


def test_a_room_is_not_too_full() -> None:
    for folder in (ROOT, *(path for path in ROOT.iterdir() if path.is_dir())):
        assert len(list(folder.glob("*.py"))) <= MOST, folder


def test_every_module_is_in_a_room_or_on_a_floor_of_its_own() -> None:
    assert [floor_of(name_of(path)) for path in ALL]


@pytest.mark.parametrize(
    "name", ["chapters/publishing.md", "hub/Dockerfile", "hub/jupyterhub_config.py"]
)
def test_a_module_that_is_to_be_run_is_there(name: str) -> None:
    text = (ROOT.parent / name).read_text("utf-8")
    found = re.findall(r"-m\W+workshop\.([\w.]+)", text)
    assert found
    for module in found:
        assert ROOT.joinpath(*module.split(".")).with_suffix(".py").is_file(), module
