"""The ``workshop`` command, where its tools are installed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, or say what is missing."""
    try:
        from .cli import workshop
    except ModuleNotFoundError as error:
        sys.exit(
            f"workshop needs {error.name}, which is not installed. It works in a clone"
            " of the repository: run `make book` there, then .venv/bin/workshop."
        )
    workshop()


if __name__ == "__main__":
    main()
