"""A learner's folder, and the commands that work in it."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from workshop.book import Book
from workshop.cli import workshop
from workshop.drill import drills
from workshop.exercise import Exercise, exercises, find_exercise
from workshop.files import write_whole
from workshop.learner import Learner

BOOK = Book()
Run = Callable[..., tuple[int, str]]


def an_exercise(name: str = "greet_by_name") -> Exercise:
    return find_exercise(BOOK, Path(name))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, in the current one."""
    monkeypatch.chdir(tmp_path)
    return Learner.begin(BOOK, None).folder


def run(*arguments: str, says: str = "") -> tuple[int, str]:
    """The exit code and the output of ``workshop`` with arguments."""
    result = CliRunner().invoke(workshop, list(arguments), input=says)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


def answer(folder: Path, exercise: Exercise, text: str) -> Path:
    path = folder / exercise.chapter.slug / exercise.path.name
    path.write_text(text, "utf-8")
    return path


# The folder


def test_the_first_run_makes_a_folder_with_every_exercise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run()
    assert code == 0
    assert f"A folder of your own was made: {tmp_path}/my-tinyflask" in said
    for each in exercises(BOOK):
        path = tmp_path / "my-tinyflask" / each.chapter.slug / each.path.name
        assert path.read_text("utf-8") == each.source
    assert "Next: Answer every request" in said
    assert "watch checks it whenever you save" in said
    assert "A folder of your own" not in run()[1]


def test_the_folder_can_be_another_one_and_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("--folder", "mine/here")
    exercise = an_exercise()
    path = answer(Path("mine/here"), exercise, exercise.answer)
    run("--folder", "mine/here", "exercise", "check", str(path))
    shutil.move("mine/here", "elsewhere")
    assert "1 of 4" in run("--folder", "elsewhere")[1]
    # From inside it is found without a name.
    monkeypatch.chdir(tmp_path / "elsewhere" / exercise.chapter.slug)
    assert "1 of 4" in run()[1]


def test_no_file_of_the_learners_is_written_over(folder: Path) -> None:
    path = answer(folder, an_exercise(), "mine = 1\n")
    gone = folder / "03-routing" / "list_of_rules.py"
    gone.unlink()
    run()
    assert path.read_text("utf-8") == "mine = 1\n"
    assert gone.exists()


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-tinyflask").write_text("a file of that name")
    code, said = run()
    assert code == 1
    assert "cannot write" in said
    assert "--folder PATH" in said


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"exercises": {"x": {"tries": "3"}}, "chapter": 1}']
)
def test_progress_that_was_changed_by_hand_is_told_and_kept(
    folder: Path, text: str
) -> None:
    (folder / "workshop.json").write_text(text)
    code, said = run()
    assert code == 1
    assert "cannot be read. Rename it" in said
    assert (folder / "workshop.json").read_text() == text


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workshop.json"
    path.write_text("before")

    def interrupted(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "after")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_who_is_killed_at_any_moment_loses_nothing(folder: Path) -> None:
    """A watch is killed while it checks; after that all is there and can be read."""
    exercise = an_exercise()
    path = answer(folder, exercise, exercise.answer)
    command = [sys.executable, "-m", "workshop", "exercise", "check", str(path)]
    chance = random.Random(7)
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert path.read_text("utf-8") == exercise.answer
        noted = json.loads((folder / "workshop.json").read_text("utf-8"))
        assert set(noted) == {"exercises", "chapter"}
    assert run("exercise", "check", str(path))[0] == 0


# The exercises


def test_list_names_every_exercise(folder: Path) -> None:
    code, said = run("exercise", "list")
    assert code == 0
    for each in exercises(BOOK):
        assert each.title.rstrip(".") in said
        assert f"my-tinyflask/{each.chapter.slug}/{each.name}.py" in said


def test_check_says_what_is_wrong_and_then_what_was_learnt(folder: Path) -> None:
    exercise = an_exercise("date_converter")
    code, said = run("exercise", "check", "date_converter")
    assert code == 1
    assert "✗ The view gets a date" in said
    answer(folder, exercise, exercise.answer)
    code, said = run("exercise", "check", "date_converter")
    assert code == 0
    assert "✗" not in said
    assert "A converter is where a URL meets a type" in said
    assert "In Flask: `app.url_map.converters`" in said
    assert "To try next: Add `/archive/<name>`" in said
    kept = folder / "03-routing" / "solutions" / "date_converter.py"
    assert kept.read_text("utf-8") == exercise.answer
    assert str(kept) in said


def test_without_a_name_it_is_the_next_that_is_not_solved(folder: Path) -> None:
    first, second = exercises(BOOK)[:2]
    assert first.title in run("exercise", "check")[1]
    answer(folder, first, first.answer)
    assert run("exercise", "check")[0] == 0
    assert second.title in run("exercise", "check")[1]


