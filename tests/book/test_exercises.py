"""The exercises: stubs fail, solutions pass, and whatever an answer does is told."""

from __future__ import annotations

import ast
import re
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

import pytest

import tinyflask
from workshop.exercises.exercise import (
    Exercise,
    Verdict,
    difference,
    exercises,
    exercises_of,
    find_exercise,
    judge,
    result_of,
)
from workshop.exercises.failing import describe
from workshop.exercises.parts import alone_of, whole_of
from workshop.exercises.report import report
from workshop.learner import judging
from workshop.learner.judging import judge_file
from workshop.weave.book import Book
from workshop.weave.chapter import Chapter

IMPORTS = (ast.Import, ast.ImportFrom)
BOOK = Book()
ALL = [pytest.param(each, id=each.name) for each in exercises(BOOK)]
each_exercise = pytest.mark.parametrize("exercise", ALL)


def test_names_are_unique() -> None:
    names = [each.name for each in exercises(BOOK)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=lambda each: each.slug)
def test_a_chapter_has_four_exercises_or_more(chapter: Chapter) -> None:
    assert len(exercises_of(chapter)) >= 4


@each_exercise
def test_the_stub_fails_with_sentences(exercise: Exercise) -> None:
    verdict = judge(exercise, exercise.source, BOOK)
    assert not verdict.passed
    for result in verdict.results:
        if result.problem is not None:
            assert result.problem[0].isupper()
            assert result.problem.rstrip().endswith((".", "?"))


@each_exercise
def test_the_solution_passes(exercise: Exercise) -> None:
    verdict = judge(exercise, exercise.solution.read_text("utf-8"), BOOK)
    assert [result for result in verdict.results if result.problem] == []
    assert len(verdict.results) >= 3


@each_exercise
def test_the_stub_can_become_the_solution(exercise: Exercise) -> None:
    """The answer goes where the stub is, above the tests, as a learner would do it."""
    stub = ast.parse(exercise.source)
    solution = ast.parse(exercise.solution.read_text("utf-8"))
    names = {getattr(node, "name", None) for node in solution.body} - {None}
    given = [ast.dump(node) for node in solution.body]
    mine = [
        node
        for node in stub.body
        if getattr(node, "name", None) not in names and ast.dump(node) not in given
    ]
    tests = [node for node in mine if getattr(node, "name", "")]
    task = stub.body[0]
    head = [node for node in mine if node not in [task, *tests]]
    imports = [node for node in solution.body if isinstance(node, IMPORTS)]
    body = [node for node in solution.body[1:] if node not in imports]
    text = ast.unparse(ast.Module([task, *imports, *head, *body, *tests], []))
    assert judge(exercise, text, BOOK).passed


@each_exercise
def test_what_is_written_stands_alone(exercise: Exercise) -> None:
    """A page and a notebook show it alone, and it is judged as the file is."""
    parts = exercise.parts
    assert parts.start and parts.tests
    assert not re.search(r"^(TYPE_IN|def test_|(def|class) _)", parts.start, re.M)
    assert len(parts.start.splitlines()) < 50
    assert bool(parts.program) == parts.start.startswith("PRINTED")
    assert unmet(judge(exercise, parts.start, BOOK)) == unmet(
        judge(exercise, exercise.source, BOOK)
    )
    for line in re.findall(r"^(?:import|from \S+ import) .*", exercise.source, re.M):
        assert line in f"{parts.start}\n{parts.program}\n{parts.tests}"


def unmet(verdict: Verdict) -> list[str]:
    return [each.expectation for each in verdict.unmet]


@each_exercise
def test_an_answer_comes_back_out_of_its_file(exercise: Exercise) -> None:
    parts, source = exercise.parts, exercise.source
    alone = exercise.answer.strip()
    whole = whole_of(source, alone, parts)
    assert judge(exercise, whole, BOOK).passed
    back = alone_of(source, whole, parts)
    assert without_imports(back) == without_imports(alone)
    assert judge(exercise, back, BOOK).passed
    assert alone_of(source, source, parts) == parts.start
    assert whole_of(source, whole, parts) == whole


def without_imports(text: str) -> list[str]:
    return [line for line in text.splitlines() if " import " not in f" {line}"]


