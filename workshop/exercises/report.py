"""What a learner is told about an answer, in the terminal and in a notebook."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from .exercise import Exercise, Verdict

WIDTH = 78
INDENT = "    "
TRY_FIRST = "Try it first. Or ask once more, and here it is."
# How many of the expectations that are not met are named.
NAMED = 4
# Of what an answer printed.
LINES = 12


def report(verdict: Verdict, width: int = WIDTH) -> Iterator[tuple[str, str]]:
    """How much is met; the first thing that is not, with the reason; what comes next.

    Each line comes with its kind: ``met``, ``unmet``, ``problem`` or ``more``.
    """
    unmet = verdict.unmet
    if verdict.met:
        yield "met", f"✓ {verdict.share}"
    for number, result in enumerate(unmet[:NAMED]):
        yield "unmet", f"✗ {result.expectation}"
        if number == 0:
            for paragraph in visible(result.problem or "").split("\n\n"):
                yield "problem", filled(paragraph, width, INDENT)
    if len(unmet) > NAMED:
        yield "more", f"  and {len(unmet) - NAMED} more after that"
    if verdict.printed.strip():
        yield "more", "  It printed:"
        for line in visible(verdict.printed).rstrip().splitlines()[:LINES]:
            yield "problem", f"{INDENT}{line}"


def visible(text: str) -> str:
    """``text`` with each character that would do something to a terminal spelt out.

    The same for half a character, which no terminal can show.
    """
    return re.sub(
        r"[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]",
        lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(),
        text,
    )


def success(exercise: Exercise, width: int = WIDTH) -> str:
    """What to tell somebody who has solved ``exercise``."""
    said = {
        "": exercise.learnt,
        "In Flask: ": exercise.in_flask,
        "To try next: ": exercise.try_next,
    }
    return "\n\n".join(
        filled(f"{label}{text}", width) for label, text in said.items() if text
    )


def filled(text: str, width: int, indent: str = "") -> str:
    """``text`` in lines of ``width`` characters. A long word is not cut in two."""
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