def test_what_was_solved_once_stays_solved(folder: Path) -> None:
    exercise = exercises(BOOK)[0]
    answer(folder, exercise, exercise.answer)
    run("exercise", "check", exercise.name)
    answer(folder, exercise, exercise.source)
    assert run("exercise", "check", exercise.name)[0] == 1
    assert "1 of 4" in run()[1]


def test_hints_come_one_at_a_time(folder: Path) -> None:
    exercise = an_exercise()
    for number, hint in enumerate(exercise.hints, 1):
        said = run("exercise", "hint", exercise.name)[1]
        assert f"Hint {number} of {len(exercise.hints)}" in said
        assert hint in said
    assert "That is the last one" in said
    assert exercise.hints[-1] in run("exercise", "hint", exercise.name)[1]


def test_the_solution_comes_after_a_try_or_when_asked_for_twice(folder: Path) -> None:
    exercise = an_exercise()
    wanted = " ".join(exercise.answer.split())
    assert "Try it first" in run("exercise", "solution", exercise.name)[1]
    assert wanted in run("exercise", "solution", exercise.name)[1]
    other = an_exercise("mount")
    # To look at what is there is not to try.
    run("exercise", "check", other.name)
    assert "Try it first" in run("exercise", "solution", other.name)[1]
    third = an_exercise("date_converter")
    answer(folder, third, "x = 1\n")
    run("exercise", "check", third.name)
    assert "Try it first" not in run("exercise", "solution", third.name)[1]
    assert "Try it first" not in run("exercise", "solution", other.name)[1]


def test_reset_asks_and_keeps_what_was_there(folder: Path) -> None:
    exercise = an_exercise()
    path = answer(folder, exercise, "mine = 1\n")
    assert run("exercise", "reset", exercise.name, says="n\n")[0] == 1
    assert path.read_text("utf-8") == "mine = 1\n"
    code, said = run("exercise", "reset", exercise.name, says="y\n")
    assert code == 0
    assert path.read_text("utf-8") == exercise.source
    kept = folder / "backups" / "greet_by_name.1.py"
    assert str(kept) in said
    assert kept.read_text("utf-8") == "mine = 1\n"
    path.write_bytes(b"\xff\xfe")
    run("exercise", "reset", exercise.name, "--yes")
    assert (folder / "backups" / "greet_by_name.2.py").read_bytes() == b"\xff\xfe"


def test_diff_shows_the_stage_with_the_answer_in_it(folder: Path) -> None:
    exercise = an_exercise("register_a_rule")
    assert "Try first, or ask once more" in run("exercise", "diff", exercise.name)[1]
    said = run("exercise", "diff", exercise.name)[1]
    assert '+ raise NotImplementedError("write route here")' in said
    answer(folder, exercise, "class Flask(:\n")
    code, said = run("exercise", "diff", exercise.name)
    assert code == 1
    assert "In line 1: this is not Python" in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing_such", "no exercise is called 'nothing_such'"),
        ("nowhere/greet_by_name.py", "there is no file nowhere/greet_by_name.py"),
        ("drill-03-nothing.py", "there is no drill 'drill-03-nothing'"),
    ],
)
def test_what_is_no_exercise_is_told(folder: Path, name: str, words: str) -> None:
    code, said = run("exercise", "check", name)
    assert code == 1
    assert words in said


def test_what_an_answer_prints_is_shown(folder: Path) -> None:
    exercise = an_exercise()
    text = exercise.answer.replace("    name =", "    print('asked')\n    name =")
    answer(folder, exercise, text + "print('x' * 5000)\n")
    code, said = run("exercise", "check", exercise.name)
    assert code == 0
    assert "It printed:" in said
    assert "xxx…" in said
    answer(folder, exercise, "print('<b>', [1])\n")
    assert "It printed: <b> [1]" in run("exercise", "check", exercise.name)[1]


def test_an_error_that_cannot_say_what_it_is(folder: Path) -> None:
    text = (
        "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n\n"
        "raise Odd\n"
    )
    answer(folder, an_exercise(), text)
    said = run("exercise", "check", "greet_by_name")[1]
    assert "Line 5, `raise Odd`, raised Odd" in said


# Drills


def test_a_drill_is_a_piece_of_the_stage_to_write_again(folder: Path) -> None:
    code, said = run("drill", "1")
    assert code == 0
    assert "Write `Flask.wsgi_app` again" in said
    path = folder / "drills" / "drill-01-app-Flask-wsgi_app.py"
    assert str(path) in said
    assert "write wsgi_app here" in run("exercise", "check", str(path))[1]
    (drill,) = drills(BOOK, 1)
    text = path.read_text("utf-8")
    stub = text[text.index("    def wsgi_app") :]
    written = "\n".join(f"    {line}" for line in drill.answer.splitlines())
    path.write_text(text.replace(stub, f"{written}\n"), "utf-8")
    code, said = run("exercise", "check", str(path))
    assert code == 0, said
    assert "You wrote `Flask.wsgi_app` from memory" in said
    code, said = run("drill", "1")
    assert code == 1
    assert "you have begun every drill of chapter 1" in said


