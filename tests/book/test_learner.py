"""A learner's folder, and the commands that work in it."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from workshop.cli import workshop
from workshop.exercises.exercise import Exercise, exercises, find_exercise
from workshop.files import write_whole
from workshop.learner.build import MILESTONES, Milestone
from workshop.learner.drill import drills
from workshop.learner.folder import Learner
from workshop.learner.judging import judge_file
from workshop.learner.leader import by_chapter
from workshop.live.stage import write_files
from workshop.notebooks.copies import renew
from workshop.weave.book import Book

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
    assert "1 of 5" in run("--folder", "elsewhere")[1]
    # From inside it is found without a name.
    monkeypatch.chdir(tmp_path / "elsewhere" / exercise.chapter.slug)
    assert "1 of 5" in run()[1]


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


WHOLE = {
    "exercises": {
        "greet_by_name": {
            "tries": 3,
            "hints": 1,
            "asked": False,
            "passed": True,
            "last": "2026-01-01T00:00:00+00:00",
        }
    },
    "chapter": 2,
}
TEXT = json.dumps(WHOLE, indent=2)
MERGED = TEXT.replace(
    '"tries": 3', '<<<<<<< HEAD\n      "tries": 3\n=======\n"tries": 2\n>>>>>>> other'
)


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("", 0),
        ("{", 0),
        ("[]", 0),
        (f"\ufeff{TEXT}", 1),
        (TEXT.replace('"hints": 1', '"hints": 1, "stars": 5'), 1),
        (TEXT.replace('"hints": 1,', ""), 1),
        (TEXT.replace("3", '"3"'), 1),
        (f"<<<<<<< HEAD\n{TEXT}\n=======\n{TEXT}\n>>>>>>> other", 1),
        (TEXT[:-1], 1),
    ],
)
def test_of_progress_that_was_changed_what_can_be_read_is_kept(
    folder: Path, text: str, solved: int
) -> None:
    (folder / "workshop.json").write_text(text, "utf-8")
    code, said = run()
    assert code == 0
    assert f"{solved} of 5" in said
    whole = text.removeprefix("\ufeff") == TEXT
    assert ("was not as `workshop` writes it" in said) is not whole
    kept = folder / "workshop.1.json"
    assert kept.exists() is not whole
    assert whole or kept.read_text("utf-8") == text
    # Once is enough.
    code, said = run()
    assert code == 0
    assert "was not as" not in said
    assert f"{solved} of 5" in said


def test_what_cannot_be_noted_is_told_and_the_verdict_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(folder, an_exercise(), an_exercise().answer)

    def full(path: Path, content: str | bytes) -> None:
        raise OSError(28, "No space left on device")

    for module in ("progress", "folder"):
        monkeypatch.setattr(f"workshop.learner.{module}.write_whole", full)
    code, said = run("exercise", "check", "greet_by_name")
    assert code == 0
    assert "9 of 9 expectations are met" in said
    assert "It cannot be noted" in said
    assert "No space left on device" in said
    assert "Your answers are safe" in said


def test_the_verdict_is_noted_before_it_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal that is closed while it is shown does not lose it."""
    answer(folder, an_exercise(), an_exercise().answer)

    def closed(verdict: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("workshop.learner.commands.show", closed)
    CliRunner().invoke(workshop, ["exercise", "check", "greet_by_name"])
    assert Learner(BOOK, folder).is_solved(an_exercise())


# The judge


@pytest.mark.parametrize("name", ["random.py", "json.py", "tinyflask", "workshop.py"])
def test_what_lies_beside_an_answer_is_no_module_of_the_judges(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    exercise = exercises(BOOK)[0]
    folder = folder.absolute()
    path = answer(folder, exercise, exercise.answer)
    for place in (path.parent, folder):
        if name.endswith(".py"):
            (place / name).write_text("1 / 0", "utf-8")
        else:
            shutil.copytree(BOOK.root / name, place / name)
            (place / name / "app.py").write_text("1 / 0", "utf-8")
        monkeypatch.chdir(place)
        verdict = judge_file(exercise, path)
        assert verdict.passed, verdict.unmet


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_judge_that_nobody_waits_for_ends(folder: Path, how: signal.Signals) -> None:
    pid = folder.absolute() / "pid"
    source = f"""import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
open({str(pid)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
while True: pass
"""
    answer(folder, an_exercise(), source)
    command = [sys.executable, "-m", "workshop", "exercise", "check", "greet_by_name"]
    process = subprocess.Popen(command, cwd=folder.absolute().parent)
    wait_until(lambda: pid.exists() and len(pid.read_text().split()) == 2)
    pids = [int(each) for each in pid.read_text().split()]
    process.send_signal(how)
    process.wait(10)
    wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in pids))


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until it is, 20 seconds at most."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_odd_bytes_in_an_answer(folder: Path) -> None:
    exercise = an_exercise()
    path = answer(folder, exercise, exercise.answer)
    path.write_bytes(b"\xef\xbb\xbf" + exercise.answer.encode())
    assert "9 of 9 expectations are met" in run("exercise", "check", exercise.name)[1]
    path.write_bytes(exercise.answer.encode() + b"\0")
    code, said = run("exercise", "check", exercise.name)
    assert code == 1
    assert "It is not Python: source code string cannot contain null bytes." in said


