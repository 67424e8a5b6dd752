"""Measuring behind a server: one worker on one core, and a client on another.

Each framework is served by gunicorn with one worker and one thread, or by uvicorn, and
asked again and again for the smallest page, on one connection. What is counted is the
time on the clock.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from statistics import median
from time import perf_counter, sleep

from .apps import MODULES
from .measure import FIRST, OTHERS, Result

NAME = "hello, served"
BY_ASGI = {"FastAPI"}
REQUEST = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmark\r\n\r\n"
SECONDS = 30


def command(name: str, port: int) -> list[str]:
    """What starts the server."""
    app = f"benchmarks.apps.{MODULES[name]}:make(False)"
    address = f"127.0.0.1:{port}"
    if name in BY_ASGI:
        app = f"benchmarks.apps.{MODULES[name]}:served"
        return ["uvicorn", "--factory", "--no-access-log", "--port", str(port), app]
    worker = ["--worker-class", "gthread", "--threads", "1", "--keep-alive", "60"]
    return ["gunicorn", *worker, "--no-control-socket", "--bind", address, app]


def keep_to(core: int) -> None:
    """Keep this process to one of the cores that it may use."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core % len(cores)]})


@contextmanager
def serving(name: str) -> Iterator[int]:
    """The port at which a framework is served, by a process on the first core."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", *command(name, port)],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: keep_to(0),
    )
    try:
        for _ in range(SECONDS * 20):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(SECONDS)


def microseconds(port: int, calls: int) -> float:
    """Return the time of one of ``calls`` requests, the last of which is checked."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        start = perf_counter()
        for _ in range(calls):
            connection.sendall(REQUEST)
            answer = b""
            while b"Hello, World!" not in answer:
                piece = connection.recv(65_536)
                assert piece, f"the server ended, and had said {answer!r}"
                answer += piece
        return (perf_counter() - start) / calls * 1e6


def measure_served(turns: int, calls: int, progress: Callable[[str], None]) -> Result:
    """Serve one framework after the other, and return the medians of the turns."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    keep_to(1)
    try:
        found = []
        for turn in range(turns):
            times = {}
            for name in random.sample(list(MODULES), len(MODULES)):
                progress(f"behind a server, turn {turn + 1} of {turns}: {name}")
                with serving(name) as port:
                    microseconds(port, calls)
                    times[name] = microseconds(port, calls)
            found.append(times)
    finally:
        if allowed is not None:
            os.sched_setaffinity(0, allowed)
    ratios = {
        name: median(times[name] / times[FIRST] for times in found) for name in OTHERS
    }
    return Result({NAME: median(times[FIRST] for times in found)}, {NAME: ratios})
