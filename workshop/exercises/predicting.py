"""What a learner says that a program prints, compared with what it prints.

An exercise of the kind *predict* calls these in its tests. They say which line is
wrong, and never what is right.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout


def expect_lines(predicted: str, program: Callable[[], object]) -> None:
    """Raise `AssertionError` where ``predicted`` has more or fewer lines.

    ``predicted`` is the learner's text, ``program`` what prints.
    """
    mine, right = compared(predicted, program)
    assert len(mine) == len(right), (
        f"You have {len(mine)} lines, and the program prints another number of them."
    )


def expect_no_mistake(predicted: str, program: Callable[[], object]) -> None:
    """Raise `AssertionError` that names the lines of ``predicted`` that are wrong."""
    pairs = zip(*compared(predicted, program), strict=False)
    wrong = [str(at) for at, (mine, right) in enumerate(pairs, 1) if mine != right]
    plural = "s" if len(wrong) > 1 else ""
    assert not wrong, f"Something else is printed in line{plural} {', '.join(wrong)}."


def compared(
    predicted: str, program: Callable[[], object]
) -> tuple[list[str], list[str]]:
    """The lines that were predicted and those that are printed."""
    mine = lines(predicted)
    assert mine, "No line is predicted yet. Write what you think is printed first."
    return mine, printed(program)


def lines(text: str) -> list[str]:
    """The lines of ``text`` that are not empty, without the space around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def printed(program: Callable[[], object]) -> list[str]:
    """The lines that ``program`` prints."""
    with redirect_stdout(io.StringIO()) as out:
        program()
    return lines(out.getvalue())
