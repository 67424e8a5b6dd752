"""The wheel, alone in a fresh environment: what one gets without a clone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from workshop.weave.book import HERE

pytestmark = pytest.mark.xdist_group("packaging")

SECONDS = 120
OURS = {
    "asgiref",
    "blinker",
    "click",
    "itsdangerous",
    "jinja2",
    "markupsafe",
    "tinyflask",
    "werkzeug",
}
HELLO = """\
from tinyflask import Flask

app = Flask(__name__)


@app.route("/")
def hello():
    return "Hello from the wheel"


@app.cli.command("greet")
def greet():
    print("Hello from a command")
"""


def uv(*arguments: str | Path) -> str:
    """Run uv; returns what it puts out."""
    ran = subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this clone."""
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--out-dir", folder, HERE)
    return next(folder.glob("tinyflask-*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path) -> Path:
    """The folder of the programs of an environment that has the wheel and no more."""
    environment = wheel.parent / "environment"
    uv("venv", "--python", sys.executable, environment)
    uv("pip", "install", "--python", environment, wheel)
    return environment / "bin"


@pytest.fixture
def hello(programs: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that the command serves, on a port that is free."""
    (tmp_path / "hello.py").write_text(HELLO, "utf-8")
    process = subprocess.Popen(
        [programs / "tinyflask", "--app", "hello", "run", "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    limit = Timer(SECONDS, process.kill)
    limit.start()
    with process:
        yield process
        process.terminate()
    limit.cancel()


def test_only_the_dependencies_of_the_framework_come_along(programs: Path) -> None:
    listed = uv("pip", "list", "--python", programs / "python", "--format", "json")
    names = {package["name"] for package in json.loads(listed)}
    assert {"tinyflask", "werkzeug"} <= names <= OURS


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        assert "tinyflask/py.typed" in archive.namelist()


def test_a_program_is_served_over_a_socket(hello: subprocess.Popen[str]) -> None:
    assert hello.stdout
    said = ""
    while not (place := re.search(r"Running on (http://127\.0\.0\.1:\d+)", said)):
        line = hello.stdout.readline()
        assert line, said
        said += line
    with urlopen(f"{place[1]}/", timeout=10) as response:
        assert response.status == 200
        assert response.read() == b"Hello from the wheel"


def test_the_version_is_that_of_the_framework(programs: Path, wheel: Path) -> None:
    said = subprocess.run(
        [programs / "tinyflask", "--version"], capture_output=True, text=True
    ).stdout
    version = re.search(r"^tinyflask (\S+)$", said, re.M)
    assert version
    assert wheel.name.startswith(f"tinyflask-{version[1]}-")


def test_a_command_of_a_program_is_run(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "hello.py").write_text(HELLO, "utf-8")
    for command in ([programs / "tinyflask"], [programs / "python", "-m", "tinyflask"]):
        ran = subprocess.run(
            [*command, "--app", "hello", "greet"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert ran.stdout == "Hello from a command\n", ran.stderr


def test_the_command_says_what_it_would_take_to_work(
    programs: Path, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [programs / "workshop", "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("workshop needs ")
    assert "make book" in ran.stderr
    assert "Traceback" not in ran.stderr