def test_what_an_answer_prints_does_nothing_to_the_terminal(folder: Path) -> None:
    exercise = an_exercise()
    printing = r"print('\x1b[2J\x9b1m\a tea \ud800 Grüße\n\tmilk')" + "\n"
    answer(folder, exercise, printing + exercise.answer)
    result = subprocess.run(
        [sys.executable, "-m", "workshop", "exercise", "check", exercise.name],
        cwd=folder.absolute().parent,
        capture_output=True,
        check=True,
    )
    assert (
        rb"\x1b[2J\x9b1m\x07 tea \ud800 Gr\xc3\xbc\xc3\x9fe".replace(
            rb"\xc3\xbc\xc3\x9f", "üß".encode()
        )
        in result.stdout
    )
    assert b"\x1b" not in result.stdout.replace(rb"\x1b", b"")


@pytest.mark.parametrize("code", ["latin-1", "ascii"])
def test_a_terminal_of_eight_bits(folder: Path, code: str) -> None:
    for arguments in ((), ("exercise", "list"), ("exercise", "check", "greet_by_name")):
        result = subprocess.run(
            [sys.executable, "-m", "workshop", *arguments],
            cwd=folder.absolute().parent,
            env={**os.environ, "PYTHONIOENCODING": code},
            capture_output=True,
        )
        assert b"Traceback" not in result.stdout + result.stderr


