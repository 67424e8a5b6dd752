"""The benchmark: what it measures is the same work, and what it writes can be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.apps import APPS
from benchmarks.workloads import WORKLOADS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", APPS)
def test_every_framework_gives_the_same_answers(name: str) -> None:
    for workload in WORKLOADS:
        workload.check(APPS[name](workload.hooked))


def test_an_answer_that_differs_is_noticed() -> None:
    def app(environ, start_response):
        start_response("200 OK", [])
        return [b'{"message": "Bye"}']

    for workload in WORKLOADS:
        with pytest.raises(AssertionError, match=workload.path):
            workload.check(app)


def test_a_short_measurement(tmp_path: Path) -> None:
    """A table with a line for each workload, and a picture with a bar for each app."""
    picture = tmp_path / "speed.svg"
    command = [sys.executable, "-m", "benchmarks", "--workers=1", "--rounds=1"]
    command += ["--calls=2", f"--picture={picture}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    for workload in WORKLOADS:
        (line,) = (line for line in lines if f"│ {workload.name} " in line)
        *figures, _ = (cell.strip() for cell in line.split("│")[2:])
        assert len(figures) == len(APPS)
        assert all(float(figure) > 0 for figure in figures)
    drawn = ElementTree.parse(picture)
    bars = [each for each in drawn.iter() if each.tag.endswith("rect")]
    assert len(bars) == 1 + len(WORKLOADS) * len(APPS)
