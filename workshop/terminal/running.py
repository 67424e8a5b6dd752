"""Running a program that does a step, and keeping how its output ended."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen

from ..errors import StepFailed
from .steps import Step

# Where Node fails, the last twenty lines are about Node, and the reason is above them.
LAST = 40
# Such a line is how a program of ours says how far it is.
COUNT = re.compile(r"(\d+) of (\d+)\b")


def run(
    command: Iterable[str | Path],
    step: Step,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program that does ``step``. Raises `StepFailed` where it fails."""
    last: deque[str] = deque(maxlen=LAST)
    with Popen(
        [*command],
        cwd=cwd,
        env=env,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                hear(line.rstrip(), step, last)
        except BaseException:
            # Whoever ends the book's build ends its programs.
            process.kill()
            raise
    if process.returncode:
        raise StepFailed(step.what, tuple(last))


def hear(line: str, step: Step, last: deque[str]) -> None:
    """Take note of a line that a program has printed."""
    step.heard(line)
    if count := COUNT.match(line):
        step.reached(int(count[1]), int(count[2]))
    else:
        last.append(line)