def test_commands_can_be_copied_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with spaces is quoted, and no command broken in two."""
    place = tmp_path / "my own place" / ("long " * 20).strip()
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    result = CliRunner().invoke(workshop, ["--folder", "mine, too"])
    lines = result.output.splitlines()
    commands = [line for line in lines if line.startswith("python -m workshop")]
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command)
        assert words[3:5] == ["--folder", "mine, too"]
        assert words[5] in ("watch", "--help")


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
    assert "1 of 5" in run()[1]


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
        ("which_rules", "Did you mean which_rule?"),
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
        assert bool(found) == any(block.typed_in for block in chapter.blocks)
        assert len({each.name for each in found}) == len(found)
        for each in found:
            assert all(each.hints)
            compile(each.source, each.name, "exec")


def test_a_chapter_that_does_not_exist_has_no_drills(folder: Path) -> None:
    code, said = run("drill", "99")
    assert code == 1
    assert "there is no stage 99" in said


def test_a_chapter_that_types_nothing_in_has_no_drills(folder: Path) -> None:
    code, said = run("drill", "16")
    assert code == 1
    assert "chapter 16 types nothing into the framework" in said


# The learner's own framework


def write_stage(folder: Path, number: int, core: bool = False) -> None:
    for name, text in BOOK.stage(number, core).items():
        path = folder / "framework" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_a_framework_is_written_chapter_by_chapter(folder: Path) -> None:
    code, said = run("build")
    assert code == 1
    assert "begun: my-tinyflask/framework/tinyflask/app.py" in said
    assert "1. WSGI: the core, 0 of" in said
    assert "module 'tinyflask' has no attribute 'Flask'" in said
    for chapter in BOOK.chapters:
        write_stage(folder, chapter.number, core=True)
        code, said = run("build")
        assert code == 0, said
        assert ("build --run notes" in said) is (chapter.number == 6)
        assert ("build --run blog" in said) is (chapter.number == 10)
    assert "that was the last chapter: you wrote tinyflask" in said


def test_the_small_print_is_asked_for_separately(folder: Path) -> None:
    for number in (1, 2, 3):
        write_stage(folder, number, core=True)
        assert run("build")[0] == 0
    code, said = run("build", "--whole")
    assert code == 1
    assert "3. Routing: " in said
    assert "✗ " in said
    assert "(small print)" in said
    write_stage(folder, 3)
    code, said = run("build", "--whole")
    assert code == 0
    assert "It stands, with all its small print." in said
    assert "4. Micro: the core, " in run("build")[1]


def test_a_chapter_that_types_nothing_in_is_read(folder: Path) -> None:
    said = ""
    for chapter in BOOK.chapters[:16]:
        write_stage(folder, chapter.number, core=True)
        _, said = run("build")
    assert "Now read, as it types nothing in, 17. A forum" in said


@pytest.mark.parametrize("each", MILESTONES, ids=lambda each: each.name)
def test_each_program_runs_on_the_core_that_it_needs(
    each: Milestone, tmp_path: Path
) -> None:
    """What is offered when a chapter's core stands does not need its small print."""
    write_files(tmp_path, BOOK.core(each.chapter))
    command = [sys.executable, "-P", "-m", "workshop.live.program"]
    with subprocess.Popen(
        [*command, each.name, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        try:
            with urlopen(f"{address}{each.page}") as page:
                assert page.status == 200
        finally:
            process.send_signal(signal.SIGINT)


def test_a_whole_program_runs_on_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run("build", "--run", "notes")
    assert code == 1
    assert "notes needs chapter 6 to stand, and you are writing chapter 1" in said
    assert "There are notes, blog, library, forum" in run("build", "--run", "shop")[1]
    for number in range(1, 7):
        assert "notes needs chapter 6 to stand" in run("build", "--run", "notes")[1]
        write_stage(folder, number, core=True)
        assert run("build")[0] == 0
    pages = []

    def look(address: str) -> None:
        with urlopen(address) as page:
            pages.append(page.read().decode())
        raise KeyboardInterrupt

    monkeypatch.setattr(click, "launch", look)
    run("build", "--run", "notes")
    assert "Nothing here." in pages[0]
    (folder / "framework" / "tinyflask" / "ctx.py").write_text("1 / 0\n")
    code, said = run("build", "--run", "notes")
    assert code == 1
    assert "it does not run" in said


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
    solved = f"{by_chapter([1, *[0] * (len(BOOK.chapters) - 1)])} 1"
    assert solved.startswith("1···· ·")
    assert f"bob {solved}" in said
    assert f"ann {solved}" in said
    assert "greet_by_name: 2 tries, 1 hint" in said
    assert "0 min" in said
    assert "broken: workshop.json is damaged" in said
    assert "nobody: there is no workshop.json" in said
    assert "tried and not solved by 1 of 4: greet_by_name" in said


def test_a_summary_can_be_read_at_eighty_columns(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long name leaves room, and a clock that is ahead counts no time backwards."""
    progress = json.loads(json.dumps(WHOLE))
    progress["exercises"]["greet_by_name"] |= {
        "passed": False,
        "last": "2999-01-01T00:00:00+00:00",
    }
    named = tmp_path / "Hildegard-Annemarie-von-und-zu-Wintersteinbach"
    shutil.copytree(folder, named)
    (named / "workshop.json").write_text(json.dumps(progress), "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    result = CliRunner().invoke(workshop, ["leader", "summary", str(named)])
    assert "0 min" in result.output
    said = "".join(result.output.split())
    assert "3tries" in said
    assert "greet_by_name:" in said
    assert "Hildegard" in said


# Notebooks


def test_copies_of_notebooks_are_renewed(tmp_path: Path) -> None:
    """What was not changed is replaced by the book's; what was is kept beside it."""

    class Edition:
        root = tmp_path / "book"

    book = cast(Book, Edition)
    (tmp_path / "book" / "notebooks").mkdir(parents=True)
    theirs = [tmp_path / "book" / "notebooks" / name for name in ("a.ipynb", "b.ipynb")]
    mine = [tmp_path / "mine" / path.name for path in theirs]
    for path in theirs:
        path.write_text("first")
    assert list(renew(book, tmp_path / "mine")) == []
    mine[1].write_text("my own")
    assert list(renew(book, tmp_path / "mine")) == []
    assert [path.read_text() for path in mine] == ["first", "my own"]
    for path in theirs:
        path.write_text("second")
    said = list(renew(book, tmp_path / "mine"))
    assert said == ["b.ipynb is new. Yours is b.1.ipynb."]
    assert [path.read_text() for path in mine] == ["second", "second"]
    assert (tmp_path / "mine" / "b.1.ipynb").read_text() == "my own"
    assert list(renew(book, tmp_path / "mine")) == []
    # Where it was not noted which one was copied, nothing is lost either.
    (tmp_path / "mine" / ".copied.json").write_text("{")
    mine[0].write_text("mine")
    assert list(renew(book, tmp_path / "mine")) == [
        "a.ipynb is new. Yours is a.1.ipynb."
    ]
    assert (tmp_path / "mine" / "a.1.ipynb").read_text() == "mine"


# Between a folder and a browser


def test_what_was_done_is_carried_out_and_in(folder: Path, tmp_path: Path) -> None:
    solved = an_exercise()
    answer(folder, solved, solved.answer)
    run("exercise", "check", solved.name)
    other = exercises(BOOK)[0]
    answer(folder, other, "# a beginning\n")
    run("exercise", "hint", other.name)
    code, said = run("carry", "out", "mine.json")
    assert code == 0
    assert run("carry", "out", "mine.json")[0] == 1
    code, said = run("--folder", "new", "carry", "in", "mine.json")
    assert code == 0
    new = Learner(BOOK, Path("new"))
    # In the pages an answer stands alone; in the new folder it has the tests below it.
    carried = json.loads(Path("mine.json").read_text("utf-8"))["exercises"]
    assert carried[solved.name]["text"] == solved.answer.strip()
    whole = new.path(solved).read_text("utf-8")
    assert solved.answer.partition("\n\n\n")[2].strip() in whole
    assert "def test_" in whole
    assert run("--folder", "new", "exercise", "check", solved.name)[0] == 0
    assert "# a beginning\n" in new.path(other).read_text("utf-8")
    assert new.is_solved(solved)
    assert new.progress.of(other).hints == 1
    assert "nothing in it" in run("--folder", "new", "carry", "in", "mine.json")[1]
    # What is there already is not written over.
    answer(Path("new"), other, "# another\n")
    code, said = run("--folder", "new", "carry", "in", "mine.json")
    kept = Path("new", "backups", f"{other.name}.1.py")
    assert f"The other one is {kept}" in said
    assert new.path(other).read_text("utf-8") == "# another\n"
    assert "# a beginning\n" in kept.read_text("utf-8")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"tinyflask": 7}', "\ufeffx"])
def test_another_file_is_not_taken_in(folder: Path, text: str) -> None:
    Path("other.json").write_text(text, "utf-8")
    code, said = run("carry", "in", "other.json")
    assert code == 1
    assert "no file that a page of this book saved" in said
