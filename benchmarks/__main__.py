"""``python -m benchmarks``: measure, print a table, and write a picture."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import click
from rich.console import Console

from .apps import MODULES
from .measure import measure, worker
from .picture import svg, table, versions


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--turns", type=click.IntRange(1), default=5, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=9, show_default=True)
@click.option("--calls", type=click.IntRange(1), default=200, show_default=True)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default="speed.svg",
    show_default=True,
)
@click.option("--worker", "name", type=click.Choice(list(MODULES)), hidden=True)
def main(turns: int, rounds: int, calls: int, picture: Path, name: str | None) -> None:
    """Compare the framework with others, each in a process of its own, in turns.

    In each turn, every framework gets a new process, one after the other, in which it
    answers a number of calls in every round.
    """
    if name is not None:
        print(json.dumps(worker(name, rounds, calls)))
        return
    console = Console()
    with console.status("starting") as status:
        result = measure(turns, rounds, calls, status.update)
    how = (
        f"Medians of {turns} turns, in each a process for every framework, on one core;"
        f" {rounds} rounds of {calls} requests in process; time of the processor;"
        f" Python {platform.python_version()}."
    )
    console.print(table(result))
    console.print(f"{how}\n{versions()}", highlight=False)
    picture.write_text(svg(result, how), "utf-8")
    console.print(f"The picture is in {picture}.")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