def test_there_are_drills_for_each_chapter() -> None:
    for chapter in BOOK.chapters:
        found = list(drills(BOOK, chapter.number))
        assert found
        assert len({each.name for each in found}) == len(found)
        for each in found:
            assert all(each.hints)
            compile(each.source, each.name, "exec")


def test_a_chapter_that_does_not_exist_has_no_drills(folder: Path) -> None:
    code, said = run("drill", "99")
    assert code == 1
    assert "there is no stage 99" in said


# The learner's own framework


def write_stage(folder: Path, number: int) -> None:
    for name, text in BOOK.stage(number).items():
        path = folder / "framework" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_a_framework_is_written_chapter_by_chapter(folder: Path) -> None:
    code, said = run("build")
    assert code == 1
    assert "begun: my-tinyflask/framework/tinyflask/app.py" in said
    assert "1. WSGI: 0 of" in said
    assert "module 'tinyflask' has no attribute 'Flask'" in said
    for chapter in BOOK.chapters:
        write_stage(folder, chapter.number)
        code, said = run("build")
        assert code == 0, said
    assert "that was the last chapter: you wrote tinyflask" in said


def test_a_mistake_in_it_is_told_with_its_file_and_line(folder: Path) -> None:
    write_stage(folder, 1)
    path = folder / "framework" / "tinyflask" / "app.py"
    good = path.read_text("utf-8")
    path.write_text(good.replace("class Flask:", "class Flask(:"), "utf-8")
    line = good[: good.index("class Flask")].count("\n") + 1
    said = run("build")[1]
    assert f"Line {line} of tinyflask/app.py is not Python" in said
    path.write_text("import nothing_such\n", "utf-8")
    said = run("build")[1]
    assert "tinyflask/app.py, line 1, `import nothing_such`, raised" in said
    path.write_bytes(b"\xff\xfe")
    code, said = run("build")
    assert code == 1
    assert "app.py is not text in UTF-8" in said


def test_a_test_that_fails_without_a_word_is_shown(folder: Path) -> None:
    write_stage(folder, 1)
    path = folder / "framework" / "tinyflask" / "app.py"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Not Found", "Nothing"), "utf-8")
    said = run("build")[1]
    assert 'The test is `assert "Not Found" in response.text`' in said
    assert "(tests/test_01_wsgi.py, line" in said
    assert "On the left there is 'Not Found', on the right '<!doctype" in said


def test_what_an_editor_leaves_beside_it_is_passed_by(folder: Path) -> None:
    write_stage(folder, 1)
    beside = folder / "framework" / "tinyflask"
    (beside / ".#app.py").symlink_to("nowhere")
    (beside / "app.old.py").write_text("1 / 0")
    (beside / "app.py~").write_text("1 / 0")
    assert run("build")[0] == 0


def test_what_an_earlier_chapter_made_must_go_on_working(folder: Path) -> None:
    write_stage(folder, 1)
    assert run("build")[0] == 0
    write_stage(folder, 2)
    path = folder / "framework" / "tinyflask" / "app.py"
    text = path.read_text("utf-8")
    path.write_text(text.replace("404 NOT FOUND", "200 OK"), "utf-8")
    code, said = run("build")
    assert code == 1
    assert "✗ An application without pages answers every path with 404" in said


def test_the_difference_from_the_book_is_shown_on_request(folder: Path) -> None:
    run("build")
    said = run("build", "--diff")[1]
    assert "(the book, chapter 1)" in said
    assert "+class Flask:" in said


# The leader


def test_a_summary_shows_where_a_class_stands(folder: Path, tmp_path: Path) -> None:
    exercise = exercises(BOOK)[0]
    answer(folder, exercise, exercise.answer)
    run("exercise", "check", exercise.name)
    ann = shutil.copytree(folder, tmp_path / "ann")
    run("exercise", "hint", "greet_by_name")
    answer(folder, an_exercise(), "x = 1\n")
    run("exercise", "check", "greet_by_name")
    run("exercise", "check", "greet_by_name")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "workshop.json").write_text("{")
    bob = shutil.copytree(folder, tmp_path / "bob" / "my-tinyflask")
    names = [str(bob), str(ann), "broken", "nobody"]
    code, said = run("leader", "summary", *names)
    assert code == 0
    # The folder's own name says nothing where all are called alike.
    solved = " ".join(["1", *"0" * (len(BOOK.chapters) - 1), "1"])
    assert f"bob {solved}" in said
    assert f"ann {solved}" in said
    assert "greet_by_name: 2 tries, 1 hint" in said
    assert "0 min" in said
    assert "broken: workshop.json cannot be read" in said
    assert "nobody: there is no workshop.json" in said
    assert "tried and not solved by 1 of 4: greet_by_name" in said
