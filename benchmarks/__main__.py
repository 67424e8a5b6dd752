"""``python -m benchmarks``: measure, print two tables, write them and two pictures."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

import click
from rich.console import Console

from .apps import MODULES
from .measure import Result, measure, worker
from .picture import markdown, svg, table, versions
from .served import measure_served


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--turns", type=click.IntRange(1), default=5, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=9, show_default=True)
@click.option("--calls", type=click.IntRange(1), default=200, show_default=True)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True, writable=True),
    default=".",
    help="Where the pictures and the tables are put.",
)
@click.option("--worker", "name", type=click.Choice(list(MODULES)), hidden=True)
def main(turns: int, rounds: int, calls: int, folder: Path, name: str | None) -> None:
    """Compare the framework with others, each in a process of its own, in turns.

    In each turn, every framework gets a new process, one after the other, in which it
    answers a number of calls in every round.
    """
    if name is not None:
        print(json.dumps(worker(name, rounds, calls)))
        return
    console = Console()
    python = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    with console.status("starting") as status:
        in_process = measure(turns, rounds, calls, status.update)
        served = measure_served(turns, calls * 5, status.update)
    show(
        console,
        folder / "speed.svg",
        in_process,
        "In process, each framework in a process of its own, on one core: time of the"
        f" processor, medians of {turns} turns of {rounds} rounds of {calls} requests."
        f" {python}.",
    )
    show(
        console,
        folder / "served.svg",
        served,
        "Behind gunicorn, FastAPI behind uvicorn, one worker on a core, one connection:"
        f" time of the clock, medians of {turns} turns of {calls * 5} requests."
        f" {python}.",
    )


def show(console: Console, picture: Path, result: Result, how: str) -> None:
    """Print a table, and write it and a picture of it."""
    console.print(table(result))
    console.print(f"{how}\n{versions()}", highlight=False)
    picture.write_text(svg(result, how), "utf-8")
    picture.with_suffix(".md").write_text(markdown(result), "utf-8")
    console.print(f"The picture is in {picture}, and the table beside it.")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
