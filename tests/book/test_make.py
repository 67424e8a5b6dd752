"""``make`` sets a clone up, and says no more of it than one needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from workshop.weave.book import HERE

FAKE_UV = """#!/bin/sh
for number in 1 2 3; do echo "uv says $number"; done
exit {status}
"""


def make(folder: Path, status: int, *more: str) -> subprocess.CompletedProcess[str]:
    """Have ``make`` set up a clone, by a uv of which we know how it ends."""
    shutil.copy(HERE / "Makefile", folder)
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).touch()
    (folder / ".venv").mkdir()
    uv = folder / "uv"
    uv.write_text(FAKE_UV.format(status=status), "utf-8")
    uv.chmod(0o755)
    # What `make` was called with that runs this test is not for this one.
    environ = {name: os.environ[name] for name in os.environ if "MAKE" not in name}
    command = ["make", f"UV={uv}", *more, ".venv/.ready"]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True
    )


INSTALLING = "Installing what the book needs into .venv. The first time takes a minute."


def test_what_is_installed_is_no_news(tmp_path: Path) -> None:
    ran = make(tmp_path, 0)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{INSTALLING}\n"


def test_make_shows_what_is_installed_when_asked(tmp_path: Path) -> None:
    assert "uv says 3" in make(tmp_path, 0, "VERBOSE=1").stdout


def test_make_ends_where_nothing_can_be_installed_and_says_why(tmp_path: Path) -> None:
    ran = make(tmp_path, 7)
    assert ran.returncode
    assert "This step failed: installing what the book needs." in ran.stdout
    assert "uv says 1\nuv says 2\nuv says 3\n" in ran.stdout
    assert "Error 7" in ran.stderr
    assert not (tmp_path / ".venv" / ".ready").exists()
