"""The fixture ``framework``: a test of chapter 5 runs on stage 5, on all later ones, on
the core of each of them, on ``tinyflask/`` and on genuine Flask. Of frameworks that are
the same, one is enough: the last chapters type nothing in.

``@pytest.mark.until(8)`` is for behaviour that chapter 8 replaces,
``@pytest.mark.small_print`` for behaviour that the core does not have, and
``@pytest.mark.differs("why")`` for behaviour in which we differ from Flask on purpose.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from webtest import TestApp

from workshop.exercises.programs import on_path
from workshop.live.stage import Live
from workshop.weave.book import Book

# How long one example takes says nothing on a machine that runs other tests beside it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

PROGRAMS = Path(__file__).parent / "programs"
# A program's own tests are run where the program is: see test_13_programs.py.
collect_ignore = ["programs"]
book = Book()
LAST = len(book.chapters)


@dataclass(frozen=True)
class Stage:
    """The framework after a chapter, or its core."""

    number: int
    core: bool = False

    @property
    def files(self) -> dict[str, str]:
        return book.stage(self.number, self.core)

    def __str__(self) -> str:
        return f"{'core' if self.core else 'stage'} {self.number}"


@cache
def live(target: Stage) -> Live:
    """A stage in a folder of its own, which lives as long as the tests do."""
    folder = tempfile.TemporaryDirectory(prefix=f"{target}-".replace(" ", "-"))
    stage = Live(Path(folder.name), target.files | book.program)
    stage.keep = folder  # type: ignore[attr-defined]
    return stage


@cache
def program_on_flask() -> Live:
    """The program that the book reads, with its imports leading to Flask."""
    folder = tempfile.TemporaryDirectory(prefix="on-flask-")
    files = {
        path: text.replace("from tinyflask import", "from flask import")
        for path, text in book.program.items()
    }
    stage = Live(Path(folder.name), files)
    stage.keep = folder  # type: ignore[attr-defined]
    return stage


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "run a chapter's tests on its own stage and the last, not on those between"
    parser.addoption("--few-stages", action="store_true", help=words)


def targets(metafunc: pytest.Metafunc) -> list[Any]:
    """What a test that asks for ``framework`` runs on."""
    chapter = re.search(r"test_(\d\d)_", metafunc.module.__name__)
    assert chapter, "only tests such as test_05_templates.py ask for framework"
    until = metafunc.definition.get_closest_marker("until")
    end = until.args[0] if until else LAST + 1
    numbers = list(range(int(chapter[1]), min(end, LAST + 1)))
    if metafunc.config.getoption("--few-stages"):
        numbers = sorted({*numbers[:1], *numbers[-1:]})
    found: list[Any] = distinct(map(Stage, numbers))
    if not metafunc.definition.get_closest_marker("small_print"):
        cores = (Stage(number, True) for number in numbers if has_own_core(number))
        found += distinct(cores)
    if end > LAST:
        # What the last chapters leave is this very package.
        found = [each for each in found if each.files != book.finished]
        found.append("tinyflask")
    if not until:
        differs = metafunc.definition.get_closest_marker("differs")
        reason = differs.args[0] if differs else ""
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if differs else []
        found.append(pytest.param("flask", marks=marks))
    return found


def distinct(stages: Iterable[Stage]) -> list[Stage]:
    """The first stage of each framework: some chapters leave what they have found."""
    found: list[Stage] = []
    for stage in stages:
        if all(each.files != stage.files for each in found):
            found.append(stage)
    return found


def has_own_core(number: int) -> bool:
    """Whether the core after chapter ``number`` is another framework than the stage."""
    return book.core(number) != book.stage(number)


def name(target: Any) -> str | None:
    return str(target) if isinstance(target, Stage) else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "framework" in metafunc.fixturenames:
        metafunc.parametrize("framework", targets(metafunc), ids=name, indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Keep to itself what a test leaves current, as Flask does where we differ.

    And what it leaves in the environment, as a command line does.
    """
    if "framework" not in pyfuncitem.fixturenames:
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    with patch.dict(os.environ):
        copy_context().run(pyfuncitem.obj, **arguments)
    return True


@pytest.fixture
def framework(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """The framework under test, as a module.

    Meanwhile the program that the book reads can be imported, and stands on it.
    """
    if isinstance(request.param, Stage):
        with live(request.param).installed():
            yield importlib.import_module("tinyflask")
    elif request.param == "flask":
        with program_on_flask().installed():
            yield importlib.import_module("flask")
    else:
        yield importlib.import_module(request.param)


@contextmanager
def running_program(program: str, name: str) -> Iterator[TestApp]:
    """A client of a program in ``tests/programs``, on the framework called ``name``."""
    package = f"{program}_on_{name}"
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(PROGRAMS / program, Path(folder, package))
        source = (copy / "__init__.py").read_text("utf-8")
        assert source.count("from tinyflask import") == 1
        source = source.replace("from tinyflask import", f"from {name} import")
        (copy / "__init__.py").write_text(source, "utf-8")
        with on_path(Path(folder)):
            module = importlib.import_module(package)
            yield TestApp(module.create_app(Path(folder, "program.db")))


@pytest.fixture
def running() -> Callable[[str, str], AbstractContextManager[TestApp]]:
    """Runs a program on a framework: see `running_program`."""
    return running_program


@contextmanager
def serving_by(command: str, folder: Path) -> Iterator[int]:
    """The port on which a server serves a program in a folder, until the block ends.

    ``command`` is what stands after ``python -m``, with ``{port}`` in it. What the
    server logs must have no traceback.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command.format(port=port).split()],
        cwd=folder,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, log = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
    assert "Traceback" not in log, log[:3000]


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Wait until somebody listens, for a minute at most."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="session")
def serving() -> Callable[[str, Path], AbstractContextManager[int]]:
    """Serves a program: see `serving_by`."""
    return serving_by
