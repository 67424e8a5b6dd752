"""``python -m benchmarks``: measure, print a table, and write a picture."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

import click
from rich.console import Console

from .measure import measure, worker
from .picture import svg, table, versions


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workers", type=click.IntRange(1), default=7, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=15, show_default=True)
@click.option("--calls", type=click.IntRange(1), default=200, show_default=True)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default="speed.svg",
    show_default=True,
)
@click.option("--worker", "as_worker", is_flag=True, hidden=True)
def main(workers: int, rounds: int, calls: int, picture: Path, as_worker: bool) -> None:
    """Compare the framework with four others, in the same process, taking turns.

    Starts a number of workers, new processes, one after the other. In each, every
    framework answers a number of calls in every round.
    """
    if as_worker:
        print(json.dumps(worker(rounds, calls)))
        return
    console = Console()
    with console.status("starting") as status:
        result = measure(
            workers,
            rounds,
            calls,
            lambda number: status.update(f"worker {number + 1} of {workers}"),
        )
    how = (
        f"Medians of {workers} processes of {rounds} rounds of {calls} requests, in"
        f" process, taking turns; Python {platform.python_version()}, {os.cpu_count()}"
        " cores."
    )
    console.print(table(result))
    console.print(f"{how}\n{versions()}", highlight=False)
    picture.write_text(svg(result, how), "utf-8")
    console.print(f"The picture is in {picture}.")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
