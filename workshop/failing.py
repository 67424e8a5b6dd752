"""What a test saw that failed without a word: the line of the test, and its values."""

from __future__ import annotations

import ast
import linecache
import textwrap
from pathlib import Path
from traceback import FrameSummary, extract_tb, walk_tb
from types import FrameType

LONGEST = 200


def where_it_failed(error: BaseException) -> str:
    """The last line of the tests that ``error`` came through, and what it compared."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    summaries = extract_tb(error.__traceback__)
    for frame, summary in reversed(list(zip(frames, summaries, strict=True))):
        path = Path(summary.filename)
        if not path.name.startswith("test_"):
            continue
        place = f"{path.parent.name}/{path.name}, line {summary.lineno}"
        statement = statement_at(summary)
        values = compared(statement, frame) if isinstance(error, AssertionError) else ""
        return f" The test is `{shortened(statement)}` ({place}).{values}"
    return ""


def statement_at(summary: FrameSummary) -> str:
    """The whole statement at a line, on one line."""
    first = summary.lineno or 1
    last = summary.end_lineno or first
    lines = [linecache.getline(summary.filename, at) for at in range(first, last + 1)]
    return " ".join(textwrap.dedent("".join(lines)).split())


def compared(statement: str, frame: FrameType) -> str:
    """The two sides of the comparison that an ``assert`` made, where it made one."""
    try:
        (node,) = ast.parse(statement).body
        assert isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare)
        sides = [node.test.left, *node.test.comparators]
        shown = [shortened(repr(value_of(side, frame))) for side in sides]
    except Exception:
        # It is only there to help: what cannot be shown is left out.
        return ""
    left, right = shown[0], shown[-1]
    return f" On the left there is {left}, on the right {right}."


def value_of(side: ast.expr, frame: FrameType) -> object:
    code = compile(ast.Expression(side), "<a test>", "eval")
    value: object = eval(code, frame.f_globals, frame.f_locals)
    return value


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
