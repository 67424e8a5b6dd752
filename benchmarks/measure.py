"""Measuring: a process for each framework, in turns, and medians of their ratios.

Two processes that run the same code differ by a tenth, from chance in how their memory
is laid out. So there are several turns, and in each of them every framework gets a new
process, one after the other. It keeps to one core, and what is counted is the time that
the processor worked for it. In one process together, each would find the caches warm
from the others, which is worth most to those that share libraries.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time_ns

from .apps import MODULES
from .asking import Asked, asked

FIRST, *OTHERS = MODULES
# The microseconds of a request, by the names of the workloads.
Times = dict[str, float]


@dataclass(frozen=True)
class Result:
    """The microseconds that the first framework takes, and the others' share of it.

    By the workload's name, and the framework's, if it has such a page.
    """

    microseconds: Times
    ratios: dict[str, dict[str, float]]


def microseconds(app: Asked, calls: int) -> float:
    """Return the time of one of ``calls`` requests."""
    start = process_time_ns()
    app.ask(calls)
    return (process_time_ns() - start) / calls / 1000


def worker(name: str, rounds: int, calls: int) -> Times:
    """Time a framework in this process: the median of the rounds for each workload."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    apps = asked(name)
    for workload, app in apps.items():
        workload.check(*app.answer())
        app.ask(calls)
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {workload.name: [] for workload in apps}
    for _ in range(rounds):
        for workload, app in apps.items():
            times[workload.name].append(microseconds(app, calls))
    return {name: median(found) for name, found in times.items()}


def measure(
    turns: int, rounds: int, calls: int, progress: Callable[[str], None]
) -> Result:
    """Start one worker after the other, and return the medians of what they found."""
    found = []
    for turn in range(turns):
        times: dict[str, Times] = {}
        for name in random.sample(list(MODULES), len(MODULES)):
            progress(f"turn {turn + 1} of {turns}: {name}")
            command = [sys.executable, "-m", "benchmarks", "--worker", name]
            command += ["--rounds", str(rounds), "--calls", str(calls)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            times[name] = json.loads(done.stdout)
        found.append(times)
    return Result(
        {
            workload: median(times[FIRST][workload] for times in found)
            for workload in found[0][FIRST]
        },
        {
            workload: {
                name: median(
                    times[name][workload] / times[FIRST][workload] for times in found
                )
                for name in OTHERS
                if workload in found[0][name]
            }
            for workload in found[0][FIRST]
        },
    )
