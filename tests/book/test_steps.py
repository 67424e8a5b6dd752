"""What takes long is told in a line a step, and how it failed is never kept back."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from workshop.errors import StepFailed
from workshop.terminal.running import run
from workshop.terminal.steps import Step, silent, steps_on

# How a program of ours says how far it is, and then what it thinks of it.
COUNTING = """
for number in range(1, 4):
    print(number, "of 3", flush=True)
print("That was all.")
"""
FAILING = """
for number in range(60):
    print("line", number)
raise SystemExit(3)
"""


def python(program: str, step: Step) -> None:
    run([sys.executable, "-c", program], step)


def screen(terminal: bool) -> Console:
    return Console(
        file=io.StringIO(),
        force_terminal=terminal,
        width=80,
        highlight=False,
        color_system=None,
    )


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_step_in_a_terminal_ends_with_how_long_it_took() -> None:
    console = screen(terminal=True)
    with steps_on(console, verbose=False)("Counting to three") as step:
        python(COUNTING, step)
    assert "✓ Counting to three  0 s" in shown(console)
    assert "That was all." not in shown(console)


def test_a_step_that_counts_has_a_bar_and_what_remains() -> None:
    console = screen(terminal=True)
    with steps_on(console, verbose=False)("Counting to a hundred") as step:
        assert "━" not in shown(console)
        for number in range(1, 51):
            step.reached(number, 100)
        # As a step that goes on for a while is drawn again and again.
        step.progress.refresh()  # type: ignore[attr-defined]
        assert "━" in shown(console)
        assert "about" in shown(console)
        assert "left" in shown(console)


def test_a_step_that_fails_says_so_in_its_line() -> None:
    console = screen(terminal=True)
    steps = steps_on(console, verbose=False)
    with pytest.raises(StepFailed), steps("Going wrong") as step:
        python(FAILING, step)
    assert "✗ Going wrong" in shown(console)


def test_the_message_names_the_step_and_has_the_last_lines() -> None:
    with pytest.raises(StepFailed) as failed, silent("Going wrong") as step:
        python(FAILING, step)
    said = str(failed.value)
    assert "this step failed: Going wrong" in said
    assert said.splitlines()[-40:] == [f"line {number}" for number in range(20, 60)]
    assert "line 19\n" not in said


def test_without_a_terminal_a_step_is_one_plain_line() -> None:
    console = screen(terminal=False)
    with steps_on(console, verbose=False)("Counting to three") as step:
        python(COUNTING, step)
    assert shown(console) == "Counting to three\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_verbose_shows_what_programs_print(terminal: bool) -> None:
    console = screen(terminal)
    with steps_on(console, verbose=True)("Counting to three") as step:
        python(COUNTING, step)
    lines = "Counting to three", "  1 of 3", "  2 of 3", "  3 of 3", "  That was all."
    assert shown(console).splitlines() == [*lines]


def test_a_narrow_window_loses_no_word_of_a_step() -> None:
    console = screen(terminal=True)
    console.width = 40
    with steps_on(console, verbose=False)("Counting to a hundred, and back") as step:
        for number in range(1, 51):
            step.reached(number, 100)
        step.progress.refresh()  # type: ignore[attr-defined]
    words = shown(console).split()
    assert {"Counting", "hundred,", "and", "back", "about", "left"} <= set(words)
    assert "…" not in shown(console)
