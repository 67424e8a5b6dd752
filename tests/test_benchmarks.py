"""The benchmark: what it measures is the same work, and what it writes can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.apps import MODULES, WITHOUT_LINKS
from benchmarks.served import NAME
from benchmarks.workloads import WORKLOADS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", MODULES)
def test_every_framework_gives_the_same_answers(name: str) -> None:
    """In a process of its own, as it is measured."""
    command = [sys.executable, "-m", "benchmarks", "--worker", name]
    command += ["--rounds=1", "--calls=2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    missing = {"five url_for"} if name in WITHOUT_LINKS else set()
    names = {workload.name for workload in WORKLOADS} - missing
    times = json.loads(done.stdout)
    assert set(times) == names
    assert all(each > 0 for each in times.values())


def test_an_answer_that_differs_is_noticed() -> None:
    for workload in WORKLOADS:
        headers = ["set-cookie"] * workload.sets_cookie
        with pytest.raises(AssertionError, match=workload.path):
            workload.check(workload.status, headers, '{"message": "Bye"}')
        with pytest.raises(AssertionError, match=workload.path):
            workload.check(500, headers, workload.expected)
        with pytest.raises(AssertionError, match=workload.path):
            wrong = [] if workload.sets_cookie else ["set-cookie"]
            workload.check(workload.status, wrong, workload.expected)


def test_a_short_measurement(tmp_path: Path) -> None:
    """Two tables with a line for each workload, two pictures with their bars."""
    command = [sys.executable, "-m", "benchmarks", "--turns=1", "--rounds=1"]
    command += ["--calls=2", f"--folder={tmp_path}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.strip() for line in done.stdout.splitlines()]
    for workload in WORKLOADS:
        (line,) = (line for line in lines if line.startswith(f"{workload.name} "))
        figures = line.removeprefix(workload.name).split()
        without = WITHOUT_LINKS if workload.path == "/links" else set()
        assert len(figures) == len(MODULES) - len(without)
        assert all(float(figure) > 0 for figure in figures)
    (line,) = (line for line in lines if line.startswith(f"{NAME} "))
    assert len(line.removeprefix(NAME).split()) == len(MODULES)
    bars = len(WORKLOADS) * len(MODULES) - len(WITHOUT_LINKS)
    for name, expected in (("speed.svg", bars), ("served.svg", len(MODULES))):
        drawn = ElementTree.parse(tmp_path / name)
        rectangles = [each for each in drawn.iter() if each.tag.endswith("rect")]
        assert len(rectangles) == 1 + expected