# What a learner may have written, with nothing of it to be lost.
ODD = (
    "def greet(",
    "",
    "# a beginning",
    "x = 1  # one\n\n\n# the end",
    "import os; x = os.name",
    "import os; from webtest import TestApp\n\nx = os.name",
    "def f():\n    pass\n\n\x0c\ndef g():\n    return 'a\u2028b'",
    "def test_mine():\n    assert greet",
    "def _call(x):\n    return 'mine'\n\n\ny = _call(1)",
    '@staticmethod\ndef f():\n    """A text\n\n\n    with lines."""',
    "if x:\n\ty = 1",
)


@pytest.mark.parametrize("name", ["greet_by_name", "register_a_rule", "which_rule"])
@pytest.mark.parametrize("text", ODD)
def test_whatever_was_written_is_carried_to_and_fro(name: str, text: str) -> None:
    exercise = an_exercise(name)
    source, parts = exercise.source, exercise.parts
    whole = whole_of(source, text, parts)
    assert exercise.task.partition("\n")[0] in whole and "def test_" in whole
    once = len(whole)
    for _ in range(3):
        alone = alone_of(source, whole, parts)
        for line in text.split("\n"):
            assert line in whole and line in alone
        whole = whole_of(source, alone, parts)
    assert len(whole) < once + 100


def test_a_helper_of_ones_own_is_typed_in_with_an_answer() -> None:
    exercise = an_exercise("answer_every_request")
    helper = "def _mine():\n    return 1\n\n\nclass Flask:"
    text = exercise.answer.replace("class Flask:", helper)
    assert judge(exercise, text, BOOK).passed
    assert "def _mine" in difference(exercise, text, BOOK)


@each_exercise
def test_there_are_hints_and_something_learnt(exercise: Exercise) -> None:
    assert len(exercise.hints) >= 2
    for note in (exercise.learnt, exercise.in_flask, exercise.try_next):
        assert note.endswith((".", "?"))
    assert exercise.title.endswith(".")
    assert len(exercise.task.splitlines()) > 2


def an_exercise(name: str = "greet_by_name") -> Exercise:
    return find_exercise(BOOK, Path(name))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def greet(:", "Line 1 is not Python"),
        ("import no_such_module", "Line 1, `import no_such_module`, raised"),
        ("x = 1\n\n1 / 0", "Line 3, `1 / 0`, raised ZeroDivisionError"),
        ("", "NameError: name 'greet' is not defined"),
        ("raise SystemExit", "raised SystemExit"),
        ("def greet(environ, start_response):\n    return 1 / 0", "Line 2, `return 1"),
    ],
)
def test_a_broken_answer_is_told_with_its_line(source: str, words: str) -> None:
    problems = [each.problem for each in judge(an_exercise(), source, BOOK).results]
    assert words in (problems[0] or "")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class Flask:\n    ...\n\n    def wsgi_app(self:\n", "not Python"),
        ("def f():\n    x = 1\n    ...\n", "Show `f` whole"),
        (
            "class Flask:\n    ...\n\n    def wsgi_app(self, environ, start):\n"
            "        return 1 / 0\n",
            "The line `return 1 / 0` raised ZeroDivisionError",
        ),
    ],
)
def test_a_broken_answer_that_is_typed_in_is_told(source: str, words: str) -> None:
    exercise = an_exercise("answer_every_request")
    assert words in (judge(exercise, source, BOOK).results[0].problem or "")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "a_token_in_each_form",
            'session.get("token", "")',
            'session["token"]',
            "`wanted = session[\"token\"]`, raised KeyError: 'token'.",
        ),
        (
            "one_shop_in_many_towns",
            'values.pop("town")',
            'values["town"]',
            "index() got an unexpected keyword argument 'town'",
        ),
    ],
)
def test_an_error_behind_a_500_is_told(
    name: str, old: str, new: str, words: str
) -> None:
    exercise = an_exercise(name)
    assert old in exercise.answer
    verdict = judge(exercise, exercise.answer.replace(old, new), BOOK)
    problem = next(
        str(each.problem) for each in verdict.unmet if words in str(each.problem)
    )
    assert "The application logged an error. " in problem
    assert "<!doctype" not in problem


