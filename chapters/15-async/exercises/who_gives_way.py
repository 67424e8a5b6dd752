"""Who gives way.

Three coroutines on the loop of the chapter, and one that a coroutine calls. Say what the
program prints before it runs. Write the lines into `PRINTED`, one below the other. (Each turn
of the loop calls `send` of the first one that waits. It runs to its next `await _Turn()`, and is
put at the end again.)

You are told which lines are not what is printed, and never what is.
"""

from workshop.exercises.predicting import expect_lines, expect_no_mistake, lines

PRINTED = """
"""


class _Turn:
    """`await _Turn()` gives way to the others, once."""

    def __await__(self):
        yield


def _run(coroutines):
    """Run coroutines in one thread, in turn, each until it gives way."""
    waiting = list(coroutines)
    while waiting:
        coroutine = waiting.pop(0)
        try:
            coroutine.send(None)
        except StopIteration:
            continue
        waiting.append(coroutine)


async def _polite():
    print("polite 1")
    await _Turn()
    print("polite 2")
    await _Turn()
    print("polite 3")


async def _helper(name):
    print("helper of", name)


async def _greedy():
    await _helper("greedy")
    print("greedy 1")
    _helper("nobody").close()  # It was never begun.
    print("greedy 2")


async def _late():
    print("late 1")
    await _Turn()
    await _helper("late")
    print("late 2")


def _program():
    print("made")
    coroutines = [_polite(), _greedy(), _late()]
    print("run")
    _run(coroutines)


def test_a_coroutine_that_is_only_made():
    """What nobody runs prints nothing."""
    assert "helper of nobody" not in PRINTED, (
        "By your lines a coroutine has run that was made, and awaited by nobody."
    )


def test_there_are_as_many_lines():
    """There are as many lines as the program prints."""
    expect_lines(PRINTED, _program)


def test_every_line_is_what_is_printed():
    """Every line is what the program prints there."""
    expect_no_mistake(PRINTED, _program)


def test_who_is_the_last():
    """The last line is of the one that gives way most often."""
    assert lines(PRINTED)[-1] == "polite 3", (
        "By your lines somebody else is the last, and no other one gives way twice."
    )
