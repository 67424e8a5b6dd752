"""Measuring: workers that time every framework in turns, and medians of their ratios.

Two processes that run the same code differ by a tenth, from chance in how their memory
is laid out. So several workers are started one after the other, each a new process.
Inside of one, all frameworks take turns in short rounds, so that a slow moment of the
machine meets all of them.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns

from .apps import APPS, App
from .workloads import WORKLOADS, Workload

FIRST, *OTHERS = APPS
# By workload and framework.
Times = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Result:
    """The microseconds that the first framework takes, and the others' share of it."""

    microseconds: dict[str, float]
    ratios: Times


def once(workload: Workload, app: App, calls: int) -> float:
    """Return the microseconds that one of ``calls`` requests takes."""
    environ = workload.environ()

    def start_response(status: str, headers: object, exc_info: object = None) -> None:
        pass

    start = perf_counter_ns()
    for _ in range(calls):
        workload.ask(app, environ, start_response)
    return (perf_counter_ns() - start) / calls / 1000


def worker(rounds: int, calls: int) -> dict[str, Times]:
    """Time everything in this process, and return the median of the rounds."""
    both = {
        hooked: {name: make(hooked) for name, make in APPS.items()}
        for hooked in (False, True)
    }
    found: dict[str, Times] = {"microseconds": {}, "ratios": {}}
    for workload in WORKLOADS:
        apps = both[workload.hooked]
        for app in apps.values():
            workload.check(app)
            once(workload, app, calls)
        gc.collect()
        gc.freeze()
        times: dict[str, list[float]] = {name: [] for name in apps}
        for _ in range(rounds):
            for name in random.sample(list(apps), len(apps)):
                times[name].append(once(workload, apps[name], calls))
        found["microseconds"][workload.name] = {FIRST: median(times[FIRST])}
        found["ratios"][workload.name] = {
            name: median(
                mine / theirs
                for mine, theirs in zip(times[name], times[FIRST], strict=True)
            )
            for name in OTHERS
        }
    return found


def measure(
    workers: int, rounds: int, calls: int, progress: Callable[[int], None]
) -> Result:
    """Start one worker after the other, and return the medians of what they found."""
    found = []
    for number in range(workers):
        progress(number)
        command = [sys.executable, "-m", "benchmarks", "--worker"]
        command += ["--rounds", str(rounds), "--calls", str(calls)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        found.append(json.loads(done.stdout))
    names = [workload.name for workload in WORKLOADS]
    return Result(
        {
            name: median(each["microseconds"][name][FIRST] for each in found)
            for name in names
        },
        {
            name: {
                other: median(each["ratios"][name][other] for each in found)
                for other in OTHERS
            }
            for name in names
        },
    )