def test_a_line_of_the_framework_is_told_where_none_of_the_answer_is_known() -> None:
    with pytest.raises(AttributeError) as raised:
        tinyflask.Flask(__name__).add_url_rule("/", view_func=cast(Any, object()))
    assert describe(raised.value, lambda frame: None).startswith(
        "It raised AttributeError: 'object' object has no attribute '__name__', at"
        " `endpoint = view_func.__name__` in tinyflask.app."
    )


def test_what_the_framework_says_needs_no_line() -> None:
    exercise = an_exercise("one_transaction")
    forgotten = exercise.answer.replace("        return response\n", "")
    assert forgotten != exercise.answer
    problem = str(judge(exercise, forgotten, BOOK).unmet[0].problem)
    assert problem.startswith("It raised TypeError: The after-request hook ")
    assert problem.endswith(" It must end with `return response`.")


def test_values_that_say_nothing_are_left_out() -> None:
    """A hook that turns the list of hooks around: asked again, it is right."""
    exercise = an_exercise("before_and_after")
    old = "for function in reversed(of_request(self.after_request_funcs)):"
    new = """for functions in self.after_request_funcs.values():
            functions.reverse()
        for function in of_request(self.after_request_funcs):"""
    assert old in exercise.answer
    verdict = judge(exercise, exercise.answer.replace(old, new), BOOK)
    assert verdict.unmet
    for each in verdict.unmet:
        assert "On the left there is 'cd', on the right 'cd'" not in str(each.problem)


def test_a_report_is_short() -> None:
    verdict = judge(an_exercise(), an_exercise().source, BOOK)
    told = list(report(verdict))
    assert [kind for kind, _ in told] == ["unmet", "problem", *["unmet"] * 3, "more"]
    assert told[-1] == ("more", "  and 5 more after that")
    solved = judge(an_exercise(), an_exercise().answer, BOOK)
    assert list(report(solved)) == [("met", "✓ 9 of 9 expectations are met")]


def test_changed_tests_in_the_answer_do_not_count() -> None:
    exercise = an_exercise()
    cheating = exercise.source.replace("text = _text", "return\n    text = _text")
    assert not judge(exercise, cheating, BOOK).passed


def test_a_retrieved_piece_is_judged_by_the_chapters_tests_too() -> None:
    exercise = an_exercise("answer_every_request")
    solution = exercise.solution.read_text("utf-8")
    verdict = judge(exercise, solution, BOOK)
    said = [result.expectation for result in verdict.results]
    assert "HEAD is answered with the headers of GET and with no body" in said


def test_what_one_expectation_leaves_current_does_not_reach_the_next() -> None:
    left = ContextVar("left", default="nothing")

    def leaves() -> None:
        left.set("something")

    def finds() -> None:
        assert left.get() == "nothing"

    for test in (leaves, finds):
        assert result_of("It is met", test, lambda frame: None).problem is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"import os\nos._exit(3)", "ended the program"),
        (b"import os\nprint('The verdict: []')\nos._exit(0)", None),
        (b"print('x' * 3_000_000)", "NameError: name 'greet' is not defined"),
    ],
)
def test_the_runner_survives_any_answer(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "greet_by_name.py"
    path.write_bytes(content)
    verdict = judge_file(an_exercise(), path)
    assert not verdict.passed
    if words:
        assert words in (verdict.results[0].problem or "")


def test_an_answer_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "SECONDS", 2)
    path = tmp_path / "greet_by_name.py"
    path.write_text("while True: pass")
    (result,) = judge_file(an_exercise(), path).results
    assert "not done after 2 seconds" in (result.problem or "")


def test_what_looks_for_the_answers_module_finds_it() -> None:
    """The types, the text and a copy of what an answer defines can be had."""
    exercise = an_exercise()
    asking = """
import inspect
import pickle
import typing
from dataclasses import dataclass


@dataclass
class Tea:
    price: "int"


def cost(tea: "Tea") -> "int":
    return tea.price


assert typing.get_type_hints(cost) == {"tea": Tea, "return": int}
assert pickle.loads(pickle.dumps(Tea(3))) == Tea(3)
assert inspect.getsource(cost).startswith("def cost")
print("asked")
"""
    verdict = judge(exercise, exercise.answer + asking, BOOK)
    assert verdict.passed, verdict.unmet
    assert verdict.printed == "asked\n"
