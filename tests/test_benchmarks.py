"""The benchmark: what it measures is the same work, and what it writes can be read."""

from __future__ import annotations

import json
import re
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
        rows = rows_of((tmp_path / name).with_suffix(".md"))
        assert sum(cell != "" for _, *cells in rows[2:] for cell in cells) == expected


def rows_of(table: Path) -> list[list[str]]:
    """The cells of a table in Markdown."""
    lines = table.read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


@pytest.mark.parametrize("name", ["speed.md", "served.md"])
def test_the_chapter_has_the_tables_that_were_measured(name: str) -> None:
    """And each figure of a table is in its picture."""
    chapter = ROOT / "chapters" / "16-production" / "index.md"
    table = ROOT / "chapters" / "assets" / name
    assert table.read_text("utf-8") in chapter.read_text("utf-8")
    picture = table.with_suffix(".svg")
    labels = re.findall(r">(\w+ [\d.]+)</text>", picture.read_text("utf-8"))
    heads, _, *rows = rows_of(table)
    found = [
        f"{head} {cell}"
        for row in rows
        for head, cell in zip(heads[2:], row[2:], strict=True)
        if cell
    ]
    assert [label for label in labels if not label.startswith("Flask ")] == found
