"""What went wrong while an answer was judged, in a sentence."""

from __future__ import annotations

import ast
import linecache
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from traceback import FrameSummary, extract_tb, walk_tb
from types import FrameType

from ..errors import BookError
from ..weave.book import PACKAGE

ANSWER = "<your answer>"
Where = Callable[[FrameSummary], str | None]
"""Says of a frame which of the learner's lines it is at, if it is at one."""
LEFT_TO_DO = "There is something left to do"
LONGEST = 200


def describe(error: BaseException, where: Where) -> str:
    """What went wrong, as a sentence, with the line of the answer where it is known."""
    # What the answer itself asserts is no sentence about the answer.
    is_sentence = isinstance(error, AssertionError) and bool(words_of(error))
    if is_sentence and not raised_by_the_answer(error, where):
        return words_of(error)
    if isinstance(error, BookError):
        return f"Line {error.place.line}: {error.problem}"
    if isinstance(error, SyntaxError):
        place = "" if error.filename in (ANSWER, None) else f" of {error.filename}"
        if error.lineno is None:
            return f"It is not Python{place}: {error.msg}."
        return f"Line {error.lineno}{place} is not Python: {error.msg}."
    if isinstance(error, NotImplementedError) and str(error):
        return f"{LEFT_TO_DO}: {error}."
    line = line_that_raised(error, where)
    if line:
        return f"{line} raised {named(error)}."
    if isinstance(error, AssertionError):
        return f"It does not hold.{where_it_failed(error)}"
    place = where_in_the_framework(error)
    return f"It raised {named(error)}{place}.{where_it_failed(error)}"


def raised_by_the_answer(error: BaseException, where: Where) -> bool:
    """Whether an error comes from one of the learner's own lines."""
    frames = extract_tb(error.__traceback__)
    return bool(frames) and where(frames[-1]) is not None


def line_that_raised(error: BaseException, where: Where) -> str | None:
    """The last of the answer's lines that an error came through."""
    for frame in reversed(extract_tb(error.__traceback__)):
        line = where(frame)
        if line:
            return line
    return None


def named(error: BaseException) -> str:
    """What an error is, and what it says."""
    said = words_of(error).rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def words_of(error: BaseException) -> str:
    """What an error says, a paragraph a line; of a bad response, not its page."""
    try:
        said = str(error)
    except Exception:
        return "an error that cannot say what it is"
    # WebTest's, which is not imported here: it would take a quarter of a second.
    if type(error).__name__ == "AppError":
        return said.partition("\n")[0]
    return re.sub(r"(?<!\n)[ \t]*\n[ \t]*(?!\s)", " ", said)


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


def where_in_the_framework(error: BaseException) -> str:
    """The line of the framework that raised ``error``, if it was one of those."""
    module = ""
    for frame, _ in walk_tb(error.__traceback__):
        module = frame.f_globals.get("__name__", "")
    line = extract_tb(error.__traceback__)[-1].line or ""
    # What the framework raises by itself has its own words.
    if module.partition(".")[0] != PACKAGE or line.startswith("raise "):
        return ""
    return f", at `{line}` in {module}"


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
    if left == right and isinstance(node.test.ops[-1], ast.Eq):
        # To ask again changed the answer: it says nothing of what went wrong.
        return ""
    return f" On the left there is {left}, on the right {right}."


def value_of(side: ast.expr, frame: FrameType) -> object:
    code = compile(ast.Expression(side), "<a test>", "eval")
    value: object = eval(code, frame.f_globals, frame.f_locals)
    return value


def shortened(text: str) -> str:
    """A text without the addresses of objects, which say nothing, and not too long."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
